from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL


class ResPartner(models.Model):
    """A client shows the files of its contacts, leads, calls and quotations."""
    _name = "res.partner"
    _inherit = ["res.partner", "sales.document.mixin"]

    def _get_document_selects(self):
        self.flush_model(["parent_id"])
        family, partners, leads = (
            SQL("(SELECT id FROM %s)", self._get_documents_of(model)) for model in ("family", "res.partner", "crm.lead"))
        return {
            "family": SQL(
                "SELECT unnest(%s::integer[]) UNION SELECT partner.id FROM res_partner partner"
                " JOIN doc_family ON partner.parent_id = doc_family.id", self.ids),
            "res.partner": self._select_records("res.partner", Domain("id", "in", family)),
            "crm.lead": self._select_records("crm.lead", Domain("partner_id", "in", partners)),
            "sales.call": self._select_records(
                "sales.call", Domain("partner_id", "in", partners), Domain("contact_id", "in", partners),
                Domain("lead_id", "in", leads)),
            "sale.order": self._select_records("sale.order", Domain("partner_id", "in", partners)),
        }

    def _get_document_context(self):
        return {"sales_crm_ext_partner_id": self.id}
