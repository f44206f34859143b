from odoo import api, fields, models
from odoo.tools import SQL

NOBODYS = "people:0:"


class SalesClientScope(models.Model):
    """Who may reach a record, as one number.

    A scope stands for a set of people: the owner of a client and those it is shared with. Clients, leads and calls
    store their scope; a person reaches the scopes they are a member of. A rule is then one condition with a
    list of ids, whatever the number of clients, and a share writes the one client that is shared.

    Scopes are made on demand and found again by their key:

    * ``public``, ``staff``: everybody reaches them (carriers and suppliers; colleagues and own companies);
    * ``people:OWNER:SHARED,…``: the owner and those it is shared with;
    * ``people:0:``: nobody's client, for unrestricted users only;
    * ``team:ID``: a lead without a salesperson, for the leader of its team.
    """
    _name = "sales.client.scope"
    _description = "Client Access Scope"
    _rec_name = "id"

    key = fields.Char(required=True, readonly=True)
    owner_id = fields.Many2one("res.users", readonly=True, index="btree_not_null", ondelete="set null")
    team_id = fields.Many2one("crm.team", readonly=True, index="btree_not_null", ondelete="set null")
    member_ids = fields.One2many("sales.client.scope.member", "scope_id", readonly=True)

    _key_uniq = models.UniqueIndex("(key)")

    @api.model
    def _get_for_everybody(self, key):
        """Scope ``public`` or ``staff``."""
        return self._find_or_create(key)

    @api.model
    def _get_no_clients(self):
        """Scopes of colleagues and own companies, of carriers and suppliers: nobody sells to them."""
        return self._get_for_everybody("staff") | self._get_for_everybody("public")

    @api.model
    def _get_for_people(self, owner, shared):
        """Scope of a client of ``owner`` (may be empty) that is shared with the users ``shared``."""
        owner_id = owner._origin.id
        others = sorted(set(shared._origin.ids) - {owner_id})
        key = f"people:{owner_id or 0}:{','.join(map(str, others))}"
        return self._find_or_create(key, owner_id=owner_id, members=[owner_id, *others] if owner_id else others)

    @api.model
    def _get_for_owners(self, owners):
        """``{owner: scope}`` of unshared clients: one statement for all scopes that are there."""
        known = self._get_known()
        keys = {f"people:{owner_id}:" for owner_id in owners._origin.ids} - known.keys()
        if keys:
            known.update(self.env.execute_query(SQL(
                "SELECT key, id FROM sales_client_scope WHERE key IN %s", tuple(sorted(keys)))))
        return {owner: self._get_for_people(owner, owners.browse()) for owner in owners}

    @api.model
    def _get_for_team(self, team):
        """Scope of a lead that has a team and no salesperson yet."""
        return self._find_or_create(f"team:{team._origin.id}", team_id=team._origin.id)

    @api.model
    def _get_known(self):
        """Ids by key of scopes that were met. The cursor's cache lives as long as the transaction, and a savepoint's
        rollback empties it."""
        return self.env.cr.cache.setdefault("sales_crm_ext_scope_keys", {})

    @api.model
    def _find_or_create(self, key, **values):
        known = self._get_known()
        if key not in known:
            rows = self.env.execute_query(SQL("SELECT id FROM sales_client_scope WHERE key = %s", key))
            known[key] = rows[0][0] if rows else self._insert(key, **values)
        return self.browse(known[key])

    @api.model
    def _insert(self, key, owner_id=False, team_id=False, members=()):
        # Not create(): when two transactions need the same new scope, the conflict here is one that Odoo retries,
        # while a violated constraint would reach the user.
        (scope_id,), = self.env.execute_query(SQL(
            "INSERT INTO sales_client_scope (key, owner_id, team_id, create_uid, write_uid, create_date, write_date)"
            " VALUES (%(key)s, %(owner)s, %(team)s, %(uid)s, %(uid)s, %(now)s, %(now)s)"
            " ON CONFLICT DO NOTHING RETURNING id",
            key=key, owner=owner_id or None, team=team_id or None, uid=self.env.uid, now=fields.Datetime.now()))
        self.env["sales.client.scope.member"].create(
            [{"scope_id": scope_id, "user_id": user_id} for user_id in members])
        return scope_id
