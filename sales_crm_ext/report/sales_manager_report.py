from odoo import fields, models
from odoo.tools import SQL


class SalesManagerReport(models.Model):
    """What each salesperson did and what came of it, day by day.

    A row is a fact: a call, a new client (by its first touch, of its salesperson), a won deal, a client's first won
    deal in the companies the reader works in. Rates compare the effort with the result, so fifty calls without a client
    stand beside twenty with two. With too few calls a rate is empty, and ``calls_missing`` says how many it lacks.
    """
    _name = "sales.manager.report"
    _inherit = ["sales.report.mixin"]
    _description = "Salespeople's Efficiency"
    _auto = False
    _rec_name = "user_id"
    _order = "date desc, id desc"

    _ratios = {
        "conversation_share": ("conversation_count", "call_count", "call_count"),
        "missed_share": ("missed_count", "call_count", "call_count"),
        "client_rate": ("client_count", "call_count", "call_count"),
        "client_step": ("client_count", "conversation_count", "call_count"),
        "won_step": ("won_count", "client_count", "client_count"),
        "won_rate": ("won_count", "call_count", "call_count"),
        "amount_per_call": ("won_amount", "call_count", "call_count"),
        "average_deal": ("won_amount", "won_count", "won_count"),
    }

    kind = fields.Selection(
        [("call", "Call"), ("client", "New Client"), ("won", "Won Deal"), ("buyer", "First Purchase")], readonly=True)
    call_id = fields.Many2one("sales.call", readonly=True)
    disposition = fields.Selection(
        lambda self: self.env["sales.call"]._fields["disposition"]._description_selection(self.env), "Connection",
        readonly=True)
    outcome_id = fields.Many2one("sales.call.outcome", readonly=True)
    lead_id = fields.Many2one("crm.lead", "Deal", readonly=True)

    call_count = fields.Integer("Calls", readonly=True, help="Without those that a control call refuted.")
    conversation_count = fields.Integer("Conversations", readonly=True, help="Answered calls with a report.")
    missed_count = fields.Integer("Missed", readonly=True, help="Calls that nobody answered.")
    due_count = fields.Integer("Reports Owed", readonly=True)
    refuted_count = fields.Integer("Refuted", readonly=True)
    client_count = fields.Integer("New Clients", readonly=True, help="Clients by the day of their first touch.")
    buyer_count = fields.Integer("First Purchases", readonly=True, help="Clients by the day of their first won deal.")
    won_count = fields.Integer("Won Deals", readonly=True)
    won_amount = fields.Monetary(readonly=True, help="At the rate of the day the deal was won.")

    conversation_share = fields.Float("Conversations / Calls", readonly=True, aggregator="avg")
    missed_share = fields.Float("Missed / Calls", readonly=True, aggregator="avg")
    client_step = fields.Float("New Clients / Conversations", readonly=True, aggregator="avg")
    client_rate = fields.Float("New Clients / Calls", readonly=True, aggregator="avg")
    won_step = fields.Float("Won Deals / New Clients", readonly=True, aggregator="avg")
    won_rate = fields.Float("Won Deals / Calls", readonly=True, aggregator="avg")
    amount_per_call = fields.Monetary("Won Amount per Call", readonly=True, aggregator="avg")
    average_deal = fields.Monetary(readonly=True, aggregator="avg")
    calls_missing = fields.Integer(
        "Calls Missing for Rates", readonly=True,
        help="Too few calls say nothing: rates by calls stay empty until so many more are made.")

    _depends = {
        "sales.call": ["user_id", "team_id", "company_id", "date_start", "disposition", "outcome_id", "state",
                       "partner_id", "client_scope_id"],
        "crm.lead": ["user_id", "team_id", "company_id", "partner_id", "won_status", "date_closed",
                     "expected_revenue", "client_scope_id"],
        "res.partner": ["first_touch_at", "client_owner_id", "client_scope_id", "commercial_partner_id",
                        "is_visible_to_all", "company_id", "tz"],
        "res.users": ["partner_id"],
    }

    def _get_record(self):
        return {"call": self.call_id, "client": self.partner_id}.get(self.kind, self.lead_id)

    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec.split(":")[0] != "calls_missing":
            return super()._read_group_select(aggregate_spec, query)
        return SQL("GREATEST(%s - SUM(%s), 0)", self._get_rate_minimum(),
                   self._field_to_sql(self._table, "call_count", query))

    @property
    def _table_query(self):
        ratios = SQL(", ").join(SQL("NULL::float8 AS %s", SQL.identifier(name)) for name in self._ratios)
        return SQL(
            """SELECT fact.*, %(currency)s AS currency_id, NULL::integer AS calls_missing, %(ratios)s
                 FROM (%(calls)s UNION ALL %(clients)s UNION ALL %(won)s UNION ALL %(buyers)s) fact""",
            currency=self.env.company.currency_id.id, ratios=ratios, calls=self._calls(), clients=self._clients(),
            won=self._won(), buyers=self._buyers())

    def _calls(self):
        return SQL(
            """SELECT call.id::bigint * 4 AS id, 'call' AS kind, call.fact_day AS date, call.user_id, call.team_id,
                      call.id AS call_id, call.disposition, call.outcome_id, NULL::integer AS lead_id, call.partner_id,
                      call.company_id, call.client_scope_id, call.fact_count AS call_count,
                      call.fact_conversation AS conversation_count,
                      (call.disposition != 'answered')::integer * call.fact_count AS missed_count,
                      (call.state = 'due')::integer AS due_count, (call.state = 'refuted')::integer AS refuted_count,
                      0 AS client_count, 0 AS buyer_count, 0 AS won_count, 0::float8 AS won_amount
                 FROM (%s) call""", self._sql_calls())

    def _clients(self):
        return SQL(
            """SELECT client.id::bigint * 4 + 1, 'client', client.fact_day, client.client_owner_id, client.fact_team_id,
                      NULL, NULL, NULL, NULL, client.id, client.company_id, client.fact_scope_id,
                      0, 0, 0, 0, 0, 1, 0, 0, 0
                 FROM (%s) client
                WHERE client.client_owner_id IS NOT NULL""", self._sql_new_clients())

    def _won(self):
        return SQL(
            """SELECT lead.id::bigint * 4 + 2, 'won', lead.fact_day, lead.user_id, lead.team_id, NULL, NULL, NULL, lead.id,
                      lead.partner_id, lead.company_id, lead.client_scope_id, 0, 0, 0, 0, 0, 0, 0, 1, lead.fact_amount
                 FROM (%s) lead""", self._sql_closed_deals("won"))

    def _buyers(self):
        return SQL(
            """SELECT lead.id::bigint * 4 + 3, 'buyer', lead.fact_day, lead.user_id, lead.team_id, NULL, NULL, NULL,
                      lead.id, lead.client_id, lead.company_id, lead.client_scope_id, 0, 0, 0, 0, 0, 0, 1, 0, 0
                 FROM (%s) lead""", self._sql_first_purchases())
