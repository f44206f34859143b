from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.document_kind import MIMETYPES, NAMES, guess_document_kind

DOCUMENT_MODELS = ("res.partner", "crm.lead", "sales.call", "sale.order", "mail.message")


class IrAttachment(models.Model):
    """A file of a client has a kind, which people filter by. It is guessed once and theirs to change."""
    _inherit = "ir.attachment"

    sales_document_kind = fields.Selection(
        [("recording", "Recording"), ("proposal", "Proposal"), ("contract", "Contract"), ("letter", "Letter"),
         ("other", "Other")], "Kind")

    def init(self):
        """Files that were there before get their kind by SQL: there may be a million of them."""
        cases = [SQL("WHEN lower(%s) ~ %s THEN %s", column, pattern, kind)
                 for column, patterns in ((SQL("mimetype"), MIMETYPES), (SQL("name"), NAMES))
                 for kind, pattern in patterns.items()]
        self.env.cr.execute(SQL(
            "UPDATE ir_attachment SET sales_document_kind = CASE %s ELSE 'other' END"
            " WHERE sales_document_kind IS NULL AND res_field IS NULL AND res_model IN %s",
            SQL(" ").join(cases), DOCUMENT_MODELS))

    def _check_access(self, operation):
        return self.env["ir.rule"]._hide_refusal(super()._check_access(operation))

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._guess_document_kind()
        return attachments

    def write(self, vals):
        res = super().write(vals)
        if vals.get("res_model"):
            self._guess_document_kind()
        return res

    def action_download(self):
        """Open the file; the browser saves or shows it."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/web/content/{self.id}?download=true", "target": "download"}

    def action_view_sales_letters(self):
        """Open the letters of the client or lead whose documents are listed (see ``sales.document.mixin``), whichever
        of them are selected."""
        lead = self.env["crm.lead"].browse(self.env.context.get("sales_crm_ext_lead_id"))
        return (lead or self.env["res.partner"].browse(
            self.env.context.get("sales_crm_ext_partner_id"))).action_view_letters()

    def _guess_document_kind(self):
        for attachment in self:
            if attachment.res_model in DOCUMENT_MODELS and not attachment.res_field \
                    and not attachment.sales_document_kind:
                attachment.sales_document_kind = guess_document_kind(attachment.name, attachment.mimetype)
