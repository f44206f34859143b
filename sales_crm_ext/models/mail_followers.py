from odoo import api, models
from odoo.fields import Domain

from ..tools.scope_condition import get_scope_domain

_CLIENTS = ("res.partner", "crm.lead")


class MailFollowers(models.Model):
    """Stock lets employees read who follows what, with names and e-mails: of reachable partners only, and of reachable
    clients and deals."""
    _name = "mail.followers"
    _inherit = ["mail.followers", "sales.client.access.mixin"]

    def _check_access(self, operation):
        # What is not there passes stock's check, and fails later in other words.
        result = super()._check_access(operation)
        if not result and self.ids and self.env["res.users"]._is_present_user_restricted():
            if missing := self - self.exists():
                return missing, self.env["ir.rule"]._make_client_refusal
        return result

    @api.depends("partner_id.client_scope_id")
    @api.depends_context("uid")
    def _compute_is_client_accessible(self):
        # Not by the domain: it would list all clients of the person to look at one follower.
        scope_ids = self.env.user._get_client_scope_ids()
        for follower in self.sudo():
            client = self.env[follower.res_model].sudo().browse(follower.res_id) if follower.res_model in _CLIENTS else None
            follower.is_client_accessible = scope_ids is None or (
                follower.partner_id.client_scope_id.id in scope_ids and (client is None or client.is_client_accessible))

    @api.model
    def _get_client_access_domain(self):
        scope_ids = self.env.user._get_client_scope_ids()
        if scope_ids is None:
            return Domain.TRUE
        of_clients = Domain.OR(
            Domain("res_model", "=", model) & Domain("res_id", "in", self._get_reached_ids(model, scope_ids))
            for model in _CLIENTS)
        return self._get_reached_partner_domain("partner_id") & (Domain("res_model", "not in", _CLIENTS) | of_clients)

    @api.model
    def _get_reached_ids(self, model, scope_ids):
        """A subquery."""
        # sudo: the scope alone decides, whatever other rules say.
        return self.env[model].sudo().with_context(active_test=False)._search(get_scope_domain(scope_ids))
