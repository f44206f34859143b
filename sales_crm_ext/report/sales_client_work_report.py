from odoo import fields, models
from odoo.tools import SQL


class SalesClientWorkReport(models.Model):
    """Who worked with which client: a row is a call or a deal of a salesperson with a client (its contacts included).

    A deal stands on the day it was created, its amount on the day it was won.
    """
    _name = "sales.client.work.report"
    _inherit = ["sales.report.mixin"]
    _description = "Work with Clients"
    _auto = False
    _rec_name = "partner_id"
    _order = "date desc, id desc"

    _ratios = {
        "conversation_share": ("conversation_count", "call_count", "call_count"),
        "calls_per_won": ("call_count", "won_count", "won_count"),
    }

    kind = fields.Selection([("call", "Call"), ("lead", "Lead"), ("won", "Won Deal")], readonly=True)
    call_id = fields.Many2one("sales.call", readonly=True)
    lead_id = fields.Many2one("crm.lead", readonly=True)

    call_count = fields.Integer("Calls", readonly=True, help="Without those that a control call refuted.")
    conversation_count = fields.Integer("Conversations", readonly=True, help="Answered calls with a report.")
    last_call_at = fields.Datetime("Last Call", readonly=True, aggregator="max")
    lead_count = fields.Integer("Leads", readonly=True)
    won_count = fields.Integer("Won Deals", readonly=True)
    won_amount = fields.Monetary(readonly=True, help="At the rate of the day the deal was won.")
    conversation_share = fields.Float("Conversations / Calls", readonly=True, aggregator="avg")
    calls_per_won = fields.Float("Calls / Won Deals", readonly=True, aggregator="avg")

    _depends = {
        "sales.call": ["user_id", "team_id", "company_id", "date_start", "disposition", "state", "partner_id",
                       "lead_id", "client_scope_id"],
        "crm.lead": ["user_id", "team_id", "company_id", "partner_id", "won_status", "date_closed",
                     "expected_revenue", "client_scope_id"],
        "res.partner": ["commercial_partner_id", "tz"],
        "res.users": ["partner_id"],
    }

    def _get_record(self):
        return self.call_id if self.kind == "call" else self.lead_id

    @property
    def _table_query(self):
        return SQL(
            """SELECT fact.*, %(currency)s AS currency_id, NULL::float8 AS conversation_share,
                      NULL::float8 AS calls_per_won
                 FROM (%(calls)s UNION ALL %(leads)s UNION ALL %(won)s) fact""",
            currency=self.env.company.currency_id.id, calls=self._calls(), leads=self._leads(), won=self._won())

    def _calls(self):
        # Words of a superuser may put a contact where the client stands; the client is its company all the same.
        return SQL(
            """SELECT call.id::bigint * 3 AS id, 'call' AS kind, call.fact_day AS date, call.user_id, call.team_id,
                      COALESCE(client.commercial_partner_id, lead_client.commercial_partner_id) AS partner_id,
                      call.id AS call_id, NULL::integer AS lead_id, call.company_id, call.client_scope_id,
                      call.fact_count AS call_count, call.fact_conversation AS conversation_count,
                      CASE WHEN call.fact_count = 1 THEN call.date_start END AS last_call_at,
                      0 AS lead_count, 0 AS won_count, 0::float8 AS won_amount
                 FROM (%s) call
                 LEFT JOIN res_partner client ON client.id = call.partner_id
                 LEFT JOIN crm_lead lead ON lead.id = call.lead_id
                 LEFT JOIN res_partner lead_client ON lead_client.id = lead.partner_id""", self._sql_calls())

    def _leads(self):
        return SQL(
            """SELECT lead.id::bigint * 3 + 1, 'lead', lead.fact_day, lead.user_id, lead.team_id,
                      client.commercial_partner_id, NULL, lead.id, lead.company_id, lead.client_scope_id,
                      0, 0, NULL, 1, 0, 0
                 FROM (%s) lead
                 LEFT JOIN res_partner client ON client.id = lead.partner_id""", self._sql_leads())

    def _won(self):
        return SQL(
            """SELECT lead.id::bigint * 3 + 2, 'won', lead.fact_day, lead.user_id, lead.team_id,
                      client.commercial_partner_id, NULL, lead.id, lead.company_id, lead.client_scope_id,
                      0, 0, NULL, 0, 1, lead.fact_amount
                 FROM (%s) lead
                 LEFT JOIN res_partner client ON client.id = lead.partner_id""", self._sql_closed_deals("won"))
