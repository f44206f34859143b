from odoo import api, fields, models
from odoo.fields import Domain


class SalesDocumentMixin(models.AbstractModel):
    """A client or a lead whose documents are shown in one place.

    Models say in :meth:`_get_document_records` which records' files are theirs. Everything is searched as the user:
    they see the files that they may read on the records that they may read, and no count of others.
    """
    _name = "sales.document.mixin"
    _description = "Documents in One Place"

    document_count = fields.Integer(
        "Documents", compute="_compute_document_count", groups="base.group_user",
        help="Files of the client, its contacts, leads, calls and quotations.")

    @api.depends_context("uid")
    def _compute_document_count(self):
        for record in self:
            record.document_count = record.id and self.env["ir.attachment"].search_count(record._get_document_domain())

    def action_view_documents(self):
        """Open the files of this client or lead, with upload."""
        self.ensure_one()
        self.check_access("read")  # its name stands in the title
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_crm_ext.ir_attachment_action_documents")
        action["domain"] = list(self._get_document_domain())
        action["context"] = self._get_document_context()
        action["display_name"] = self.env._("Documents of %(name)s", name=self.display_name)
        return action

    def action_view_letters(self):
        """Open the letters that were exchanged about this client or lead."""
        self.ensure_one()
        self.check_access("read")  # its name stands in the title
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_crm_ext.mail_message_action_letters")
        action["domain"] = list(self._get_letter_domain())
        action["display_name"] = self.env._("Letters of %(name)s", name=self.display_name)
        return action

    def _get_document_domain(self):
        """Domain of the files of these records and of those around them, on ``ir.attachment``."""
        records = self._get_document_records()
        files = Domain.OR(Domain("res_model", "=", model) & Domain("res_id", "in", ids)
                          for model, ids in {**records, "mail.message": self._get_message_ids(records)}.items())
        return files & Domain("res_field", "=", False)

    def _get_letter_domain(self):
        about = Domain.OR(Domain("model", "=", model) & Domain("res_id", "in", ids)
                          for model, ids in self._get_document_records().items())
        exchanged = Domain("message_type", "in", ("email", "email_outgoing")) | Domain(
            "partner_ids.partner_share", "=", True)
        return about & exchanged

    def _get_document_records(self):
        """Ids by model name of the records whose files belong here, as far as the user may read them. To be defined by
        each model; bridges add theirs."""
        raise NotImplementedError

    def _get_document_context(self):
        """Context that tells the buttons of the list of documents whose they are. Not by ``default_`` keys: the web
        client drops those when a button opens another action."""
        raise NotImplementedError

    @api.model
    def _get_message_ids(self, records):
        """Messages keep the files of letters that were sent without the chatter."""
        about = Domain.OR(
            Domain("model", "=", model) & Domain("res_id", "in", ids) for model, ids in records.items())
        return self.env["mail.message"].search(about & Domain("attachment_ids", "!=", False)).ids

    @api.model
    def _search_document_records(self, model, domain):
        """Ids of ``model`` by ``domain``, archived ones included; none when the model is not there or not for the
        user."""
        if model not in self.env or not self.env[model].has_access("read"):
            return []
        return self.env[model].with_context(active_test=False).search(domain).ids
