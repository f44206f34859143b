from odoo import api, models


class MailActivityType(models.Model):
    _inherit = "mail.activity.type"

    @api.model
    def _get_call_type(self):
        """The type that a next call is planned with: stock's own, else the first of the category Phonecall."""
        call = self.env.ref("mail.mail_activity_data_call", raise_if_not_found=False)
        if call and call.active and call.category == "phonecall":
            return call
        return self.search([("category", "=", "phonecall"), ("res_model", "=", False)], limit=1)
