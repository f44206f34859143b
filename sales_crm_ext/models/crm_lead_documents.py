from odoo import models
from odoo.fields import Domain


class CrmLead(models.Model):
    """A lead shows the documents of its whole client: the contract of the last deal is at hand in this one."""
    _name = "crm.lead"
    _inherit = ["crm.lead", "sales.document.mixin"]

    def _get_document_records(self):
        client = self.partner_id._filtered_access("read")  # a deal of mine may be with a client of a colleague
        records = client.commercial_partner_id._get_document_records() if client else {}
        for model, ids in self._get_own_document_records().items():
            records[model] = sorted({*records.get(model, ()), *ids})
        return records

    def _get_own_document_records(self):
        """Ids by model name of this lead and of what belongs to it alone."""
        orders = []
        if "opportunity_id" in self.env.get("sale.order", self)._fields:
            orders = self._search_document_records("sale.order", Domain("opportunity_id", "in", self.ids))
        return {
            "crm.lead": self.ids,
            "sales.call": self._search_document_records("sales.call", Domain("lead_id", "in", self.ids)),
            "sale.order": orders,
        }

    def _get_document_context(self):
        return {"sales_crm_ext_lead_id": self.id}
