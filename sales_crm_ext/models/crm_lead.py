from odoo import api, fields, models
from odoo.tools import SQL


class CrmLead(models.Model):
    """What troubles the client of a deal, and what they want."""
    _inherit = "crm.lead"
    _client_line_fields = ("pain_ids", "interest_ids")

    pain_ids = fields.One2many("sales.pain", "lead_id", "Pains")
    interest_ids = fields.One2many("sales.interest", "lead_id", "Interests")
    open_pain_category_ids = fields.Many2many(
        "sales.pain.category", compute="_compute_open_pain_category_ids", string="Open Pains",
        help="Categories of the pains of this lead that are still open.")

    @api.depends("pain_ids.category_id", "pain_ids.state")
    def _compute_open_pain_category_ids(self):
        for lead in self:
            lead.open_pain_category_ids = lead.pain_ids.filtered(lambda pain: pain.state == "open").category_id

    def _get_figure_kinds(self):
        return {**super()._get_figure_kinds(), "open_pain_category_ids": "pains"}

    def _select_pains(self):
        self.env["sales.pain"].flush_model(["category_id"])
        open_pains = self.env["sales.pain"]._search([("lead_id", "in", self.ids), ("state", "=", "open")])
        return open_pains.select(
            SQL("DISTINCT 'pains'"), SQL("sales_pain.lead_id"), SQL("NULL::bigint"), SQL("NULL::timestamp"),
            SQL("sales_pain.category_id"))

    def _take_pains(self, found):
        self._keep_figure("open_pain_category_ids", [
            tuple(id_ for _number, _moment, id_ in found.get(lead_id, ())) for lead_id in self._ids])

    def _merge_dependences(self, opportunities):
        res = super()._merge_dependences(opportunities)
        for lines in (opportunities.pain_ids, opportunities.interest_ids):
            lines.write({"lead_id": self.id})
        return res
