from odoo import api, models


class SalesAction(models.Model):
    """What is counted moves the figures in the top bar of whose work it is."""
    _inherit = "sales.action"

    @api.model_create_multi
    def create(self, vals_list):
        actions = super().create(vals_list)
        for user in actions.user_id:
            user._bus_send("sales_crm_ext.progress", {})
        return actions
