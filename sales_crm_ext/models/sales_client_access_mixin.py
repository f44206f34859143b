from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.scope_condition import get_scope_domain


class SalesClientAccessMixin(models.AbstractModel):
    """A record without a scope of its own, reached by a domain that depends on the person.

    Models have a global rule ``[('is_client_accessible', '=', True)]``, as those with a scope have.
    """
    _name = "sales.client.access.mixin"
    _description = "Client Access by Domain"

    is_client_accessible = fields.Boolean(
        compute="_compute_is_client_accessible", search="_search_is_client_accessible", groups=fields.NO_ACCESS)

    @api.depends_context("uid")
    def _compute_is_client_accessible(self):
        # Asked by the very rule that lets the user read the record: env.user decides, never env.su.
        accessible = self.sudo().filtered_domain(self._get_client_access_domain())
        for record in self:
            record.is_client_accessible = record in accessible

    def _search_is_client_accessible(self, operator, value):
        if operator != "in":
            return NotImplemented
        accessible = self._get_client_access_domain()
        return Domain.OR(accessible if wanted else ~accessible for wanted in value)

    @api.model
    def _get_reached_partner_domain(self, name):
        """Records whose partner, field ``name``, ``env.user`` reaches; everything for who is not restricted."""
        scope_ids = self.env.user._get_client_scope_ids()
        if scope_ids is None:
            return Domain.TRUE
        # any!: the scope decides alone, a company that is not selected now has no say.
        return Domain(name, "any!", get_scope_domain(scope_ids))

    @api.model
    def _get_client_access_domain(self):
        """To be defined by each model: what ``env.user`` reaches, everything for who is not restricted."""
        raise NotImplementedError
