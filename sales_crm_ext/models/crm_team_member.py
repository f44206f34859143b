from odoo import api, models


class CrmTeamMember(models.Model):
    """Who joins or leaves a team changes what its leader reaches, at once."""
    _inherit = "crm.team.member"

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        self._forget_client_scopes()
        return members

    def write(self, vals):
        res = super().write(vals)
        self._forget_client_scopes()
        return res

    def unlink(self):
        res = super().unlink()
        self._forget_client_scopes()
        return res

    def _forget_client_scopes(self):
        self.flush_model(["user_id", "crm_team_id", "active"])
        self.env["res.users"]._forget_client_scopes()
