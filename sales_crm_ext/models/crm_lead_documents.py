from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL


class CrmLead(models.Model):
    """A lead shows the documents of its whole client: the contract of the last deal is at hand in this one."""
    _name = "crm.lead"
    _inherit = ["crm.lead", "sales.document.mixin"]

    def _get_document_selects(self):
        client = self.partner_id._filtered_access("read")  # a deal of mine may be with a client of a colleague
        selects = client.commercial_partner_id._get_document_selects()
        for model, domain in self._get_own_document_domains().items():
            selects[model] = SQL("%s UNION %s", selects[model], self._select_records(model, domain))
        return selects

    def _get_own_document_records(self):
        """Ids by model name of this lead and of what belongs to it alone."""
        return {
            model: self.env[model].with_context(active_test=False).search(domain).ids
            for model, domain in self._get_own_document_domains().items()}

    def _get_own_document_domains(self):
        own = {"crm.lead": Domain("id", "in", self.ids), "sales.call": Domain("lead_id", "in", self.ids)}
        if "opportunity_id" in self.env.get("sale.order", self)._fields:
            own["sale.order"] = Domain("opportunity_id", "in", self.ids)
        return own

    def _get_document_context(self):
        return {"sales_crm_ext_lead_id": self.id}
