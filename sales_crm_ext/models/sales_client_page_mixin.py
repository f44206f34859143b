from odoo import api, models
from odoo.tools import SQL, Query

from ..tools.scope_condition import get_scope_sql

# A page of a list has 80 records, and a person rarely reaches more than some hundred scopes.
_MOST_RECORDS, _MOST_SCOPES = 1_000, 1_000


class SalesClientPageMixin(models.AbstractModel):
    """A page of a list in the model's own order, of a person who reaches several scopes.

    An index in that order gives a page of one scope at once. Of several scopes together PostgreSQL has no order, so it
    walks all the company's records in the order of the list, for seconds when the person's own come late. Asked for
    the page of each scope it takes milliseconds, whatever there is besides.

    Models have an index of the scope and of their ``_order``. That the scope follows from the salesperson is told to
    PostgreSQL: it would believe that few records of one's own are in one's scope.
    """
    _name = "sales.client.page.mixin"
    _inherit = ["sales.client.scope.mixin"]
    _description = "Pages of Clients"

    # The field of the salesperson.
    _client_scope_owner = "user_id"

    def init(self):
        res = super().init()
        if not self._abstract:
            self.env.cr.execute(SQL(
                "CREATE STATISTICS IF NOT EXISTS %s (dependencies) ON %s, client_scope_id FROM %s",
                SQL.identifier(f"{self._table}_client_scope_stat"), SQL.identifier(self._client_scope_owner),
                SQL.identifier(self._table)))
        return res

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs):
        query = super()._search(domain, offset, limit, order, bypass_access=bypass_access, **kwargs)
        # A domain that nothing fulfils has a query without limit.
        if bypass_access or not query.limit or not self._is_own_order(order) or not query.where_clause:
            return query
        scope_ids = self._get_paged_scope_ids()
        if not 1 < len(scope_ids) <= _MOST_SCOPES or query.limit + (query.offset or 0) > _MOST_RECORDS:
            return query
        return self._search_pages(query, scope_ids)

    def _is_own_order(self, order):
        """Whether a list is in the model's own order, and that is one of plain columns."""
        if not order or order.replace(" ", "").lower() != self._order.replace(" ", "").lower():
            return False
        fields = [self._fields.get(part.split()[0]) for part in order.split(",")]
        return all(field and field.store and field.column_type and not field.translate and field.type != "many2one"
                   for field in fields)

    @api.model
    def _get_paged_scope_ids(self):
        """Ids of the scopes that the rule of the model lets the user read; none when it is not the scope that decides."""
        rule = self.env["ir.rule"]._compute_domain(self._name, "read")
        is_decided = any(condition.field_expr == "is_client_accessible" for condition in rule.iter_conditions())
        return sorted(self._get_reached_scope_ids() or ()) if is_decided else []

    @api.model
    def _search_pages(self, query, scope_ids):
        names = ["id", *(part.split()[0] for part in self._order.split(","))]
        columns = SQL(", ").join(SQL.identifier(self._table, name) for name in dict.fromkeys(names))
        # Texts and subqueries are looked for in all that is one's own: PostgreSQL cannot tell where they are found.
        where = self._get_page_where(query, scope_ids)
        is_searched = any(word in where.code for word in ("LIKE", "SELECT"))
        rows = self._select_own(query, columns) if is_searched else self._select_pages(query, columns, where, scope_ids)
        # They bear the name of the table, so that the order is worded alike inside and outside.
        page = SQL("(SELECT %(id)s FROM %(rows)s AS %(table)s ORDER BY %(order)s LIMIT %(limit)s)",
                   id=SQL.identifier(self._table, "id"), rows=rows, table=SQL.identifier(self._table), order=query.order,
                   limit=query.limit + (query.offset or 0))
        found = Query(self.env, self._table, self._table_sql)
        found.add_where(SQL("%s IN %s", SQL.identifier(self._table, "id"), page))
        found.order, found.limit, found.offset = query.order, query.limit, query.offset
        return found

    @api.model
    def _select_own(self, query, columns):
        """All that is found, whatever the order: ``OFFSET`` keeps PostgreSQL from walking the order of the list."""
        return SQL("(SELECT %s FROM %s WHERE %s OFFSET 0)", columns, query.from_clause, query.where_clause)

    @api.model
    def _select_pages(self, query, columns, where, scope_ids):
        """The page of each scope."""
        page = SQL(
            "SELECT %(columns)s FROM %(tables)s WHERE %(where)s AND %(scope)s = scope.id ORDER BY %(order)s LIMIT %(limit)s",
            columns=columns, tables=query.from_clause, where=where,
            scope=SQL.identifier(self._table, "client_scope_id"), order=query.order,
            limit=query.limit + (query.offset or 0))
        return SQL("unnest(%s) scope(id) CROSS JOIN LATERAL (%s)", scope_ids, page)

    @api.model
    def _get_page_where(self, query, scope_ids):
        """The conditions of ``query``, without the rule's list of all scopes beside the one scope of the page: with it
        PostgreSQL believes that each page takes as long as all, and compiles the statement for longer than it runs."""
        where, scopes = query.where_clause, get_scope_sql(SQL.identifier(self._table, "client_scope_id"), scope_ids)
        before, _scopes, after = where.code.partition(scopes.code)
        place, params = before.count("%s"), where.params
        # Once: it is the rule's own one, not that of a subquery.
        if where.code.count(scopes.code) != 1 or params[place:place + 1] != scopes.params:
            return where
        del params[place]
        return SQL(f"{before}TRUE{after}", *params, to_flush=where.to_flush)
