import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, email_normalize_all, email_split

from ..tools.addressee import get_addressee
from .sales_action_source_mixin import Fact

_logger = logging.getLogger(__name__)
# A letter that comes back later has done its work, and the figures of its day are settled by then.
_BOUNCING = timedelta(hours=72)
# What is known when the letter leaves. Plain numbers and texts: a foreign key would lock the row it points to.
_NOTED = ("mail_message_ref", "message_id", "author_ref", "sender_ref", "recipient_ref", "company_ref", "res_model",
          "res_id", "email", "is_sales_proposal", "written_at", "sent_at")


class SalesLetter(models.Model):
    """An e-mail that a mail server took for one addressee: one row for a letter and an address.

    Rows are added by the transaction that sends, after the letter has left: nothing of ours may fail or delay it, or the
    letter goes out once more. They hold what is known then, in columns that refer to nothing. ``_cron_decide`` fills in
    the rest from committed rows: whose letter it is, whether it counts, and whether it was the first to that address.

    The letters of a company are all that its people and its system sent, proposals or not: each makes its addressee known.
    """
    _name = "sales.letter"
    _inherit = ["sales.client.scope.mixin", "sales.action.source.mixin"]
    _description = "Letter to a Client"
    _order = "sent_at desc, id desc"
    _rec_name = "email"
    _log_access = False
    _client_scope_is_owners = True

    # Noted when it left
    mail_message_ref = fields.Integer("Message", readonly=True)
    message_id = fields.Char("Message-Id", readonly=True)
    author_ref = fields.Integer("Author", readonly=True)
    sender_ref = fields.Integer("Sender", readonly=True)
    recipient_ref = fields.Integer("Recipient", readonly=True)
    company_ref = fields.Integer("Company of the Document", readonly=True)
    res_model = fields.Char("Document Model", readonly=True)
    res_id = fields.Many2oneReference("Document", model_field="res_model", readonly=True)
    email = fields.Char("Address", required=True, readonly=True)
    is_sales_proposal = fields.Boolean("Proposal", readonly=True)
    written_at = fields.Datetime(readonly=True, help="Client cards that were made later do not count.")
    sent_at = fields.Datetime("Sent On", required=True, readonly=True)
    # Decided afterwards
    decided_at = fields.Datetime(readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    partner_id = fields.Many2one("res.partner", "Client", readonly=True, index="btree_not_null", ondelete="set null")
    lead_id = fields.Many2one("crm.lead", readonly=True, index="btree_not_null", ondelete="set null")
    email_normalized = fields.Char("Addressee", readonly=True, help="The mailbox, however its address is spelled.")
    is_countable = fields.Boolean(
        "Went Outside", readonly=True, help="To somebody outside the company, and no second copy of the same message.")
    has_card = fields.Boolean(
        "Client Card", readonly=True, help="A client of the salesperson had this address before the letter was written.")
    is_new_addressee = fields.Boolean(
        "New Addressee", readonly=True, help="The first letter of anybody in the company to this address of a client.")
    bounced_at = fields.Datetime("Came Back", readonly=True)

    _undecided_idx = models.Index("(sent_at, id) WHERE decided_at IS NULL")
    _message_id_idx = models.Index("(message_id)")
    _mail_message_ref_idx = models.Index("(mail_message_ref)")
    _sent_idx = models.Index("(sent_at DESC, id DESC)")
    _client_scope_idx = models.Index("(client_scope_id, sent_at DESC, id DESC)")

    @api.depends("user_id")
    def _compute_client_scope_id(self):
        Scope = self.env["sales.client.scope"]
        for letter in self:
            letter.client_scope_id = Scope._get_for_people(letter.user_id, self.env["res.users"])

    # ------------------------------------------------------------
    # NOTED WHEN IT LEFT
    # ------------------------------------------------------------

    @api.model
    def _note_taken(self, mail, addresses):
        """Note a letter for each of the addresses that the mail server took. Never fails."""
        def prepare():
            sent = mail.sudo()  # whoever sends, where it went is noted
            recipients = {get_addressee(address): partner.id
                          for partner in sent.recipient_ids for address in email_normalize_all(partner.email)}
            return self._prepare_noted_rows(sent.mail_message_id, addresses, recipients)

        self._note(prepare)

    @api.model
    def _note_colleagues(self, message):
        """Note whom else a letter went to that a colleague wrote in a mail program, with a copy to us. Never fails."""
        def prepare():
            letter = message.sudo()  # whom it went to is noted, whoever brings it in
            others = email_split(f"{letter.incoming_email_to or ''},{letter.incoming_email_cc or ''}")
            return self._prepare_noted_rows(letter, others, {})

        self._note(prepare)

    @api.model
    def _note(self, prepare):
        """The caller's transaction has sent a letter and must not fail: whatever happens here stays here. Nothing pending
        is flushed, an error of others belongs to them."""
        try:
            with self.env.cr.savepoint(flush=False):
                if rows := prepare():
                    self.env.cr.execute(SQL(
                        "INSERT INTO sales_letter (%s) VALUES %s", SQL(", ").join(map(SQL.identifier, _NOTED)),
                        SQL(", ").join(SQL("%s", tuple(row[name] or None for name in _NOTED)) for row in rows)))
        except Exception:
            _logger.exception("A letter was sent and could not be noted: it will not be counted.")

    @api.model
    def _prepare_noted_rows(self, message, addresses, recipients):
        common = {
            "mail_message_ref": message.id, "message_id": message.message_id, "author_ref": message.author_id.id,
            "sender_ref": message.create_uid.id, "company_ref": message.record_company_id.id,
            "res_model": message.model, "res_id": message.res_id, "is_sales_proposal": message.is_sales_proposal,
            "written_at": message.create_date, "sent_at": fields.Datetime.now(),
        }
        return [{**common, "email": address, "recipient_ref": recipients.get(get_addressee(address))}
                for address in dict.fromkeys(addresses)]

    # ------------------------------------------------------------
    # WHAT IT COUNTS FOR
    # ------------------------------------------------------------

    def _filter_counted(self):
        return self.filtered(lambda letter: letter.user_id and letter.is_countable and not letter._is_bounced_in_time())

    def _get_action_facts(self, metric):
        # A mail server took it: that bears it out.
        return [Fact(self.user_id, self.sent_at, self.partner_id.id, self.lead_id.id, company_id=self.company_id.id,
                     email=self.email_normalized, is_verified=True)]

    def _is_bounced_in_time(self):
        """Whether it came back early enough to take back what it counted for."""
        return bool(self.bounced_at) and self.bounced_at - self.sent_at <= _BOUNCING

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_document(self):
        """Open the deal or the client in whose history the letter stands."""
        self.ensure_one()
        if not self.res_model or not self.res_id:
            return False
        return {"type": "ir.actions.act_window", "res_model": self.res_model, "res_id": self.res_id, "view_mode": "form",
                "views": [(False, "form")]}
