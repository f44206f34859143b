from odoo import fields, models
from odoo.fields import Command

from .sales_call_checker import CHECKER


class ResUsers(models.Model):
    """Whose calls were drawn today, and people who stop checking calls."""
    _inherit = "res.users"

    control_drawn_on = fields.Date(
        groups=fields.NO_ACCESS, copy=False, help="The day (UTC) on which the job last looked at the person's calls.")

    def _leave_control_calls(self):
        """Take the group of checkers away; open checks go to others."""
        # Directors are no administrators; only our own group is taken away.
        self.sudo().write({"group_ids": [Command.unlink(self.env.ref(CHECKER).id)]})
        # Who checks is the system's to choose.
        controls = self.env["sales.call.control"].sudo().search([("state", "=", "open"), ("checker_id", "in", self.ids)])
        controls.checker_id = False
        controls._assign()
