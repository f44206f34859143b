import doctest
from base64 import b64encode

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..tools import document_kind
from .common import SalesCrmExtCommon


@tagged("post_install", "-at_install")
class TestDocuments(SalesCrmExtCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company, cls.contact, cls.lead = cls.client_of[cls.anna], cls.contact_of[cls.anna], cls.lead_of[cls.anna]
        cls.call = cls.env["sales.call"].with_user(cls.anna).create(
            {"partner_id": cls.company.id, "lead_id": cls.lead.id})

    def _attach(self, record, name="file.txt", user=None, **vals):
        return self.env["ir.attachment"].with_user(user or self.env.user).create(
            {"name": name, "datas": b64encode(b"content"), "res_model": record._name, "res_id": record.id, **vals})

    def _get_documents(self, record, user):
        action = record.with_user(user).action_view_documents()
        return self.env["ir.attachment"].with_user(user).search(action["domain"])

    def test_module_examples(self):
        self.assertEqual(doctest.testmod(document_kind).failed, 0)
        self.assertGreater(doctest.testmod(document_kind).attempted, 3)

    def test_documents_of_client_contacts_leads_calls_and_messages(self):
        files = self._attach(self.company) + self._attach(self.contact) + self._attach(self.lead) \
            + self._attach(self.call, "call.mp3")
        message = self.lead.message_post(body="Our offer", attachments=[("offer.pdf", b"%PDF")])
        files += message.attachment_ids
        kept_by_message = self.lead.message_post(body="Sent")
        kept_by_message.attachment_ids = self._attach(kept_by_message, "by mail.txt")
        files += kept_by_message.attachment_ids
        self._attach(self.client_of[self.boris])
        self.company.image_1920 = b64encode(self.env.ref("base.main_partner")._avatar_get_placeholder())
        for record in (self.company, self.lead):
            self.assertEqual(self._get_documents(record, self.anna), files.sorted("id", reverse=True).with_user(self.anna))
            self.assertEqual(record.with_user(self.anna).document_count, 6)

    def test_documents_of_a_contact_are_its_own(self):
        self._attach(self.company)
        own = self._attach(self.contact)
        self.assertEqual(self._get_documents(self.contact, self.anna), own)

    def test_documents_of_a_lead_without_client(self):
        lead = self.env["crm.lead"].with_user(self.anna).create({"name": "From the web"})
        self.assertEqual(lead.document_count, 0)
        own = self._attach(lead)
        self.assertEqual(self._get_documents(lead, self.anna), own)

    def test_shared_client_does_not_open_a_colleagues_deal(self):
        self.company.client_user_ids = self.viktor
        own = self._attach(self.company)
        self._attach(self.lead, "contract.pdf")
        self._attach(self.call, "call.mp3")
        self.assertEqual(self._get_documents(self.company, self.viktor), own)
        self.assertEqual(self.company.with_user(self.viktor).document_count, 1)

    def test_strangers_documents_are_refused_and_not_counted(self):
        self._attach(self.company)
        with self.assertRaises(AccessError):
            self.company.with_user(self.boris).action_view_documents()
        with self.assertRaises(AccessError):
            self.company.with_user(self.boris).read(["document_count"])
        self.assertEqual(self.company.with_user(self.boris).document_count, 0)

    def test_kind_is_guessed_on_upload_and_stays_the_users(self):
        contract = self._attach(self.lead, "Договор 7.pdf", user=self.anna)
        self.assertEqual(contract.sales_document_kind, "contract")
        contract.sales_document_kind = "letter"
        contract.write({"res_model": "res.partner", "res_id": self.company.id})
        self.assertEqual(contract.sales_document_kind, "letter")

    def test_kind_of_earlier_files_is_filled_by_sql_as_by_python(self):
        names = ["Договор 1.pdf", "КП.xlsx", "скупка.pdf", "Письмо.docx", "a.MP3", "Offer 5", "ПРЕДЛОЖЕНИЕ.doc"]
        files = self.env["ir.attachment"].concat(*(self._attach(self.lead, name) for name in names))
        guessed = files.mapped("sales_document_kind")
        files.sales_document_kind = False
        foreign = self._attach(self.env.user)
        self.env.flush_all()
        self.env["ir.attachment"].init()
        files.invalidate_recordset()
        self.assertEqual(files.mapped("sales_document_kind"), guessed)
        self.assertEqual(
            guessed, ["contract", "proposal", "other", "letter", "recording", "proposal", "proposal"])
        self.assertFalse(foreign.sales_document_kind)

    def _make_upload(self, user, **vals):
        file = self.env["ir.attachment"].with_user(user).create(
            {"name": "scan.pdf", "datas": b64encode(b"x"), "res_model": "sales.document.upload", "res_id": 0})
        return self.env["sales.document.upload"].with_user(user).create({"attachment_ids": file.ids, **vals})

    def test_upload_to_lead_and_client(self):
        upload = self._make_upload(self.anna, lead_id=self.lead.id, kind="contract")
        upload.action_upload()
        self.assertRecordValues(upload.attachment_ids, [
            {"res_model": "crm.lead", "res_id": self.lead.id, "sales_document_kind": "contract"}])
        upload = self._make_upload(self.anna, partner_id=self.company.id)
        upload.action_upload()
        self.assertRecordValues(upload.attachment_ids, [
            {"res_model": "res.partner", "res_id": self.company.id, "sales_document_kind": "other"}])

    def test_upload_refuses_strangers_clients_and_files(self):
        with self.assertRaises(AccessError):
            self._make_upload(self.boris, lead_id=self.lead.id).action_upload()
        stranger_file = self._attach(self.lead, "contract.pdf")
        with self.assertRaises(AccessError):
            self.env["sales.document.upload"].with_user(self.boris).create({
                "attachment_ids": stranger_file.ids, "lead_id": self.lead_of[self.boris].id}).action_upload()
        with self.assertRaises(UserError):
            self._make_upload(self.anna).action_upload()

    def test_letters_are_what_was_exchanged_with_the_client(self):
        self.lead.message_post(body="Call them back", message_type="comment")
        sent = self.lead.message_post(body="Our prices", message_type="comment", partner_ids=self.contact.ids)
        received = self.company.message_post(body="Thanks", message_type="email")
        action = self.company.with_user(self.anna).action_view_documents()
        listed = self.env["ir.attachment"].with_user(self.anna).with_context(**action["context"])
        domain = listed.action_view_sales_letters()["domain"]
        self.assertEqual(self.env["mail.message"].with_user(self.anna).search(domain), received + sent)
        with self.assertRaises(AccessError):
            listed.with_user(self.boris).action_view_sales_letters()
