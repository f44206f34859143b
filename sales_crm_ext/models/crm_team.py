from odoo import api, models


class CrmTeam(models.Model):
    """Whoever leads a team has the group that reaches its clients."""
    _inherit = "crm.team"

    @api.model_create_multi
    def create(self, vals_list):
        teams = super().create(vals_list)
        teams._grant_leader_group()
        return teams

    def write(self, vals):
        res = super().write(vals)
        if "user_id" in vals or "active" in vals:
            self._grant_leader_group()
        return res

    def unlink(self):
        res = super().unlink()
        self.env["res.users"]._forget_client_scopes()
        return res

    def _grant_leader_group(self):
        """Who leads a team reaches its clients: salespeople named as leaders get the leader's group."""
        self.env["res.users"]._forget_client_scopes()
        # Teams are configured by directors, who need not administrate users.
        self.user_id.sudo()._grant_team_leader()
