from odoo import fields, models


class SalesPainCategory(models.Model):
    """What pains are grouped by in the reports of refusals. The company edits them."""
    _name = "sales.pain.category"
    _description = "Pain Category"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer()
