import re
from http import HTTPStatus
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .call_common import CallCommon


@tagged("post_install", "-at_install")
class TestClientContext(CallCommon):
    """What a wizard, a default or an import brings along by itself is a reference as well."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own, cls.strange = cls.lead_of[cls.anna], cls.lead_of[cls.viktor]

    def _from(self, leads, model):
        return self.env[model].with_user(self.anna).with_context(
            active_model="crm.lead", active_id=leads[0].id, active_ids=leads.ids)

    def test_wizard_from_own_deals(self):
        second = self.own.copy()
        wizard = self._from(self.own + second, "crm.lead2opportunity.partner.mass").create({})
        self.assertEqual(wizard.lead_tomerge_ids, self.own + second)
        form = self._from(self.own, "mail.compose.message").onchange({}, [], {"subject": {}, "model": {}})["value"]
        self.assertIn(self.own.name, form["subject"])

    def _assert_not_told(self, attack):
        """Nothing of the stranger's deal, by an answer or by an error."""
        try:
            with self.cr.savepoint():
                said = str(attack())
        except Exception as error:
            said = str(error)
        self.assertNotIn(self.strange.name, said)

    def test_wizard_from_a_strangers_deal(self):
        spec = {"subject": {}, "model": {}, "display_name": {}}
        for leads in (self.strange, self.own + self.strange):
            for model in ("crm.lead2opportunity.partner.mass", "mail.compose.message", "crm.merge.opportunity"):
                Wizard = self._from(leads, model)
                fields = {name: {} for name in spec if name in Wizard._fields}
                for attack in (lambda: Wizard.create({}), lambda: Wizard.default_get([*Wizard._fields]),
                               lambda: Wizard.onchange({}, [], fields)):
                    with self.subTest(model=model, leads=leads), self.assertRaises(AccessError), self.cr.savepoint():
                        attack()

    def test_composer_told_the_model_by_its_values(self):
        Composer = self.env["mail.compose.message"].with_user(self.anna).with_context(active_ids=self.strange.ids)
        own = Composer.with_context(active_ids=self.own.ids)
        self.assertIn(self.own.name, own.create({"model": "crm.lead"}).subject)
        for wizard, values in ((Composer, {"model": "crm.lead"}), (Composer.with_context(default_model="crm.lead"), {})):
            self._assert_not_told(lambda: wizard.create(dict(values)).read())
            self._assert_not_told(lambda: wizard.onchange(dict(values), [*values], {"subject": {}, "model": {}}))

    def test_composer_that_is_there_already(self):
        composer = self._from(self.own, "mail.compose.message").create({})
        self.assertIn(self.own.name, composer.subject)
        for context in ({"active_model": "crm.lead"}, {"active_model": False}):
            moved = composer.with_context(active_ids=self.strange.ids, active_id=self.strange.id, **context)
            self._assert_not_told(lambda: moved.web_save({"res_ids": False}, {"subject": {}}))

    def test_letter_while_another_screen_is_chosen_from(self):
        """The records chosen on the screen before are of another model, or are gone by now."""
        template = self.env["mail.template"].create({
            "name": "Offer", "model_id": self.env["ir.model"]._get_id("crm.lead"), "subject": "Offer",
            "body_html": "<p>Offer</p>"})
        own = self.own.with_user(self.anna)
        for model, ids in (("res.partner", self.client_of[self.anna].ids), ("mail.activity", [10 ** 6])):
            chosen = own.with_context(active_model=model, active_id=ids[0], active_ids=ids)
            self.assertIn("Offer", chosen.message_post_with_source(template, subtype_xmlid="mail.mt_comment").body)

    def test_a_stranger_beside_an_own_choice(self):
        """Some wizards read the one that was clicked, the composer a key for code."""
        Composer = self._from(self.own, "mail.compose.message")
        with self.assertRaises(AccessError), self.cr.savepoint():
            Composer.with_context(active_id=self.strange.id).create({})
        forced = Composer.with_context(composer_force_res_ids=self.strange.ids)
        form = forced.onchange({}, [], {"subject": {}, "model": {}})["value"]
        self.assertIn(self.own.name, form["subject"])
        self.assertNotIn(self.strange.name, form["subject"])

    def test_own_default_behind_a_field_that_is_not_asked_for(self):
        """The owner of a contact is computed as superuser from its company, which gets the default."""
        client = self.client_of[self.viktor]
        self.env["ir.default"].set("res.partner", "parent_id", client.id, user_id=self.anna.id)
        Partner = self.env["res.partner"].with_user(self.anna)
        spec = {"commercial_partner_id": {"fields": {"display_name": {}}}}
        self.assertNotIn(client.name, str(Partner.onchange({}, [], spec)))
        self.assertFalse(Partner.create({"name": "New"}).parent_id)
        own = self.client_of[self.anna]
        self.env["ir.default"].set("res.partner", "parent_id", own.id, user_id=self.anna.id)
        self.assertEqual(Partner.create({"name": "New"}).parent_id, own)

    def test_changes_of_a_strangers_deal_are_not_taken_into_a_letter(self):
        letter = self.strange.with_context(tracking_disable=False).message_post(body="Hello")
        change = self.env["mail.tracking.value"].create({
            "field_id": self.env["ir.model.fields"]._get("crm.lead", "name").id, "mail_message_id": letter.id,
            "new_value_char": "Secret"})
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.env["mail.message"].with_user(self.anna).create({
                "model": "crm.lead", "res_id": self.own.id, "message_type": "comment",
                "tracking_value_ids": [Command.link(change.id)]})
        self.assertEqual(change.mail_message_id, letter)

    def test_letter_in_the_queue_is_its_documents(self):
        """Whoever may not read the letter may not point at what sends it."""
        mails = self.env["mail.mail"].create([
            {"subject": "Offer", "model": "crm.lead", "res_id": lead.id} for lead in self.own + self.strange])
        reached = self.env["ir.rule"].with_user(self.anna)._filter_client_reached(mails.with_user(self.anna))
        self.assertEqual(reached, mails[0])

    def test_rights_are_looked_at_before_tracked_values(self):
        """Those of related records are read as superuser, and tell what is there by the error that there is without it."""
        pump = self.env["product.template"].create({"name": "К 100-65-250"})
        with patch.object(type(pump), "_track_prepare") as tracked, self.assertRaises(AccessError):
            pump.with_user(self.anna).with_context(tracking_disable=False).write({"name": "К 80-50-200"})
        tracked.assert_not_called()
        self.assertTrue(pump.browse().with_user(self.anna).with_context(tracking_disable=False).write({"name": "-"}))

    def test_import_tells_no_ids_of_strangers(self):
        """By an id or an external id, a stranger's client is one that is not there."""
        client = self.client_of[self.viktor]
        self.env["ir.model.data"].create(
            {"module": "__import__", "name": "client", "model": "res.partner", "res_id": client.id})
        absent = self.env["res.partner"].create({"name": "Gone"})
        absent_id = absent.id
        absent.unlink()
        for column, there, missing in (("partner_id/id", "__import__.client", "__import__.no_client"),
                                       ("partner_id/.id", client.id, absent_id),
                                       ("partner_id/.id", f"+{client.id}", f"+{absent_id}")):
            said = [str(self._load(column, value)["messages"]).replace(str(value), "") for value in (there, missing)]
            self.assertEqual(said[0], said[1])
        own = self._load("partner_id/.id", self.client_of[self.anna].id)
        self.assertFalse([message for message in own["messages"] if message.get("field") == "partner_id"])

    def _load(self, column, value):
        return self.env["crm.lead"].with_user(self.anna).load(["name", column], [["Deal", str(value)]])


@tagged("post_install", "-at_install")
class TestClientAddresses(CallCommon, HttpCase):
    """Addresses answer alike for what is somebody else's and for what is not there."""

    def test_a_record_in_the_address(self):
        """Of a client's own page, and of a route that looks at no document."""
        file, gone = (self._make_file(self.client_of[self.viktor]) for _number in range(2))
        gone_id = gone.id
        gone.unlink()
        self.authenticate(self.anna.login, self.anna.login)
        for route, key in (("/html_editor/modify_image/%s", None), ("/portal/attachment/remove", "attachment_id")):
            answers = [self._post(route if key else route % id_, {key: id_} if key else {}, id_)
                       for id_ in (file.id, gone_id)]
            self.assertEqual(answers[0], answers[1])

    def _make_file(self, client):
        """Its id is no status of an answer, from which it could not be told."""
        file = self.env["ir.attachment"].create(
            {"name": "offer.txt", "raw": b"offer", "res_model": "res.partner", "res_id": client.id})
        return self._make_file(client) if file.id in {*HTTPStatus} else file

    def test_addresses_are_looked_for_beside_own_documents_only(self):
        self.authenticate(self.anna.login, self.anna.login)
        for lead, is_answered in ((self.lead_of[self.anna], True), (self.lead_of[self.viktor], False)):
            answer = self._post("/mail/partner/from_email", {
                "thread_model": "crm.lead", "thread_id": lead.id, "emails": ["new@nobody.ru"]}, lead.id)
            self.assertEqual('"result"' in answer, is_answered, answer)

    def test_methods_that_look_at_nothing(self):
        """Stock sends no mail by a template that is not there, whatever the record."""
        self.authenticate(self.anna.login, self.anna.login)
        own, strange = self.lead_of[self.anna], self.lead_of[self.viktor]
        said = {id_: self._post("/web/dataset/call_kw/crm.lead/activity_send_mail", {
            "model": "crm.lead", "method": "activity_send_mail", "args": [[id_], 10 ** 6], "kwargs": {}}, id_)
            for id_ in (own.id, strange.id, 10 ** 7)}
        self.assertIn('"result"', said[own.id])
        self.assertNotIn('"result"', said[strange.id])
        self.assertEqual(said[strange.id], said[10 ** 7])

    def _post(self, route, params, id_):
        answer = self.url_open(route, json={"jsonrpc": "2.0", "method": "call", "id": 1, "params": params})
        # Where a traceback has a line of that number, it stays.
        return re.sub(rf"(?<!line )\b{id_}\b", "", answer.text)
