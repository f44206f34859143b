from odoo import fields, models
from odoo.tools import SQL


class SalesQuotaResult(models.Model):
    """What each day asked of a person and what they did: closed days as they were added up, the others as the ledger stands
    at the moment of reading.

    ``claimed`` is what the person says, net of what was refuted; ``verified`` what of it was borne out. The pace compares
    ``claimed`` with what is to be expected by now, when so much of the person's working day is gone.
    """
    _name = "sales.quota.result"
    _inherit = ["sales.client.scope.mixin"]
    _description = "Quota Result"
    _auto = False
    _rec_name = "metric_id"
    _order = "date desc, user_id, metric_id, id"
    _client_scope_is_owners = True

    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    metric_id = fields.Many2one("sales.metric", readonly=True)
    date = fields.Date(readonly=True)
    quota_id = fields.Many2one("sales.quota", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    client_scope_id = fields.Many2one(compute=None, precompute=False, readonly=True)
    target = fields.Float(readonly=True, help="By the hours that the person works that day.")
    target_before = fields.Float(
        readonly=True, help="What was asked for until time off of that day was entered or taken back later.")
    claimed = fields.Integer("Achieved", readonly=True, help="By what the person says, without what was refuted.")
    verified = fields.Integer(
        readonly=True, help="Borne out by the phone system, a mail server, a control call or a document.")
    expected = fields.Float("Expected by Now", readonly=True, help="The target by the part of the working day that is gone.")
    completion = fields.Float("Achieved / Target", readonly=True, aggregator="avg")
    pace = fields.Selection(
        [("reached", "Reached"), ("on_track", "On Track"), ("behind", "Behind"), ("off_track", "Off Track"),
         ("day_off", "Day Off")], readonly=True,
        help="Behind: up to 10 % less than what is expected by now. Off track: still less.")
    is_closed = fields.Boolean("Day Closed", readonly=True)

    _depends = {
        "sales.quota.day": ["user_id", "metric_id", "date", "quota_id", "team_id", "company_id", "client_scope_id", "target",
                            "target_before", "intervals", "ends_at", "is_closed", "claimed", "verified"],
        "sales.quota.late": ["user_id", "metric_id", "date"],
        "sales.action": ["user_id", "metric_id", "date", "claimed", "verified"],
    }

    @property
    def _table_query(self):
        return SQL(
            """SELECT day.id, day.user_id, day.metric_id, day.date, day.quota_id, day.team_id, day.company_id,
                      day.client_scope_id, day.target, day.target_before, NOT figures.is_open AS is_closed,
                      figures.claimed, figures.verified, figures.claimed / NULLIF(day.target, 0) AS completion,
                      gone.expected,
                      CASE WHEN day.target = 0 THEN 'day_off'
                           WHEN figures.claimed >= day.target THEN 'reached'
                           WHEN figures.claimed >= gone.expected THEN 'on_track'
                           WHEN figures.claimed >= 0.9::float8 * gone.expected THEN 'behind'
                           ELSE 'off_track' END AS pace
                 FROM sales_quota_day day
                 LEFT JOIN (SELECT DISTINCT user_id, metric_id, date FROM sales_quota_late) late
                        ON (late.user_id, late.metric_id, late.date) = (day.user_id, day.metric_id, day.date)
                CROSS JOIN LATERAL (%(figures)s) figures
                CROSS JOIN LATERAL (%(gone)s) gone""", figures=self._sql_figures(), gone=self._sql_expected())

    def _sql_figures(self):
        """The sums of the day: those that were stored, or those of the ledger while it is open or to be added up again."""
        return SQL(
            """SELECT CASE WHEN open.is_open THEN ledger.claimed ELSE day.claimed END AS claimed,
                      CASE WHEN open.is_open THEN ledger.verified ELSE day.verified END AS verified,
                      open.is_open
                 FROM (SELECT day.is_closed IS NOT TRUE OR late.user_id IS NOT NULL AS is_open) open
                CROSS JOIN LATERAL (
                      SELECT COALESCE(sum(action.claimed), 0)::integer AS claimed,
                             COALESCE(sum(action.verified), 0)::integer AS verified
                        FROM sales_action action
                       WHERE open.is_open AND action.user_id = day.user_id AND action.metric_id = day.metric_id
                         AND action.date = day.date) ledger""")

    def _sql_expected(self):
        """As ``tools.working_day.get_expected`` has it."""
        now = fields.Datetime.now()
        return SQL(
            """SELECT CASE WHEN day.ends_at <= %(now)s THEN day.target ELSE (
                      SELECT COALESCE(day.target * SUM(GREATEST(0, LEAST(work.until, EXTRACT(EPOCH FROM %(now)s::timestamp))
                                                                   - work.since))::float8
                                      / NULLIF(SUM(work.until - work.since), 0)::float8, day.target)
                        FROM (SELECT (pair->>0)::bigint AS since, (pair->>1)::bigint AS until
                                FROM jsonb_array_elements(day.intervals) pair) work) END AS expected""", now=now)

    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec.split(":")[0] != "completion":
            return super()._read_group_select(aggregate_spec, query)
        return SQL("SUM(%s)::float8 / NULLIF(SUM(%s), 0)", self._field_to_sql(self._table, "claimed", query),
                   self._field_to_sql(self._table, "target", query))

    def _get_progress_text(self):
        """In one line, as "Calls 12/40"."""
        if self.pace == "day_off":
            return self.env._("%(metric)s: day off", metric=self.metric_id.name)
        return f"{self.metric_id.name} {self.claimed}/{self.target:g}"

    def action_view_actions(self):
        """Open the entries of the ledger behind the figures."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Actions"), "res_model": "sales.action",
            "view_mode": "list,pivot,graph", "views": [(False, "list"), (False, "pivot"), (False, "graph")],
            "domain": [("user_id", "=", self.user_id.id), ("metric_id", "=", self.metric_id.id), ("date", "=", self.date)],
            "context": {"create": False}}
