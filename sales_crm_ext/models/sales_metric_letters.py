from odoo import fields, models


class SalesMetric(models.Model):
    _inherit = "sales.metric"

    source = fields.Selection(selection_add=[("sales.letter", "Letters")], ondelete={"sales.letter": "cascade"})
