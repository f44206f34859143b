from odoo import models
from odoo.fields import Domain


class ResPartner(models.Model):
    """A client shows the files of its contacts, leads, calls and quotations."""
    _name = "res.partner"
    _inherit = ["res.partner", "sales.document.mixin"]

    def _get_document_records(self):
        find = self._search_document_records
        partners = find("res.partner", Domain("id", "child_of", self.ids))
        leads = find("crm.lead", Domain("partner_id", "in", partners))
        return {
            "res.partner": partners,
            "crm.lead": leads,
            "sales.call": find("sales.call", Domain("partner_id", "in", partners)
                               | Domain("contact_id", "in", partners) | Domain("lead_id", "in", leads)),
            "sale.order": find("sale.order", Domain("partner_id", "in", partners)),
        }

    def _get_document_context(self):
        return {"sales_crm_ext_partner_id": self.id}
