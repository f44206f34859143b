from collections import defaultdict

from odoo import models
from odoo.tools import SQL


class SalesClientFiguresMixin(models.AbstractModel):
    """Figures and lines of a client or a deal: those that a screen asks for come by one statement each.

    Figures are computed when they are read. For each kind of figure (a name) models say in :meth:`_get_figure_kinds`
    which fields show it, and define two methods: ``_select_KIND()``, a statement that selects kind, record id, number,
    moment and id for these records, or None when there is nothing to ask, and ``_take_KIND(found)``, which gives
    :meth:`_keep_figure` the values from what was found: record id -> rows of number, moment and id.
    """
    _name = "sales.client.figures.mixin"
    _description = "Figures of a Client"

    # Fields of lines that most screens ask for together.
    _client_line_fields = ()

    def _get_figure_kinds(self):
        """Kind of figure by the name of its field."""
        return {}

    def _read_format(self, fnames, load="_classic_read"):
        kinds = self._get_figure_kinds()
        asked = {kinds[name] for name in fnames if name in kinds}
        if len(asked) > 1:
            self._compute_figures(sorted(asked))
        return super()._read_format(fnames, load)

    def _compute_figures(self, kinds):
        records = self._origin
        selects = [getattr(records, f"_select_{kind}")() for kind in kinds] if records else []
        found = defaultdict(lambda: defaultdict(list))
        if selects := list(filter(None, selects)):
            for kind, record_id, *row in self.env.execute_query(SQL(" UNION ALL ").join(selects)):
                found[kind][record_id].append(row)
        for kind in kinds:
            getattr(self, f"_take_{kind}")(found[kind])

    def _get_origin_ids(self):
        return self._ids if all(self._ids) else [record._origin.id for record in self]

    def _keep_figure(self, name, values):
        """All values of a field at once, as the cache has them: assigned one by one they took a tenth of a list's time."""
        self._fields[name]._insert_cache(self, values)

    # ------------------------------------------------------------
    # LINES
    # ------------------------------------------------------------

    def _fetch_query(self, query, fields):
        lines = [field for field in fields if field.name in self._client_line_fields]
        if len(lines) < 2:
            return super()._fetch_query(query, fields)
        fetched = super()._fetch_query(query, [field for field in fields if field not in lines])
        if fetched:
            fetched._fetch_lines(lines)
        return fetched

    def _fetch_lines(self, fields):
        """As the fields' own ``read`` does it one by one."""
        rows = self.env.execute_query(SQL(" UNION ALL ").join(self._select_lines(field) for field in fields))
        found = defaultdict(list)
        for name, record_id, line_id, _place in sorted(rows, key=lambda row: row[-1]):
            found[name, record_id].append(line_id)
        for field in fields:
            field._insert_cache(self, [tuple(found[field.name, id_]) for id_ in self._ids])

    def _select_lines(self, field):
        comodel = self.env[field.comodel_name].with_context(**{"active_test": False, **field.context})
        query = comodel._search(field.get_comodel_domain(self), order=comodel._order)
        line_id = SQL.identifier(comodel._table, "id")
        if field.type == "one2many":
            record_id = comodel._field_to_sql(comodel._table, field.inverse_name, query)
        else:
            record_id = SQL.identifier(field.relation, field.column1)
            query.add_join("JOIN", field.relation, None, SQL(
                "%s = %s", SQL.identifier(field.relation, field.column2), line_id))
        query.add_where(SQL("%s IN %s", record_id, tuple(self.ids)))
        order, query.order = query.order, None
        return query.select(SQL("%s AS name", field.name), record_id, line_id, SQL("row_number() OVER (ORDER BY %s)", order))
