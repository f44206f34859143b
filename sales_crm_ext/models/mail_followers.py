from odoo import api, models
from odoo.fields import Domain


class MailFollowers(models.Model):
    """Stock lets employees read who follows what, with names and e-mails: of reachable partners only."""
    _name = "mail.followers"
    _inherit = ["mail.followers", "sales.client.access.mixin"]

    @api.depends("partner_id.client_scope_id")
    def _compute_is_client_accessible(self):
        return super()._compute_is_client_accessible()

    @api.model
    def _get_client_access_domain(self):
        scope_ids = self.env.user._get_client_scope_ids()
        if scope_ids is None:
            return Domain.TRUE
        # any!: the scope decides alone, a company that is not selected now has no say in who follows.
        return Domain("partner_id", "any!", Domain("client_scope_id", "in", sorted(scope_ids)))
