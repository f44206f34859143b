import json
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .call_common import CallCommon


@tagged("post_install", "-at_install")
class TestClientReferencesEverywhere(CallCommon):
    """A reference is an access, whatever the model and however the field words it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own, cls.strange = cls.client_of[cls.anna], cls.client_of[cls.viktor]
        cls.partner_model = cls.env["ir.model"]._get_id("res.partner")

    def _as_anna(self, model):
        return self.env[model].with_user(self.anna)

    def _assert_refused(self, attack):
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            attack()

    def _assert_only_own(self, model, make_values):
        """A record may be made for anna's own client, not for a stranger's."""
        self._as_anna(model).create(make_values(self.own))
        self._assert_refused(lambda: self._as_anna(model).create(make_values(self.strange)))

    def test_list_of_ids_in_a_text(self):
        self._assert_only_own("mail.compose.message", lambda client: {
            "model": "res.partner", "res_ids": repr(client.ids), "composition_mode": "comment", "body": "Hello"})
        self._assert_only_own("mail.activity.schedule", lambda client: {
            "res_model": "res.partner", "res_ids": repr(client.ids)})

    def test_partners_in_a_text(self):
        for text in (f"{self.strange.id}", f"{self.own.id},{self.strange.id}", f"0, {self.strange.id}"):
            with self.subTest(text=text):
                self._assert_refused(lambda: self._as_anna("mail.template").create(
                    {"name": "Offer", "model_id": self.partner_model, "partner_to": text}))

    def test_id_beside_a_model(self):
        self._assert_only_own("mail.activity", lambda client: {
            "res_model_id": self.partner_model, "res_id": client.id, "summary": "Call"})
        self._assert_only_own("ir.attachment", lambda client: {
            "name": "offer.txt", "raw": b"offer", "res_model": "res.partner", "res_id": client.id})

    def test_id_stays_while_its_model_changes(self):
        """The number of a record of another model may be that of a stranger's client."""
        file = self._as_anna("ir.attachment").create({"name": "offer.txt", "raw": b"offer", "res_id": self.strange.id})
        self._assert_refused(lambda: file.write({"res_model": "res.partner"}))
        file.write({"res_model": "res.partner", "res_id": self.own.id})
        self.assertEqual(file.res_id, self.own.id)

    def test_attendees_and_recipients(self):
        self._assert_only_own("calendar.event", lambda client: {
            "name": "Visit", "start": "2026-12-01", "stop": "2026-12-01", "partner_ids": client.ids})
        self._assert_only_own("calendar.event", lambda client: {
            "name": "Visit", "start": "2026-12-01", "stop": "2026-12-01", "partner_ids": [Command.link(client.id)]})
        self._assert_only_own("mail.compose.message", lambda client: {
            "model": "res.partner", "res_ids": repr(self.own.ids), "partner_ids": [Command.set(client.ids)]})

    def test_values_in_any_wording(self):
        account = self._as_anna("res.partner.bank").create({"partner_id": self.own.id, "acc_number": "1"})
        for value in (self.strange.id, str(self.strange.id), float(self.strange.id),
                      [self.strange.id, "Any name"], (self.strange.id, "Any")):
            with self.subTest(value=value):
                self._assert_refused(lambda: account.create({"partner_id": value, "acc_number": "2"}))
                self._assert_refused(lambda: account.write({"partner_id": value}))

    def test_lines(self):
        """Commands that make or change lines are looked into before anything is computed from them."""
        client = self.own.with_user(self.anna)
        for command in (Command.create({"name": "Pumps", "partner_id": self.strange.id}),
                        Command.update(self.lead_of[self.anna].id, {"partner_id": self.strange.id}),
                        Command.link(self.lead_of[self.viktor].id), Command.set(self.lead_of[self.viktor].ids)):
            with self.subTest(command=command):
                self._assert_refused(lambda: client.write({"opportunity_ids": [command]}))
                self._assert_refused(lambda: client.onchange(
                    {"opportunity_ids": [command]}, ["opportunity_ids"],
                    {"opportunity_ids": {"fields": {"partner_id": {"fields": {"display_name": {}}}}}}))

    def test_properties(self):
        team = self.team
        team.lead_properties_definition = [
            {"name": "partner", "type": "many2one", "comodel": "res.partner", "string": "Partner"},
            {"name": "partners", "type": "many2many", "comodel": "res.partner", "string": "Partners"}]
        lead = self.lead_of[self.anna]
        lead.team_id = team
        lead = lead.with_user(self.anna)
        lead.lead_properties = {"partner": self.own.id}
        for value in ({"partner": self.strange.id}, {"partners": self.strange.ids},
                      [{"name": "partner", "type": "many2one", "comodel": "res.users", "value": self.strange.id}]):
            with self.subTest(value=value):
                self._assert_refused(lambda: lead.write({"lead_properties": value}))
        self._assert_refused(lambda: self._as_anna("crm.lead").create(
            {"name": "Pumps", "team_id": team.id, "lead_properties": {"partner": self.strange.id}}))

    def _define(self, default, kind="many2one", comodel="res.partner"):
        return {"name": kind, "type": kind, "comodel": comodel, "string": "Partner", "default": default}

    def _let_leaders_set_up_teams(self):
        self.env["ir.model.access"].create({
            "name": "teams", "model_id": self.env["ir.model"]._get_id("crm.team"), "perm_read": True, "perm_write": True,
            "group_id": self.env.ref("sales_crm_ext.group_sale_salesman_team").id})

    def test_defaults_of_properties(self):
        """Whoever says what a property means says also what it starts with."""
        self._let_leaders_set_up_teams()
        self.lead.team_id = self.team
        team = self.team.with_user(self.olga)
        for item in (self._define(self.strange.id), self._define([self.strange.id, "Any name"]),
                     self._define(self.strange.ids, "many2many"), self._define([[self.strange.id, "Any"]], "many2many"),
                     self._define(self.lead_of[self.viktor].id, comodel="crm.lead")):
            with self.subTest(item=item):
                self._assert_refused(lambda: team.write({"lead_properties_definition": [item]}))
                self._assert_refused(lambda: team.write({"lead_properties_definition": json.dumps([item])}))
                self._assert_refused(lambda: self.lead.with_user(self.olga).write(
                    {"lead_properties": [{**item, "value": False, "definition_changed": True}]}))
        team.write({"lead_properties_definition": [self._define(self.own.id), self._define(self.own.ids, "many2many")]})
        team.flush_recordset()

    def test_defaults_of_properties_that_others_gave(self):
        self._let_leaders_set_up_teams()
        self.team.lead_properties_definition = [self._define(self.strange.id)]
        self.lead.team_id = self.team
        team, lead = self.team.with_user(self.olga), self.lead.with_user(self.olga)
        item = {"name": "date", "type": "date", "string": "Date"}
        team.write({"lead_properties_definition": team.read(["lead_properties_definition"])[0][
            "lead_properties_definition"] + [item]})
        lead.write({"lead_properties": [
            {**self._define([self.strange.id, "Any"]), "value": [self.strange.id, "Any"]},
            {**item, "string": "Day", "value": False, "definition_changed": True}]})
        self.assertEqual([item["string"] for item in self.team.lead_properties_definition], ["Partner", "Day"])
        self._assert_refused(lambda: team.write({"lead_properties_definition": [
            self._define(self.contact_of[self.viktor].id)]}))

    def test_names_in_properties(self):
        """A refused name is not in the cache either, for the next property to show; nor that of a number which became a
        partner's."""
        self._let_leaders_set_up_teams()
        self.team.lead_properties_definition = [
            {"name": "many2one", "type": "integer", "string": "Number"}, self._define(self.strange.ids, "many2many")]
        self.lead.team_id = self.team
        self.lead.with_user(self.anna).lead_properties = {"many2one": self.strange.id, "many2many": self.strange.ids}
        self.team.with_user(self.olga).lead_properties_definition = [
            self._define(False), self._define(self.strange.ids, "many2many")]
        for user in (self.anna, self.olga):
            self.env.invalidate_all()
            read = self.lead.with_user(user).read(["lead_properties"])
            self.assertIn(str(self.strange.id), str(read))
            self.assertNotIn(self.strange.name, str(read))

    def test_missing_and_strange_are_refused_alike(self):
        missing = self.env["res.partner"].search([], order="id desc", limit=1).id + 1000
        texts = set()
        for id_ in (self.strange.id, missing):
            with self.assertRaises(AccessError) as refusal, self.env.cr.savepoint():
                self._as_anna("crm.lead").create({"name": "Pumps", "partner_id": id_})
            texts.add(str(refusal.exception))
        self.assertEqual(len(texts), 1)

    def test_copy_keeps_what_others_gave(self):
        lead = self.lead_of[self.anna]
        lead.partner_id = self.strange  # by somebody who may
        copy = lead.with_user(self.anna).copy()
        self.assertEqual(copy.sudo().partner_id, self.strange)
        self._assert_refused(lambda: self._as_anna("crm.lead").create({"name": "Pumps", "partner_id": self.strange.id}))
        self._assert_refused(lambda: self.lead_of[self.anna].with_user(self.anna).copy(
            {"partner_id": self.contact_of[self.viktor].id}))

    def test_pain_of_an_own_deal_whose_client_is_a_colleagues_now(self):
        category = self.env["sales.pain.category"].create({"name": "Price"})
        lead = self.lead_of[self.anna]
        self.own.user_id = self.viktor
        values = {"lead_id": lead.id, "category_id": category.id, "description": "Dear"}
        pain = self._as_anna("sales.pain").create({**values, "partner_id": self.own.id})
        self.assertEqual(pain.sudo().lead_id, lead)

    def test_own_default_out_of_reach_is_left_out(self):
        self.env["ir.default"].with_user(self.anna).set("crm.lead", "partner_id", self.strange.id, user_id=True)
        lead = self._as_anna("crm.lead").create({"name": "Pumps"})
        self.assertFalse(lead.sudo().partner_id)

    def test_who_is_not_restricted_is_not_asked(self):
        for user in (self.director, self.alla, self.accountant):
            with self.subTest(user=user.login):
                account = self.env["res.partner.bank"].with_user(user)
                self.assertFalse(account._is_client_reference_checked({"partner_id": self.strange.id}))

    def test_portal_people_are_shown_no_names(self):
        """A form that is not saved shows what it is given, read as superuser; an external id may say who it is."""
        portal = self._make_user("portal", "base.group_portal")
        Message = self.env["mail.message"].with_user(portal)
        letter = self.strange.message_post(body="Offer", subject="Offer to a stranger")
        spec = {"author_id": {"fields": {"display_name": {}}}, "parent_id": {"fields": {"display_name": {}}}}
        self._assert_refused(lambda: Message.onchange({"author_id": self.strange.id}, ["author_id"], spec))
        self._assert_refused(lambda: Message.with_context(default_parent_id=letter.id).onchange({}, [], spec))
        self._assert_refused(lambda: self.strange.with_user(portal).get_external_id())
        shown = Message.onchange({"author_id": portal.partner_id.id}, ["author_id"], spec)
        self.assertNotIn("warning", shown)
        self.assertEqual(list(portal.partner_id.with_user(portal).get_external_id()), portal.partner_id.ids)

    def test_own_preferences(self):
        """Stock writes them as superuser, lines included."""
        anna = self.anna.with_user(self.anna)
        stage = self.env["res.partner.category"].create({"name": "Sorted"})
        account = self.env["res.partner.bank"].create({"acc_number": "40702810900000000001", "partner_id": self.strange.id})
        with patch.object(type(self.env["res.users"]), "SELF_WRITEABLE_FIELDS", property(
                lambda _users: ["signature", "category_id", "bank_ids"])):
            anna.write({"signature": "Anna", "category_id": [Command.link(stage.id)]})
            for attack in (Command.update(account.id, {"acc_number": "1"}), Command.delete(account.id),
                           Command.link(account.id), Command.create({"acc_number": "2", "partner_id": self.strange.id})):
                self._assert_refused(lambda attack=attack: anna.write({"bank_ids": [attack]}))
            self._assert_refused(lambda: anna.write({"category_id": [Command.create(
                {"name": "x", "partner_ids": [Command.link(self.strange.id)]})]}))
        self.assertEqual(account.exists().acc_number, "40702810900000000001")
        self.assertIn("Anna", self.anna.signature)

    def test_own_deal_with_somebody_elses_client_is_worked_on(self):
        """It was given to anna by somebody who may; more than the client's name she does not get."""
        lead = self.lead_of[self.anna]
        lead.partner_id = self.strange
        self.env.flush_all()
        category = self.env["sales.pain.category"].search([], limit=1)
        product = self.env["product.product"].create({"name": "Pump"})
        values = {"partner_id": self.strange.id, "lead_id": lead.id}
        for model, vals in [
                ("sales.call", values), ("sales.pain", {**values, "category_id": category.id, "description": "Leaks"}),
                ("sales.interest", {**values, "product_id": product.id})]:
            with self.subTest(model=model):
                self.env.invalidate_all()
                self.assertTrue(self._as_anna(model).create(vals).has_access("write"))
                self._assert_refused(lambda model=model, vals=vals: self._as_anna(model).create({**vals, "lead_id": False}))

    def test_meeting_about_own_deal_with_somebody_elses_client(self):
        """The client may not be invited by anna; the meeting is planned all the same."""
        lead = self.lead_of[self.anna]
        lead.partner_id = self.strange
        self.env.flush_all()
        self.env.invalidate_all()
        defaults = lead.with_user(self.anna).action_schedule_meeting()["context"]
        meeting = self._as_anna("calendar.event").with_context(**defaults).create(
            {"name": "Visit", "start": "2027-03-11 10:00:00", "stop": "2027-03-11 11:00:00"})
        self.assertEqual((meeting.opportunity_id, meeting.partner_ids), (lead, self.anna.partner_id))
