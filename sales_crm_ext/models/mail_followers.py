from odoo import api, models


class MailFollowers(models.Model):
    """Stock lets employees read who follows what, with names and e-mails: of reachable partners only."""
    _name = "mail.followers"
    _inherit = ["mail.followers", "sales.client.access.mixin"]

    @api.depends("partner_id.client_scope_id")
    def _compute_is_client_accessible(self):
        return super()._compute_is_client_accessible()

    @api.model
    def _get_client_access_domain(self):
        return self._get_reached_partner_domain("partner_id")
