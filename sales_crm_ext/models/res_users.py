from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tools import SQL

SALESMAN = "sales_team.group_sale_salesman"
LEADER = "sales_crm_ext.group_sale_salesman_team"
ALL_LEADS = "sales_team.group_sale_salesman_all_leads"
DIRECTOR = "sales_team.group_sale_manager"
CLIENT_BASE_ALL = "sales_crm_ext.group_client_base_all"
_SCOPES = "sales_crm_ext_scope_ids"


class ResUsers(models.Model):
    _inherit = "res.users"

    # ------------------------------------------------------------
    # WHAT A PERSON REACHES
    # ------------------------------------------------------------

    def _is_client_restricted(self):
        """Whether this person reaches some clients only: an internal user who is neither director, all-documents user,
        nor member of the group that works with all clients. Portal and public users have stock's own rules."""
        self.ensure_one()
        return bool(self.id) and self._has_group("base.group_user") and not any(
            self._has_group(group) for group in (ALL_LEADS, DIRECTOR, CLIENT_BASE_ALL))

    def _get_client_user_ids(self):
        """Ids of those whose clients, leads and calls this person reaches: their own, and as a leader the members' of
        the teams they lead."""
        self.ensure_one()
        if not self._has_group(LEADER):
            return {self.id}
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
        for model in self.env.registry.descendants(["sales.client.scope.mixin"], "_inherit"):
            field = self.env[model]._fields["client_scope_id"]
            if field.store and self.env.records_to_compute(field):
                self.env[model]._recompute_model(["client_scope_id"])

    def _fetch_client_scope_ids(self):
        self.env["sales.client.scope.member"].flush_model()
        led_teams = SQL("OR scope.team_id IN (SELECT id FROM crm_team WHERE user_id = %s)", self.id)
        rows = self.env.execute_query(SQL(
            """SELECT member.scope_id FROM sales_client_scope_member member WHERE member.user_id IN %s
               UNION ALL
               SELECT scope.id FROM sales_client_scope scope WHERE scope.key IN ('public', 'staff') %s""",
            tuple(self._get_client_user_ids()), led_teams if self._has_group(LEADER) else SQL()))
        return frozenset(scope_id for scope_id, in rows)

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
        for model in self.env.registry.descendants(["sales.client.scope.mixin"], "_inherit"):
            self.env[model].invalidate_model(["is_client_accessible"], flush=False)

    @api.model
    def _check_not_client_restricted(self, message):
        """Refuse the present user with ``message`` if they are restricted.

        :raise AccessError: with that message
        """
        if not self.env.su and self.env.user._is_client_restricted():
            raise AccessError(message)
