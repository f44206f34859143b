from odoo import api, fields, models


class SalesPain(models.Model):
    """What troubles a client: why they would buy, or why they do not."""
    _name = "sales.pain"
    _inherit = ["sales.client.scope.mixin"]
    _description = "Client Pain"
    _order = "state, severity desc, id desc"
    _rec_name = "description"

    partner_id = fields.Many2one("res.partner", "Client", index="btree_not_null", ondelete="cascade")
    lead_id = fields.Many2one("crm.lead", "Lead", index="btree_not_null", ondelete="cascade")
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
    category_id = fields.Many2one("sales.pain.category", required=True, index=True, ondelete="restrict")
    description = fields.Text(required=True)
    severity = fields.Selection([("1", "Low"), ("2", "Medium"), ("3", "High")], default="2", required=True)
    product_id = fields.Many2one("product.product", index="btree_not_null")
    state = fields.Selection([("open", "Open"), ("solved", "Solved")], default="open", required=True)
    call_id = fields.Many2one("sales.call", "Heard In", index="btree_not_null", ondelete="set null", readonly=True)
    user_id = fields.Many2one("res.users", "Written By", default=lambda self: self.env.user, readonly=True)

    _client_scope_idx = models.Index("(client_scope_id)")
    _client_set = models.Constraint(
        "CHECK (partner_id IS NOT NULL OR lead_id IS NOT NULL)", "A pain belongs to a client or to a lead.")

    @api.depends("partner_id.client_scope_id", "lead_id.client_scope_id")
    def _compute_client_scope_id(self):
        for pain in self:
            pain.client_scope_id = (pain.partner_id or pain.lead_id).client_scope_id
