from odoo import api, fields, models


class SalesInterest(models.Model):
    """A product that a client wants: how much, at what price, by when. Demand and forecast are counted from these."""
    _name = "sales.interest"
    _inherit = ["sales.need.mixin"]
    _description = "Client Interest"
    _order = "date_expected, id"
    _rec_name = "product_id"

    company_id = fields.Many2one(required=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_id = fields.Many2one("product.product", required=True, index=True, ondelete="restrict")
    quantity = fields.Float(default=1.0, digits="Product Unit")
    uom_id = fields.Many2one(
        "uom.uom", "Unit", compute="_compute_uom_id", store=True, readonly=False, precompute=True)
    price_unit = fields.Monetary(
        "Expected Price", compute="_compute_price_unit", store=True, readonly=False, precompute=True,
        help="Per unit, in the company's currency.")
    price_subtotal = fields.Monetary("Expected Amount", compute="_compute_price_subtotal", store=True)
    date_expected = fields.Date("Expected On")

    _client_scope_idx = models.Index("(client_scope_id)")
    _client_set = models.Constraint(
        "CHECK (partner_id IS NOT NULL OR lead_id IS NOT NULL)", "An interest belongs to a client or to a lead.")
    _quantity_positive = models.Constraint("CHECK (quantity > 0)", "The quantity of an interest is above zero.")

    @api.depends("product_id")
    def _compute_uom_id(self):
        for interest in self:
            interest.uom_id = interest.product_id.uom_id

    @api.depends("product_id")
    def _compute_price_unit(self):
        for interest in self:
            interest.price_unit = interest.product_id.lst_price

    @api.depends("quantity", "price_unit")
    def _compute_price_subtotal(self):
        for interest in self:
            interest.price_subtotal = interest.quantity * interest.price_unit
