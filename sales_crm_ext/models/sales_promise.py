from odoo import api, fields, models


class SalesPromise(models.Model):
    """What we or the client promised in a call, and whether it was kept."""
    _name = "sales.promise"
    _inherit = ["sales.client.scope.mixin"]
    _description = "Promise"
    _order = "date_due, id"
    _rec_name = "description"
    _client_derived_fields = ("client_scope_id", "partner_id", "lead_id", "user_id", "company_id")
    _client_references_bind_everybody = True

    call_id = fields.Many2one("sales.call", required=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one(related="call_id.partner_id", store=True, index=True, precompute=True)
    lead_id = fields.Many2one(related="call_id.lead_id", store=True, index="btree_not_null", precompute=True)
    user_id = fields.Many2one(related="call_id.user_id", store=True, index=True, precompute=True)
    company_id = fields.Many2one(related="call_id.company_id", store=True, precompute=True)
    promised_by = fields.Selection([("us", "We"), ("client", "Client")], required=True, default="us")
    description = fields.Char(required=True)
    date_due = fields.Date("Due On", required=True, index=True)
    state = fields.Selection([("open", "Open"), ("kept", "Kept"), ("broken", "Broken")], default="open", required=True)

    _client_scope_idx = models.Index("(client_scope_id)")

    @api.depends("call_id.client_scope_id")
    def _compute_client_scope_id(self):
        for promise in self:
            promise.client_scope_id = promise.call_id.client_scope_id
