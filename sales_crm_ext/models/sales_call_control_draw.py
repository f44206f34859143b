from collections import defaultdict
from datetime import datetime, time, timedelta
from secrets import SystemRandom

import pytz

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import control_sample, control_suspicion
from .res_users import DIRECTOR, LEADER

SHARE_PARAM = "sales_crm_ext.control_share_percent"
UNREACHED_PARAM = "sales_crm_ext.control_unreached_limit"
UNREACHED_LIMIT = 5
UNREACHED_SHARE = 0.5
UNREACHED_DAYS = 28
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)
_LATELY = timedelta(days=14)  # the job runs daily, unless the server stood still
# A report is like an earlier one of so many.
EARLIER_TEXTS = 60
_CHANCE = SystemRandom()  # nobody foresees the sample


class SalesCallControl(models.Model):
    """The draw: each person's calls of each week, by chance, suspicious ones more often; and who checks them.

    Everything here runs as superuser. A week is drawn anew until it is certain that no report of it comes any more, and
    each time only what is missing: a report that came late is in the draw as well.
    """
    _inherit = "sales.call.control"

    @api.model
    def _cron_control(self):
        """Daily: see to it that each check has somebody to do it, keep the trust indices, draw."""
        self._hand_over()
        self.env["sales.trust"]._settle()
        today, weeks = fields.Date.today(), self._get_weeks_by_caller()
        people = [user for user in weeks if user.control_drawn_on != today]
        self.env["ir.cron"]._commit_progress(remaining=len(people))
        for user in people:
            for week in weeks[user]:
                self._draw_of_person(user, week)
            user.control_drawn_on = today
            if not self.env["ir.cron"]._commit_progress(1):
                return  # Odoo goes on at once, with those who are left

    @api.model
    def _get_weeks_by_caller(self):
        """Mondays of the weeks to draw by person."""
        weeks = defaultdict(list)
        for user, week in self._get_late_weeks():
            weeks[user].append(week)
        for week in self._get_due_weeks():
            for user in self._get_callers(week):
                weeks[user].append(week)
        return weeks

    @api.model
    def action_draw_now(self):
        """Draw what is missing, of the running week too.

        :raise AccessError: for somebody who is no director
        """
        if not self.env.user._has_group(DIRECTOR):
            raise AccessError(self.env._("Calls are drawn when a director says so; the system draws them by itself, too."))
        drawn = self.browse()
        # Drawing is the system's; who may ask for it was checked.
        for week in [*self._get_due_weeks(), self._get_monday(fields.Date.today())]:
            for user in self.sudo()._get_callers(week):
                drawn |= self.sudo()._draw_of_person(user, week)
        return self.env["sales.call"]._get_notification(self.env._("%(count)s calls drawn", count=len(drawn)))

    @api.model
    def _get_due_weeks(self):
        """Mondays of the weeks that are over, as far back as reports may still come."""
        last = self._get_monday(fields.Date.today()) - _WEEK
        late = -(-self.env["sales.call"]._get_backdate_days() // 7)
        return [last - number * _WEEK for number in range(late, -1, -1)]

    @api.model
    def _get_late_weeks(self):
        """Pairs of a person and an earlier week, of which reports came lately: who owes a report for long enough is checked
        all the same."""
        first = self._get_due_weeks()[0]
        calls = self.env["sales.call"].search(self._get_conversation_domain() & Domain([
            ("reported_at", ">=", fields.Datetime.now() - _LATELY),
            ("date_start", "<", datetime.combine(first + _DAY, time.min))]))
        weeks = {(call.user_id, self._get_monday(call.user_id._get_local_day(call.date_start))) for call in calls}
        return sorted((pair for pair in weeks if pair[1] < first), key=lambda pair: (pair[1], pair[0].id))

    @api.model
    def _get_monday(self, day):
        return day - timedelta(days=day.weekday())

    @api.model
    def _get_share_percent(self):
        # Settings are the administrator's to read; this is the director's rule.
        value = self.env["ir.config_parameter"].sudo().get_param(SHARE_PARAM)
        percent = int(value) if value and value.isdigit() else control_sample.LEAST_PERCENT
        return min(max(percent, control_sample.LEAST_PERCENT), control_sample.MOST_PERCENT)

    # ------------------------------------------------------------
    # CALLS OF A PERSON AND A WEEK
    # ------------------------------------------------------------

    @api.model
    def _get_week_bounds(self, user, week):
        """First moment (UTC) of a person's week, and of the next one."""
        zone = user._get_zone()
        return [zone.localize(datetime.combine(day, time.min)).astimezone(pytz.utc).replace(tzinfo=None)
                for day in (week, week + _WEEK)]

    @api.model
    def _get_callers(self, week):
        """Those who reported conversations in this week, wherever they are."""
        around = self._get_range_domain(
            *(datetime.combine(day, time.min) for day in (week - _DAY, week + _WEEK + _DAY)))
        groups = self.env["sales.call"]._read_group(around & self._get_conversation_domain(), ["user_id"])
        return self.env["res.users"].union(*(user for user, in groups))

    @api.model
    def _get_range_domain(self, start, stop):
        return Domain([("date_start", ">=", start), ("date_start", "<", stop)])

    @api.model
    def _get_conversation_domain(self):
        return Domain([("disposition", "=", "answered"), ("state", "!=", "due")])

    # ------------------------------------------------------------
    # THE DRAW
    # ------------------------------------------------------------

    @api.model
    def _draw_of_person(self, user, week, is_whole=False):
        """Draw what is missing of a person's week.

        :param is_whole: all that is left of it
        :return: the new checks
        """
        Call = self.env["sales.call"]
        in_week = Domain("user_id", "=", user.id) & self._get_range_domain(*self._get_week_bounds(user, week))
        calls = Call.search(in_week & self._get_conversation_domain())
        drawn = self.search([("user_id", "=", user.id), ("week", "=", week)])
        size = len(calls) if is_whole else control_sample.get_size(len(calls), self._get_percent_of_person(in_week))
        missing = size - len(drawn)
        rest = (calls - drawn.call_id).filtered(lambda call: call.state == "reported")
        if missing <= 0 or not rest:
            return self.browse()
        reasons = rest._find_suspicions(calls)
        chosen = control_sample.draw(
            {call: control_sample.get_weight(reasons[call.id]) for call in rest}, missing, _CHANCE)
        first = max(drawn.mapped("number"), default=0) + 1
        return self._draw_calls(Call.union(*chosen), week, first, reasons if not is_whole else {})

    @api.model
    def _get_percent_of_person(self, in_week):
        """The director's share; the greatest one for who types in many missed calls."""
        rows = dict(self.env["sales.call"]._read_group(
            in_week & Domain([("origin", "=", "manual"), ("state", "!=", "due")]), ["disposition"], ["__count"]))
        manual = sum(rows.values())
        if control_suspicion.is_doubtful(manual, manual - rows.get("answered", 0)):
            return control_sample.MOST_PERCENT
        return self._get_share_percent()

    @api.model
    def _draw_calls(self, calls, week, first, reasons):
        controls = self.with_context(mail_create_nolog=True, mail_create_nosubscribe=True).create([{
            "call_id": call.id, "user_id": call.user_id.id, "week": week, "number": first + place,
            "suspicion": ",".join(reasons.get(call.id, ("week",))),
            "promise_line_ids": [fields.Command.create({"promise_id": promise.id}) for promise in call.promise_ids
                                 if promise._is_unsettled()],
        } for place, call in enumerate(calls)])
        controls._assign()
        return controls.with_env(self.env)

    # ------------------------------------------------------------
    # WHO CHECKS
    # ------------------------------------------------------------

    def _assign(self, is_anew=False):
        """Give each check to the one with the fewest open checks of those who may do it.

        :param is_anew: to somebody else than now, and than who tried before; who has it keeps it when there is nobody
        """
        load, known = self._get_load(), {}
        for control in self:
            of_whom = control.user_id, control.company_id
            if of_whom not in known:
                known[of_whom] = self._get_possible_checkers(*of_whom)
            possible = known[of_whom]
            if is_anew:
                possible -= control.checker_id | control.verdict_ids.user_id
            chosen = control_sample.choose_least_loaded({id_: load.get(id_, 0) for id_ in possible.ids}, _CHANCE)
            if chosen:
                load[chosen] = load.get(chosen, 0) + 1
                control.write({"checker_id": chosen, "next_attempt_at": False if is_anew else control.next_attempt_at})

    @api.model
    def _get_load(self):
        groups = self._read_group([("state", "=", "open"), ("checker_id", "!=", False)], ["checker_id"], ["__count"])
        return {checker.id: count for checker, count in groups}

    @api.model
    def _get_possible_checkers(self, user, company):
        """Those whom the director chose; else the leader of the person, else the directors. Never the person."""
        chosen = self.env["sales.call.checker"].search([]).user_id - user
        chosen = chosen.filtered(lambda one: one.active and company in one.company_ids)
        return chosen or self._get_leaders(user, company)

    @api.model
    def _get_leaders(self, user, company):
        """Active leaders of the person's teams, else the directors of the company; never the person."""
        leaders = user.crm_team_member_ids.filtered("active").crm_team_id.user_id
        leaders = leaders.filtered(
            lambda one: one.active and one != user and one._has_group(LEADER) and company in one.company_ids)
        if leaders:
            return leaders
        return self.env.ref(DIRECTOR).all_user_ids.filtered(
            lambda one: one.active and one.id not in (user.id, SUPERUSER_ID) and company in one.company_ids)

    @api.model
    def _hand_over(self):
        """Open checks without a checker who can do them, and unreached ones of who reaches too few, go to others."""
        waiting = self.search([("state", "=", "open"), "|", ("checker_id", "=", False), ("checker_id.active", "=", False)])
        waiting._assign()
        self.search([("state", "=", "open"), ("verdict", "=", "unreachable"), (
            "checker_id", "in", self._get_idle_checker_ids())])._assign(is_anew=True)

    @api.model
    def _get_idle_checker_ids(self):
        """Those who lately reached nobody in most of their checks. Of a check, only the checker's own attempts count."""
        self.env["sales.call.control.verdict"].flush_model()
        # As in _get_share_percent.
        value = self.env["ir.config_parameter"].sudo().get_param(UNREACHED_PARAM)
        rows = self.env.execute_query(SQL(
            """SELECT user_id FROM (
                   SELECT user_id, control_id, bool_and(verdict = 'unreachable') AS is_unreached
                     FROM sales_call_control_verdict WHERE date >= %(since)s GROUP BY user_id, control_id) checked
                GROUP BY user_id
               HAVING count(*) FILTER (WHERE is_unreached) >= %(limit)s
                  AND count(*) FILTER (WHERE is_unreached) > %(share)s * count(*)""",
            since=fields.Datetime.now() - timedelta(days=UNREACHED_DAYS), share=UNREACHED_SHARE,
            limit=int(value) if value and value.isdigit() else UNREACHED_LIMIT))
        return [user_id for user_id, in rows]
