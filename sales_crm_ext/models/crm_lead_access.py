from odoo import api, models


class CrmLead(models.Model):
    """A lead is its salesperson's; without one it is its team leader's."""
    _name = "crm.lead"
    _inherit = ["crm.lead", "sales.client.scope.mixin"]

    _client_scope_priority_idx = models.Index("(client_scope_id, priority DESC, id DESC) WHERE active IS TRUE")

    @api.depends("user_id", "team_id")
    def _compute_client_scope_id(self):
        Scope = self.env["sales.client.scope"]
        for lead in self:
            if lead.user_id or not lead.team_id:
                lead.client_scope_id = Scope._get_for_people(lead.user_id, self.env["res.users"])
            else:
                lead.client_scope_id = Scope._get_for_team(lead.team_id)
