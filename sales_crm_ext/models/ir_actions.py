from odoo import models


class IrActionsActions(models.Model):
    _inherit = "ir.actions.actions"

    def _get_action_dict(self):
        """Stock words the help of an empty list as superuser, by the record that the context names: its values would stay
        in the cache, for whoever called."""
        if self.env["res.users"]._is_present_user_restricted():
            return super(IrActionsActions, self.with_context(active_id=False, active_ids=False))._get_action_dict()
        return super()._get_action_dict()
