from odoo import fields, models
from odoo.exceptions import UserError


class SalesDocumentUpload(models.TransientModel):
    """Files for a client or a lead, with their kind."""
    _name = "sales.document.upload"
    _description = "Upload of Documents"
    _client_references_bind_everybody = True

    partner_id = fields.Many2one(
        "res.partner", "Client", default=lambda self: self.env.context.get("sales_crm_ext_partner_id"))
    lead_id = fields.Many2one(
        "crm.lead", default=lambda self: self.env.context.get("sales_crm_ext_lead_id"))
    kind = fields.Selection(
        lambda self: self.env["ir.attachment"]._fields["sales_document_kind"]._description_selection(self.env),
        help="Left empty, it is guessed from the name of each file.")
    attachment_ids = fields.Many2many("ir.attachment", string="Files", required=True)

    def action_upload(self):
        """Attach the files to the lead, else to the client.

        :raise UserError: without a file, or without a lead and a client
        :raise AccessError: for a client or lead that the user may not change, or a file that is not theirs
        """
        self.ensure_one()
        owner = self.lead_id or self.partner_id
        if not owner or not self.attachment_ids:
            raise UserError(self.env._("Choose the files, and the client or the lead that they belong to."))
        self.attachment_ids.write({
            "res_model": owner._name, "res_id": owner.id, **({"sales_document_kind": self.kind} if self.kind else {})})
        return {"type": "ir.actions.act_window_close"}
