import pytz

from odoo import fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..tools.control_retry import get_next_attempt
from ..tools.report_quality import judge
from ..tools.report_reasons import Reason
from .res_users import DIRECTOR, LEADER

# "Nothing" is an answer; what says nothing is none.
EMPTY_ANSWERS = {Reason.EMPTY, Reason.PUNCTUATION_ONLY, Reason.MASH, Reason.LINK_ONLY}
FACTS = ("was_when", "about", "promised", "takes_next")
# From so many checks on, and beyond such a share of discrepancies, a person's whole week is proposed for a check.
PROPOSE_LEAST = 3
PROPOSE_SHARE = 0.4


class SalesCallControl(models.Model):
    """From the answers of a client to a verdict, and on to the next check."""
    _inherit = "sales.call.control"

    # ------------------------------------------------------------
    # VERDICTS
    # ------------------------------------------------------------

    def action_confirm(self):
        """The client says the same as the report."""
        return self._judge("confirmed")

    def action_discrepancy(self):
        """There was a call, and the client says something else than the report."""
        return self._judge("discrepancy")

    def action_refute(self):
        """The client says that there was no call."""
        return self._judge("refuted")

    def action_unreachable(self):
        """Nobody was reached: the check stays, for another hour of the day."""
        return self._judge("unreachable")

    def _judge(self, verdict):
        """
        :raise AccessError: for a check that does not wait for the present user
        :raise ValidationError: naming the answers that the verdict needs, or contradicts
        """
        self.ensure_one()
        self._check_mine()
        self._check_answers(verdict)
        self._give_verdict(verdict, self.note)
        return self._get_next_action()

    def _check_answers(self, verdict):
        if contradiction := self._get_contradiction(verdict):
            raise ValidationError(contradiction)  # first: what else to ask about a call that never was, is not on the screen
        if missing := self._get_missing(verdict):
            raise ValidationError(self.env._(
                "The verdict needs the client's answers. Ask for: %(questions)s", questions=", ".join(
                    self._fields[name]._description_string(self.env) for name in missing)))

    def _get_missing(self, verdict):
        """Names of the fields that have no answer yet."""
        if verdict == "unreachable":
            return []
        if verdict == "refuted":
            return [name for name in ("was_call", "takes_next", "note") if not self._is_answered(name)]
        missing = [name for name in ("was_call", *FACTS) if not self._is_answered(name)]
        return missing + (["promise_line_ids"] if self.promise_line_ids.filtered(lambda line: not line.answer) else [])

    def _is_answered(self, name):
        value = self[name]
        if not value or self._fields[name].type != "text":
            return bool(value)
        return not any(problem.code in EMPTY_ANSWERS for problem in judge({name: value}, required=[name]).problems)

    def _get_contradiction(self, verdict):
        is_other = self.was_when == "other" or "denied" in self.promise_line_ids.mapped("answer")
        if verdict == "refuted" and self.was_call == "yes":
            return self.env._("The client says that there was a call: it is confirmed, or a discrepancy.")
        if verdict in ("confirmed", "discrepancy") and self.was_call == "no":
            return self.env._("The client says that there was no call: the report is refuted.")
        if verdict == "confirmed" and is_other:
            return self.env._("The client says something else than the report: it is a discrepancy.")
        return None

    def _give_verdict(self, verdict, note):
        """Keep a verdict with its history, and let the call, its promises and the person's week follow."""
        is_done = verdict != "unreachable"
        # Checkers write answers alone, and need not reach the call; that they may judge was checked before.
        control = self.sudo()
        now = fields.Datetime.now()
        control.env["sales.call.control.verdict"].create(
            {"control_id": self.id, "user_id": self.env.uid, "date": now, "verdict": verdict, "note": note})
        control.write({"verdict": verdict, "last_attempt_at": now, **(
            {"state": "done", "date": control.date or now, "next_attempt_at": False} if is_done else {
                "attempt_count": control.attempt_count + 1, "next_attempt_at": self._get_next_attempt()})})
        if is_done:
            control.call_id._set_verdict(verdict, note)
            control.promise_line_ids._settle_promises()
            control._propose_week()

    def _get_next_attempt(self):
        zone = pytz.timezone(self.env.user.tz or "UTC")
        # At which hours it was tried is a matter of the check, not of who tried.
        tried = self.sudo().verdict_ids.filtered(lambda row: row.verdict == "unreachable").mapped("date")
        local = [pytz.utc.localize(moment).astimezone(zone).replace(tzinfo=None)
                 for moment in (fields.Datetime.now(), *tried)]
        return zone.localize(get_next_attempt(local[0], local[1:])).astimezone(pytz.utc).replace(tzinfo=None)

    # ------------------------------------------------------------
    # A WHOLE WEEK
    # ------------------------------------------------------------

    def _propose_week(self):
        """Tell the leader, or a director, when too much of a person's week is not as reported."""
        found = self.search([("user_id", "=", self.user_id.id), ("week", "=", self.week), ("state", "=", "done")])
        checked = found.filtered(lambda control: control.verdict != "unreachable")
        wrong = checked.filtered(lambda control: control.verdict != "confirmed")
        if len(checked) < PROPOSE_LEAST or len(wrong) <= PROPOSE_SHARE * len(checked) \
                or any(found.mapped("is_week_proposed")):
            return
        self.is_week_proposed = True
        summary = self.env._(
            "Check the whole week of %(name)s: %(wrong)s of %(checked)s calls are not as reported",
            name=self.user_id.name, wrong=len(wrong), checked=len(checked))
        for user in self._get_leaders(self.user_id, self.company_id):
            self.activity_schedule("mail.mail_activity_data_todo", summary=summary, user_id=user.id)

    def action_check_week(self):
        """Draw the rest of the week, when that was proposed.

        :raise AccessError: for somebody who neither leads this person nor is a director
        """
        self.ensure_one()
        self.check_access("read")
        if not self._is_supervised():
            raise AccessError(self.env._("A whole week is checked when its leader or a director decides so."))
        if not self.is_week_proposed:
            raise UserError(self.env._("The checks of this week do not ask for more."))
        # Drawing is the system's.
        drawn = self.sudo()._draw_of_person(self.user_id.sudo(), self.week, is_whole=True)
        self.sudo().activity_ids.action_feedback(feedback=self.env._("%(count)s calls drawn", count=len(drawn)))
        return self.env["sales.call"]._get_notification(self.env._("%(count)s calls drawn", count=len(drawn)))

    def _is_supervised(self):
        """Whether the present user leads whom the check is about, or is a director; not of themselves."""
        user = self.env.user
        if self.user_id == user:
            return False
        return user._has_group(DIRECTOR) or user._has_group(LEADER) and self.user_id.id in user._get_team_user_ids()

    # ------------------------------------------------------------
    # SCREENS
    # ------------------------------------------------------------

    def action_open_check(self):
        """Open the questions over the list."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("sales_crm_ext.sales_call_control_action_check")
        return {**action, "res_id": self.id}

    def _get_next_action(self):
        """The next check of the present user that may be called now, or a note that there is none."""
        now = fields.Datetime.now()
        following = self.search([
            ("checker_id", "=", self.env.uid), ("state", "=", "open"), ("user_id", "!=", self.env.uid),
            "|", ("next_attempt_at", "=", False), ("next_attempt_at", "<=", now)], limit=1)
        if following:
            return following.action_open_check()
        return self.env["sales.call"]._get_notification(self.env._("Saved. No more checks are waiting."))

    def action_redraw_checker(self):
        """Give open checks to other people, whom the system chooses.

        :raise AccessError: for somebody who is no director
        """
        if not self.env.user._has_group(DIRECTOR):
            raise AccessError(self.env._("Checks are given to somebody else by a director."))
        self.check_access("read")
        # Who checks is the system's to choose.
        self.sudo().filtered(lambda control: control.state == "open")._assign(is_anew=True)
