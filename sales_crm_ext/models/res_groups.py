from odoo import models


class ResGroups(models.Model):
    _inherit = "res.groups"

    def write(self, vals):
        res = super().write(vals)
        self.env["res.users"]._forget_client_scopes()
        return res
