from odoo import api, fields, models
from odoo.tools import SQL

_SQL_OPERATORS = {"<": SQL("<"), "<=": SQL("<="), ">": SQL(">"), ">=": SQL(">=")}


class SalesCallHistoryMixin(models.AbstractModel):
    """Last call, number of calls and next contact of a client or a deal.

    Nothing of it is stored: two salespeople who call one client at a time would wait for each other. A page of
    records takes a fixed number of queries.
    """
    _name = "sales.call.history.mixin"
    _inherit = ["sales.client.figures.mixin"]
    _description = "Calls of a Client"

    last_call_id = fields.Many2one(
        "sales.call", compute="_compute_calls", groups="sales_team.group_sale_salesman")
    last_call_at = fields.Datetime("Last Called At", compute="_compute_calls", groups="sales_team.group_sale_salesman")
    call_count = fields.Integer("Calls", compute="_compute_calls", groups="sales_team.group_sale_salesman")
    next_contact_at = fields.Datetime(
        "Next Contact", compute="_compute_next_contact_at", search="_search_next_contact_at",
        groups="base.group_user", help="The earliest hour that an open activity is planned for.")

    def _get_call_fields(self):
        """Fields of ``sales.call`` that point here."""
        raise NotImplementedError

    def _get_contacts_sql(self, records):
        """``SELECT id, contact_at`` of planned contacts by record of this model, of ``records`` or of all (None)."""
        raise NotImplementedError

    def _get_figure_kinds(self):
        return {**super()._get_figure_kinds(), "call_count": "calls", "last_call_at": "calls", "last_call_id": "calls",
                "next_contact_at": "contacts"}

    @api.depends_context("uid")
    def _compute_calls(self):
        self._compute_figures(["calls"])

    def _select_calls(self):
        """Number of calls, date and id of the latest one, of those the user may read."""
        Call = self.env["sales.call"]
        if not Call.has_access("read"):
            return None
        Call.flush_model(["date_start"])
        calls = SQL(" UNION ALL ").join(
            Call._search([(name, "in", self.ids)]).select(
                SQL("%s AS record_id", SQL.identifier("sales_call", name)), SQL("sales_call.id"),
                SQL("sales_call.date_start"))
            for name in self._get_call_fields())
        return SQL(
            "SELECT 'calls', record_id, count(*), max(date_start), (array_agg(id ORDER BY date_start DESC, id DESC))[1]"
            " FROM (%s) call GROUP BY record_id", calls)

    def _take_calls(self, found):
        rows = [found.get(id_, [(0, None, None)])[0] for id_ in self._get_origin_ids()]
        for name, values in zip(("call_count", "last_call_at", "last_call_id"), zip(*rows)):
            self._keep_figure(name, values)

    @api.depends("activity_ids.contact_at", "activity_ids.active")
    @api.depends_context("uid")
    def _compute_next_contact_at(self):
        self._compute_figures(["contacts"])

    def _select_contacts(self):
        return SQL(
            "SELECT 'contacts', id, NULL::bigint, min(contact_at), NULL::integer FROM (%s) contact"
            " WHERE id IN %s GROUP BY id", self._get_contacts_sql(self), tuple(self.ids))

    def _take_contacts(self, found):
        self._keep_figure("next_contact_at", [
            found.get(id_, [(None, None, None)])[0][1] for id_ in self._get_origin_ids()])

    def _search_next_contact_at(self, operator, value):
        if operator == "in" and set(value) <= {False, True}:
            query = SQL("(SELECT id FROM (%s) contact)", self._get_contacts_sql(None))
            return [("id", "in" if True in value else "not in", query)]
        if operator not in _SQL_OPERATORS:
            return NotImplemented
        return [("id", "in", SQL(
            "(SELECT id FROM (%s) contact GROUP BY id HAVING min(contact_at) %s %s)",
            self._get_contacts_sql(None), _SQL_OPERATORS[operator], fields.Datetime.to_datetime(value)))]

    # ------------------------------------------------------------
    # SCREENS
    # ------------------------------------------------------------

    def action_log_call(self):
        """Open the report of a call with this client."""
        self.ensure_one()
        return self.env["sales.call"]._get_report_action({f"default_{self._get_call_fields()[0]}": self.id})

    def action_view_calls(self):
        """List the calls of this client or deal."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("sales_crm_ext.sales_call_action")
        domain = ["|"] * (len(self._get_call_fields()) - 1)
        domain += [(name, "=", self.id) for name in self._get_call_fields()]
        return {**action, "domain": domain, "context": {f"default_{self._get_call_fields()[0]}": self.id}}
