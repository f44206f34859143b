from odoo import fields, models
from odoo.tools import SQL


class SalesPeriodReport(models.Model):
    """What a day, week, month, quarter or year brought: a row is a closed deal, won or lost, on its day."""
    _name = "sales.period.report"
    _inherit = ["sales.report.mixin"]
    _description = "Period Totals"
    _auto = False
    _rec_name = "lead_id"
    _order = "date desc, id desc"

    _ratios = {
        "average_deal": ("won_amount", "won_count", "won_count"),
        "win_rate": ("won_count", "closed_count", "closed_count"),
    }

    date = fields.Date("Closed On", readonly=True)
    won_status = fields.Selection([("won", "Won"), ("lost", "Lost")], "Won/Lost", readonly=True)
    lead_id = fields.Many2one("crm.lead", "Deal", readonly=True)
    channel_id = fields.Many2one("sales.channel", readonly=True)
    lost_reason_id = fields.Many2one("crm.lost.reason", "Refusal Reason", readonly=True)

    closed_count = fields.Integer("Closed Deals", readonly=True)
    won_count = fields.Integer("Won Deals", readonly=True)
    lost_count = fields.Integer("Lost Deals", readonly=True)
    won_amount = fields.Monetary(readonly=True, help="At the rate of the day the deal was won.")
    lost_amount = fields.Monetary(readonly=True, help="At the rate of the day the deal was lost.")
    average_deal = fields.Monetary(readonly=True, aggregator="avg")
    win_rate = fields.Float("Won / Closed", readonly=True, aggregator="avg")

    _depends = {
        "crm.lead": ["user_id", "team_id", "company_id", "partner_id", "channel_id", "lost_reason_id", "won_status",
                     "date_closed", "expected_revenue", "client_scope_id"],
        "res.partner": ["tz"],
        "res.users": ["partner_id"],
    }

    def _get_record(self):
        return self.lead_id

    @property
    def _table_query(self):
        return SQL(
            """SELECT lead.id, lead.id AS lead_id, lead.fact_day AS date, lead.won_status, lead.partner_id, lead.user_id,
                      lead.team_id, COALESCE(lead.channel_id, %(not_stated)s) AS channel_id, lead.lost_reason_id,
                      lead.company_id, lead.client_scope_id, 1 AS closed_count,
                      (lead.won_status = 'won')::integer AS won_count, (lead.won_status = 'lost')::integer AS lost_count,
                      CASE WHEN lead.won_status = 'won' THEN lead.fact_amount ELSE 0 END AS won_amount,
                      CASE WHEN lead.won_status = 'lost' THEN lead.fact_amount ELSE 0 END AS lost_amount,
                      %(currency)s AS currency_id, NULL::float8 AS average_deal, NULL::float8 AS win_rate
                 FROM (%(deals)s) lead""",
            not_stated=self.env["sales.channel"]._get_not_stated().id, currency=self.env.company.currency_id.id,
            deals=self._sql_closed_deals("won", "lost"))
