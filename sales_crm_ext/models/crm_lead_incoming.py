from odoo import api, models
from odoo.http import request


class CrmLead(models.Model):
    """Who writes to us, or fills in a form of ours, and is a client already, stays one client: the lead is with them and
    goes to their salesperson, not to whoever is next."""
    _inherit = "crm.lead"

    @api.model_create_multi
    def create(self, vals_list):
        if self._is_from_visitor():
            vals_list = [self._prepare_known_client_values(vals) for vals in vals_list]
        return super().create(vals_list)

    def _assign_userless_lead_in_team(self, assigned_via):
        """A letter of a client goes to the client's salesperson; stock gives it to the team."""
        for lead in self.filtered(lambda lead: not lead.user_id and lead.partner_id.client_owner_id):
            lead.user_id = lead.partner_id.client_owner_id
        return super()._assign_userless_lead_in_team(assigned_via)

    @api.model
    def _is_from_visitor(self):
        """Whether the system makes the lead of what somebody outside, a public or a portal user, has sent."""
        return bool(request) and self.env.su and request.env.user.share

    @api.model
    def _prepare_known_client_values(self, vals):
        if vals.get("partner_id"):
            client = self.env["res.partner"].browse(vals["partner_id"])
        else:
            client = self.env["res.partner"]._find_client_by_email(vals.get("email_from"))
        if not client:
            return vals
        owner = client.client_owner_id
        return {**vals, "partner_id": client.id, **({"user_id": owner.id} if owner else {})}
