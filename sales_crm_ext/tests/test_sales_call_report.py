from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .call_common import GOOD, OTHER_GOOD, CallCommon


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

    def test_first_talk_is_a_cold_one(self):
        first = self._answered()
        self.assertEqual(first.kind, "cold")
        first.action_report()
        self.assertEqual((first.kind, self._answered().kind), ("cold", "follow_up"))
        self.assertEqual(self._answered(direction="in").kind, "incoming")
        self.assertEqual(self._answered(kind="cold").kind, "cold")

    def test_deal_with_a_colleagues_client(self):
        self.lead.partner_id = self.client_of[self.viktor]
        activity = self._plan_call()
        call = self._answered(activity_id=activity.id)
        self.assertFalse(call.partner_id)
        call.action_report()
        self.assertEqual((call.state, activity.active), ("reported", False))
        self.assertNotIn("паспорт", self.client_of[self.viktor].message_ids[:1].body or "")

    def test_wrong_number_plans_the_search_for_the_right_one(self):
        call = self.Call.create({"lead_id": self.lead.id})
        call.action_wrong_number()
        self.assertRecordValues(self.lead.activity_ids, [{
            "activity_type_id": self.todo_type.id, "summary": "Find the right phone number"}])

    def test_next_attempt_waits_for_working_hours(self):
        self.env.company.resource_calendar_id.tz = "Europe/Moscow"
        self.env["ir.config_parameter"].set_param("sales_crm_ext.call_retry_hours_busy", "6.0")
        call = self.Call.create({"lead_id": self.lead.id})
        call.action_busy()
        # Wednesday noon, 4 hours are left of the day (13-17), 2 more from Thursday's 8 o'clock.
        self.assertEqual(call.next_contact_at, datetime(2025, 12, 4, 7, 0))

    def test_chosen_next_attempt_stays(self):
        chosen = datetime(2025, 12, 8, 7, 30)
        call = self.Call.create({"lead_id": self.lead.id, "next_contact_at": chosen})
        call.action_no_answer()
        self.assertEqual(self.lead.activity_ids.contact_at, chosen)

    def test_next_contact_is_not_past(self):
        with self.assertRaises(ValidationError) as refusal:
            self._answered(next_contact_at=datetime(2025, 12, 3, 8, 59)).action_report()
        self.assertIn("Next Contact", str(refusal.exception))

    def test_labels_and_reasons_in_the_users_language(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        label = self.env["ir.model.fields"]._get("sales.call", "topic")
        label.with_context(lang="ru_RU").field_description = "Обсудили"
        with self.assertRaises(ValidationError) as refusal:
            self._answered(topic="ок").with_context(lang="ru_RU").action_report()
        self.assertIn("Обсудили:", str(refusal.exception))

    def test_outcome_decides_what_is_demanded(self):
        outcome = self.env["sales.call.outcome"].create({
            "name": "Short", "is_agreement_required": False, "is_stop_point_required": False,
            "is_next_step_required": False})
        call = self.Call.create({"lead_id": self.lead.id, "outcome_id": outcome.id, "topic": GOOD["topic"]})
        call.action_report()
        self.assertEqual(call.state, "reported")
        self.assertFalse(self.lead.activity_ids)
        outcome.is_agreement_required = True
        with self.assertRaises(ValidationError):
            self.Call.create({"lead_id": self.lead.id, "outcome_id": outcome.id, "topic": OTHER_GOOD["topic"]}
                             ).action_report()

    def test_short_real_report_passes(self):
        reason = self.env["crm.lost.reason"].create({"name": "Not now"})
        call = self.Call.create({
            "lead_id": self.lead.id, "outcome_id": self.refused.id, "lost_reason_id": reason.id,
            "topic": "Не актуально до марта, закупка раз в год через тендер; попросил прислать прайс на насосы до 15.12"})
        call.action_report()
        self.assertEqual(call.state, "reported")

    def test_call_of_another_company(self):
        other = self.env["res.company"].create({"name": "Second company"})
        self.anna.company_ids += other
        self.lead.company_id = other
        call = self.Call.with_context(allowed_company_ids=(self.env.company + other).ids).create(
            {"lead_id": self.lead.id})
        self.assertEqual(call.company_id, other)
        Call = self.env["sales.call"].with_user(self.director)
        self.assertFalse(Call.search([("id", "=", call.id)]))
        self.director.company_ids += other
        self.assertTrue(Call.with_context(allowed_company_ids=other.ids).search([("id", "=", call.id)]))
        self.assertFalse(Call.with_context(allowed_company_ids=self.env.company.ids).search([("id", "=", call.id)]))

    def test_queue_goes_by_the_hour(self):
        later, now, earlier = (
            self._plan_call(contact_at=datetime(2025, 12, 3, hour)) for hour in (11, 9, 7))
        someday = self._plan_call(date_deadline="2025-12-02")
        self._plan_call(self.lead_of[self.boris], self.boris, contact_at=datetime(2025, 12, 3, 6))
        self._plan_call(date_deadline="2025-12-04")
        seen = []
        call = self.Call.with_context(sales_crm_ext_queue=True)
        action = call._get_next_call_action()
        while action.get("res_model") == "sales.call":
            activity = self.env["mail.activity"].browse(action["context"]["default_activity_id"])
            seen.append(activity)
            activity.active = False
            action = call._get_next_call_action()
        self.assertEqual(seen, [someday, earlier, now])
        self.assertEqual(action["tag"], "display_notification")
        self.assertTrue(later.active)

    def test_begun_report_goes_on(self):
        activity = self._plan_call()
        call = self._answered(activity_id=activity.id, topic="ок")
        self.assertEqual(activity.with_user(self.anna).action_report_call()["res_id"], call.id)
        self.assertFalse(activity.with_user(self.olga).action_report_call().get("res_id"))

    def test_report_takes_few_queries(self):
        for _number in range(60):
            self.env["sales.call"].create({
                "user_id": self.anna.id, "lead_id": self.lead.id, "outcome_id": self.interested.id, **GOOD,
                "date_start": datetime(2025, 11, 1)})._set_reported()
        activity = self._plan_call()
        self._answered(**OTHER_GOOD).action_report()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        call = self._answered(activity_id=activity.id, topic="Подтвердили монтаж 14 января, кабель 380 вольт проложен.",
                              agreement="Отправить договор сервиса на 24 месяца юристу Ореховой.",
                              stop_point="Ищут склад под два ящика с запчастями.")
        call.action_report()
        self.env.flush_all()
        self.assertLess(self.cr.sql_log_count - before, 63)  # two of them are the ledger's

    def test_call_from_the_client_closes_the_due_planned_call(self):
        tomorrow = self._plan_call(date_deadline="2025-12-04")
        due = self._plan_call(contact_at=datetime(2025, 12, 3, 8))
        for context in ({"default_partner_id": self.client.id}, {"default_lead_id": self.lead.id}):
            form = Form(self.Call.with_context(**context))
            self.assertEqual((form.activity_id, form.lead_id, form.partner_id), (due, self.lead, self.client))
        form = Form(self.Call)
        form.partner_id = self.client
        self.assertEqual((form.activity_id, form.lead_id), (due, self.lead))
        form.disposition = "busy"
        self.assertEqual(form.next_contact_at, self.Call.new({"disposition": "busy"})._propose_next_attempt())
        form.save().action_report()
        self.assertEqual((due.active, tomorrow.active), (False, True))

    def test_activity_scheduled_for_an_hour(self):
        Wizard = self.env["mail.activity.schedule"].with_user(self.anna).with_context(
            active_model="crm.lead", active_ids=self.lead.ids)
        form = Form(Wizard)
        form.activity_type_id = self.call_type
        form.contact_at = datetime(2025, 12, 9, 22)
        self.assertEqual(form.date_deadline, datetime(2025, 12, 10).date())
        form.save().action_schedule_activities()
        self.assertRecordValues(self.lead.activity_ids, [{
            "contact_at": datetime(2025, 12, 9, 22), "date_deadline": datetime(2025, 12, 10).date()}])
        action = form.save().action_schedule_activities_done()
        self.assertEqual(action["res_model"], "sales.call")
        self.assertEqual(len(self.lead.activity_ids), 2)

    def test_busy_line_is_not_called_again_at_once(self):
        """The next attempt, half a working hour ahead, waits for its hour; an earlier plan may be done sooner."""
        now = fields.Datetime.now()
        Queue = self.env["mail.activity"].with_user(self.anna)
        soon = self.client_of[self.anna].activity_schedule(
            "mail.mail_activity_data_call", user_id=self.anna.id, contact_at=now + timedelta(minutes=30))
        self.env.flush_all()
        domain = self.env["sales.call"].with_user(self.anna)._get_queue_domain()
        self._set_made(soon, now)
        self.assertNotIn(soon, Queue.search(domain))
        self._set_made(soon, now - timedelta(hours=2))
        self.assertIn(soon, Queue.search(domain))
        self._set_made(soon, now)
        soon.contact_at = now - timedelta(minutes=1)
        self.assertIn(soon, Queue.search(domain))

    def _set_made(self, activity, moment):
        self.env.cr.execute("UPDATE mail_activity SET create_date = %s WHERE id = %s", (moment, activity.id))
        self.env.invalidate_all()
