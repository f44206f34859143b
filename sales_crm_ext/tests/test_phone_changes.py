from datetime import datetime, timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .call_common import GOOD, CallCommon

OLD, FRIEND = "+7 495 640-97-48", "+7 916 555-01-02"


@tagged("post_install", "-at_install")
class TestPhoneChanges(CallCommon):
    """Who reports a call that never was can give the checker a friend's number: the checker learns of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client.phone = cls.lead.phone = OLD
        cls.env["sales.phone.change"].search([]).unlink()
        cls.mine = cls.client.with_user(cls.anna)
        call = cls.env["sales.call"].create({
            "user_id": cls.anna.id, "lead_id": cls.lead.id, "outcome_id": cls.interested.id,
            "date_start": datetime(2025, 11, 25, 9), **GOOD})
        call._report_history()
        cls.call = call.sudo()

    def _changes(self):
        return self.env["sales.phone.change"].search([], order="id")

    def _draw(self):
        return self.env["sales.call.control"]._draw_calls(self.call, datetime(2025, 11, 24).date(), 1, {})

    def test_changes_are_noted_with_what_was_before(self):
        self.mine.phone = FRIEND
        self.assertRecordValues(self._changes().filtered("partner_id"), [
            {"partner_id": self.client.id, "user_id": self.anna.id, "phone_before": OLD, "lead_id": False}])

    def test_a_deals_own_phone_is_noted(self):
        lead = self.lead_of[self.anna].copy({"partner_id": False, "phone": OLD}).with_user(self.anna)
        lead.phone = FRIEND
        self.assertEqual(self._changes().lead_id, lead)

    def test_a_note_is_of_the_clients_company(self):
        self.client.company_id = self.env.company
        self.mine.phone = FRIEND
        self.assertEqual(self._changes().filtered("partner_id").company_id, self.env.company)

    def test_another_spelling_is_no_change(self):
        self.mine.write({"phone": "8 (495) 640-97-48"})
        self.assertFalse(self._changes())

    def test_an_extension_is_no_change_and_a_number_in_front_is(self):
        self.mine.phone = f"{OLD} доб. 12"
        self.assertFalse(self._changes())
        self.mine.phone = f"{FRIEND}, {OLD}"
        self.assertIn(OLD, self._changes().filtered("partner_id").phone_before)

    def test_a_number_of_a_remote_call_need_not_be_a_text(self):
        self.mine.write({"phone": 79165550102})
        self.assertEqual(self._changes().filtered("partner_id").phone_before, OLD)

    def test_a_deal_takes_its_phone_from_another_client(self):
        card = self._with_friend()
        self.lead.with_user(self.anna).partner_id = card
        self.assertEqual(self.lead.phone, FRIEND)
        self.assertEqual(self._changes().filtered("lead_id").phone_before, OLD)

    def test_of_a_strangers_client_the_checker_learns_nothing(self):
        """A deal may name a client whom its salesperson does not work with: it does not follow their phone."""
        stranger = self.client_of[self.boris]
        stranger.phone = OLD
        lead = self.lead_of[self.anna].copy({"partner_id": stranger.id, "phone": OLD})
        self.call.write({"lead_id": lead.id, "partner_id": False, "contact_id": False})
        control = self._draw()
        stranger.phone = FRIEND
        self.assertFalse(control.with_user(control.checker_id).phone_note)

    def test_no_context_leaves_it_out(self):
        self.mine.with_context(tracking_disable=True, mail_notrack=True).phone = FRIEND
        self.assertTrue(self._changes())

    def test_taken_away_and_entered_again(self):
        self.mine.phone = False
        self.mine.phone = FRIEND
        self.assertEqual(self._changes().filtered("partner_id").mapped("phone_before"), [OLD, False])

    def test_salespeople_neither_read_nor_delete_notes(self):
        self.mine.phone = FRIEND
        changes = self._changes().with_user(self.anna)
        for attempt in (lambda: changes.read(["phone_before"]), changes.unlink,
                        lambda: changes.write({"phone_before": FRIEND}), lambda: changes.create({"user_id": self.anna.id})):
            with self.assertRaises(AccessError):
                attempt()

    def test_the_checker_is_told(self):
        control = self._draw()
        self.assertFalse(control.phone_note)
        self.mine.phone = FRIEND
        control.invalidate_recordset()
        note = control.with_user(control.checker_id).phone_note
        self.assertIn(self.anna.name, note)
        self.assertIn(OLD, note)

    def test_who_does_not_check_is_told_nothing(self):
        control = self._draw()
        self.mine.phone = FRIEND
        self.assertFalse(control.with_user(self.viktor).phone_note)

    def test_a_call_behind_a_changed_number_is_suspicious(self):
        self.assertNotIn("new_phone", self.call._find_suspicions(self.call)[self.call.id])
        self.mine.phone = FRIEND
        self.assertIn("new_phone", self.call._find_suspicions(self.call)[self.call.id])

    def test_what_others_or_nobody_changed_is_not(self):
        self.client.with_user(self.olga).phone = FRIEND
        self.assertNotIn("new_phone", self.call._find_suspicions(self.call)[self.call.id])

    def test_the_first_number_is_work(self):
        self.client.phone = self.lead.phone = False
        self._changes().unlink()
        self.mine.phone = FRIEND
        self.assertNotIn("new_phone", self.call._find_suspicions(self.call)[self.call.id])

    def _with_friend(self, **values):
        return self.env["res.partner"].create(
            {"name": "Friend", "user_id": self.anna.id, "phone": FRIEND, "email": self.client.email, **values})

    def test_a_client_that_is_merged_into_a_friends_card(self):
        self._merge(self.client, self._with_friend())
        self.assertEqual(self.call._get_control_phone(), FRIEND)
        self.assertEqual(self._changes().mapped("phone_before"), [OLD])
        self.assertEqual(self.call._get_phone_changes(), self._changes())

    def test_a_merge_of_cards_with_one_number_is_no_change(self):
        self._merge(self.client, self._with_friend(phone="8 495 640 97 48"))
        self.assertFalse(self._changes())

    def _merge(self, client, into):
        self.lead.write({"partner_id": client.id, "phone": False})
        self._changes().unlink()
        self.env["base.partner.merge.automatic.wizard"]._merge((client + into).ids, into)

    def test_a_contact_that_is_deleted_leaves_its_number(self):
        contact = self._with_friend(parent_id=self.client.id, phone=OLD)
        self.client.phone = self.lead.phone = False
        self.call.contact_id = contact
        contact.with_user(self.anna).phone = "+7 916 555-01-03"
        self._changes().filtered("lead_id").unlink()
        contact.with_user(self.anna).sudo().unlink()
        self.client.phone = FRIEND
        notes = self._changes()
        self.assertEqual(notes.partner_id, self.client)
        self.assertLessEqual({OLD, "+7 916 555-01-03"}, set(notes.mapped("phone_before")))
        self.assertIn("new_phone", self.call._find_suspicions(self.call)[self.call.id])

    def test_a_contact_that_nobody_called_is_deleted_without_a_note(self):
        self._with_friend(parent_id=self.client.id, phone=OLD).unlink()
        self.assertFalse(self._changes())

    def test_deals_that_are_merged_leave_the_number_of_the_one_that_goes(self):
        lead = self.lead.copy({"name": "Friend", "partner_id": False, "phone": FRIEND, "probability": 99})
        self.lead.write({"partner_id": False, "phone": OLD})
        self._changes().unlink()
        head = (lead + self.lead).with_user(self.anna).merge_opportunity()
        gone = {OLD, FRIEND} - {head.phone}
        self.assertEqual(set(self._changes().mapped("phone_before")), gone)
        self.assertEqual(self._changes().lead_id, head.sudo(False))

    def test_notes_of_a_deal_go_on_with_its_calls(self):
        lead = self.lead.copy({"name": "Friend", "partner_id": False, "phone": FRIEND, "probability": 99})
        self.lead.write({"partner_id": False, "phone": OLD})
        self._changes().unlink()
        self.lead.with_user(self.anna).phone = FRIEND
        head = (lead + self.lead).with_user(self.anna).merge_opportunity()
        self.assertRecordValues(self._changes(), [{"lead_id": head.id, "phone_before": OLD}])

    def test_old_notes_go(self):
        self.mine.phone = FRIEND
        changes = self._changes()
        changes[0].date -= timedelta(days=366)
        self.env["sales.phone.change"]._gc_old_changes()
        self.assertEqual(self._changes(), changes[1:])
