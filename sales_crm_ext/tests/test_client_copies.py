from odoo.tests import tagged

from .call_common import CallCommon


@tagged("post_install", "-at_install")
class TestClientCopies(CallCommon):
    """anna's deal is with viktor's client, because somebody who may has said so: she sees the name."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.strange = cls.client_of[cls.viktor]
        cls.strange.write({"email": "secret@client.ru", "phone": "+7 495 777-12-34", "street": "Secret street",
                           "city": "Secret city", "website": "http://secret.ru", "function": "Secret function"})

    def _read(self, record, user):
        record.invalidate_recordset()
        return record.with_user(user).read()[0]

    def _assert_only_name(self, lead):
        values = self._read(lead, self.anna)
        self.assertEqual(values["partner_id"][0], self.strange.id)
        self.assertNotIn("ecret", repr(values))
        self.assertNotIn("777-12-34", repr(values))

    def test_director_makes_the_deal(self):
        self._assert_only_name(self.env["crm.lead"].with_user(self.director).create(
            {"name": "Pumps", "partner_id": self.strange.id, "user_id": self.anna.id}))

    def test_director_sets_the_client_later(self):
        lead = self.env["crm.lead"].create({"name": "Pumps", "user_id": self.anna.id, "phone": "+7 495 000-00-01"})
        lead.with_user(self.director).partner_id = self.strange
        self._assert_only_name(lead)
        self.assertEqual(lead.phone, "+7 495 000-00-01")

    def test_name_tells_nothing_more(self):
        """Screens ask for names with the address, by keys of the context."""
        self.strange.vat = "7707083893"
        lead = self.env["crm.lead"].create({"name": "Pumps", "partner_id": self.strange.id, "user_id": self.anna.id})
        telling = {"show_email": True, "show_address": True, "show_vat": True}
        for user in (self.director, self.anna):
            with self.subTest(user=user.login):
                answers = self._ask_for_names(lead.with_user(user), telling)
                for secret in ("secret@client.ru", "Secret street", "7707083893"):
                    self.assertEqual([secret in answer for answer in answers], [user == self.director] * 3)
                for answer in self._ask_for_names(lead.with_user(user), {**telling, "formatted_display_name": True}):
                    self.assertIn(self.strange.name, answer)
                    self.assertEqual("secret@client.ru" in answer, user == self.director)
        own = self.client_of[self.anna].with_user(self.anna).with_context(**telling)
        own.write({"email": "own@client.ru", "street": "Own street"})
        self.assertIn("own@client.ru", own.display_name)
        self.assertIn("Own street", own.display_name)

    def _ask_for_names(self, lead, context):
        """Answers of the ways in which screens ask for the name of a deal's client."""
        spec = {"partner_id": {"fields": {"display_name": {}}, "context": context}}
        self.env.invalidate_all()
        told = lead.with_context(**context)
        return [str(answer) for answer in (
            lead.web_read(spec), told.read(["partner_id"]),
            told.formatted_read_group([("id", "=", lead.id)], ["partner_id"]))]

    def test_client_changes_its_phone(self):
        """anna's client has become viktor's; what she had on her deal stays, what is new is not hers."""
        lead, client = self.lead_of[self.anna], self.client_of[self.anna]
        before = lead.phone
        client.user_id = self.viktor
        client.with_user(self.viktor).phone = "+7 495 777-12-34"
        self.assertEqual(self._read(lead, self.anna)["phone"], before)
        lead.user_id = self.viktor
        client.phone = "+7 495 777-12-35"
        self.assertEqual(lead.phone, "+7 495 777-12-35")

    def test_own_client_is_copied_as_in_stock(self):
        for user, owner in ((self.anna, self.anna), (self.director, self.anna), (self.director, self.director)):
            with self.subTest(user=user.login, owner=owner.login):
                client = self.client_of[self.anna]
                client.write({"street": "Main street", "website": "http://client.ru"})
                lead = self.env["crm.lead"].with_user(user).create(
                    {"name": "Pumps", "partner_id": client.id, "user_id": owner.id})
                self.assertEqual((lead.phone, lead.street, lead.website), (client.phone, "Main street", "http://client.ru"))

    def test_number_of_a_call_with_a_client_who_is_a_colleagues_now(self):
        call = self.env["sales.call"].with_user(self.anna).create({"partner_id": self.client_of[self.anna].id})
        self.assertTrue(self._read(call, self.anna)["phone"])
        self.client_of[self.anna].user_id = self.viktor
        self.assertFalse(self._read(call, self.anna)["phone"])

    def test_fields_that_repeat_contact_data_are_found(self):
        """Whatever the model: stock's company repeats the address of its partner, a bank account nothing."""
        self.assertEqual(dict(self.env["res.company"]._get_client_copies())["street"], ("partner_id",))
        self.assertFalse(self.env["res.partner.bank"]._get_client_copies())

    def test_text_of_a_meeting(self):
        """It gives the contact data of the first attendee, to all who attend."""
        def make_meeting(organizer, *attendees):
            return self.env["calendar.event"].with_user(self.director).create({
                "name": "Visit", "start": "2026-12-01", "stop": "2026-12-01", "user_id": organizer.id,
                "partner_ids": [partner.id for partner in attendees]}).description or ""

        for text in (make_meeting(self.anna, self.strange),
                     make_meeting(self.viktor, self.strange, self.anna.partner_id)):
            self.assertNotIn("secret@client.ru", text)
            self.assertNotIn("777-12-34", text)
        for organizer in (self.viktor, self.director):
            self.assertIn("secret@client.ru", make_meeting(organizer, self.strange))
        self.client.email = "own@client.ru"
        self.assertIn("own@client.ru", make_meeting(self.anna, self.strange, self.client))
