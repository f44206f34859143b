from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .common import SalesCrmExtCommon


@tagged("post_install", "-at_install")
class TestLostReason(SalesCrmExtCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reason = cls.env["crm.lost.reason"].create({"name": "Bought elsewhere"})
        cls.lead = cls.lead_of[cls.anna].with_user(cls.anna)

    def test_every_way_to_lost_asks_for_the_reason(self):
        def two_steps(lead):
            lead.probability = 0
            lead.active = False
        ways = {
            "action": lambda lead: lead.action_set_lost(),
            "write": lambda lead: lead.write({"active": False, "probability": 0}),
            "steps": two_steps,
            "create": lambda lead: lead.create({"name": "Lost", "active": False, "probability": 0}),
            "empty wizard": lambda lead: self.env["crm.lead.lost"].with_user(self.anna).create(
                {"lead_ids": lead.ids}).action_lost_reason_apply(),
        }
        for way, lose in ways.items():
            for user in (self.anna, self.director):
                with self.subTest(way=way, user=user.name), self.assertRaisesRegex(ValidationError, "refusal reason"):
                    lose(self.lead.copy({"name": "Pumps"}).with_user(user))

    def test_reason_is_enough_even_at_zero_probability(self):
        self.lead.probability = 0
        self.lead.action_set_lost(lost_reason_id=self.reason.id)
        self.assertRecordValues(self.lead, [{"won_status": "lost", "lost_reason_id": self.reason.id}])

    def test_wizard_demands_the_reason_on_screen(self):
        wizard = Form(self.env["crm.lead.lost"].with_user(self.anna).with_context(default_lead_ids=self.lead.ids))
        with self.assertRaisesRegex(AssertionError, "lost_reason_id"):
            wizard.save()
        wizard.lost_reason_id = self.reason
        wizard.save().action_lost_reason_apply()
        self.assertEqual(self.lead.won_status, "lost")

    def test_reason_of_a_lost_deal_is_not_taken_away(self):
        self.lead.action_set_lost(lost_reason_id=self.reason.id)
        with self.assertRaises(ValidationError):
            self.lead.lost_reason_id = False

    def test_restored_deal_has_no_reason(self):
        self.lead.action_set_lost(lost_reason_id=self.reason.id)
        self.lead.action_restore()
        self.assertFalse(self.lead.lost_reason_id)

    def test_superuser_and_earlier_losses_pass(self):
        self.lead.sudo().action_set_lost()
        self.assertEqual(self.lead.won_status, "lost")
        self.lead.with_user(self.director).write({"probability": 0, "priority": "1"})
        self.assertRecordValues(self.lead, [{"won_status": "lost", "lost_reason_id": False, "priority": "1"}])

    def test_archiving_an_undecided_deal_is_no_loss(self):
        self.lead.probability = 40
        self.lead.action_archive()
        self.assertEqual(self.lead.won_status, "pending")
