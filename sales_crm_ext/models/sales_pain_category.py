from odoo import fields, models


class SalesPainCategory(models.Model):
    _name = "sales.pain.category"
    _description = "Pain Category"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer()
