from random import Random

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .letters_common import LettersCommon


@tagged("post_install", "-at_install")
class TestFakedLetters(LettersCommon):
    """A proposal is a letter that left, of who wrote it, until the mail server says that it came back."""

    def test_nobody_says_whom_a_letter_went_to(self):
        went = {"incoming_email_to": "buyer@client.ru, x@client.ru", "incoming_email_cc": "y@client.ru"}
        with self.assertRaises(AccessError):
            self.proposal.with_user(self.anna).send_mail(self.lead.id, email_values=went)
        self.lead.message_post(body="x", message_type="email", **went)
        self.env["mail.message"].with_user(self.anna).create({
            "model": "crm.lead", "res_id": self.lead.id, "body": "x", "message_type": "email",
            "author_id": self.anna.partner_id.id, **went})
        self.assertFalse(self._decide())

    def test_nobody_says_where_a_letter_comes_back_to(self):
        with self.assertRaises(AccessError):
            self.proposal.with_user(self.anna).send_mail(
                self.lead.id, email_values={"headers": "{'Return-Path': 'me@elsewhere.ru'}"})

    def test_address_that_nobody_can_have_stops_no_letters(self):
        local = "".join(Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=9000))  # which is packed into no index
        self.env["sales.letter"].sudo().create({
            "email": f"{local}@client.ru", "author_ref": self.anna.partner_id.id,
            "sent_at": "2025-12-01 10:00:00"})
        self._send()
        self.assertEqual(self._proposals(), (1, 1))

    def test_letter_of_a_colleague_is_not_said_to_have_come_back(self):
        with self._mail_server():
            message = self.lead.message_post_with_source(self.proposal)
        self._decide()
        self.assertEqual(self._proposals(), (1, 1))
        notices = self.env["mail.notification"].with_user(self.olga).create({
            "mail_message_id": message.id, "res_partner_id": self.olga.partner_id.id, "notification_type": "email",
            "notification_status": "sent"})
        notices.write({"notification_status": "bounce"})
        self._decide()
        self.assertEqual(self._proposals(), (1, 1))

    def test_letter_is_written_in_ones_own_name(self):
        for author in (self.boris.partner_id, self.env.ref("base.partner_root")):
            values = {"author_id": author.id}
            for way in (lambda: self.lead.message_post(body="x", **values),
                        lambda: self.lead.message_notify(body="x", partner_ids=self.contact_of[self.anna].ids, **values),
                        lambda: self.lead.message_post(body="x").write(values),
                        lambda: self.env["mail.message"].with_user(self.anna).create(
                            {"model": "crm.lead", "res_id": self.lead.id, **values}),
                        lambda: self.proposal.with_user(self.anna).send_mail(self.lead.id, email_values=values),
                        lambda: self._compose("comment", **values), lambda: self._compose("mass_mail", **values)):
                with self.subTest(author=author.name), self.assertRaises(AccessError), self.cr.savepoint():
                    way()
        self._compose("comment")
        self.lead.message_post(body="x", author_id=self.contact_of[self.anna].id)
        self.env["sales.deputy"].create({
            "user_id": self.anna.id, "deputy_id": self.boris.id, "date_from": "2020-01-01"})
        self.lead.with_user(self.boris).message_post(body="x", author_id=self.anna.partner_id.id)

    def _compose(self, mode, **values):
        self.env["mail.compose.message"].with_user(self.anna).with_context(
            default_model="crm.lead", default_res_ids=self.lead.ids, default_composition_mode=mode,
            default_template_id=self.proposal.id).create(values).action_send_mail()

    def test_colleagues_address_makes_no_domain_ours(self):
        """See TestOwnSettings: the address is not the colleague's to choose."""
        with self.assertRaises(AccessError):
            self.boris.with_user(self.boris).email = "boris@client.ru"
