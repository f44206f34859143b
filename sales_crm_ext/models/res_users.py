from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command, Domain
from odoo.tools import SQL

SALESMAN = "sales_team.group_sale_salesman"
LEADER = "sales_crm_ext.group_sale_salesman_team"
ALL_LEADS = "sales_team.group_sale_salesman_all_leads"
DIRECTOR = "sales_team.group_sale_manager"
CLIENT_BASE_ALL = "sales_crm_ext.group_client_base_all"
ALLOW_EXPORT = "base.group_allow_export"
NEW_USERS_PARAM = "sales_crm_ext.client_base_for_new_users"
_SCOPES = "sales_crm_ext_scope_ids"
_OWNER_SCOPES = "sales_crm_ext_owner_scope_ids"
_DEPUTISED = "sales_crm_ext_deputised_user_ids"


class ResUsers(models.Model):
    """Which clients a person reaches; see ``sales.client.scope`` for how records ask."""
    _inherit = "res.users"

    is_client_represented = fields.Boolean(
        compute="_compute_is_client_represented", search="_search_is_client_represented", groups=fields.NO_ACCESS,
        help="Whether the present user works with the clients of this one.")

    @api.depends_context("uid")
    def _compute_is_client_represented(self):
        user_ids = self.env.user._get_client_user_ids()
        for user in self:
            user.is_client_represented = user.id in user_ids

    def _search_is_client_represented(self, operator, value):
        if operator != "in":
            return NotImplemented
        represented = Domain("id", "in", sorted(self.env.user._get_client_user_ids()))
        return Domain.OR(represented if wanted else ~represented for wanted in value)

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        users._settle_client_base_group()
        return users

    def write(self, vals):
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
        return bool(self.id) and self._has_group("base.group_user") and not any(
            self._has_group(group) for group in (ALL_LEADS, DIRECTOR, CLIENT_BASE_ALL))

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

    def _get_client_user_ids(self):
        """Ids of those whose clients, leads and calls this person reaches today: their own, those whom they stand in
        for, and as a leader the members' of the teams they lead."""
        self.ensure_one()
        return self._get_team_user_ids() | self._get_deputised_user_ids()

    def _get_deputised_user_ids(self):
        """Ids of those whom this person stands in for today."""
        cache = self.env.cr.cache.setdefault(_DEPUTISED, {})
        if self.id not in cache:
            cache[self.id] = self.env["sales.deputy"]._get_user_ids_of(self)
        return cache[self.id]

    def _get_team_user_ids(self):
        """Ids of those among whom this person gives clients, leads and calls away: themselves, and as a leader the
        members of the teams they lead."""
        self.ensure_one()
        if not self._has_group(LEADER):
            return {self.id}
        self.env["crm.team"].flush_model(["user_id", "active"])
        self.env["crm.team.member"].flush_model(["user_id", "crm_team_id", "active"])
        return {self.id, *(row[0] for row in self.env.execute_query(SQL(
            "SELECT member.user_id FROM crm_team_member member JOIN crm_team team ON team.id = member.crm_team_id"
            " WHERE member.active AND team.active AND team.user_id = %s", self.id)))}

    def _get_client_scope_ids(self):
        """Ids of the scopes this person reaches today, or None for one who is not restricted.

        Kept for the transaction: a screen asks for it many times.
        """
        self.ensure_one()
        self._settle_client_scopes()
        cache = self.env.cr.cache.setdefault(_SCOPES, {})
        if self.id not in cache:
            cache[self.id] = self._fetch_client_scope_ids() if self._is_client_restricted() else None
        return cache[self.id]

    @api.model
    def _settle_client_scopes(self):
        """A pending change of owner or share may make a new scope, which belongs into the answer."""
        # Asked dozens of times a screen, and hardly ever is anything pending.
        for field in [field for field in self.env.fields_to_compute() if field.name == "client_scope_id"]:
            self.env[field.model_name]._recompute_model(["client_scope_id"])

    def _fetch_client_scope_ids(self):
        self.env["sales.client.scope.member"].flush_model()
        led_teams = SQL("OR scope.team_id IN (SELECT id FROM crm_team WHERE user_id = %s)", self.id)
        rows = self.env.execute_query(SQL(
            """SELECT scope.id, right(scope.key, 1) = ':' OR scope.team_id IS NOT NULL
                 FROM sales_client_scope_member member JOIN sales_client_scope scope ON scope.id = member.scope_id
                WHERE member.user_id IN %s
               UNION ALL
               SELECT scope.id, scope.team_id IS NOT NULL
                 FROM sales_client_scope scope WHERE scope.key IN ('public', 'staff') %s""",
            tuple(self._get_client_user_ids()), led_teams if self._has_group(LEADER) else SQL()))
        self.env.cr.cache.setdefault(_OWNER_SCOPES, {})[self.id] = frozenset(id_ for id_, is_owners in rows if is_owners)
        return frozenset(scope_id for scope_id, _is_owners in rows)

    def _get_owner_scope_ids(self):
        """Those of the scopes that belong to one owner or to a team: leads and calls are never shared, and never
        everybody's. One id, for most people, is what the database finds in the order of a list."""
        scope_ids = self._get_client_scope_ids()
        return scope_ids if scope_ids is None else self.env.cr.cache[_OWNER_SCOPES][self.id]

    def _grant_team_leader(self):
        """Give the leader's group to the salespeople among these users who have no wider one."""
        leader = self.env.ref(LEADER)
        for user in self:
            if user._has_group(SALESMAN) and not user._has_group(LEADER):
                user.write({"group_ids": [Command.link(leader.id)]})

    @api.model
    def _forget_client_scopes(self):
        """To be called after any change that decides who reaches what."""
        self.env.cr.cache.pop(_SCOPES, None)
        self.env.cr.cache.pop(_DEPUTISED, None)
        self.invalidate_model(["is_client_represented"], flush=False)
        for model in self.env.registry.descendants(["sales.client.scope.mixin", "sales.client.access.mixin"], "_inherit"):
            self.env[model].invalidate_model(["is_client_accessible"], flush=False)

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
