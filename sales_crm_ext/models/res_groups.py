from odoo import models

from .res_users import SALESMAN


class ResGroups(models.Model):
    """Changes of groups decide who reaches which clients."""
    _inherit = "res.groups"

    def write(self, vals):
        """Who becomes a salesperson on a group's form, or by what a group implies, is treated as on their own."""
        is_membership = bool(vals.keys() & {"user_ids", "implied_ids"})
        sold_before = self.env.ref(SALESMAN).all_user_ids if is_membership else None
        res = super().write(vals)
        self.env["res.users"]._forget_client_scopes()
        if is_membership:
            (self.env.ref(SALESMAN).all_user_ids - sold_before)._leave_client_base_group()
        return res
