from dataclasses import dataclass
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .res_users import LEADER

_REACH = "sales_crm_ext_reach"
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Reach:
    """What one person reaches today: ids of people and of scopes."""
    deputised: frozenset
    team: frozenset
    partners: frozenset
    scopes: frozenset
    owner_scopes: frozenset


class ResUsers(models.Model):
    """Whose clients a person reaches: one statement, kept for the transaction. A screen asks dozens of times."""
    _inherit = "res.users"

    def _get_client_user_ids(self):
        """Ids of those whose clients, leads and calls this person reaches today: their own, those whom they stand in
        for, and as a leader the members' of the teams they lead."""
        return self._get_team_user_ids() | self._get_deputised_user_ids()

    def _get_deputised_user_ids(self):
        """Ids of those whom this person stands in for today."""
        return self._get_reach().deputised

    def _get_team_user_ids(self):
        """Ids of those among whom this person gives clients, leads and calls away: themselves, and as a leader the
        members of the teams they lead."""
        return self._get_reach().team

    def _get_client_user_partner_ids(self):
        """Ids of the partners of those whose clients this person reaches today."""
        return self._get_reach().partners

    def _get_client_scope_ids(self):
        """Ids of the scopes this person reaches today, or None for one who is not restricted."""
        self._settle_client_scopes()
        return self._get_reach().scopes if self._is_client_restricted() else None

    def _get_owner_scope_ids(self):
        """Those of the scopes that belong to one owner or to a team: leads and calls are never shared, and never
        everybody's. One id, for most people, is what the database finds in the order of a list."""
        self._settle_client_scopes()
        return self._get_reach().owner_scopes if self._is_client_restricted() else None

    @api.model
    def _settle_client_scopes(self):
        """A pending change of owner or share may make a new scope, which belongs into the answer."""
        # Asked dozens of times a screen, and hardly ever is anything pending.
        for field in [field for field in self.env.fields_to_compute() if field.name == "client_scope_id"]:
            self.env[field.model_name]._recompute_model(["client_scope_id"])

    def _get_reach(self):
        self.ensure_one()
        cache = self.env.cr.cache.setdefault(_REACH, {})
        if self.id not in cache:
            cache[self.id] = self._fetch_reach()
        return cache[self.id]

    @api.model
    def _forget_client_scopes(self):
        """To be called after any change that decides who reaches what."""
        self.env.cr.cache.pop(_REACH, None)
        self.invalidate_model(["is_client_represented", "is_deputised"], flush=False)
        for model in self.env.registry.descendants(["sales.client.scope.mixin", "sales.client.access.mixin"], "_inherit"):
            self.env[model].invalidate_model(["is_client_accessible"], flush=False)

    # ------------------------------------------------------------
    # THE STATEMENT
    # ------------------------------------------------------------

    def _fetch_reach(self):
        deputised, team, partners, scopes, owner_scopes = set(), {self.id}, set(), set(), set()
        known = self.env["sales.client.scope"]._get_known()
        for user_id, partner_id, source, date_from, date_to, scope_id, key, is_owners in self._fetch_reach_rows():
            if source == "deputy":
                if not self._is_deputy_on(date_from, date_to):
                    continue
                deputised.add(user_id)
            elif source == "team":
                team.add(user_id)
            if partner_id:
                partners.add(partner_id)
            if scope_id:
                known[key] = scope_id
                scopes.add(scope_id)
                if is_owners:
                    owner_scopes.add(scope_id)
        return _Reach(*map(frozenset, (deputised, team, partners, scopes, owner_scopes)))

    def _fetch_reach_rows(self):
        self._flush_reach()
        is_leader = self._has_group(LEADER)
        today = fields.Date.today()
        return self.env.execute_query(SQL(
            """WITH person (id, source, date_from, date_to) AS (
                   SELECT %(user)s, 'self', NULL::date, NULL::date
                    UNION ALL
                   SELECT user_id, 'deputy', date_from, date_to FROM sales_deputy
                    WHERE deputy_id = %(user)s AND date_from <= %(tomorrow)s
                      AND (date_to IS NULL OR date_to >= %(yesterday)s)
                   %(members)s
               )
               SELECT person.id, users.partner_id, person.source, person.date_from, person.date_to, scope.id, scope.key,
                      right(scope.key, 1) = ':' OR scope.team_id IS NOT NULL
                 FROM person
                 JOIN res_users users ON users.id = person.id
                 LEFT JOIN sales_client_scope_member member ON member.user_id = person.id
                 LEFT JOIN sales_client_scope scope ON scope.id = member.scope_id
                UNION ALL
               SELECT NULL, NULL, 'everybody', NULL, NULL, scope.id, scope.key, scope.team_id IS NOT NULL
                 FROM sales_client_scope scope WHERE scope.key IN ('public', 'staff') %(teams)s""",
            user=self.id, tomorrow=today + _DAY, yesterday=today - _DAY,
            members=SQL(
                "UNION ALL SELECT member.user_id, 'team', NULL, NULL FROM crm_team_member member"
                " JOIN crm_team team ON team.id = member.crm_team_id"
                " WHERE member.active AND team.active AND team.user_id = %s", self.id) if is_leader else SQL(),
            teams=SQL(
                "OR scope.team_id IN (SELECT id FROM crm_team WHERE user_id = %s)", self.id) if is_leader else SQL()))

    def _flush_reach(self):
        self.env["sales.client.scope.member"].flush_model()
        self.env["sales.deputy"].flush_model(["user_id", "deputy_id", "date_from", "date_to"])
        self.env["crm.team"].flush_model(["user_id", "active"])
        self.env["crm.team.member"].flush_model(["user_id", "crm_team_id", "active"])

    def _is_deputy_on(self, date_from, date_to):
        """By the deputy's own calendar, which is looked up on the days when it matters."""
        today = fields.Date.today()
        if date_from < today and (not date_to or date_to > today):
            return True  # everywhere in the world
        today = self.env["sales.deputy"]._get_today(self)
        return date_from <= today and (not date_to or date_to >= today)
