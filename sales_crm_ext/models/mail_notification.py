from odoo import api, models
from odoo.fields import Domain


class MailNotification(models.Model):
    """Stock lets employees read whom each letter went to: partners out of reach, and addresses of letters that are not
    one's own, are left out."""
    _name = "mail.notification"
    _inherit = ["mail.notification", "sales.client.access.mixin"]

    @api.depends("res_partner_id.client_scope_id", "author_id")
    def _compute_is_client_accessible(self):
        return super()._compute_is_client_accessible()

    @api.model
    def _get_client_access_domain(self):
        own_letter = Domain("res_partner_id", "=", False) & Domain("author_id", "=", self.env.user.partner_id.id)
        return self._get_reached_partner_domain("res_partner_id") | own_letter
