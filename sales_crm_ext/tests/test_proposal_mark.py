from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.fields import Datetime
from odoo.tests import Form, tagged

from odoo.addons.mail.tests.common import MockEmail

from .common import SalesCrmExtCommon


@tagged("post_install", "-at_install")
class TestProposalMark(MockEmail, SalesCrmExtCommon):
    """Every way a template is sent carries its mark to the message, and nothing else sets it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls.lead_of[cls.anna].with_user(cls.anna)
        cls.client_of[cls.anna].email = "buyer@client.ru"
        cls.template = cls._make_template("Offer", is_sales_proposal=True)
        cls.plain = cls._make_template("Greeting")

    @classmethod
    def _make_template(cls, name, **vals):
        return cls.env["mail.template"].create({
            "name": name, "model_id": cls.env["ir.model"]._get_id("crm.lead"), "subject": name,
            "body_html": "<p>Pumps</p>", "partner_to": "{{ object.partner_id.id }}", "use_default_to": False,
            "auto_delete": True, **vals})

    def _compose(self, template, mode="comment", **vals):
        return self.env["mail.compose.message"].with_user(self.anna).with_context(
            default_model="crm.lead", default_res_ids=self.lead.ids, default_composition_mode=mode,
            default_template_id=template.id).create(vals)

    def _get_proposals(self):
        self.env.invalidate_all()
        return self.env["mail.message"].search([
            ("model", "=", "crm.lead"), ("res_id", "=", self.lead.id), ("is_sales_proposal", "=", True)])

    def test_a_new_base_has_a_proposal_to_send(self):
        template = self.env.ref("sales_crm_ext.mail_template_proposal")
        self.assertTrue(template.is_sales_proposal)
        message = self.lead.with_user(self.anna).message_post_with_source(template)
        self.assertTrue(message.is_sales_proposal)
        self.assertIn(self.lead.name, message.body)

    def test_ways_of_sending(self):
        template = self.template.with_user(self.anna)
        ways = {
            "composer": lambda: self._compose(self.template).action_send_mail(),
            "mass mail": lambda: self._compose(self.template, "mass_mail", auto_delete_keep_log=False).action_send_mail(),
            "post with source": lambda: self.lead.message_post_with_source(self.template),
            "mail with source": lambda: self.lead.message_mail_with_source(self.template),
            "template": lambda: template.send_mail(self.lead.id, force_send=True),
        }
        for way, send in ways.items():
            with self.subTest(way=way), self.mock_mail_gateway():
                before = self._get_proposals()
                send()
                self.env["mail.mail"].sudo().process_email_queue()
                new = self._get_proposals() - before
                self.assertEqual(len(new), 1)
                self.assertTrue(new._is_sent_outside())

    def test_other_templates_and_words_leave_no_mark(self):
        with self.mock_mail_gateway():
            self._compose(self.plain).action_send_mail()
            self._compose(self.plain, "mass_mail").action_send_mail()
            self.plain.with_user(self.anna).send_mail(self.lead.id)
            self.lead.message_post(body="Offer")
        self.assertFalse(self._get_proposals())

    def test_scheduled_letter_is_a_proposal_once_it_is_sent(self):
        composer = self._compose(self.template, scheduled_date=Datetime.to_string(Datetime.now() + timedelta(days=1)))
        with self.mock_mail_gateway():
            composer.action_schedule_message()
            self.assertFalse(self._get_proposals())
            self.env["mail.scheduled.message"].search([("res_id", "=", self.lead.id)]).post_message()
        self.assertEqual(len(self._get_proposals()), 1)

    def test_letter_to_nobody_outside_and_failed_letter_are_not_sent(self):
        self.template.partner_to = str(self.boris.partner_id.id)
        with self.mock_mail_gateway():
            message = self.lead.message_post_with_source(self.template)
        self.assertFalse(message.sudo()._is_sent_outside())
        self.template.partner_to = "{{ object.partner_id.id }}"
        with self.mock_mail_gateway():
            message = self.lead.message_post_with_source(self.template)
        self.assertTrue(message.sudo()._is_sent_outside())
        message.sudo().notification_ids.notification_status = "bounce"
        self.assertFalse(message.sudo()._is_sent_outside())

    def test_mark_is_not_for_people(self):
        message = self.lead.message_post(body="Offer", message_type="comment")
        Message = self.env["mail.message"].with_user(self.anna)
        vals = {"model": "crm.lead", "res_id": self.lead.id, "body": "Offer"}
        for user in (self.anna, self.director):
            with self.subTest(user=user.name):
                with self.assertRaises(AccessError):
                    message.with_user(user).is_sales_proposal = True
                with self.assertRaises(AccessError):
                    Message.with_user(user).create({**vals, "is_sales_proposal": True})
        self.assertFalse(Message.with_context(default_is_sales_proposal=True).create(vals).is_sales_proposal)
        with self.assertRaises(ValueError):
            self.lead.message_post(body="Offer", is_sales_proposal=True)

    def test_template_is_marked_by_directors_only(self):
        own = self.env["mail.template"].with_user(self.anna).create(
            {"name": "Mine", "model_id": self.env["ir.model"]._get_id("crm.lead")})
        with self.assertRaises(AccessError):
            own.is_sales_proposal = True
        with self.assertRaises(AccessError):
            own.with_context(default_is_sales_proposal=True).create(
                {"name": "Mine 2", "model_id": self.env["ir.model"]._get_id("crm.lead")})
        self.assertFalse(self.template.copy().is_sales_proposal)

    def test_director_marks_a_template_on_screen(self):
        self.director.group_ids += self.env.ref("mail.group_mail_template_editor")
        with Form(self.plain.with_user(self.director)) as form:
            form.is_sales_proposal = True
        self.assertTrue(self.plain.is_sales_proposal)
