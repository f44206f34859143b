from datetime import timedelta

from psycopg2.extras import Json

from odoo import api, fields, models
from odoo.tools import SQL, split_every

from ..tools import working_day
from .sales_quota import _LONGEST_PAST

_DAY = timedelta(days=1)
# How long after its end a day is added up: by then no work of it is still being written. What comes later says so itself
# (sales.quota.late).
_CLOSED_AFTER = timedelta(hours=3)
# How many rows one statement adds.
_AT_ONCE = 5_000
# What of a day is worked out anew until it is over.
_WORKED_OUT = ("quota_id", "team_id", "company_id", "target", "full_target", "intervals", "ends_at")


class SalesQuotaDay(models.Model):
    """What one day asks of a person under one metric, worked out when it begins; and what was done, once it is over.

    Rows are written by the job, each half hour, and at once when a quota or time off changes; what else decides (working
    hours, time zone, team, role, company) tells nobody, and the job follows it for the day that runs and the next. A day
    that has begun to be the past keeps its target, whatever becomes of quotas and calendars: time off that is entered
    later is the one exception, and shows (:attr:`target_before`). People read ``sales.quota.result``.
    """
    _name = "sales.quota.day"
    _description = "Quota of a Day"
    _order = "date desc, id desc"
    _log_access = False

    user_id = fields.Many2one("res.users", "Salesperson", required=True, ondelete="cascade")
    metric_id = fields.Many2one("sales.metric", required=True, ondelete="cascade", index=True)
    date = fields.Date(required=True)
    quota_id = fields.Many2one("sales.quota", ondelete="set null", index="btree_not_null")
    team_id = fields.Many2one("crm.team", "Sales Team", ondelete="set null", index="btree_not_null")
    company_id = fields.Many2one("res.company", required=True)
    client_scope_id = fields.Many2one("sales.client.scope", required=True, ondelete="restrict", help="Of the salesperson.")
    target = fields.Float(required=True)
    target_before = fields.Float(help="What was asked for until the day's time off was changed afterwards.")
    full_target = fields.Float(required=True, help="What a full working day would ask for.")
    intervals = fields.Json(help="When the person works that day, as tools.working_day has it.")
    ends_at = fields.Datetime(required=True, help="The end of the day by the person's clock.")
    is_closed = fields.Boolean(help="Added up: the figures below are those of the ledger.")
    claimed = fields.Integer()
    verified = fields.Integer()

    _day_uniq = models.UniqueIndex("(user_id, metric_id, date)")
    _client_scope_idx = models.Index("(client_scope_id, date)")
    _date_idx = models.Index("(date)")
    _open_idx = models.Index("(ends_at) WHERE is_closed IS NOT TRUE")

    @api.model
    def _cron_settle(self):
        """Begin the days that come, close those that are over, and add up again those of which something new is known."""
        self._work_out()
        self._close()
        self._close_again()

    # ------------------------------------------------------------
    # WHAT A DAY ASKS FOR
    # ------------------------------------------------------------

    @api.model
    def _work_out(self, people=None, since=None, metrics=None):
        """Work out today and tomorrow anew, of everybody or of some ``people``, and add the days that are missing before:
        after a time in which the job stood still, or from ``since`` on of these ``metrics``, when a quota of theirs begins
        in the past."""
        sellers, now = self.env["sales.quota"]._get_people(), fields.Datetime.now()
        if people is None or self._is_job_late():
            self._drop_leavers(sellers)
            people = sellers
        people &= sellers
        today = {user: user._get_local_day(now) for user in people}
        if not today:
            return
        first = self._get_first_day(min(today.values()))
        rows = self._prepare_rows(people, first, max(today.values()) + _DAY)
        since = max(since, min(today.values()) - _LONGEST_PAST) if since else first
        missing = self._prepare_missing_rows(people, since, first, metrics) if since < first else []
        self._insert([*missing, *(row for row in rows if row["date"] < today[row["user"]])], is_past=True)
        coming = [row for row in rows if row["date"] >= today[row["user"]]]
        self._insert(coming)
        self._drop_others(today, coming)
        self.invalidate_model()

    @api.model
    def _is_job_late(self):
        """Whether days of everybody are missing: with those of some, nobody would see that any more."""
        last = self._get_last_day()
        return bool(last) and last <= fields.Date.today()

    @api.model
    def _get_last_day(self):
        self.flush_model()
        return self.env.execute_query(SQL("SELECT max(date) FROM sales_quota_day"))[0][0]

    @api.model
    def _get_first_day(self, today):
        """The first one that is not worked out yet."""
        last = self._get_last_day()
        return max(min(last + _DAY if last else today, today), today - _LONGEST_PAST)

    @api.model
    def _prepare_missing_rows(self, people, since, first, metrics):
        """Rows of the days from ``since`` until before ``first`` that are not there."""
        known = set(self.env.execute_query(SQL(
            "SELECT user_id, metric_id, date FROM sales_quota_day WHERE metric_id = ANY(%s) AND date BETWEEN %s AND %s",
            metrics.ids, since, first - _DAY)))
        return self._prepare_rows(people, since, first - _DAY, metrics, known)

    @api.model
    def _prepare_rows(self, people, first, last, metrics=None, known=()):
        days = [first + _DAY * number for number in range((last - first).days + 1)]
        holding = self.env["sales.quota"]._get_holding(people, days, metrics)
        if known:
            holding = {key: quota for key, quota in holding.items() if (key[0].id, key[1].id, key[2]) not in known}
        users = self.env["res.users"].union(*(user for user, _metric, _day in holding))
        work = users._get_working_days(first, last)
        return [{
            "user": user, "metric": metric, "date": day, "quota": quota, "full_target": quota.target,
            "intervals": work[user, day],
            "target": working_day.scale_target(quota.target, work[user, day], user._get_full_day_hours()),
        } for (user, metric, day), quota in holding.items()]

    @api.model
    def _insert(self, rows, is_past=False):
        """Add rows; those that are there follow, but for ``is_past``."""
        users = self.env["res.users"].union(*{row["user"] for row in rows})
        scopes, ends = self.env["sales.client.scope"]._get_for_owners(users), {}
        zones = {user: user._get_zone() for user in users}
        for part in split_every(_AT_ONCE, rows):
            self._insert_part([SQL("%s", self._get_columns(row, scopes, zones, ends)) for row in part], is_past)

    @api.model
    def _get_columns(self, row, scopes, zones, ends):
        """Values of a row.

        :param ends: ends of the days by time zone and day, which many people share; added to
        """
        user, day = row["user"], row["date"]
        zone_day = zones[user], day
        if zone_day not in ends:
            ends[zone_day] = user._get_day_end(day)
        return (
            user.id, row["metric"].id, day, scopes[user].id, row["quota"].id, user.sale_team_id.id or None,
            user.company_id.id, row["target"], row["full_target"], row["intervals"] and Json(row["intervals"]) or None,
            ends[zone_day])

    @api.model
    def _insert_part(self, values, is_past):
        # Not create(): what two transactions add at one moment is then tried again instead of being refused.
        self.env.cr.execute(SQL(
            "INSERT INTO sales_quota_day AS day (user_id, metric_id, date, client_scope_id, %(names)s) VALUES %(values)s"
            " ON CONFLICT (user_id, metric_id, date) DO %(follow)s",
            names=_listed(SQL.identifier), values=SQL(", ").join(values),
            follow=SQL("NOTHING") if is_past else SQL(
                "UPDATE SET (%(names)s) = (%(given)s) WHERE (%(present)s) IS DISTINCT FROM (%(given)s)",
                names=_listed(SQL.identifier), given=_listed(lambda name: SQL.identifier("excluded", name)),
                present=_listed(lambda name: SQL.identifier("day", name)))))

    @api.model
    def _drop_others(self, today, rows):
        """Take away days that have begun or are to come, and that no quota asks for any more."""
        wanted = {(row["user"].id, row["metric"].id, row["date"]) for row in rows}
        found = self.search([("date", ">=", min(today.values())), ("user_id", "in", [user.id for user in today])])
        found.filtered(lambda day: day.date >= today[day.user_id]
                       and (day.user_id.id, day.metric_id.id, day.date) not in wanted).unlink()

    @api.model
    def _drop_leavers(self, sellers):
        """From tomorrow on nothing is asked of who left, or sells no more."""
        now = fields.Datetime.now()
        coming = self.search([("date", ">=", now.date()), ("user_id", "not in", sellers.ids)])
        coming.filtered(lambda day: day.date > day.user_id._get_local_day(now)).unlink()

    @api.model
    def _follow_time_off(self, concerned):
        """Work out days anew whose time off was changed: those of the past too, and visibly so.

        :param concerned: ``[(people, from when, until when)]``
        """
        now = fields.Datetime.now()
        present = self.env["res.users"]
        for people, start, end in concerned:
            self._follow_in_past(people, start, end)
            if now - _DAY < end and start < now + 3 * _DAY:  # today or tomorrow of some zone
                present |= people
        if present:
            self._work_out(present)

    @api.model
    def _follow_in_past(self, people, start, end):
        now = fields.Datetime.now()
        past = self.search([
            ("user_id", "in", people.ids), ("date", ">=", start.date() - _DAY), ("date", "<=", min(end, now).date() + _DAY),
        ]).filtered(lambda day: day._is_past_within(start, end))
        if past:
            work = past.user_id._get_working_days(min(past.mapped("date")), max(past.mapped("date")))
            for day in past:
                day._follow(work[day.user_id, day.date])

    def _is_past_within(self, start, end):
        user = self.user_id
        return (user._get_local_day(start) <= self.date <= user._get_local_day(end)
                and self.date < user._get_local_day(fields.Datetime.now()))

    def _follow(self, intervals):
        target = working_day.scale_target(self.full_target, intervals, self.user_id._get_full_day_hours())
        if target != self.target:
            self.write({"target": target, "intervals": intervals, "target_before": self.target_before or self.target})

    # ------------------------------------------------------------
    # WHAT WAS DONE
    # ------------------------------------------------------------

    @api.model
    def _close(self):
        """Add up the days that are over."""
        return self._add_up(SQL("day.is_closed IS NOT TRUE AND day.ends_at <= %s", fields.Datetime.now() - _CLOSED_AFTER))

    @api.model
    def _close_again(self):
        """Add up again what the ledger learnt of since."""
        self.env["sales.quota.late"].flush_model()
        late = self.env.execute_query(SQL("DELETE FROM sales_quota_late RETURNING user_id, metric_id, date"))
        self.env["sales.quota.late"].invalidate_model()
        if late:
            self._add_up(SQL("day.is_closed AND (day.user_id, day.metric_id, day.date) IN %s", tuple(sorted(set(late)))))

    @api.model
    def _rebuild(self, date_from=None, date_to=None, users=None):
        """Add up closed days from the ledger anew.

        :return: how many rows were other than the ledger, which is none
        """
        conditions = [SQL("day.is_closed")]
        if date_from:
            conditions.append(SQL("day.date >= %s", date_from))
        if date_to:
            conditions.append(SQL("day.date <= %s", date_to))
        if users is not None:
            conditions.append(SQL("day.user_id = ANY(%s)", users.ids))
        return self._add_up(SQL(" AND ").join(conditions))

    @api.model
    def _add_up(self, condition):
        """Write the figures of the ledger to the days that are meant, and close them.

        :return: how many rows that changed
        """
        self.flush_model()
        self.env["sales.action"].flush_model()
        rows = self.env.execute_query(SQL(
            """UPDATE sales_quota_day changed
                  SET claimed = found.claimed, verified = found.verified, is_closed = TRUE
                 FROM (SELECT day.id, COALESCE(sum(action.claimed), 0) AS claimed,
                              COALESCE(sum(action.verified), 0) AS verified
                         FROM sales_quota_day day
                         LEFT JOIN sales_action action ON action.user_id = day.user_id
                              AND action.metric_id = day.metric_id AND action.date = day.date
                        WHERE %s GROUP BY day.id) found
                WHERE changed.id = found.id
                  AND (changed.claimed, changed.verified, changed.is_closed)
                      IS DISTINCT FROM (found.claimed, found.verified, TRUE)
                RETURNING changed.id""", condition))
        self.invalidate_model(["claimed", "verified", "is_closed"])
        return len(rows)


def _listed(make):
    return SQL(", ").join(make(name) for name in _WORKED_OUT)
