from datetime import datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .call_common import GOOD, CallCommon


@tagged("post_install", "-at_install")
class TestSalesCallReport(CallCommon):

    def test_report_closes_plans_and_tells(self):
        activity = self._plan_call()
        call = self._answered(activity_id=activity.id)
        self.assertEqual((call.partner_id, call.user_id, call.team_id), (self.client, self.anna, self.team))
        self.assertFalse(call.is_conversation)
        call.action_report()
        self.assertEqual(call.state, "reported")
        self.assertTrue(call.is_conversation)
        self.assertGreater(call.quality_score, 50)
        self.assertFalse(activity.active)
        self.assertEqual(activity.call_id, call)
        planned = self.lead.activity_ids
        self.assertRecordValues(planned, [{
            "user_id": self.anna.id, "activity_type_id": self.call_type.id,
            "contact_at": datetime(2025, 12, 5, 21, 30),
            "date_deadline": datetime(2025, 12, 6).date(),  # half past midnight in Moscow
        }])
        for document in (self.client, self.lead):
            body = document.message_ids[0].body
            self.assertIn("паспорт ЦНС 38", body)
            self.assertIn("Interested", body)

    def test_summary_is_escaped(self):
        call = self._answered(topic="Насосы <img src=x onerror=alert(1)> для котельной, 3 штуки до марта")
        call.action_report()
        self.assertNotIn("<img", self.lead.message_ids[0].body)
        self.assertIn("&lt;img", self.lead.message_ids[0].body)

    def test_refusal_names_each_field_and_loses_nothing(self):
        call = self._answered(topic="все ок", agreement=False, next_contact_at=False)
        with self.assertRaises(ValidationError) as refusal:
            call.action_report()
        for label in ("Discussed", "Agreed", "Next Contact"):
            self.assertIn(label, str(refusal.exception))
        self.assertNotIn("Stopped At:", str(refusal.exception))
        self.assertRecordValues(call, [{"state": "due", "topic": "все ок", "quality_score": 0}])

    def test_same_text_again_is_refused(self):
        self._answered().action_report()
        call = self._answered()
        with self.assertRaises(ValidationError) as refusal:
            call.action_report()
        self.assertIn("repeats your report of", str(refusal.exception))

    def test_refusal_outcome_loses_the_lead(self):
        reason = self.env["crm.lost.reason"].create({"name": "Too expensive"})
        call = self._answered(outcome_id=self.refused.id, next_step_type_id=False, next_contact_at=False)
        with self.assertRaises(ValidationError) as refusal:
            call.action_report()
        self.assertIn("Refusal Reason", str(refusal.exception))
        call.lost_reason_id = reason
        call.action_report()
        self.assertRecordValues(self.lead, [{"active": False, "probability": 0, "lost_reason_id": reason.id}])
        self.assertFalse(self.lead.activity_ids)

    def test_missed_call_needs_no_words_and_proposes_the_next_attempt(self):
        self.env.company.resource_calendar_id.tz = "Europe/Moscow"
        activity = self._plan_call()
        call = self.Call.create({"activity_id": activity.id, "disposition": "no_answer"})
        self.assertEqual((call.lead_id, call.partner_id), (self.lead, self.client))
        call.action_report()
        self.assertFalse(call.is_conversation)
        self.assertFalse(activity.active)
        attempt = self.lead.activity_ids
        # Wednesday noon + 2 working hours, the lunch break of 12-13 not counted.
        self.assertEqual(attempt.contact_at, datetime(2025, 12, 3, 12, 0))
        self.assertEqual(attempt.summary, "Насосы")

    def test_second_report_is_refused(self):
        call = self._answered()
        call.action_report()
        with self.assertRaises(UserError):
            call.action_report()

    def test_report_belongs_to_its_author(self):
        call = self._answered()
        with self.assertRaises(AccessError):
            call.with_user(self.olga).action_report()
        with self.assertRaises(AccessError):
            call.with_user(self.boris).action_report()

    def test_planned_call_of_another_client_stays_open(self):
        other = self.env["res.partner"].with_user(self.anna).create({"name": "Other", "is_company": True})
        activity = self._plan_call(other)
        call = self._answered(activity_id=activity.id)
        with self.assertRaises(UserError):
            call.action_report()
        self.assertTrue(activity.active)

    def test_history_is_scored_without_effects(self):
        call = self.env["sales.call"].create({
            "user_id": self.anna.id, "date_start": datetime(2025, 9, 1, 8), "lead_id": self.lead.id,
            "outcome_id": self.interested.id, **GOOD})
        messages = self.lead.message_ids
        call._report_history()
        self.assertEqual(call.state, "reported")
        self.assertGreater(call.quality_score, 50)
        self.assertFalse(self.lead.activity_ids)
        self.assertEqual(self.lead.message_ids, messages)
