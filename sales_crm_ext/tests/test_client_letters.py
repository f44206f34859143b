from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..models import crm_lead_incoming
from ..models.res_users import LEADER
from .call_common import CallCommon


@tagged("post_install", "-at_install")
class TestClientLetters(CallCommon):
    """Letters and forms that name a hidden client: nothing is told to others, and no second client is made."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.strange, cls.lead = cls.contact_of[cls.viktor], cls.lead_of[cls.anna]

    def test_nobody_elses_client_is_written_to(self):
        lead = self.lead.with_user(self.anna)
        for post in (lead.message_post, lead.message_notify):
            with self.subTest(method=post.__name__):
                for values in ({"partner_ids": self.strange.ids}, {"author_id": self.strange.id}):
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        post(body="Hello", **values)
                post(body="Hello", partner_ids=self.contact_of[self.anna].ids)
        letter = self.lead_of[self.viktor].message_post(body="Secret")
        with self.assertRaises(AccessError):
            lead.message_post(body="Hello", parent_id=letter.id)

    def test_nobody_elses_client_is_proposed(self):
        self.lead.partner_id = self.client_of[self.viktor]  # by somebody who may
        self.lead.email_from = "own@client.ru"
        found = self.lead.with_user(self.anna)._message_get_suggested_recipients()
        self.assertNotIn(self.client_of[self.viktor].id, [recipient.get("partner_id") for recipient in found])
        self.lead.partner_id = self.contact_of[self.anna]
        found = self.lead.with_user(self.anna)._message_get_suggested_recipients()
        self.assertIn(self.contact_of[self.anna].id, [recipient.get("partner_id") for recipient in found])

    def test_own_deal_with_somebody_elses_client(self):
        """Its followers and the authors of its letters may all be out of reach: the talk opens all the same."""
        client = self.client_of[self.viktor]
        self.lead.partner_id = client
        self.lead.message_subscribe((client + self.strange).ids)
        self.lead.message_post(body="Hello", author_id=self.strange.id, message_type="email", partner_ids=client.ids)
        self.env.flush_all()
        self.env.invalidate_all()
        found = self.lead.with_user(self.anna)._message_get_suggested_recipients(reply_discussion=True)
        self.assertEqual([recipient["partner_id"] for recipient in found if recipient["partner_id"] in (
            client + self.strange).ids], [])
        with self.assertRaises(AccessError):  # nor does the cache know them now
            client.with_user(self.anna).mapped("email")

    def test_followers_of_a_stranger_are_not_listed(self):
        self.client_of[self.viktor].message_subscribe(self.viktor.partner_id.ids)
        with self.assertRaises(AccessError):
            self.client_of[self.viktor].with_user(self.anna).message_get_followers()

    def test_taken_address_makes_no_second_client(self):
        Partner = self.env["res.partner"].with_user(self.anna)
        address = self.strange.email
        count = self.env["res.partner"].search_count([("email_normalized", "=", address)])
        for attempt in (lambda: Partner.find_or_create(f"Somebody <{address.upper()}>"),
                        lambda: self.lead.with_user(self.anna)._partner_find_from_emails_single([address]),
                        lambda: Partner._find_or_create_from_emails(["new@client.ru", address])):
            with self.assertRaises(UserError) as refusal, self.env.cr.savepoint():
                attempt()
            self.assertIn(address, str(refusal.exception))
            self.assertNotIn(self.strange.name, str(refusal.exception))
        self.assertEqual(self.env["res.partner"].search_count([("email_normalized", "=", address)]), count)
        found = self.lead.with_user(self.anna)._partner_find_from_emails_single([address], no_create=True)
        self.assertFalse(found)

    def test_own_and_new_addresses_are_found_and_made(self):
        Partner = self.env["res.partner"].with_user(self.anna)
        own = self.contact_of[self.anna]
        self.assertEqual(Partner.find_or_create(own.email), own)
        # The same address at a colleague's does not matter then.
        self.strange.email = own.email
        self.assertEqual(Partner.find_or_create(own.email), own)
        new = Partner.find_or_create("Ivan <ivan@new-client.ru>")
        self.assertEqual((new.name, new.user_id), ("Ivan", self.anna))

    def test_letter_of_a_client_goes_to_their_salesperson(self):
        lead_id = self.env["mail.thread"].message_process("crm.lead", self._make_letter(self.strange.email), custom_values={
            "team_id": self.team.id})
        lead = self.env["crm.lead"].browse(lead_id)
        self.assertEqual((lead.partner_id, lead.user_id), (self.strange, self.viktor))
        stranger = self.env["crm.lead"].browse(self.env["mail.thread"].message_process(
            "crm.lead", self._make_letter("somebody@new-client.ru"), custom_values={"team_id": self.team.id}))
        self.assertEqual((stranger.partner_id.ids, stranger.user_id), ([], self.team.user_id))

    def test_letters_are_brought_in_by_the_gateway(self):
        """Stock makes a document of any kind of a letter, with the caller's values, as superuser."""
        portal = self._make_user("portal", "base.group_portal")
        for user in (self.anna, self.olga, portal):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["mail.thread"].with_user(user).message_process(
                    "crm.lead", self._make_letter("a@b.ru"), custom_values={"partner_id": self.strange.id})
        for number, gateway in enumerate((self.env["crm.lead"].with_user(self.accountant),
                                          self.env["crm.lead"].with_user(self.anna).sudo())):
            self.assertTrue(gateway.message_process("crm.lead", self._make_letter(f"{number}@b.ru")))

    def test_letters_neighbours_are_their_callers_work(self):
        Lead = self.env["crm.lead"].with_user(self.anna)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            Lead.message_new({"from": "a@b.ru"}, {"partner_id": self.strange.id})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            Lead.message_new({"from": "a@b.ru", "author_id": self.strange.id})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.lead_of[self.viktor].with_user(self.anna).message_update({}, {"user_id": self.anna.id})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.lead.with_user(self.anna).message_update({}, {"partner_id": self.strange.id})

    def test_nobody_makes_themselves_a_leader(self):
        """Whatever makes a team as superuser for them."""
        team = self.env["crm.team"].with_user(self.anna).sudo().create({
            "name": "Mine", "user_id": self.anna.id, "crm_team_member_ids": [Command.create({"user_id": self.boris.id})]})
        self.other_team.with_user(self.anna).sudo().user_id = self.anna
        self.assertFalse(self.anna._has_group(LEADER))
        team.with_user(self.director).user_id = self.boris
        self.assertTrue(self.boris._has_group(LEADER))

    def test_sender_of_an_answer_is_named_to_who_knows_them(self):
        """Whoever sends a letter says whom it is from."""
        own, strange = self.contact_of[self.anna], self.strange
        for lead, client, named in ((self.lead, own, own), (self.lead, strange, strange.browse()),
                                    (self.lead_of[self.viktor], strange, strange)):
            answer = self._answer(lead, client)
            self.assertEqual((answer.author_id, answer.partner_ids & strange), (named, named & strange))
            self.assertIn(client.email, answer.email_from)
        self.lead.partner_id = strange  # by somebody who may
        self.assertEqual(self._answer(self.lead, strange).author_id, strange)
        self.lead.user_id = self.director
        self.assertEqual(self._answer(self.lead, strange).author_id, strange)

    def _answer(self, document, client):
        asked = document.message_post(body="How many?")
        letter = self._make_letter(client.email, f"In-Reply-To: {asked.message_id}\nCc: {self.strange.email}\n", asked.id)
        document_id = self.env["mail.thread"].message_process(False, letter)
        self.assertEqual(document_id, document.id)
        return document.message_ids[0]

    def _make_letter(self, address, headers="", number=0):
        return (f"From: Buyer <{address}>\nTo: sales@example.com\nSubject: Pumps\nMessage-Id: <{number}{address}>\n{headers}"
                "Content-Type: text/plain\n\nTwo pumps, please.")

    def test_form_of_the_site_goes_to_the_clients_salesperson(self):
        visitor = self.env.ref("base.public_user")

        class Request:
            env = self.env(user=visitor, su=False)

        with patch.object(crm_lead_incoming, "request", Request):
            known, new = self.env["crm.lead"].sudo().create([
                {"name": "Pumps", "email_from": self.strange.email.upper(), "user_id": self.olga.id},
                {"name": "Chairs", "email_from": "somebody@new-client.ru", "user_id": self.olga.id}])
        self.assertEqual((known.partner_id, known.user_id), (self.strange, self.viktor))
        self.assertEqual((new.partner_id.ids, new.user_id), ([], self.olga))

    def test_addresses_of_several_clients_name_nobody(self):
        self.contact_of[self.boris].email = self.strange.email
        self.assertFalse(self.env["res.partner"]._find_client_by_email(self.strange.email))
