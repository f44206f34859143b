from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command, Domain
from odoo.tools import ormcache

SALESMAN = "sales_team.group_sale_salesman"
LEADER = "sales_crm_ext.group_sale_salesman_team"
ALL_LEADS = "sales_team.group_sale_salesman_all_leads"
DIRECTOR = "sales_team.group_sale_manager"
CLIENT_BASE_ALL = "sales_crm_ext.group_client_base_all"
ALLOW_EXPORT = "base.group_allow_export"
_NO_ONE = "base.group_no_one"
NEW_USERS_PARAM = "sales_crm_ext.client_base_for_new_users"


class ResUsers(models.Model):
    """Which clients a person reaches; see ``sales.client.scope`` for how records ask."""
    _inherit = "res.users"

    is_client_represented = fields.Boolean(
        compute="_compute_is_client_represented", search="_search_is_client_represented", groups=fields.NO_ACCESS,
        help="Whether the present user works with the clients of this one.")

    is_deputised = fields.Boolean(
        "I Stand In", compute="_compute_is_deputised", search="_search_is_deputised", groups="base.group_user",
        help="Whether the present user stands in for this person today.")

    @api.depends_context("uid")
    def _compute_is_deputised(self):
        user_ids = self.env.user._get_deputised_user_ids()
        for user in self:
            user.is_deputised = user.id in user_ids

    def _search_is_deputised(self, operator, value):
        return self._search_among(self.env.user._get_deputised_user_ids(), operator, value)

    @api.depends_context("uid")
    def _compute_is_client_represented(self):
        user_ids = self.env.user._get_client_user_ids()
        for user in self:
            user.is_client_represented = user.id in user_ids

    def _search_is_client_represented(self, operator, value):
        return self._search_among(self.env.user._get_client_user_ids(), operator, value)

    @api.model
    def _search_among(self, user_ids, operator, value):
        """Domain of a yes/no field that says who is among these users."""
        if operator != "in":
            return NotImplemented
        among = Domain("id", "in", sorted(user_ids))
        return Domain.OR(among if wanted else ~among for wanted in value)

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        users._settle_client_base_group()
        return users

    def write(self, vals):
        self._check_client_references(vals)  # as the person: stock writes one's own preferences as superuser
        sold_before = {user.id for user in self if user._has_group(SALESMAN)} if "group_ids" in vals else None
        res = super().write(vals)
        if sold_before is not None:
            self._forget_client_scopes()
            self.filtered(
                lambda user: user.id not in sold_before and user._has_group(SALESMAN))._leave_client_base_group()
        return res

    def _settle_client_base_group(self):
        """New internal users outside sales work with all clients, unless the director set otherwise."""
        # Parameters are the administrators' to read; who may create users need not be one.
        if self.env["ir.config_parameter"].sudo().get_param(NEW_USERS_PARAM, "True") != "True":
            return
        group = self.env.ref(CLIENT_BASE_ALL)
        outside_sales = self.filtered(lambda user: user._has_group("base.group_user") and not user._has_group(SALESMAN))
        if outside_sales:
            outside_sales.write({"group_ids": [Command.link(group.id)]})

    def _leave_client_base_group(self):
        """Who becomes a salesperson works with own clients from then on."""
        members = self.filtered(lambda user: user._has_group(CLIENT_BASE_ALL))
        if members:
            # Who has just changed their own groups may not write users any more; only our own group is taken away.
            members.sudo().write({"group_ids": [Command.unlink(self.env.ref(CLIENT_BASE_ALL).id)]})

    # ------------------------------------------------------------
    # WHAT A PERSON REACHES
    # ------------------------------------------------------------

    def _is_client_restricted(self):
        """Whether this person reaches some clients only: an internal user who is neither director, all-documents user,
        nor member of the group that works with all clients. Portal and public users have stock's own rules."""
        self.ensure_one()
        return bool(self.id) and self._are_groups_restricted(self._get_group_ids())

    @api.model
    @ormcache("group_ids")
    def _are_groups_restricted(self, group_ids):
        # Asked hundreds of times a screen: which id a group has never changes, so the answer never does.
        get_id = self.env["res.groups"]._get_group_definitions().get_id
        return get_id("base.group_user") in group_ids and not any(
            get_id(group) in group_ids for group in (ALL_LEADS, DIRECTOR, CLIENT_BASE_ALL))

    @api.model
    def _is_present_user_restricted(self):
        """Whether what follows is done by a restricted person, and not by the system on their behalf.

        To be asked of ``self.env["res.users"]``: ``env.user`` is always the superuser's view of a person.
        """
        return not self.env.su and self.env.user._is_client_restricted()

    @api.model
    def _check_not_restricted(self, message):
        """
        :raise AccessError: with ``message``, when what follows is done by a restricted person
        """
        if self._is_present_user_restricted():
            raise AccessError(message)

    def _grant_team_leader(self):
        """Give the leader's group to the salespeople among these users who have no wider one. Not in the name of a
        restricted person, whatever made them write a team as superuser."""
        if self.env.user._is_client_restricted():
            return
        leader = self.env.ref(LEADER)
        for user in self:
            if user._has_group(SALESMAN) and not user._has_group(LEADER):
                user.write({"group_ids": [Command.link(leader.id)]})

    # ------------------------------------------------------------
    # GROUPS
    # ------------------------------------------------------------

    def has_groups(self, group_spec):
        """A list asks this of each field of each record, seven hundred times a page. Stock's answers, kept as long as it
        keeps the groups they follow from."""
        if self._ids != (self.env.uid,):
            return super().has_groups(group_spec)
        allowed = self._get_field_groups(super().has_groups).get(group_spec)
        return super().has_groups(group_spec) if allowed is None else allowed

    @ormcache("self.id")
    def _get_field_groups(self, has_groups):
        """Whether the person fulfils each condition that fields have, and no other: a caller could make up any number."""
        return {group_spec: has_groups(group_spec) for group_spec in self._get_field_group_specs()}

    @api.model
    @ormcache(cache="stable")
    def _get_field_group_specs(self):
        found = {field.groups for model in self.env.registry.models.values() for field in model._fields.values()}
        # That one depends on the debug mode.
        return frozenset(spec for spec in found if spec and _NO_ONE not in spec)

    # ------------------------------------------------------------
    # NO EXPORT
    # ------------------------------------------------------------

    def has_group(self, group_ext_id):
        """Who reaches some clients only never has the right to export, whatever their groups say: screens hide the
        button and stock's own checks refuse."""
        allowed = super().has_group(group_ext_id)
        if allowed and group_ext_id == ALLOW_EXPORT:
            return not self._is_client_restricted()
        return allowed

    @api.model
    def _check_client_export(self):
        """
        :raise AccessError: when the present user reaches some clients only
        """
        if self.env.user._is_client_restricted():
            raise AccessError(self.env._(
                "Clients are not taken out of the system as a file. Ask your director for the figures or the list you"
                " need."))
