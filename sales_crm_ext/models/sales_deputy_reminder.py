from odoo import api, models


class SalesDeputy(models.Model):
    """A deputy is reminded of the person's contacts from the first minute on, and no longer than that."""
    _inherit = "sales.deputy"

    @api.model_create_multi
    def create(self, vals_list):
        deputies = super().create(vals_list)
        deputies._announce_reminders()
        return deputies

    def write(self, vals):
        self._announce_reminders()  # who was it before
        res = super().write(vals)
        self._announce_reminders()
        return res

    def unlink(self):
        self._announce_reminders()
        return super().unlink()

    def _announce_reminders(self):
        self.env["sales.reminder"]._announce_to(self.deputy_id)
