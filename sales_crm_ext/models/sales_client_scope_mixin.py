from odoo import api, fields, models
from odoo.exceptions import AccessError, MissingError
from odoo.fields import Domain

from ..tools.scope_condition import get_scope_domain


class SalesClientScopeMixin(models.AbstractModel):
    """A record that belongs to a scope, and the one condition by which rules ask for it.

    Models compute :attr:`client_scope_id` from what decides their access, and have a global rule
    ``[('is_client_accessible', '=', True)]``. The search method answers with a list of scope ids. It runs each
    time the rule is used (rule domains are cached before search methods run), so a new member or leader is in force
    at once.
    """
    _name = "sales.client.scope.mixin"
    _description = "Client Access Mixin"
    # Stored fields that follow from others. ``readonly`` binds screens only: a remote call could still write them, and
    # a client put there would show its name.
    _client_derived_fields = ("client_scope_id",)

    # Stored fields that rules look at.
    _client_rule_fields = ("client_scope_id", "company_id")
    # Whether the scope is always that of one owner or a team, as of leads and calls.
    _client_scope_is_owners = False

    client_scope_id = fields.Many2one(
        "sales.client.scope", compute="_compute_client_scope_id", store=True, precompute=True, ondelete="restrict",
        copy=False)
    is_client_accessible = fields.Boolean(
        compute="_compute_is_client_accessible", search="_search_is_client_accessible", groups=fields.NO_ACCESS)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_derived_not_given(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_derived_not_given(vals)
        return super().write(vals)

    def _check_derived_not_given(self, vals):
        if self.env.su:
            return
        # A program may send back what it has read.
        given = [name for name in self._client_derived_fields if name in vals]
        if any(not self or record[name].id != (vals[name] or False) for name in given for record in self or [self]):
            raise AccessError(self.env._(
                "Who reaches a record, and whose it is, follows from its salesperson, shares and client."))

    def _determine_fields_to_fetch(self, field_names=None, ignore_when_in_cache=False):
        found = super()._determine_fields_to_fetch(field_names, ignore_when_in_cache)
        # Rules look at what a restricted person reads, or has just found, one record at a time: what they ask for comes
        # along instead of by a statement of its own.
        if (field_names is not None and not field_names or any(field.column_type for field in found)) \
                and self.env.user._is_client_restricted():
            found += [field for name in self._client_rule_fields if (field := self._fields.get(name)) not in (None, *found)]
        return found

    def _compute_client_scope_id(self):
        """To be defined by each model, with its dependencies."""
        raise NotImplementedError

    @api.depends("client_scope_id")
    @api.depends_context("uid")
    def _compute_is_client_accessible(self):
        # Rules run this as superuser on behalf of env.user: only the user decides, never env.su.
        scope_ids = self.env.user._get_client_scope_ids()
        for record in self:
            # Asked by the very rule that lets the user read the record.
            record.is_client_accessible = scope_ids is None or record._get_own_scope_id() in scope_ids

    def _get_own_scope_id(self):
        try:
            return self.sudo().client_scope_id.id
        except MissingError:  # what is not there is refused like a stranger's, so that nobody tells them apart
            return False

    @api.model
    def _get_reached_scope_ids(self):
        """Ids of the scopes whose records of this model the user reaches; None for who is not restricted."""
        user = self.env.user
        return user._get_owner_scope_ids() if self._client_scope_is_owners else user._get_client_scope_ids()

    def _search_is_client_accessible(self, operator, value):
        if operator != "in":
            return NotImplemented
        scope_ids = self._get_reached_scope_ids()
        accessible = Domain.TRUE if scope_ids is None else get_scope_domain(scope_ids)
        return Domain.OR(accessible if wanted else ~accessible for wanted in value)
