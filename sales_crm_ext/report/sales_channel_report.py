from odoo import fields, models
from odoo.tools import SQL

from ..models.res_users import DIRECTOR


class SalesChannelReport(models.Model):
    """What each channel brought and cost.

    A row is a fact on its day:

    * ``lead``: a lead of any kind, on the day it was created, with the lead's channel and salesperson;
    * ``won``: a won deal, on the day it was closed, with the deal's channel and salesperson;
    * ``client``: a client's first touch, with the channel that brought the client;
    * ``buyer``: a client's first won deal in the companies the reader works in, with the client's channel;
    * ``spend``: one day's share of a spend. It belongs to a channel, not to a salesperson.

    Where money or facts are missing, a cost is empty rather than zero.
    """
    _name = "sales.channel.report"
    _inherit = ["sales.report.mixin"]
    _description = "Channel Analysis"
    _auto = False
    _rec_name = "channel_id"
    _order = "date desc, id desc"

    _ratios = {
        "conversion": ("won_count", "lead_count", "lead_count"),
        "cost_per_lead": ("spend", "lead_count", "lead_count"),
        "cost_per_client": ("spend", "client_count", "client_count"),
        "cost_per_buyer": ("spend", "buyer_count", "buyer_count"),
        "return_on_spend": ("revenue", "spend", "spend"),
    }

    kind = fields.Selection(
        [("lead", "Lead"), ("client", "New Client"), ("won", "Won Deal"), ("buyer", "First Purchase"),
         ("spend", "Spend")], readonly=True)
    channel_id = fields.Many2one("sales.channel", readonly=True)
    is_paid = fields.Boolean("Paid", readonly=True)
    is_not_stated = fields.Boolean("Not Stated", readonly=True)
    source_id = fields.Many2one("utm.source", readonly=True)
    medium_id = fields.Many2one("utm.medium", readonly=True)
    author_id = fields.Many2one(
        "res.users", "Entered By", readonly=True, help="Who created the lead or client, and stated its channel or not.")
    lead_id = fields.Many2one("crm.lead", readonly=True)
    spend_id = fields.Many2one("sales.channel.spend", "Spend Record", readonly=True, groups=DIRECTOR)

    lead_count = fields.Integer("Leads", readonly=True)
    client_count = fields.Integer("New Clients", readonly=True, help="Clients by the day of their first touch.")
    won_count = fields.Integer("Won Deals", readonly=True)
    buyer_count = fields.Integer("First Purchases", readonly=True, help="Clients by the day of their first won deal.")
    revenue = fields.Monetary("Won Amount", readonly=True, help="At the rate of the day the deal was won.")
    spend = fields.Monetary(readonly=True, groups=DIRECTOR, help="Spread over the days of its period.")

    conversion = fields.Float(
        "Won / Leads", readonly=True, aggregator="avg", help="Deals won in the period by leads created in it.")
    cost_per_lead = fields.Monetary("Cost per Lead", readonly=True, aggregator="avg", groups=DIRECTOR)
    cost_per_client = fields.Monetary("Cost per New Client", readonly=True, aggregator="avg", groups=DIRECTOR)
    cost_per_buyer = fields.Monetary("Cost per First Purchase", readonly=True, aggregator="avg", groups=DIRECTOR)
    return_on_spend = fields.Float(
        "Won Amount / Spend", readonly=True, aggregator="avg", groups=DIRECTOR)

    _depends = {
        "crm.lead": ["channel_id", "source_id", "medium_id", "user_id", "team_id", "company_id", "partner_id",
                     "won_status", "date_closed", "expected_revenue", "client_scope_id"],
        "res.partner": ["channel_id", "first_touch_at", "client_owner_id", "client_scope_id", "commercial_partner_id",
                        "is_visible_to_all", "company_id", "tz"],
        "res.users": ["partner_id"],
        "sales.channel": ["is_paid"],
        "sales.channel.spend": ["channel_id", "date_from", "date_to", "amount", "currency_id", "company_id"],
    }

    def _get_record(self):
        if self.kind == "spend":
            return self.spend_id
        return self.partner_id if self.kind == "client" else self.lead_id

    def _read_group_select(self, aggregate_spec, query):
        name = aggregate_spec.split(":")[0]
        if not name.startswith("cost_per_"):
            return super()._read_group_select(aggregate_spec, query)
        # A channel without a recorded spend has an unknown cost, not a cost of zero.
        return SQL("CASE WHEN SUM(%s) > 0 THEN %s END", self._field_to_sql(self._table, "spend", query),
                   super()._read_group_select(aggregate_spec, query))

    @property
    def _table_query(self):
        not_stated = self.env["sales.channel"]._get_not_stated().id
        return SQL(
            """SELECT fact.*, COALESCE(channel.is_paid, FALSE) AS is_paid,
                      fact.channel_id = %(not_stated)s AS is_not_stated, %(currency)s AS currency_id,
                      NULL::float8 AS conversion, NULL::float8 AS cost_per_lead,
                      NULL::float8 AS cost_per_client, NULL::float8 AS cost_per_buyer, NULL::float8 AS return_on_spend
                 FROM (%(leads)s UNION ALL %(clients)s UNION ALL %(won)s UNION ALL %(buyers)s UNION ALL %(spends)s) fact
            LEFT JOIN sales_channel channel ON channel.id = fact.channel_id""",
            not_stated=not_stated, currency=self.env.company.currency_id.id, leads=self._leads(not_stated),
            clients=self._clients(not_stated), won=self._won(not_stated), buyers=self._buyers(not_stated),
            spends=self._spends())

    def _leads(self, not_stated):
        return SQL(
            """SELECT lead.id::bigint * 5 AS id, 'lead' AS kind, lead.fact_day AS date,
                      COALESCE(lead.channel_id, %(not_stated)s) AS channel_id, lead.source_id, lead.medium_id,
                      lead.user_id, lead.team_id, lead.create_uid AS author_id, lead.id AS lead_id, lead.partner_id,
                      NULL::integer AS spend_id, lead.company_id, lead.client_scope_id,
                      1 AS lead_count, 0 AS client_count, 0 AS won_count, 0 AS buyer_count,
                      0::float8 AS revenue, 0::float8 AS spend
                 FROM (%(leads)s) lead""", not_stated=not_stated, leads=self._sql_leads())

    def _clients(self, not_stated):
        return SQL(
            """SELECT client.id::bigint * 5 + 1, 'client', client.fact_day, COALESCE(client.channel_id, %(not_stated)s),
                      NULL, NULL, client.client_owner_id, client.fact_team_id, client.create_uid, NULL, client.id,
                      NULL, client.company_id, client.fact_scope_id, 0, 1, 0, 0, 0, 0
                 FROM (%(clients)s) client""", not_stated=not_stated, clients=self._sql_new_clients())

    def _won(self, not_stated):
        return SQL(
            """SELECT lead.id::bigint * 5 + 2, 'won', lead.fact_day, COALESCE(lead.channel_id, %(not_stated)s),
                      lead.source_id, lead.medium_id, lead.user_id, lead.team_id, lead.create_uid, lead.id,
                      lead.partner_id, NULL, lead.company_id, lead.client_scope_id, 0, 0, 1, 0, lead.fact_amount, 0
                 FROM (%(deals)s) lead""", not_stated=not_stated, deals=self._sql_closed_deals("won"))

    def _buyers(self, not_stated):
        return SQL(
            """SELECT lead.id::bigint * 5 + 3, 'buyer', lead.fact_day, COALESCE(lead.client_channel_id, %(not_stated)s),
                      NULL, NULL, lead.user_id, lead.team_id, lead.create_uid, lead.id, lead.client_id, NULL,
                      lead.company_id, lead.client_scope_id, 0, 0, 0, 1, 0, 0
                 FROM (%(purchases)s) lead""", not_stated=not_stated, purchases=self._sql_first_purchases())

    def _spends(self):
        return SQL(
            """SELECT (spend.id::bigint * 10000 + (day.date - spend.date_from)) * 5 + 4, 'spend', day.date,
                      spend.channel_id, NULL, NULL, NULL, NULL, spend.create_uid, NULL, NULL, spend.id,
                      spend.company_id, NULL, 0, 0, 0, 0, 0,
                      %(amount)s / (spend.date_to - spend.date_from + 1)
                 FROM sales_channel_spend spend
                CROSS JOIN LATERAL (
                      SELECT generate_series(spend.date_from, spend.date_to, '1 day')::date AS date) day""",
            amount=self._sql_amount(SQL("spend.amount"), SQL("spend.currency_id"), SQL("day.date")))
