from odoo import api, fields, models


class SalesCallCancellation(models.Model):
    """A planned call that was cancelled, and why. It counts for nothing and cannot be edited or deleted."""
    _name = "sales.call.cancellation"
    _inherit = ["sales.client.scope.mixin"]
    _description = "Cancelled Call"
    _order = "id desc"
    _rec_name = "summary"

    summary = fields.Char(readonly=True)
    reason = fields.Text(required=True, readonly=True)
    partner_id = fields.Many2one("res.partner", "Client", readonly=True, index="btree_not_null", ondelete="set null")
    lead_id = fields.Many2one("crm.lead", readonly=True, index="btree_not_null", ondelete="set null")
    user_id = fields.Many2one("res.users", "Planned For", readonly=True, index="btree_not_null")
    cancelled_by_id = fields.Many2one("res.users", required=True, readonly=True)
    company_id = fields.Many2one("res.company", readonly=True, required=True)
    date_deadline = fields.Date("Planned On", readonly=True)
    contact_at = fields.Datetime("Planned At", readonly=True)

    _client_scope_idx = models.Index("(client_scope_id)")

    @api.depends("user_id", "cancelled_by_id")
    def _compute_client_scope_id(self):
        Scope = self.env["sales.client.scope"]
        for cancellation in self:
            owner = cancellation.user_id or cancellation.cancelled_by_id
            cancellation.client_scope_id = Scope._get_for_people(owner, self.env["res.users"])

    @api.model
    def _log(self, activities, reason):
        """Keep who cancelled which planned call, when, and why."""
        # Nobody has the right to write this log by hand.
        return self.sudo().create([self._prepare_values(activity, reason) for activity in activities])

    @api.model
    def _prepare_values(self, activity, reason):
        client = activity._get_call_client_values()
        lead = self.env["crm.lead"].browse(client["lead_id"])
        return {
            "summary": activity.summary or activity.activity_type_id.name,
            "reason": reason,
            "partner_id": client["partner_id"],
            "lead_id": client["lead_id"],
            "user_id": activity.user_id.id,
            "cancelled_by_id": self.env.uid,
            "company_id": (lead.company_id or self.env.company).id,
            "date_deadline": activity.date_deadline,
            "contact_at": activity.contact_at,
        }
