from odoo import api, fields, models
from odoo.tools import SQL


class SalesCallHistoryMixin(models.AbstractModel):
    """What was promised to a client, or by them, and is still open."""
    _inherit = "sales.call.history.mixin"

    open_promise_count = fields.Integer(
        "Open Promises", compute="_compute_open_promise_count", groups="sales_team.group_sale_salesman")

    def _get_figure_kinds(self):
        return {**super()._get_figure_kinds(), "open_promise_count": "promises"}

    @api.depends_context("uid")
    def _compute_open_promise_count(self):
        self._compute_figures(["promises"])

    def _select_promises(self):
        Promise = self.env["sales.promise"]
        if not Promise.has_access("read"):
            return None
        Promise.flush_model(["state"])
        promises = SQL(" UNION ALL ").join(
            Promise._search([(name, "in", self.ids), ("state", "=", "open")]).select(
                SQL("%s AS record_id", SQL.identifier("sales_promise", name)))
            for name in self._get_call_fields())
        return SQL("SELECT 'promises', record_id, count(*), NULL::timestamp, NULL::integer FROM (%s) promise"
                   " GROUP BY record_id", promises)

    def _take_promises(self, found):
        self._keep_figure("open_promise_count", [
            found.get(id_, [(0, None, None)])[0][0] for id_ in self._get_origin_ids()])

    def action_view_promises(self):
        """List the promises of this client or deal, those still open first."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("sales_crm_ext.sales_promise_action")
        names = self._get_call_fields()
        domain = ["|"] * (len(names) - 1) + [(name, "=", self.id) for name in names]
        return {**action, "domain": domain, "context": {"search_default_filter_open": 1}}
