from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .call_common import CallCommon


@tagged("post_install", "-at_install")
class TestClientLetterValues(CallCommon):
    """Letters of templates are made as superuser: what the caller adds to them is looked at as their own work."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own, cls.strange = cls.contact_of[cls.anna], cls.client_of[cls.viktor]
        cls.template = cls.env["mail.template"].with_user(cls.anna).create({
            "name": "Offer", "model_id": cls.env["ir.model"]._get_id("crm.lead"), "subject": "Offer", "body_html": "<p/>"})
        cls.file = cls._make_file(cls.strange)

    @classmethod
    def _make_file(cls, client):
        return cls.env["ir.attachment"].create({
            "name": "contract.txt", "raw": b"contract", "res_model": "res.partner", "res_id": client.id})

    def _send(self, **values):
        return self.env["mail.mail"].browse(self.template.send_mail(self.lead.id, email_values=values))

    def _assert_refused(self, **values):
        for send in (lambda: self.template.send_mail(self.lead.id, email_values=values),
                     lambda: self.template.send_mail_batch(self.lead.ids, email_values=values)):
            with self.subTest(values=values), self.assertRaises(AccessError), self.env.cr.savepoint():
                send()

    def test_files_of_a_stranger(self):
        for value in (self.file.ids, [Command.link(self.file.id)], [Command.set(self.file.ids)],
                      [[4, float(self.file.id)]], [Command.update(self.file.id, {"res_id": self.lead.id})],
                      [Command.delete(self.file.id)]):
            self._assert_refused(attachment_ids=value)
        self.assertEqual((self.file.exists().res_model, self.file.res_id), ("res.partner", self.strange.id))

    def test_people_of_a_stranger(self):
        for name in ("recipient_ids", "partner_ids"):
            for command in (Command.link(self.strange.id), Command.delete(self.strange.id),
                            Command.update(self.strange.id, {"client_user_ids": [Command.link(self.anna.id)]})):
                self._assert_refused(**{name: [command]})
        self._assert_refused(author_id=self.strange.id)
        self.assertTrue(self.strange.exists())

    def test_lines_are_not_made_or_changed(self):
        """Not even one's own: they are superuser's work."""
        group = self.env.ref("sales_team.group_sale_manager")
        me = self.anna.partner_id.id
        self._assert_refused(recipient_ids=[Command.update(
            me, {"user_ids": [Command.update(self.anna.id, {"group_ids": [Command.link(group.id)]})]})])
        self._assert_refused(recipient_ids=[Command.create({"name": "Thief", "child_ids": self.strange.ids})])
        self._assert_refused(recipient_ids=[Command.delete(self.own.id)])

    def test_letters_of_a_stranger(self):
        letter = self.strange.message_post(body="Secret")
        change = self.env["mail.tracking.value"].create({
            "mail_message_id": letter.id, "field_id": self.env["ir.model.fields"]._get("res.partner", "name").id})
        own = self.lead.message_post(body="Hello")
        for values in ({"mail_message_id": letter.id}, {"mail_message_id": own.id}, {"parent_id": letter.id},
                       {"child_ids": [Command.link(letter.id)]}, {"tracking_value_ids": [Command.link(change.id)]},
                       {"message_id": letter.message_id}, {"res_id": self.lead_of[self.viktor].id},
                       {"model": "res.partner"}, {"model": "res.partner", "res_id": self.strange.id}):
            self._assert_refused(**values)
        self.assertEqual((letter.model, letter.res_id, change.mail_message_id), ("res.partner", self.strange.id, letter))

    def test_mark_of_a_proposal_is_not_given(self):
        self._assert_refused(is_sales_proposal=True)
        with self.assertRaises(AccessError):
            self.template.with_user(self.director).send_mail(self.lead.id, email_values={"is_sales_proposal": True})

    def test_own_values(self):
        file = self._make_file(self.client)
        letter = self.lead.message_post(body="Hello")
        mail = self._send(
            recipient_ids=[Command.link(self.own.id)], attachment_ids=[Command.link(file.id)], email_to="own@client.ru",
            author_id=self.anna.partner_id.id, parent_id=letter.id, auto_delete=False, subject="Pumps").sudo()
        self.assertEqual((mail.recipient_ids, mail.attachment_ids, mail.email_to, mail.subject),
                         (self.own, file, "own@client.ru", "Pumps"))
        self.assertTrue(self._send(recipient_ids=[], email_cc=False, attachment_ids=[Command.clear()]))
        self.assertTrue(self._send())

    def test_superuser_gives_what_it_likes(self):
        mail = self.template.sudo().send_mail(self.lead.id, email_values={"recipient_ids": [Command.link(self.strange.id)]})
        self.assertEqual(self.env["mail.mail"].browse(mail).recipient_ids, self.strange)

    def test_words_of_posts_that_reach_superusers_work(self):
        """What a post or a notice is given beside its text."""
        lead, letter = self.lead.with_user(self.anna), self.strange.message_post(body="Secret")
        change = self.env["mail.tracking.value"].create({
            "mail_message_id": letter.id, "field_id": self.env["ir.model.fields"]._get("res.partner", "name").id})
        own = self.own.ids
        for values in ({"attachment_ids": self.file.ids}, {"tracking_value_ids": [Command.link(change.id)]}):
            for post in (lead.message_post, lead.message_notify):
                with self.subTest(values=values, post=post.__name__), self.assertRaises(AccessError), \
                        self.env.cr.savepoint():
                    post(body="Hello", partner_ids=own, **values)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            lead.message_notify(body="Hello", partner_ids=own, attachments=[("a.txt", "a")], parent_id=letter.id)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.env["mail.thread"].with_user(self.anna).message_notify(
                body="Hello", partner_ids=own, model="res.partner", res_id=self.strange.id, attachments=[("a.txt", "a")])
        template = self.env["ir.model.data"].create({
            "module": "x", "name": "offer", "model": "mail.template", "res_id": self.template.id})
        for send in (lead.message_post_with_source, lead.message_mail_with_source):
            for values in ({"attachment_ids": self.file.ids}, {"partner_ids": self.strange.ids},
                           {"author_id": self.strange.id}, {"parent_id": letter.id}):
                with self.subTest(values=values, send=send.__name__), self.assertRaises(AccessError), \
                        self.env.cr.savepoint():
                    send(template.complete_name, **values)

    def test_history_stays(self):
        """Not even the changes of one's own deal are moved, reworded or deleted."""
        letter = self.lead.message_post(body="Hello")
        change = self.env["mail.tracking.value"].create({
            "mail_message_id": letter.id, "field_id": self.env["ir.model.fields"]._get("crm.lead", "name").id})
        for command in (Command.link(change.id), Command.delete(change.id), Command.set(change.ids),
                        Command.update(change.id, {"new_value_char": "Lost"}), change.id):
            with self.subTest(command=command), self.assertRaises(AccessError), self.env.cr.savepoint():
                self.lead.with_user(self.anna).message_post(body="Hello", tracking_value_ids=[command])
        self.assertEqual(change.mail_message_id, letter)
        lead = self.lead.with_user(self.anna).with_context(tracking_disable=False)
        lead.stage_id = self.env["crm.stage"].create({"name": "Next"})
        self.env.cr.precommit.run()  # the letter about the change
        self.assertTrue(lead.message_ids.sudo().tracking_value_ids - change)

    def test_identity_of_another_letter(self):
        """Answers go to the document of the last letter with the identity that they name."""
        letter = self.strange.message_post(body="Hello")
        lead = self.lead.with_user(self.anna)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            lead.message_post(body="Hello", message_id=letter.message_id)
        own = lead.message_post(body="Hello", message_id="<own@example.com>")
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            own.message_id = letter.message_id
        own.message_id = own.message_id
