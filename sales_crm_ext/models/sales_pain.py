from odoo import api, fields, models


class SalesPain(models.Model):
    """What troubles a client: why they would buy, or why they do not."""
    _name = "sales.pain"
    _inherit = ["sales.need.mixin"]
    _description = "Client Pain"
    _order = "state, severity desc, id desc"
    _rec_name = "description"

    category_id = fields.Many2one("sales.pain.category", required=True, index=True, ondelete="restrict")
    description = fields.Text(required=True)
    severity = fields.Selection([("1", "Low"), ("2", "Moderate"), ("3", "High")], default="2", required=True)
    product_id = fields.Many2one("product.product", index="btree_not_null")
    state = fields.Selection([("open", "Open"), ("solved", "Solved")], default="open", required=True)
    call_id = fields.Many2one("sales.call", "Heard In", index="btree_not_null", ondelete="set null", readonly=True)

    _client_scope_idx = models.Index("(client_scope_id)")
    _client_set = models.Constraint(
        "CHECK (partner_id IS NOT NULL OR lead_id IS NOT NULL)", "A pain belongs to a client or to a lead.")

    @api.depends("call_id.contact_id", "call_id.partner_id")
    def _compute_partner_id(self):
        return super()._compute_partner_id()

    def _get_client_source(self):
        return super()._get_client_source() or self.call_id.contact_id or self.call_id.partner_id

    def action_solve(self):
        """Mark the pains as solved."""
        self.write({"state": "solved"})

    def action_reopen(self):
        """Mark the pains as open again."""
        self.write({"state": "open"})
