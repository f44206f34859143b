from contextlib import suppress

from odoo.exceptions import AccessError, RedirectWarning, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .call_common import CallCommon

REFUSALS = (RedirectWarning, UserError)


@tagged("post_install", "-at_install")
class TestCallActivityLock(CallCommon):

    def setUp(self):
        super().setUp()
        self.activity = self._plan_call()
        self.mine = self.activity.with_user(self.anna)

    def _assert_refused(self, attack):
        """``attack`` is refused, or at least leaves the planned call as it was."""
        with suppress(*REFUSALS), self.cr.savepoint():
            attack()
            self.env.flush_all()
        self.env.invalidate_all()
        self.assertRecordValues(self.activity, [{
            "active": True, "activity_type_id": self.call_type.id, "res_model": "crm.lead", "res_id": self.lead.id,
            "user_id": self.anna.id, "call_id": False, "date_done": False}])

    def _assert_all_refused(self, *attacks):
        for number, attack in enumerate(attacks):
            with self.subTest(attack=number):
                self._assert_refused(attack)

    def test_finishing(self):
        self._assert_all_refused(
            lambda: self.mine.action_done(),
            lambda: self.mine.action_feedback(feedback="ok"),
            lambda: self.mine.action_feedback_schedule_next(feedback="ok"),
            lambda: self.mine.action_done_schedule_next(),
            lambda: self.mine.action_done_redirect_to_other(),
            lambda: self.mine.action_archive(),
            lambda: self.mine.write({"active": False}),
            lambda: self.mine.write({"date_done": "2025-12-03"}),
            lambda: self.mine.with_context(mail_activity_quick_update=True, sales_crm_ext_queue=True,
                                           mail_activity_automation_skip=False).write({"active": False}),
            lambda: self.lead.with_user(self.anna).activity_feedback(
                ["mail.mail_activity_data_call"], only_automated=False),
            lambda: self.lead.with_user(self.anna).write(
                {"activity_ids": [Command.update(self.activity.id, {"active": False})]}),
            lambda: self.mine.with_context(default_call_id=1).write({"call_id": self._answered().id}),
        )

    def test_cancelling(self):
        lead = self.lead.with_user(self.anna)
        self._assert_all_refused(
            lambda: self.mine.unlink(),
            lambda: self.mine.action_cancel(),
            lambda: self.mine.unlink_w_meeting(),
            lambda: lead.activity_unlink(["mail.mail_activity_data_call"], only_automated=False),
            lambda: lead.write({"activity_ids": [Command.delete(self.activity.id)]}),
            lambda: lead.write({"activity_ids": [Command.unlink(self.activity.id)]}),
            lambda: lead.write({"activity_ids": [Command.clear()]}),
            lambda: lead.write({"activity_ids": [Command.set([])]}),
        )

    def test_retyping_moving_and_handing_over(self):
        todo = {"activity_type_id": self.todo_type.id}
        lead = self.lead.with_user(self.anna)
        partner_model = self.env["ir.model"]._get_id("res.partner")
        self._assert_all_refused(
            lambda: self.mine.write(todo),
            lambda: lead.write({"activity_type_id": self.todo_type.id}),
            lambda: lead.write({"activity_ids": [Command.update(self.activity.id, todo)]}),
            lambda: self.mine.write({"res_model_id": partner_model, "res_id": self.client.id}),
            lambda: self.mine.write({"res_id": self.lead_of[self.boris].id}),
            lambda: self.mine.write({"user_id": self.boris.id}),
            lambda: self.mine.write({"user_id": False}),
            lambda: lead.activity_reschedule(
                ["mail.mail_activity_data_call"], new_user_id=self.boris.id, only_automated=False),
        )

    def test_meeting_deleted_leaves_the_planned_call(self):
        event = self.env["calendar.event"].with_user(self.anna).create(
            {"name": "Talk", "start": "2025-12-04 10:00:00", "stop": "2025-12-04 11:00:00"})
        self.mine.calendar_event_id = event
        event.unlink()
        self.env.invalidate_all()
        self.assertTrue(self.activity.exists().active)

    def test_planned_as_done_already(self):
        values = {"res_model_id": self.env["ir.model"]._get_id("crm.lead"), "res_id": self.lead.id,
                  "activity_type_id": self.call_type.id, "user_id": self.anna.id}
        Activity = self.env["mail.activity"].with_user(self.anna)
        for attack in (lambda: Activity.create({**values, "active": False}),
                       lambda: Activity.with_context(default_active=False).create(values)):
            with self.subTest(), self.assertRaises(RedirectWarning):
                attack()

    def test_refusal_leads_to_the_report_and_to_the_cancellation(self):
        with self.assertRaises(RedirectWarning) as refusal:
            self.mine.action_feedback()
        action = self.env.ref("sales_crm_ext.sales_call_action_report").id
        self.assertEqual(refusal.exception.args[1::2], (action, {"default_activity_id": self.activity.id}))
        self.assertEqual(self.mine.action_done()["context"]["default_activity_id"], self.activity.id)
        self.assertEqual(self.mine.action_cancel()["res_model"], "sales.call.cancel")

    def test_type_becomes_a_call_later(self):
        kind = self.env["mail.activity.type"].create({"name": "Cold call", "category": "default"})
        activity = self._plan_call()
        activity.activity_type_id = kind
        kind.category = "phonecall"
        with self.assertRaises(RedirectWarning):
            activity.with_user(self.anna).action_feedback()
        self.mine.activity_type_id = kind
        self.assertTrue(self.activity.active)

    def test_leader_hands_over_within_the_team_only(self):
        led = self.activity.with_user(self.olga)
        with self.assertRaises(UserError):
            led.user_id = self.viktor
        led.user_id = self.boris
        self.assertEqual(self.activity.user_id, self.boris)
        with self.assertRaises(RedirectWarning):
            led.action_feedback()

    def test_other_work_on_it_is_free(self):
        self.mine.write({"summary": "Насосы и кабель", "note": "<p>Тула</p>", "date_deadline": "2025-12-10"})
        self.mine.action_reschedule_tomorrow()
        todo = self.lead.activity_schedule("mail.mail_activity_data_todo", user_id=self.anna.id)
        todo.with_user(self.anna).action_feedback(feedback="sent")
        self.assertFalse(todo.active)

    # ------------------------------------------------------------
    # WHO PASSES
    # ------------------------------------------------------------

    def test_unrestricted_users_pass(self):
        for user in (self.director, self.alla, self.accountant):
            with self.subTest(user=user.login):
                activity = self._plan_call(self.client)
                activity.with_user(user).action_feedback(feedback="ok")
                self.assertFalse(activity.active)

    def test_superuser_code_passes(self):
        self.mine.sudo().action_feedback(feedback="ok")
        self.assertFalse(self.activity.active)

    def test_deletion_of_the_record_passes(self):
        company = self.env["res.partner"].with_user(self.anna).create({"name": "Gone", "is_company": True})
        activity = self._plan_call(company)
        company.unlink()
        self.assertFalse(activity.exists())

    def test_merge_of_leads_passes(self):
        calls = self._answered()
        other = self.env["crm.lead"].with_user(self.anna).create(
            {"name": "Second deal", "partner_id": self.client.id, "type": "opportunity", "probability": 99})
        merged = (self.lead + other).with_user(self.anna).merge_opportunity()
        self.assertEqual(merged, other)
        self.assertEqual(self.activity.res_id, other.id)
        self.assertEqual(calls.lead_id, other)

    def test_archiving_a_user_passes(self):
        self.anna.action_archive()
        self.assertFalse(self.activity.exists())

    def test_cleaning_job_passes(self):
        self.activity.date_deadline = "2015-01-01"
        self.env["ir.config_parameter"].set_param("mail.activity.gc.delete_overdue_years", 3)
        self.env["mail.activity"]._gc_delete_old_overdue_activities()
        self.assertFalse(self.activity.exists())

    def test_retyping_by_deletion_of_a_type_passes(self):
        kind = self.env["mail.activity.type"].create({"name": "Cold call", "category": "phonecall"})
        self.activity.activity_type_id = kind
        kind.unlink()
        self.assertEqual(self.activity.activity_type_id, self.todo_type)

    # ------------------------------------------------------------
    # CANCELLATION
    # ------------------------------------------------------------

    def _cancel(self, reason, user=None):
        return self.env["sales.call.cancel"].with_user(user or self.anna).create(
            {"activity_ids": self.activity.ids, "reason": reason}).action_cancel_calls()

    def test_cancellation_is_logged_and_counts_for_nothing(self):
        self._cancel("Договор подписали на встрече, звонить незачем")
        self.assertFalse(self.activity.exists())
        log = self.env["sales.call.cancellation"].search([("lead_id", "=", self.lead.id)])
        self.assertRecordValues(log, [{
            "reason": "Договор подписали на встрече, звонить незачем", "cancelled_by_id": self.anna.id,
            "user_id": self.anna.id, "partner_id": self.client.id, "summary": "Насосы"}])
        self.assertIn("звонить незачем", self.lead.message_ids[0].body)
        self.assertFalse(self.env["sales.call"].search([("lead_id", "=", self.lead.id)]))

    def test_cancellation_wants_a_reason(self):
        for reason in ("   ", "...", "12345", "фывапролд"):
            with self.subTest(reason=reason), self.assertRaises(ValidationError):
                self._cancel(reason)
        self.assertTrue(self.activity.active)

    def test_cancellation_of_a_strangers_call(self):
        with self.assertRaises(AccessError):
            self._cancel("Звонок не нужен, клиент закрылся", self.viktor)

    def test_log_is_append_only(self):
        self._cancel("Договор подписали на встрече, звонить незачем")
        log = self.env["sales.call.cancellation"].search([("lead_id", "=", self.lead.id)])
        for user in (self.anna, self.olga, self.director):
            mine = log.with_user(user)
            self.assertEqual(mine.search([("id", "=", log.id)]), mine)
            for attack in (lambda: mine.write({"reason": "x"}), lambda: mine.unlink(),
                           lambda: mine.create({"reason": "x", "cancelled_by_id": user.id})):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    attack()
        self.assertFalse(log.with_user(self.boris).search([("id", "=", log.id)]))

    def test_what_is_done_is_neither_reported_nor_cancelled_again(self):
        activity = self._plan_call().with_user(self.anna)
        self.Call.create({"lead_id": self.lead.id, "activity_id": activity.id}).action_no_answer()
        self.assertFalse(activity.active)
        for action in (activity.action_report_call, activity.action_cancel_call):
            with self.assertRaisesRegex(UserError, "already"):
                action()
