from base64 import b64encode
from datetime import timedelta

from odoo.exceptions import RedirectWarning, ValidationError
from odoo.fields import Command, Datetime
from odoo.tests import tagged

from .common import SalesCrmExtCommon

GATES = {
    "call": "answered call", "pain": "pain written down", "interest": "of interest", "proposal": "proposal sent",
    "document": "a document"}
ACTIONS = {"call": "sales.call", "pain": "sales.pain", "interest": "sales.interest",
           "proposal": "mail.compose.message", "document": "sales.document.upload"}


@tagged("post_install", "-at_install")
class TestStageGates(SalesCrmExtCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.price = cls.env.ref("sales_crm_ext.sales_pain_category_price")
        cls.product = cls.env["product.product"].create({"name": "Pump"})
        Stage = cls.env["crm.stage"]
        cls.open_stage = Stage.create({"name": "Open", "sequence": 1})
        cls.stages = {gate: Stage.create({"name": f"Asks {gate}", "sequence": 50, f"is_{gate}_required": True})
                      for gate in GATES}
        cls.all_gates = Stage.create(
            {"name": "Asks all", "sequence": 60, **{f"is_{gate}_required": True for gate in GATES}})
        cls.template = cls.env["mail.template"].create({
            "name": "Offer", "model_id": cls.env["ir.model"]._get_id("crm.lead"), "subject": "Our offer",
            "body_html": "<p>Pumps</p>", "partner_to": "{{ object.partner_id.id }}", "use_default_to": False,
            "is_sales_proposal": True})
        cls.client_of[cls.anna].email = "buyer@client.ru"
        cls.lead = cls.lead_of[cls.anna].with_user(cls.anna)
        cls.lead.sudo().write({"stage_id": cls.open_stage.id})

    def _give(self, gate, lead):
        give = {
            "call": lambda: self._call(lead),
            "pain": lambda: self.env["sales.pain"].create(
                {"lead_id": lead.id, "category_id": self.price.id, "description": "Too dear"}),
            "interest": lambda: self.env["sales.interest"].create(
                {"lead_id": lead.id, "product_id": self.product.id}),
            "proposal": lambda: lead.message_post_with_source(self.template),
            "document": lambda: self._attach(lead, "contract.pdf"),
        }
        return give[gate]()

    def _call(self, lead, **vals):
        return self.env["sales.call"].sudo().create({
            "partner_id": lead.partner_id.id, "lead_id": lead.id, "user_id": self.anna.id, "disposition": "answered",
            "state": "reported", **vals})

    def _attach(self, lead, name):
        return self.env["ir.attachment"].create(
            {"name": name, "datas": b64encode(b"x"), "res_model": "crm.lead", "res_id": lead.id})

    def _assert_refused(self, lead, stage, missing):
        with self.assertRaises(RedirectWarning) as caught, self.env.cr.savepoint():
            lead.stage_id = stage
        message, action, _button, _context = caught.exception.args
        for word in (lead.name, stage.name, *(GATES[gate] for gate in missing)):
            self.assertIn(word, message)
        self.assertEqual(action["res_model"], ACTIONS[missing[0]])
        return action

    def test_each_demand_refuses_and_then_lets_in(self):
        for gate, stage in self.stages.items():
            with self.subTest(gate=gate):
                lead = self.lead.copy({"name": f"Deal {gate}"}).with_user(self.anna)
                lead.sudo().stage_id = self.open_stage
                self._assert_refused(lead, stage, [gate])
                self._give(gate, lead)
                lead.stage_id = stage
                self.assertEqual(lead.stage_id, stage)

    def test_refusal_names_all_that_is_missing(self):
        action = self._assert_refused(self.lead, self.all_gates, list(GATES))
        self.assertEqual(action["context"]["default_lead_id"], self.lead.id)
        self._give("call", self.lead)
        self._give("interest", self.lead)
        self._assert_refused(self.lead, self.all_gates, ["pain", "proposal", "document"])

    def test_facts_given_in_the_same_save_count(self):
        self.lead.write({
            "stage_id": self.stages["pain"].id,
            "pain_ids": [Command.create({"category_id": self.price.id, "description": "Too dear"})]})
        self.assertEqual(self.lead.stage_id, self.stages["pain"])

    def test_new_lead_is_refused_without_redirect(self):
        vals = {"name": "New", "stage_id": self.stages["pain"].id}
        with self.assertRaisesRegex(ValidationError, "pain written down"):
            self.env["crm.lead"].with_user(self.anna).create(vals)
        vals["pain_ids"] = [Command.create({"category_id": self.price.id, "description": "Too dear"})]
        self.assertTrue(self.env["crm.lead"].with_user(self.anna).create(vals))

    def test_stage_that_follows_from_the_team_is_checked(self):
        self.stages["pain"].write({"sequence": -5, "team_ids": self.other_team.ids})
        self.open_stage.team_ids = self.team
        with self.assertRaises(RedirectWarning):
            self.lead.team_id = self.other_team

    def test_call_counts_when_answered_reported_and_after_the_last_stage(self):
        entered = self.lead.date_last_stage_update
        self._call(self.lead, state="due")
        self._call(self.lead, disposition="no_answer")
        self._call(self.lead, state="refuted")
        self._call(self.lead, date_start=entered - timedelta(minutes=2))
        self._assert_refused(self.lead, self.stages["call"], ["call"])
        self._call(self.lead, state="confirmed", date_start=entered.replace(second=0))
        self.lead.stage_id = self.stages["call"]
        self.assertEqual(self.lead.stage_id, self.stages["call"])

    def test_way_back_asks_for_no_new_call(self):
        self._call(self.lead, date_start=Datetime.now() - timedelta(days=3))
        self.lead.sudo().stage_id = self.all_gates
        self.lead.stage_id = self.stages["call"]
        self.assertEqual(self.lead.stage_id, self.stages["call"])

    def test_call_of_a_colleague_who_stands_in_counts(self):
        self._call(self.lead, user_id=self.boris.id)
        self.lead.stage_id = self.stages["call"]
        self.assertEqual(self.lead.stage_id, self.stages["call"])

    def test_recording_is_no_document(self):
        self._attach(self.lead, "call.mp3")
        self._assert_refused(self.lead, self.stages["document"], ["document"])

    def test_leader_and_all_documents_user_are_asked_too(self):
        for user in (self.olga, self.alla):
            with self.subTest(user=user.name):
                self._assert_refused(self.lead.with_user(user), self.stages["pain"], ["pain"])

    def test_director_passes_and_the_history_tells_what_was_missing(self):
        lead = self.lead.with_user(self.director).with_context(tracking_disable=False, mail_notrack=False)
        self.flush_tracking()
        lead.stage_id = self.stages["pain"]
        self.flush_tracking()
        self.assertIn("pain written down", lead.message_ids[0].body)

    def test_superuser_code_passes(self):
        self.lead.sudo().stage_id = self.all_gates
        self.assertEqual(self.lead.stage_id, self.all_gates)

    def test_unchanged_stage_is_not_checked_again(self):
        self.lead.sudo().stage_id = self.all_gates
        self.lead.write({"stage_id": self.all_gates.id, "priority": "2"})
        self.assertRecordValues(self.lead, [{"stage_id": self.all_gates.id, "priority": "2"}])

    def test_import_tells_the_sentence(self):
        result = self.env["crm.lead"].with_user(self.anna).with_context(import_file=True).load(
            [".id", "stage_id"], [[str(self.lead.id), "Asks pain"]])
        self.assertIn("pain written down", result["messages"][0]["message"])

    def flush_tracking(self):
        self.env.flush_all()
        self.cr.flush()

    def test_time_of_the_last_stage_is_not_written(self):
        """An old call would count again for a lead that says it has been in its stage since long ago."""
        self._call(self.lead, date_start=Datetime.now() - timedelta(days=40))
        self.lead.write({"date_last_stage_update": Datetime.now() - timedelta(days=50)})
        with self.assertRaises(RedirectWarning):
            self.lead.write({"stage_id": self.stages["call"].id})
        with self.assertRaises(RedirectWarning):
            self.lead.write({
                "stage_id": self.stages["call"].id, "date_last_stage_update": Datetime.now() - timedelta(days=50)})
