from odoo import models
from odoo.fields import Command

from .sales_call_checker import CHECKER


class ResUsers(models.Model):
    """People who stop checking calls."""
    _inherit = "res.users"

    def _leave_control_calls(self):
        """Take the group of checkers away; open checks go to others."""
        # Directors are no administrators; only our own group is taken away.
        self.sudo().write({"group_ids": [Command.unlink(self.env.ref(CHECKER).id)]})
        # Who checks is the system's to choose.
        controls = self.env["sales.call.control"].sudo().search([("state", "=", "open"), ("checker_id", "in", self.ids)])
        controls.checker_id = False
        controls._assign()
