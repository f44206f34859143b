from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class SalesDocumentMixin(models.AbstractModel):
    """A client or a lead whose documents are shown in one place.

    Models say in :meth:`_get_document_sources` which records' files are theirs. Everything is searched as the user:
    they see the files that they may read on the records that they may read, and no count of others.
    """
    _name = "sales.document.mixin"
    _inherit = ["sales.client.figures.mixin"]
    _description = "Documents in One Place"

    document_count = fields.Integer(
        "Documents", compute="_compute_document_count", groups="base.group_user",
        help="Files of the client, its contacts, leads, calls and quotations.")

    def _get_figure_kinds(self):
        return {**super()._get_figure_kinds(), "document_count": "documents"}

    @api.depends_context("uid")
    def _compute_document_count(self):
        self._compute_figures(["documents"])

    def _select_documents(self):
        return SQL(" UNION ALL ").join(record._select_own_documents() for record in self)

    def _select_own_documents(self):
        """Two rows and more: how many files the documents have, and each message with how many it keeps itself."""
        self.ensure_one()
        self.env["mail.message"].flush_model(["model", "res_id", "attachment_ids"])
        # One document at a time by the index: nobody's statistics know how many files a client has.
        return SQL(
            """(WITH RECURSIVE %(documents)s
                SELECT 'documents', %(id)s, sum(file.number)::bigint, NULL::timestamp, NULL::integer
                  FROM doc CROSS JOIN LATERAL (
                       SELECT count(*) AS number FROM (%(files)s) file
                        WHERE file.res_model = doc.model AND file.res_id = doc.id) file
                 UNION ALL
                SELECT 'documents', %(id)s, letter.number, NULL, letter.id
                  FROM doc CROSS JOIN LATERAL (
                       SELECT message.id, count(*) AS number FROM mail_message message
                         JOIN (%(files)s) file ON file.res_model = 'mail.message' AND file.res_id = message.id
                        WHERE message.model = doc.model AND message.res_id = doc.id
                          AND EXISTS (SELECT FROM message_attachment_rel rel WHERE rel.message_id = message.id)
                        GROUP BY message.id) letter)""",
            documents=self._get_documents_sql(), id=self.id, files=self._select_files())

    def _take_documents(self, found):
        message_ids = {id_ for rows in found.values() for _number, _moment, id_ in rows if id_}
        # Few have any; which of them the user reads is asked as stock decides it.
        readable = set(self.env["mail.message"].browse(message_ids)._filtered_access("read")._ids) if message_ids else ()
        self._keep_figure("document_count", [
            sum(number or 0 for number, _moment, message_id in found.get(id_, ())
                if not message_id or message_id in readable) for id_ in self._get_origin_ids()])

    @api.model
    def _select_files(self):
        # Who reads the document reads its files; rules of other addons count too.
        domain = Domain("res_field", "=", False) & self.env["ir.rule"]._compute_domain("ir.attachment", "read")
        self.env["ir.attachment"].flush_model(["res_model", "res_id"])
        return self.env["ir.attachment"].sudo()._search(domain).select("res_model", "res_id")

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
        """Ids by model name of the records whose files belong here, as far as the user may read them."""
        documents = self._get_documents_sql()
        found = {}
        for model, id_ in self.env.execute_query(SQL("WITH RECURSIVE %s SELECT model, id FROM doc", documents)):
            found.setdefault(model, []).append(id_)
        return found

    def _get_documents_sql(self):
        """The parts of ``WITH RECURSIVE`` that define ``doc``: model and id of each record whose files belong here."""
        sources = self._get_document_sources()
        parts = [SQL("%s (id) AS (%s)", self._get_documents_of(model), self._select_records(model, fields))
                 for model, fields in sources.items()]
        documents = SQL(" UNION ALL ").join(
            SQL("SELECT %s AS model, id FROM %s", model, self._get_documents_of(model)) for model in sources)
        return SQL("%s, %s, doc AS (%s)", self._get_family_sql(), SQL(", ").join(parts), documents)

    def _get_family_sql(self):
        """``family (id)``: the clients whose documents belong here, with their contacts and subsidiaries."""
        self.env["res.partner"].flush_model(["parent_id"])
        return SQL(
            """family (id) AS (
                SELECT unnest(%s::integer[])
                 UNION
                SELECT partner.id FROM res_partner partner JOIN family ON partner.parent_id = family.id)""",
            self._get_document_clients().ids)

    @api.model
    def _get_documents_of(self, model):
        """The ids of a model's records, for the sources of other models."""
        return SQL.identifier(f"doc_{model.replace('.', '_')}")

    def _get_document_sources(self):
        """By the name of a model, which records' files belong here, as far as the user may read them: those that have in
        a field (the key) one of the ids that a table (the value) holds. Bridges add theirs."""
        partners, leads = self._get_documents_of("res.partner"), self._get_documents_of("crm.lead")
        return {
            "res.partner": {"id": SQL("family")},
            "crm.lead": {"partner_id": partners},
            "sales.call": {"partner_id": partners, "contact_id": partners, "lead_id": leads},
            "sale.order": {"partner_id": partners},
        }

    def _get_document_clients(self):
        """The clients whose documents belong here. To be defined by each model."""
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
    def _select_records(self, model, fields):
        """Statement that selects the ids of ``model`` by any of the fields, archived ones included; none when the model
        is not there or not for the user."""
        if model not in self.env or not self.env[model].has_access("read"):
            return SQL("SELECT 0 AS id WHERE FALSE")
        records = self.env[model].with_context(active_test=False)
        # Each field by its own index; what is found is the user's to read once for all.
        found = SQL(" UNION ").join(
            SQL("SELECT record.id FROM %s record JOIN %s source(id) ON source.id = %s", SQL.identifier(records._table), ids,
                SQL.identifier("record", name, to_flush=records._fields[name])) for name, ids in fields.items())
        return records._search([("id", "in", SQL("(%s)", found))]).select()
