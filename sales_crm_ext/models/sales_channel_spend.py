from odoo import api, fields, models

MAX_YEARS = 5  # a report has a row for each day of a period


class SalesChannelSpend(models.Model):
    """Money spent on a channel in a period. Reports spread it evenly over the days of the period."""
    _name = "sales.channel.spend"
    _description = "Channel Spend"
    _order = "date_from desc, id desc"
    _rec_name = "channel_id"

    channel_id = fields.Many2one("sales.channel", required=True, index=True, ondelete="restrict")
    date_from = fields.Date("From", required=True, default=fields.Date.context_today)
    date_to = fields.Date(
        "To", required=True, compute="_compute_date_to", store=True, readonly=False, precompute=True)
    amount = fields.Monetary(required=True, help="For the whole period, both days included.")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(
        "res.currency", required=True, compute="_compute_currency_id", store=True, readonly=False, precompute=True)
    note = fields.Char()

    _amount_positive = models.Constraint("CHECK (amount >= 0)", "A spend is not below zero.")
    _period_valid = models.Constraint(
        f"CHECK (date_to >= date_from AND date_to < date_from + {MAX_YEARS * 366})",
        "The period of a spend ends on its first day or later, and within five years.")

    @api.depends("date_from")
    def _compute_date_to(self):
        for spend in self:
            if spend.date_from and (not spend.date_to or spend.date_to < spend.date_from):
                spend.date_to = spend.date_from

    @api.depends("company_id")
    def _compute_currency_id(self):
        for spend in self:
            spend.currency_id = spend.company_id.currency_id
