from odoo import api, models

_VCARD = "web.download_contact"


class IrActionsActions(models.Model):
    _inherit = "ir.actions.actions"

    def _get_action_dict(self):
        """Stock words the help of an empty list as superuser, by the record that the context names: its values would stay
        in the cache, for whoever called."""
        if self.env["res.users"]._is_present_user_restricted():
            return super(IrActionsActions, self.with_context(active_id=False, active_ids=False))._get_action_dict()
        return super()._get_action_dict()

    @api.model
    def get_bindings(self, model_name):
        """A restricted person is not offered what they are always refused."""
        bindings = super().get_bindings(model_name)
        if model_name == "res.partner" and self.env["res.users"]._is_present_user_restricted():
            vcard = self.env["ir.model.data"]._xmlid_to_res_id(_VCARD)
            bindings = {kind: [action for action in actions if action["id"] != vcard] for kind, actions in bindings.items()}
        return bindings
