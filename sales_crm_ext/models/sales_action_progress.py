from odoo import api, fields, models


class SalesAction(models.Model):
    """What is counted moves the figures in the top bar of whose work it is."""
    _inherit = "sales.action"

    @api.model_create_multi
    def create(self, vals_list):
        actions = super().create(vals_list)
        now = fields.Datetime.now()
        # Of today alone: a history that is loaded moves nothing.
        for user, booked in actions.grouped("user_id").items():
            if user._get_local_day(now) in booked.mapped("date"):
                user._bus_send("sales_crm_ext.progress", {})
        return actions
