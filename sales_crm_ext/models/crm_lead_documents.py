from odoo import api, models
from odoo.tools import SQL


class CrmLead(models.Model):
    """A lead shows the documents of its whole client: the contract of the last deal is at hand in this one."""
    _name = "crm.lead"
    _inherit = ["crm.lead", "sales.document.mixin"]

    def _get_document_clients(self):
        client = self.partner_id._filtered_access("read")  # a deal of mine may be with a client of a colleague
        return client.commercial_partner_id

    def _get_document_sources(self):
        sources, own = super()._get_document_sources(), SQL("unnest(%s::integer[])", self.ids)
        sources["crm.lead"]["id"] = own
        if self._has_orders():
            sources["sale.order"]["opportunity_id"] = own
        return sources

    def _get_own_document_records(self):
        """Ids by model name of this lead and of what belongs to it alone."""
        fields = {"sales.call": "lead_id", **({"sale.order": "opportunity_id"} if self._has_orders() else {})}
        return {"crm.lead": self.ids, **{
            model: self.env[model].with_context(active_test=False).search([(name, "in", self.ids)]).ids
            for model, name in fields.items()}}

    @api.model
    def _has_orders(self):
        return "opportunity_id" in self.env.get("sale.order", self)._fields

    def _get_document_context(self):
        return {"sales_crm_ext_lead_id": self.id}
