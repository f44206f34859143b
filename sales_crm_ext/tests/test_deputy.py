from datetime import date, timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .call_common import CallCommon


@tagged("post_install", "-at_install")
class TestDeputy(CallCommon):
    """boris stands in for anna from 10 to 12 March 2027, Moscow time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deputy = cls.env["sales.deputy"].with_user(cls.director).create({
            "user_id": cls.anna.id, "deputy_id": cls.boris.id, "date_from": date(2027, 3, 10),
            "date_to": date(2027, 3, 12)})
        cls.env.flush_all()

    def _reaches(self, record, user=None):
        """As a new transaction would see it: rule domains stay cached, the rest does not."""
        self.env["res.users"]._forget_client_scopes()
        record = record.with_user(user or self.boris)
        found = bool(record.search([("id", "=", record.id)]))
        self.assertEqual(record.has_access("read"), found)
        return found

    def _get_annas_records(self):
        call = self.env["sales.call"].with_user(self.anna).create({"lead_id": self.lead_of[self.anna].id})
        meeting = self.env["calendar.event"].with_user(self.anna).create(
            {"name": "Visit", "start": "2027-03-11 10:00:00", "stop": "2027-03-11 11:00:00"})
        return [self.client_of[self.anna], self.contact_of[self.anna], self.lead_of[self.anna], call, meeting]

    def test_clock_alone_opens_and_closes(self):
        for record in self._get_annas_records():
            for moment, expected in [
                    ("2027-03-09 20:59:00", False), ("2027-03-09 21:00:00", True), ("2027-03-12 20:59:00", True),
                    ("2027-03-12 21:00:00", False)]:
                with self.subTest(model=record._name, moment=moment), freeze_time(moment):
                    self.assertEqual(self._reaches(record), expected)

    def test_only_the_deputy_and_only_these_clients(self):
        with freeze_time("2027-03-11 09:00:00"):
            self.assertFalse(self._reaches(self.client_of[self.anna], self.viktor))
            self.assertFalse(self._reaches(self.client_of[self.viktor]))
            self.assertFalse(self._reaches(self.client_of[self.boris], self.anna))

    def test_change_is_in_force_at_once(self):
        with freeze_time("2027-03-11 09:00:00"):
            self.assertTrue(self._reaches(self.client_of[self.anna]))
            self.deputy.date_to = date(2027, 3, 10)
            self.assertFalse(self._reaches(self.client_of[self.anna]))
            self.deputy.date_to = False
            self.assertTrue(self._reaches(self.client_of[self.anna]))
            self.deputy.unlink()
            self.assertFalse(self._reaches(self.client_of[self.anna]))

    def test_no_chain(self):
        self.deputy.create({"user_id": self.boris.id, "deputy_id": self.viktor.id, "date_from": date(2027, 3, 10)})
        with freeze_time("2027-03-11 09:00:00"):
            self.assertTrue(self._reaches(self.client_of[self.boris], self.viktor))
            self.assertFalse(self._reaches(self.client_of[self.anna], self.viktor))

    def test_work_writes_no_partner(self):
        """A report with the next step, a note and a changed phone of the contact leave client rows as they are."""
        client, lead = self.client_of[self.anna], self.lead_of[self.anna]
        with freeze_time("2027-03-11 09:00:00"):
            self.env["res.users"]._forget_client_scopes()
            before = self._get_partner_rows(client)
            call = self.env["sales.call"].with_user(self.boris).create(self._report_values(lead))
            call.action_report()
            lead.with_user(self.boris).message_post(body="Called for Anna")
            client.with_user(self.boris).message_post(body="Called for Anna")
            self.assertEqual(call.user_id, self.boris)
            self.assertEqual(self._get_partner_rows(client), before)
        self.assertEqual(client.client_owner_id, self.anna)

    def _get_partner_rows(self, client):
        self.env.flush_all()
        self.env.cr.execute("SELECT id, xmin, write_date FROM res_partner WHERE commercial_partner_id = %s", (client.id,))
        return sorted(self.env.cr.fetchall())

    def _report_values(self, lead):
        return {
            "lead_id": lead.id, "outcome_id": self.env["sales.call.outcome"].search([], limit=1).id,
            "topic": "Delivery of two pumps in April, the price of the second one",
            "agreement": "We send the offer with delivery terms on Friday",
            "stop_point": "The buyer waits for the budget of the second quarter",
            "next_contact_at": "2027-03-15 09:00:00",
        }

    def test_deputy_gives_nothing_away(self):
        with freeze_time("2027-03-11 09:00:00"):
            self.env["res.users"]._forget_client_scopes()
            lead = self.lead_of[self.anna].with_user(self.boris)
            lead.priority = "2"
            with self.assertRaises(AccessError):
                lead.user_id = self.boris
            with self.assertRaises(AccessError):
                self.lead_of[self.boris].with_user(self.boris).user_id = self.anna
            with self.assertRaises(AccessError):
                self.client_of[self.anna].with_user(self.boris).user_id = self.boris
            new = self.env["crm.lead"].with_user(self.boris).create({"name": "Pumps", "user_id": self.anna.id})
            self.assertEqual(new.user_id, self.anna)

    def test_planned_calls_of_the_person_are_in_the_queue(self):
        lead = self.lead_of[self.anna]
        with freeze_time("2027-03-11 09:00:00"):
            activity = lead.activity_schedule("mail.mail_activity_data_call", user_id=self.anna.id,
                                              date_deadline=date(2027, 3, 11))
            self.env["res.users"]._forget_client_scopes()
            queue = self.env["sales.call"].with_user(self.boris)._get_queue_domain()
            self.assertIn(activity, self.env["mail.activity"].with_user(self.boris).search(queue))

    def test_leader_names_deputies_in_the_team(self):
        Deputy = self.deputy.with_user(self.olga)
        values = {"user_id": self.boris.id, "deputy_id": self.anna.id, "date_from": date(2027, 5, 1)}
        Deputy.create(values)
        for people in ({"user_id": self.viktor.id}, {"deputy_id": self.viktor.id}):
            with self.subTest(people=people), self.assertRaises(AccessError):
                Deputy.create({**values, **people})
        with self.assertRaises(AccessError):
            self.deputy.with_user(self.olga).deputy_id = self.viktor

    def test_leader_chooses_among_the_team(self):
        self.boris.active = False
        for user, offered in [(self.olga, False), (self.director, True)]:
            found = self.deputy.with_user(user).new({}).selectable_user_ids._origin
            self.assertLessEqual(self.anna | self.boris, found)
            self.assertEqual(self.viktor in found, offered)
            self.assertNotIn(self.env.ref("base.user_root"), found)

    def test_salesperson_names_nobody(self):
        with self.assertRaises(AccessError):
            self.deputy.with_user(self.boris).create(
                {"user_id": self.viktor.id, "deputy_id": self.boris.id, "date_from": date(2027, 3, 10)})
        with self.assertRaises(AccessError):
            self.deputy.with_user(self.boris).date_to = date(2028, 1, 1)
        self.assertEqual(self.deputy.with_user(self.boris).user_id, self.anna)
        self.assertFalse(self.deputy.with_user(self.viktor).search([]))

    def test_dates_and_people_make_sense(self):
        values = {"user_id": self.anna.id, "deputy_id": self.boris.id, "date_from": date(2027, 3, 10)}
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.deputy.create({**values, "date_to": values["date_from"] - timedelta(days=1)})
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.deputy.create({**values, "deputy_id": self.anna.id})
        with self.assertRaises(ValidationError):
            self.deputy.create({**values, "deputy_id": self.env.ref("base.public_user").id})

    def test_state_follows_the_deputys_day(self):
        for moment, state in [("2027-03-09 20:00:00", "planned"), ("2027-03-11 09:00:00", "running"),
                              ("2027-03-12 22:00:00", "over")]:
            with self.subTest(moment=moment), freeze_time(moment):
                self.deputy.invalidate_recordset(["state"])
                self.assertEqual(self.deputy.state, state)

    def test_next_step_stays_with_whose_client_it_is(self):
        """The deputy finds it among their own calls; when the deputyship ends it is not left with nobody."""
        lead = self.lead_of[self.anna]
        with freeze_time("2027-03-11 09:00:00"):
            self.env["res.users"]._forget_client_scopes()
            call = self.env["sales.call"].with_user(self.boris).create(self._report_values(lead))
            call.action_report()
            step = lead.activity_ids.filtered("contact_at")
            self.assertEqual((call.user_id, step.user_id), (self.boris, self.anna))
            Activity = self.env["mail.activity"].with_user(self.boris)
            domain = [("user_id.is_deputised", "=", True), ("id", "=", step.id)]
            self.assertEqual(Activity.search(domain), step)
            self.deputy.unlink()
            self.assertFalse(Activity.search(domain))
