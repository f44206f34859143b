from datetime import datetime, timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .call_common import GOOD, OTHER_GOOD, CallCommon


@tagged("post_install", "-at_install")
class TestSalesCallGuard(CallCommon):

    def _own(self, **values):
        return {"lead_id": self.lead.id, **values}

    def _assert_refused(self, attack):
        with self.assertRaises(UserError):
            attack()

    def test_guarded_values_in_create(self):
        for name, value in [
            ("state", "reported"), ("state", "confirmed"), ("origin", "pbx"), ("external_id", "42"),
            ("user_id", self.boris.id), ("quality_score", 100), ("quality_notes", "fine"),
            ("is_conversation", True), ("team_id", self.other_team.id), ("client_scope_id", 1),
        ]:
            for user in (self.anna, self.director):
                with self.subTest(name=name, user=user.login):
                    self._assert_refused(lambda: self.Call.with_user(user).create(self._own(**{name: value})))

    def test_guarded_values_in_context_defaults(self):
        call = self.Call.with_context(
            default_state="reported", default_origin="pbx", default_external_id="42", default_user_id=self.boris.id,
            default_quality_score=100, default_quality_notes="fine", default_is_conversation=True,
            default_team_id=self.other_team.id, default_company_id=False).create(self._own())
        self.assertRecordValues(call, [{
            "state": "due", "origin": "manual", "external_id": False, "user_id": self.anna.id, "quality_score": 0,
            "quality_notes": False, "is_conversation": False, "team_id": self.team.id,
            "company_id": self.env.company.id}])

    def test_guarded_values_in_defaults_of_ones_own(self):
        """Any employee may set defaults for themselves, which Odoo takes for what a caller leaves out."""
        Default = self.env["ir.default"].with_user(self.anna)
        for name, value in [("state", "reported"), ("origin", "pbx"), ("external_id", "42"), ("quality_score", 100),
                            ("quality_notes", "fine"), ("user_id", self.boris.id), ("team_id", self.other_team.id)]:
            Default.set("sales.call", name, value, user_id=True)
        self.assertRecordValues(self.Call.create(self._own()), [{
            "state": "due", "origin": "manual", "external_id": False, "quality_score": 0, "quality_notes": False,
            "user_id": self.anna.id, "team_id": self.team.id, "is_conversation": False}])

    def test_guarded_values_in_write(self):
        call = self._answered()
        for name, value in [
            ("state", "reported"), ("origin", "pbx"), ("external_id", "42"), ("user_id", self.boris.id),
            ("quality_score", 100), ("quality_notes", "fine"), ("is_conversation", True),
            ("team_id", self.other_team.id), ("client_scope_id", False),
        ]:
            for user in (self.anna, self.director):
                with self.subTest(name=name, user=user.login):
                    self._assert_refused(lambda: call.with_user(user).write({name: value}))
        call.write({"state": "due", "user_id": self.anna.id})  # what stands there changes nothing
        self.assertRecordValues(call, [{"state": "due", "origin": "manual", "user_id": self.anna.id}])

    def test_guarded_values_in_import(self):
        result = self.Call.load(["lead_id/.id", "topic", "state"], [[str(self.lead.id), "Import", "reported"]])
        self.assertFalse(result["ids"])
        self.assertEqual(self.Call.search_count([("topic", "=", "Import")]), 0)

    def test_nobody_deletes_own_calls(self):
        call = self._answered()
        self._assert_refused(call.unlink)
        self._assert_refused(lambda: call.with_user(self.olga).unlink())

    def test_calls_refer_to_reachable_clients_only(self):
        call = self._answered()
        strangers_activity = self._plan_call(self.lead_of[self.viktor], self.viktor)
        for values in [
            {"partner_id": self.client_of[self.viktor].id}, {"contact_id": self.contact_of[self.viktor].id},
            {"lead_id": self.lead_of[self.viktor].id}, {"activity_id": strangers_activity.id},
        ]:
            with self.subTest(values=values):
                self._assert_refused(lambda: self.Call.create(values))
                self._assert_refused(lambda: call.write(values))
                self._assert_refused(lambda: self.Call.with_context(
                    **{f"default_{name}": value for name, value in values.items()}).create({}))
                self._assert_refused(lambda: self.Call.with_context(
                    **{f"default_{name}": value for name, value in values.items()}).default_get(
                    ["partner_id", "contact_id", "lead_id", "activity_id"]))

    def test_lead_and_client_are_of_one_company(self):
        other = self.env["res.partner"].with_user(self.anna).create({"name": "Other", "is_company": True})
        self._assert_refused(lambda: self.Call.create({"lead_id": self.lead.id, "partner_id": other.id}))
        contact = self.Call.create({"partner_id": self.contact_of[self.anna].id})
        self.assertRecordValues(contact, [{
            "partner_id": self.client.id, "contact_id": self.contact_of[self.anna].id}])

    def test_date_start_window(self):
        now = datetime(2025, 12, 3, 9)
        for date_start in (now + timedelta(hours=1), now - timedelta(days=3, minutes=1), datetime(2020, 1, 1)):
            with self.subTest(date_start=date_start):
                self._assert_refused(lambda: self.Call.create(self._own(date_start=date_start)))
                self._assert_refused(lambda: self._answered().write({"date_start": date_start}))
                self._assert_refused(lambda: self.Call.with_context(default_date_start=str(date_start)).create(self._own()))
        self.assertTrue(self.Call.create(self._own(date_start=now - timedelta(days=2, hours=23))))
        self.env["ir.config_parameter"].set_param("sales_crm_ext.call_backdate_days", "10")
        self.assertTrue(self.Call.create(self._own(date_start=now - timedelta(days=9))))

    def test_superuser_code_loads_old_calls(self):
        call = self.env["sales.call"].create({
            "lead_id": self.lead.id, "user_id": self.boris.id, "date_start": datetime(2025, 1, 1), "origin": "pbx",
            "external_id": "42"})
        self.assertEqual((call.user_id, call.origin), (self.boris, "pbx"))

    def test_what_the_phone_system_recorded_stays(self):
        call = self.env["sales.call"].create({
            "lead_id": self.lead.id, "user_id": self.anna.id, "origin": "pbx", "duration": 300}).with_user(self.anna)
        for attack in (call.action_no_answer, lambda: call.write({"disposition": "busy"}),
                       lambda: call.write({"duration": 1}), lambda: call.write({"direction": "in"}),
                       lambda: call.write({"date_start": datetime(2025, 12, 3, 8)})):
            self._assert_refused(attack)
        call.write({"disposition": "answered", "topic": "Насосы"})
        self.assertEqual(call.state, "due")

    # ------------------------------------------------------------
    # A SAVED REPORT
    # ------------------------------------------------------------

    def test_saved_text_changes_with_its_history(self):
        call = self._answered()
        call.action_report()
        before = call.quality_score
        call.with_context(tracking_disable=True, mail_notrack=True).write({"topic": OTHER_GOOD["topic"]})
        self.assertRecordValues(call.revision_ids, [{
            "field_name": "topic", "user_id": self.anna.id, "old_value": GOOD["topic"],
            "new_value": OTHER_GOOD["topic"]}])
        call.write({"topic": OTHER_GOOD["topic"]})
        self.assertEqual(len(call.revision_ids), 1, "nothing changed, nothing is logged")
        self.assertGreater(before, 0)

    def test_saved_text_is_judged_again(self):
        call = self._answered()
        call.action_report()
        self._assert_refused(lambda: call.write({"topic": "все ок"}))
        self._assert_refused(lambda: call.write({"agreement": GOOD["topic"]}))
        self.assertEqual(call.topic, GOOD["topic"])
        self.assertFalse(call.revision_ids)

    def test_report_that_becomes_one_of_a_missed_call_has_no_score(self):
        call = self._answered()
        call.action_report()
        call.write({"disposition": "busy", "topic": False, "agreement": False, "stop_point": False, "outcome_id": False})
        self.assertRecordValues(call, [{"is_conversation": False, "quality_score": 0, "quality_notes": False}])
        self.assertTrue(call.revision_ids)

    def test_missed_call_becomes_no_conversation_without_words(self):
        call = self.Call.create({"lead_id": self.lead.id, "disposition": "busy"})
        call.action_report()
        self._assert_refused(lambda: call.write({"disposition": "answered", "outcome_id": self.interested.id}))
        self.assertFalse(call.is_conversation)

    def test_facts_of_a_saved_call_are_fixed(self):
        call = self._answered()
        call.action_report()
        for values in [{"partner_id": False}, {"lead_id": False}, {"date_start": datetime(2025, 12, 2)},
                       {"duration": 600}, {"kind": "cold"}, {"direction": "in"},
                       {"next_contact_at": datetime(2025, 12, 20)}]:
            with self.subTest(values=values):
                self._assert_refused(lambda: call.write(values))

    def test_checked_report_stays(self):
        call = self._answered()
        call.action_report()
        call.sudo().state = "confirmed"
        self._assert_refused(lambda: call.write(OTHER_GOOD))

    def test_history_is_append_only(self):
        call = self._answered()
        call.action_report()
        call.write({"topic": OTHER_GOOD["topic"]})
        for user in (self.anna, self.olga, self.director):
            revision = call.revision_ids.with_user(user)
            self.assertTrue(revision.search([("id", "=", revision.id)]))
            self._assert_refused(lambda: revision.write({"old_value": "x"}))
            self._assert_refused(revision.unlink)
            self._assert_refused(lambda: revision.create(
                {"call_id": call.id, "user_id": user.id, "field_name": "topic"}))
        self.assertFalse(call.revision_ids.with_user(self.boris).search([("call_id", "=", call.id)]))
