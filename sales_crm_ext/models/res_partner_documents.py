from odoo import models


class ResPartner(models.Model):
    """A client shows the files of its contacts, leads, calls and quotations."""
    _name = "res.partner"
    _inherit = ["res.partner", "sales.document.mixin"]

    def _get_document_clients(self):
        return self

    def _get_document_context(self):
        return {"sales_crm_ext_partner_id": self.id}
