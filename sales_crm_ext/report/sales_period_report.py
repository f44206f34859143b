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
    partner_id = fields.Many2one("res.partner", "Client", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
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
        day = self._sql_day(SQL("COALESCE(lead.date_closed, lead.create_date)"), SQL("person.tz"))
        return SQL(
            """SELECT deal.*, CASE WHEN is_won THEN amount ELSE 0 END AS won_amount,
                      CASE WHEN is_won THEN 0 ELSE amount END AS lost_amount, is_won::integer AS won_count,
                      (NOT is_won)::integer AS lost_count, 1 AS closed_count, %(currency)s AS currency_id,
                      NULL::float8 AS average_deal, NULL::float8 AS win_rate
                 FROM (SELECT lead.id, lead.id AS lead_id, closed.day AS date, lead.won_status,
                              lead.won_status = 'won' AS is_won, lead.partner_id, lead.user_id, lead.team_id,
                              COALESCE(lead.channel_id, %(not_stated)s) AS channel_id, lead.lost_reason_id,
                              lead.company_id, lead.client_scope_id, %(amount)s AS amount
                         FROM crm_lead lead %(person)s
                         LEFT JOIN res_company company ON company.id = lead.company_id
                        CROSS JOIN LATERAL (SELECT %(day)s AS day) closed
                        WHERE lead.won_status IN ('won', 'lost')) deal""",
            currency=self.env.company.currency_id.id, not_stated=self.env["sales.channel"]._get_not_stated().id,
            amount=self._sql_lead_amount(SQL("closed.day")), person=self._sql_join_person(SQL("lead.user_id")),
            day=day)
