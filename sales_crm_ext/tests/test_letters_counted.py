import doctest
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..install import addressees
from ..models import sales_letter
from ..tools import addressee
from .letters_common import LettersCommon

_BOUNCE = """Return-Path: <>
Message-Id: <bounce.{number}@mx.client.ru>
From: MAILER-DAEMON@mx.client.ru
To: bounce@{domain}
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

The mail system.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.client.ru

Final-Recipient: rfc822; {email}
Action: {action}
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

Message-Id: {message_id}
Subject: Offer

--b--
"""

_COPY = """Message-Id: <copy.1@mail.example.com>
From: Boris <boris@example.com>
To: "Buyer" <buyer@client.ru>
Cc: other@client.ru
Subject: Offer

Pumps
"""


@tagged("post_install", "-at_install")
class TestLettersCounted(LettersCommon):
    """Which letters count as proposals, and which of them as proposals to new addressees."""

    # ------------------------------------------------------------
    # WHAT COUNTS
    # ------------------------------------------------------------

    def test_proposal_to_a_client_counts_and_is_borne_out(self):
        letter = self._send()
        self.assertRecordValues(letter, [{
            "user_id": self.anna.id, "partner_id": self.client_of[self.anna].id, "lead_id": self.lead.id,
            "email_normalized": "buyer@client.ru", "is_sales_proposal": True, "is_new_addressee": True,
            "has_card": True, "is_countable": True}])
        self.assertEqual(self._proposals(
            user_id=self.anna.id, lead_id=self.lead.id, email_normalized="buyer@client.ru", res_id=letter.id), (1, 1))

    def test_every_way_of_sending_counts_once(self):
        def compose(mode):
            self.env["mail.compose.message"].with_user(self.anna).with_context(
                default_model="crm.lead", default_res_ids=self.lead.ids, default_composition_mode=mode,
                default_template_id=self.proposal.id).create({}).action_send_mail()

        ways = {
            "composer": lambda: compose("comment"),
            "mass mail": lambda: compose("mass_mail"),
            "post with source": lambda: self.lead.message_post_with_source(self.proposal),
            "template": lambda: self.proposal.with_user(self.anna).send_mail(self.lead.id, force_send=True),
        }
        for number, (way, send) in enumerate(ways.items(), 1):
            with self.subTest(way=way), self._mail_server():
                send()
                self.env["mail.mail"].sudo().process_email_queue()
                self._decide()
                self.assertEqual(self._proposals(user_id=self.anna.id), (number, 1))

    def test_other_letters_are_no_proposals_and_make_the_address_known(self):
        self.assertTrue(self._send(self.greeting).is_new_addressee)
        self.assertEqual(self._proposals(), (0, 0))
        self.assertFalse(self._send().is_new_addressee)
        self.assertEqual(self._proposals(), (1, 0))

    def test_cards_are_looked_for_once_for_all_authors(self):
        Letter, now = self.env["sales.letter"], fields.Datetime.now()
        Letter.create([
            {"email": "buyer@client.ru", "author_ref": user.partner_id.id, "is_sales_proposal": True, "written_at": now,
             "sent_at": now, "mail_message_ref": -user.id} for user in self.anna + self.boris])
        find = type(Letter)._find_cards
        with patch.object(type(Letter), "_find_cards", autospec=True, side_effect=find) as found:
            Letter._decide()
        found.assert_called_once()
        self.assertEqual((self._proposals(user_id=self.anna.id), self._proposals(user_id=self.boris.id)), ((1, 1), (1, 0)))

    def test_address_is_new_once_however_it_is_spelled(self):
        card = self.client_of[self.anna]
        for email in ("buyer@client.ru", "b.uyer@client.ru", "buyer+2@client.ru", "BUYER@CLIENT.RU."):
            card.email = email
            self._send()
        self.assertEqual(self._proposals(), (4, 1))

    def test_colleague_who_wrote_first_takes_the_new_addressee(self):
        self.lead_of[self.boris].partner_id = self.client_of[self.anna]
        self._send(self.greeting, user=self.boris, to=["buyer@client.ru"])
        self._send()
        self.assertEqual(self._proposals(), (1, 0))

    def test_two_who_wait_for_the_decision_are_ordered_by_when_they_left(self):
        with self._mail_server():
            for user in (self.boris, self.anna):
                self.client_of[user].write({"email": "same@client.ru"})
                self.proposal.with_user(user).send_mail(self.lead_of[user].id, force_send=True)
        letters = self.env["sales.letter"].search([("email", "=", "same@client.ru")], order="id")
        letters[0].sent_at += timedelta(minutes=1)
        self._decide()
        self.assertEqual(letters.mapped("is_new_addressee"), [False, True])
        self.assertEqual(self._proposals(user_id=self.anna.id), (1, 1))
        self.assertEqual(self._proposals(user_id=self.boris.id), (1, 0))

    def test_letter_that_becomes_visible_late_is_not_the_first(self):
        letter = self._send()
        late = letter.copy({"sent_at": letter.sent_at - timedelta(hours=1), "mail_message_ref": 0})
        late.write({"decided_at": False, "is_new_addressee": False})
        self._decide()
        self.assertFalse(late.is_new_addressee)
        self.assertEqual(self._proposals(), (2, 1))

    def test_one_message_to_two_cards_of_one_person_is_one_proposal(self):
        twin = self.env["res.partner"].create({"name": "Twin", "email": "Buy.er@client.ru", "user_id": self.anna.id})
        self._age(twin)
        self.proposal.partner_to = f"{self.client_of[self.anna].id},{twin.id}"
        self.assertEqual(len(self._send()), 2)
        self.assertEqual(self._proposals(), (1, 1))

    def test_each_addressee_of_a_letter_counts(self):
        self._send(to=["buyer@client.ru", "contact.anna@client.ru"])
        self.assertEqual(self._proposals(), (2, 2))

    # ------------------------------------------------------------
    # WHAT DOES NOT
    # ------------------------------------------------------------

    def test_address_of_no_card_is_a_proposal_and_no_new_addressee(self):
        letter = self._send(to=["somebody@nowhere.ru"])
        self.assertFalse(letter.has_card)
        self.assertEqual(self._proposals(), (1, 0))

    def test_card_that_is_made_with_the_letter_was_not_there_before(self):
        self.env["res.partner"].create({"name": "New", "email": "new@client.ru", "user_id": self.anna.id})
        self._send(to=["new@client.ru"])
        self.assertEqual(self._proposals(), (1, 0))

    def test_card_without_a_date_was_there_before(self):
        self.env.cr.execute("UPDATE res_partner SET create_date = NULL WHERE id = %s", [self.client_of[self.anna].id])
        self.env.invalidate_all()
        self._send()
        self.assertEqual(self._proposals(), (1, 1))

    def test_strangers_card_tells_nothing(self):
        letters = self._send(to=["contact.boris@client.ru"])
        self.assertRecordValues(letters, [
            {"has_card": False, "partner_id": self.client_of[self.anna].id, "is_new_addressee": False}])  # of the deal
        self.assertEqual(self._proposals(), (1, 0))

    def test_colleagues_and_own_domains_never_count(self):
        self.env["res.company"].create({"name": "Sister", "email": "info@sister.ru"})
        self.env["mail.alias.domain"].create({"name": "alias.ru"})
        cards = self.env["res.partner"].create([
            {"name": email, "email": email, "user_id": self.anna.id}
            for email in ("info@sister.ru", "sales@sister.ru", "x@alias.ru", "boris@example.com", "nobody@example.com")])
        self._age(cards)
        letters = self._send(to=cards.mapped("email"))
        self.assertEqual(set(letters.mapped("is_countable")), {False})
        self.assertEqual(self._proposals(), (0, 0))

    def test_colleagues_mailbox_does_not_make_a_public_domain_ours(self):
        self.boris.partner_id.email = "boris@yandex.ru"
        self.client_of[self.anna].email = "buyer@ya.ru"
        self._send()
        self._send(to=["boris@ya.ru"])
        self.assertEqual(self._proposals(), (1, 1))

    def test_carriers_and_suppliers_are_no_clients(self):
        self.client_of[self.anna].is_visible_to_all = True
        self.assertFalse(self._send().has_card)

    def test_address_that_the_server_refused_does_not_count(self):
        with mute_logger("odoo.addons.mail.models.mail_mail"):
            self.assertFalse(self._send(refused=["buyer@client.ru"]))
        self.assertEqual(self._proposals(), (0, 0))
        self._send()
        self.assertEqual(self._proposals(), (1, 1))

    def test_of_two_addresses_the_one_that_was_refused_does_not_count(self):
        letters = self._send(to=["buyer@client.ru", "contact.anna@client.ru"], refused=["buyer@client.ru"])
        self.assertEqual(letters.mapped("email"), ["contact.anna@client.ru"])
        self.assertEqual(self._proposals(), (1, 1))

    def test_letter_of_the_system_is_nobodys_and_makes_the_address_known(self):
        self._send(self.greeting, user=self.env.ref("base.user_root"), lead=self.lead_of[self.anna])
        self._send()
        self.assertEqual(self._proposals(), (1, 0))

    def test_colleagues_letter_from_a_mail_program_makes_the_address_known(self):
        self.env["mail.thread"].message_process("crm.lead", _COPY, thread_id=self.lead.id)
        self._decide()
        self._send()
        self.assertEqual(self._proposals(), (1, 0))
        self.assertEqual(self.env["sales.addressee"].search_count([("email_normalized", "=", "other@client.ru")]), 1)

    # ------------------------------------------------------------
    # WHAT CAME BACK
    # ------------------------------------------------------------

    def _bounce(self, letter, action="failed", **values):
        domain = self.env.company.alias_domain_id.name or "example.com"
        text = _BOUNCE.format(**{"number": letter.id, "domain": domain, "email": letter.email, "action": action,
                                 "message_id": letter.message_id, **values})
        self.env["mail.thread"].message_process("crm.lead", text)
        return self._decide()

    def test_letter_that_comes_back_is_taken_back(self):
        letter = self._send()
        self._bounce(letter)
        self.assertTrue(letter.bounced_at)
        self.assertEqual(self._proposals(), (0, 0))
        self.assertEqual(self.env["sales.action"].search(
            [("res_model", "=", "sales.letter"), ("res_id", "=", letter.id), ("state", "=", "refuted")]).mapped("date"),
            [self.anna._get_local_day(letter.sent_at)] * 2)
        self._bounce(letter)
        self.assertEqual(self._proposals(), (0, 0))
        self._send()
        self.assertEqual(self._proposals(), (1, 0))  # the address stays known

    def test_letter_that_comes_back_late_stays_counted(self):
        letter = self._send()
        letter.sent_at -= timedelta(hours=72, seconds=1)
        self._bounce(letter)
        self.assertTrue(letter.bounced_at)
        self.assertEqual(self._proposals(), (1, 1))

    def test_delay_is_no_return(self):
        letter = self._send()
        self._bounce(letter, "delayed")
        self.assertEqual(self._proposals(), (1, 1))
        self.assertFalse(letter.bounced_at)

    def test_of_two_addressees_the_one_that_came_back_is_taken_back(self):
        letters = self._send(to=["buyer@client.ru", "contact.anna@client.ru"])
        self._bounce(letters[0])
        self.assertEqual(self._proposals(), (1, 1))
        self._bounce(letters[1], email="mailbox.behind@client.ru")  # of two, it is not known which
        self.assertEqual(self._proposals(), (1, 1))

    def test_notice_of_the_mailbox_behind_a_single_address(self):
        self._bounce(self._send(), email="mailbox.behind@client.ru")
        self.assertEqual(self._proposals(), (0, 0))

    def test_notice_that_comes_before_the_decision(self):
        with self._mail_server():
            self.proposal.with_user(self.anna).send_mail(self.lead.id, force_send=True)
        letter = self.env["sales.letter"].search([("decided_at", "=", False)])
        self.env["sales.letter.bounce"]._apply()
        self._bounce(letter)
        self.assertEqual(self._proposals(), (0, 0))

    def test_notice_of_a_service_that_marks_the_notification(self):
        with self._mail_server():
            message = self.lead.message_post_with_source(self.proposal)
        self._decide()
        self.assertEqual(self._proposals(), (1, 1))
        message.sudo().notification_ids.write({"notification_status": "bounce"})
        self._decide()
        self.assertEqual(self._proposals(), (0, 0))

    def test_notice_of_an_unknown_letter_waits_a_week(self):
        Bounce = self.env["sales.letter.bounce"]
        bounce = Bounce.create({"references": "<nobody@knows>", "email": "buyer@client.ru"})
        Bounce._apply()
        self.assertTrue(bounce.exists())
        bounce.bounced_at -= timedelta(days=8)
        Bounce._apply()
        self.assertFalse(bounce.exists())

    def test_unknown_letters_are_looked_up_together(self):
        Bounce = self.env["sales.letter.bounce"]

        def count(notices):
            Bounce.create([{"references": f"<{number}@knows>", "email": "buyer@client.ru"} for number in range(notices)])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            Bounce._apply()
            return self.env.cr.sql_log_count - before
        count(1)  # what is read once
        self.assertEqual(count(1), count(30))

    # ------------------------------------------------------------
    # NOTHING OF OURS FAILS A LETTER THAT HAS LEFT
    # ------------------------------------------------------------

    def test_letter_leaves_once_whatever_happens_here(self):
        failures = {
            "python": patch.object(type(self.env["sales.letter"]), "_prepare_noted_rows", side_effect=ValueError),
            "database": patch.object(sales_letter, "_NOTED", ("message_id", "sent_at")),
        }
        for name, failure in failures.items():
            mail = self.env["mail.mail"].sudo().create({
                "email_to": f"{name}@client.ru", "subject": "Offer", "body_html": "<p>Pumps</p>"})
            with self.subTest(failure=name), failure, self._mail_server(), \
                    mute_logger("odoo.sql_db"), self.assertLogs("odoo.addons.sales_crm_ext.models.sales_letter"):
                mail.send()
                self.assertEqual((mail.state, len(self.emails)), ("sent", 1))
        self.assertFalse(self._decide())

    def test_what_is_pending_survives_a_failure(self):
        mail = self.env["mail.mail"].sudo().create({"email_to": "x@client.ru", "body_html": "<p>Pumps</p>"})
        with patch.object(sales_letter, "_NOTED", ("message_id", "sent_at")), self._mail_server(), \
                mute_logger("odoo.sql_db", "odoo.addons.sales_crm_ext.models.sales_letter"):
            self.lead.sudo().name = "Renamed"
            mail.send()
        self.env.invalidate_all()
        self.assertEqual((self.lead.name, mail.state), ("Renamed", "sent"))

    def test_deleted_mail_leaves_the_letter(self):
        with self._mail_server():
            mail = self.env["mail.mail"].sudo().create({
                "email_to": "x@client.ru", "body_html": "<p>Pumps</p>", "auto_delete": True})
            mail.send()
        self.assertFalse(mail.exists())
        self.assertEqual(self._decide().email_normalized, "x@client.ru")

    # ------------------------------------------------------------
    # WHO READS THEM
    # ------------------------------------------------------------

    def test_letters_are_read_by_whose_they_are_and_written_by_nobody(self):
        letter = self._send()
        undecided = letter.copy({"decided_at": False})
        self.env.cr.execute("UPDATE sales_letter SET client_scope_id = NULL, user_id = NULL WHERE id = %s", [undecided.id])
        self.env.invalidate_all()
        for user, reads in ((self.anna, True), (self.olga, True), (self.director, True), (self.boris, False),
                            (self.viktor, False)):
            with self.subTest(user=user.name):
                letters = self.env["sales.letter"].with_user(user)
                self.assertEqual(letter in letters.search([]), reads)
                self.assertEqual(undecided in letters.search([]), user == self.director)
                self.assertEqual(letter.with_user(user).has_access("read"), reads)
                for method in (lambda one: one.write({"is_new_addressee": True}), lambda one: one.unlink(),
                               lambda one: one.copy()):
                    with self.assertRaises(AccessError):
                        method(letter.with_user(user))
        for model in ("sales.addressee", "sales.letter.bounce"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.anna).search([])

    # ------------------------------------------------------------
    # WHAT WAS BEFORE
    # ------------------------------------------------------------

    def test_history_before_installation(self):
        Message = self.env["mail.message"]
        now = fields.Datetime.now()
        mail = {"message_type": "email"}
        old = {"model": "crm.lead", "res_id": self.lead.id, "body": "x", "date": now - timedelta(days=365)}
        noticed = Message.create({**old, "message_type": "comment"})
        failed = Message.create({**old, "message_type": "comment"})
        self.env["mail.notification"].create([
            {"mail_message_id": noticed.id, "notification_type": "email", "notification_status": "sent",
             "res_partner_id": self.client_of[self.anna].id},
            {"mail_message_id": noticed.id, "notification_type": "email", "notification_status": "sent",
             "mail_email_address": "Typed+1@client.ru"},
            {"mail_message_id": failed.id, "notification_type": "email", "notification_status": "exception",
             "res_partner_id": self.contact_of[self.boris].id}])
        self.env["mail.mail"].create([
            {"email_to": '"To, Me" <to@client.ru>, two@client.ru', "email_cc": "cc@client.ru", "state": "sent"},
            {"email_to": "later@client.ru", "state": "outgoing"}])
        Message.create([
            {**old, **mail, "author_id": self.boris.partner_id.id, "incoming_email_to": "colleague@client.ru"},
            {**old, **mail, "author_id": self.contact_of[self.anna].id, "incoming_email_to": "no@client.ru"},
            {**old, "message_type": "comment", "outgoing_email_to": "out@client.ru"}])
        self.env.flush_all()
        self.env["sales.addressee"].search([]).unlink()
        addressees.collect(self.env.cr)
        found = self.env["sales.addressee"].search([("email_normalized", "like", "client.ru")])
        self.assertEqual(
            {one.email_normalized.partition("@")[0] for one in found},
            {"buyer", "typed", "to", "two", "cc", "colleague", "out"})
        self.assertEqual(found.filtered(lambda one: one.email_normalized == "buyer@client.ru").first_sent_at,
                         noticed.date)
        self._send()
        self.assertEqual(self._proposals(), (1, 0))

    def test_spelling_of_addresses(self):
        result = doctest.testmod(addressee)
        self.assertEqual(result.failed, 0)
        self.assertGreater(result.attempted, 5)
