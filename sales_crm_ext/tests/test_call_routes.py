from datetime import datetime, timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .call_common import GOOD
from .common import SalesCrmExtCommon


@tagged("post_install", "-at_install")
class TestCallRoutes(SalesCrmExtCommon, HttpCase):
    """The same rules from outside: what a browser or a script of a salesperson may ask of the server."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.call_type = cls.env.ref("mail.mail_activity_data_call")
        cls.lead = cls.lead_of[cls.anna]
        for user in cls.anna + cls.boris:
            user.password = f"{user.login}-{user.login}"

    def _rpc(self, model, method, *args, user=None, **kwargs):
        user = user or self.anna
        self.authenticate(user.login, f"{user.login}-{user.login}")
        answer = self.url_open(f"/web/dataset/call_kw/{model}/{method}", json={
            "jsonrpc": "2.0", "method": "call",
            "params": {"model": model, "method": method, "args": args, "kwargs": kwargs}}).json()
        self.env.invalidate_all()
        return answer

    def _assert_error(self, answer, kind="odoo.exceptions"):
        self.assertIn("error", answer)
        self.assertTrue(answer["error"]["data"]["name"].startswith(kind), answer["error"]["data"]["name"])

    def test_ways_to_end_a_planned_call(self):
        activity = self.lead.activity_schedule(activity_type_id=self.call_type.id, user_id=self.anna.id)
        todo = self.env.ref("mail.mail_activity_data_todo")
        context = {"mail_activity_automation_skip": True, "active_test": False, "install_mode": True}
        for method, args in [
            ("action_feedback", ()), ("action_archive", ()), ("unlink", ()), ("unlink_w_meeting", ()),
            ("write", ({"active": False},)), ("write", ({"activity_type_id": todo.id},)),
            ("web_save", ({"active": False}, {})), ("action_done", ()), ("action_cancel", ()),
            ("_action_done", ()), ("_close", ()),
        ]:
            with self.subTest(method=method, args=args):
                answer = self._rpc("mail.activity", method, [activity.id], *args, context=context)
                if method not in ("action_done", "action_cancel"):  # these open a form instead
                    self._assert_error(answer)
                self.assertTrue(activity.active)
                self.assertEqual(activity.activity_type_id, self.call_type)

    def test_forged_calls(self):
        own = {"lead_id": self.lead.id}
        for values in ({"state": "reported"}, {"user_id": self.boris.id}, {"origin": "pbx"}, {"quality_score": 90},
                       {"date_start": "2020-01-01 10:00:00"}, {"partner_id": self.client_of[self.viktor].id}):
            with self.subTest(values=values):
                self._assert_error(self._rpc("sales.call", "create", [{**own, **values}]))
                self._assert_error(self._rpc("sales.call", "web_save", [], {**own, **values}, specification={}))
        for method in ("_set_reported", "_report_history", "_apply_report", "_keep_score"):
            call_id = self._rpc("sales.call", "create", [own])["result"][0]
            self._assert_error(self._rpc("sales.call", method, [call_id]))
            self.assertEqual(self.env["sales.call"].browse(call_id).state, "due")
        self._assert_error(self._rpc("sales.call", "unlink", [call_id]))

    def test_refused_report_keeps_what_was_typed(self):
        call_id = self._rpc("sales.call", "create", [{"lead_id": self.lead.id, "topic": "все ок"}])["result"][0]
        answer = self._rpc("sales.call", "action_report", [call_id])
        self._assert_error(answer, "odoo.exceptions.ValidationError")
        self.assertIn("Discussed", answer["error"]["data"]["message"])
        self.assertEqual(self.env["sales.call"].browse(call_id).topic, "все ок")

    def test_strangers_call_is_out_of_reach(self):
        outcome = self.env.ref("sales_crm_ext.sales_call_outcome_interested")
        call = self.env["sales.call"].create(
            {"lead_id": self.lead.id, "user_id": self.anna.id, "outcome_id": outcome.id, **GOOD})
        for method, args in (("read", (["topic"],)), ("action_report", ()), ("write", ({"topic": "x"},))):
            self._assert_error(self._rpc("sales.call", method, [call.id], *args, user=self.boris))
        found = self._rpc("sales.call", "search_count", [("topic", "ilike", "ЦНС")], user=self.boris)
        self.assertEqual(found["result"], 0)

    def test_morning_by_keys(self):
        now = fields.Datetime.now()
        self.env["crm.lead"].search([("user_id", "=", self.anna.id)]).active = False  # the queue would go on with them
        for number in range(3):
            company = self.env["res.partner"].create(
                {"name": f"Boiler House {number}", "is_company": True, "user_id": self.anna.id})
            company.activity_schedule(
                activity_type_id=self.call_type.id, user_id=self.anna.id, summary="Pumps",
                contact_at=now - timedelta(minutes=30 - number))
        self.start_tour("/odoo/action-sales_crm_ext.mail_activity_action_calls", "sales_crm_ext_call_queue",
                        login="anna")
        calls = self.env["sales.call"].search([("user_id", "=", self.anna.id)], order="id")
        self.assertEqual(calls.mapped("state"), ["reported"] * 3)
        self.assertEqual(calls.mapped("disposition"), ["answered", "no_answer", "busy"])
        self.assertEqual(calls.mapped("partner_id.name"), [f"Boiler House {number}" for number in range(3)])
        self.assertGreater(calls[0].next_contact_at, datetime.now() + timedelta(days=1))
        self.assertEqual(len(self.env["mail.activity"].search([("user_id", "=", self.anna.id)])), 3)

    def test_done_in_the_chatter_opens_the_report(self):
        self.lead.activity_schedule(activity_type_id=self.call_type.id, user_id=self.anna.id, summary="Pumps")
        self.start_tour(f"/odoo/crm.lead/{self.lead.id}", "sales_crm_ext_call_chatter", login="anna")
        self.assertEqual(self.env["sales.call"].search([("lead_id", "=", self.lead.id)]).disposition, "voicemail")
        cancelled = self.env["sales.call.cancellation"].search([("lead_id", "=", self.lead.id)])
        self.assertEqual(cancelled.reason, "The client closed the boiler house in May")
        self.assertFalse(self.lead.activity_ids)
