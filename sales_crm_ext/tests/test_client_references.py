from odoo.exceptions import AccessError
from odoo.tests import tagged

from .call_common import CallCommon


@tagged("post_install", "-at_install")
class TestClientReferences(CallCommon):
    """Names behind many2one fields are read as superuser: nothing of a stranger's may be put there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.category = cls.env["sales.pain.category"].create({"name": "Price"})
        cls.strangers_call = cls.env["sales.call"].with_user(cls.viktor).create(
            {"partner_id": cls.client_of[cls.viktor].id}).sudo()
        cls.own_call = cls.env["sales.call"].with_user(cls.anna).create({"partner_id": cls.client_of[cls.anna].id})

    def _pain_values(self, **values):
        return {"partner_id": self.client_of[self.anna].id, "category_id": self.category.id, "description": "Dear",
                **values}

    def test_pain_of_a_strangers_call(self):
        Pain = self.env["sales.pain"].with_user(self.anna)
        with self.assertRaises(AccessError):
            Pain.create(self._pain_values(call_id=self.strangers_call.id))
        pain = Pain.create(self._pain_values(call_id=self.own_call.id))
        with self.assertRaises(AccessError):
            pain.call_id = self.strangers_call
        pain.description = "Dearer than before"
        self.assertEqual(pain.call_id, self.own_call)

    def test_onchange_answers_nothing_about_strangers(self):
        Pain = self.env["sales.pain"].with_user(self.anna)
        spec = {"partner_id": {"fields": {"display_name": {}}}, "lead_id": {}, "contact_id": {}, "call_id": {}}
        for name, record in [("lead_id", self.lead_of[self.viktor]), ("contact_id", self.contact_of[self.viktor]),
                             ("call_id", self.strangers_call)]:
            with self.subTest(field=name), self.assertRaises(AccessError):
                Pain.onchange({name: record.id}, [name], spec)
        own = Pain.onchange({"lead_id": self.lead_of[self.anna].id}, ["lead_id"], spec)
        self.assertEqual(own["value"]["partner_id"]["id"], self.client_of[self.anna].id)

    def _assert_all_refused(self, attacks):
        for name, attack in attacks.items():
            with self.subTest(attack=name), self.assertRaises(AccessError):
                attack()

    def _set_own_default(self, model, field, value):
        """A default of anna's own, which any employee may set for themselves."""
        self.env["ir.default"].with_user(self.anna).set(model, field, value, user_id=True)

    def test_defaults_name_no_strangers(self):
        """A default of the context that they may not point at is refused, one of the person's own is left out."""
        client, lead = self.client_of[self.viktor], self.lead_of[self.viktor]
        own = self.client_of[self.anna]
        values = {
            "crm.lead": {"name": "Pumps"}, "res.partner": {"name": "Mole"}, "sales.pain": self._pain_values(),
            "sales.promise": {"description": "Send the price list", "date_due": "2026-12-01"},
            "sales.touch": {"partner_id": own.id, "channel_id": self.env["sales.channel"].search([], limit=1).id},
            "sales.document.upload": {}, "res.partner.bank": {"acc_number": "123"},
            "crm.lead2opportunity.partner": {"name": "convert", "lead_id": self.lead_of[self.anna].id},
            "calendar.event": {"name": "Visit", "start": "2026-12-01", "stop": "2026-12-01"},
        }
        for model, field, record in [
            ("crm.lead", "partner_id", client), ("crm.lead", "commercial_partner_id", client),
            ("res.partner", "parent_id", client), ("sales.pain", "call_id", self.strangers_call),
            ("sales.pain", "lead_id", lead), ("sales.promise", "call_id", self.strangers_call),
            ("sales.touch", "lead_id", lead), ("sales.document.upload", "partner_id", client),
            ("sales.document.upload", "lead_id", lead), ("res.partner.bank", "partner_id", client),
            ("crm.lead2opportunity.partner", "partner_id", client), ("calendar.event", "opportunity_id", lead),
        ]:
            Model = self.env[model].with_user(self.anna)
            Named = Model.with_context(**{f"default_{field}": record.id})
            with self.subTest(model=model, field=field):
                self._assert_all_refused({
                    "create": lambda: Named.create(values[model]),
                    "given": lambda: Model.create({**values[model], field: record.id}),
                    "form": lambda: Named.onchange({}, [], {field: {"fields": {"display_name": {}}}}),
                })
                self._set_own_default(model, field, record.id)
                # It may have been the person's own client when they set it: they go on without it.
                self.assertNotIn(field, Model.default_get([field]))

    def test_upload_from_the_context_of_a_button(self):
        Upload = self.env["sales.document.upload"].with_user(self.anna)
        for name, record in [("partner", self.client_of[self.viktor]), ("lead", self.lead_of[self.viktor])]:
            with self.subTest(name=name):
                values = Upload.with_context(**{f"sales_crm_ext_{name}_id": record.id}).onchange(
                    {}, [], {f"{name}_id": {"fields": {"display_name": {}}}})["value"]
                self.assertFalse(values[f"{name}_id"])

    def test_form_of_a_lead_tells_nothing_about_strangers(self):
        lead = self.lead_of[self.anna].with_user(self.anna)
        spec = {name: {} for name in ("phone", "email_from", "street", "partner_name", "name")}
        for record in (lead, lead.browse()):
            for name in ("partner_id", "commercial_partner_id"):
                with self.subTest(record=record, field=name), self.assertRaises(AccessError):
                    record.onchange({name: self.client_of[self.viktor].id}, [name], spec)
        own = lead.browse().onchange({"partner_id": self.client_of[self.anna].id}, ["partner_id"], spec)
        self.assertEqual(own["value"]["phone"], self.client_of[self.anna].phone)

    def test_lead_whose_client_became_a_colleagues_is_worked_on(self):
        lead = self.lead_of[self.anna].with_user(self.anna)
        client = self.client_of[self.anna]
        client.user_id = self.viktor
        lead.write({"partner_id": client.id, "priority": "2"})
        lead.onchange({"partner_id": client.id, "priority": "1"}, ["priority"], {"priority": {}})
        self.assertEqual(lead.priority, "2")

    def test_references_are_not_moved_to_strangers(self):
        pain = self.env["sales.pain"].with_user(self.anna).create(self._pain_values())
        promise = self.env["sales.promise"].with_user(self.anna).create(
            {"call_id": self.own_call.id, "description": "Send the price list", "date_due": "2026-12-01"})
        account = self.env["res.partner.bank"].with_user(self.anna).create(
            {"partner_id": self.client_of[self.anna].id, "acc_number": "123"})
        meeting = self.env["calendar.event"].with_user(self.anna).create(
            {"name": "Visit", "start": "2026-12-01", "stop": "2026-12-01"})
        client = self.client_of[self.anna].with_user(self.anna)
        self._assert_all_refused({
            "contact": lambda: pain.write({"contact_id": self.contact_of[self.viktor].id}),
            "call": lambda: promise.write({"call_id": self.strangers_call.id}),
            "account": lambda: account.write({"partner_id": self.client_of[self.viktor].id}),
            "deal": lambda: meeting.write({"opportunity_id": self.lead_of[self.viktor].id}),
            "company": lambda: client.write({"commercial_partner_id": self.client_of[self.viktor].id}),
        })
        self.assertEqual(account.acc_holder_name, client.name)

    def test_activity_is_put_on_readable_documents(self):
        client = self.client_of[self.viktor]
        todo = self.client_of[self.anna].activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.anna.id).with_user(self.anna)
        values = {"res_model_id": self.env["ir.model"]._get_id("res.partner"), "res_id": client.id}
        for given in (values, {"res_model": "res.partner", "res_id": client.id}):
            self._assert_all_refused({
                "write": lambda: todo.write(given),
                "form": lambda: todo.browse().onchange(given, ["res_id"], {"res_name": {}}),
            })
        todo.write({**values, "res_id": self.contact_of[self.anna].id})
        self.assertEqual(todo.res_id, self.contact_of[self.anna].id)

    def test_followers_are_reachable_partners(self):
        lead = self.lead_of[self.anna].with_user(self.anna)
        mine, strange = self.contact_of[self.anna], self.contact_of[self.viktor]
        lead.message_subscribe((mine + strange).ids)
        self.assertIn(mine, lead.sudo().message_partner_ids)
        self.assertNotIn(strange, lead.sudo().message_partner_ids)

    def test_author_of_a_touch_and_a_pain_by_default(self):
        pain = self.env["sales.pain"].with_user(self.anna).with_context(
            default_user_id=self.boris.id).create(self._pain_values())
        self.assertEqual(pain.user_id, self.anna)
        touch = self.env["sales.touch"].with_user(self.anna).with_context(default_origin="client").create({
            "partner_id": self.client_of[self.anna].id, "channel_id": self.env["sales.channel"].search([], limit=1).id})
        self.assertEqual(touch.origin, "manual")

    def test_author_of_a_pain(self):
        Pain = self.env["sales.pain"].with_user(self.anna)
        with self.assertRaises(AccessError):
            Pain.create(self._pain_values(user_id=self.boris.id))
        pain = Pain.create(self._pain_values())
        with self.assertRaises(AccessError):
            pain.user_id = self.boris
        self.assertEqual(pain.user_id, self.anna)

    def test_derived_fields_are_not_written(self):
        promise = self.env["sales.promise"].with_user(self.anna).create(
            {"call_id": self.own_call.id, "description": "Send the price list", "date_due": "2026-12-01"})
        attempts = [(promise, "partner_id", self.client_of[self.viktor]), (promise, "lead_id", self.lead_of[self.viktor]),
                    (promise, "user_id", self.boris),
                    (self.client_of[self.anna].with_user(self.anna), "client_owner_id", self.boris)]
        for record, name, value in attempts:
            with self.subTest(field=name), self.assertRaises(AccessError):
                record.write({name: value.id})
        promise.state = "kept"
        self.assertEqual(promise.partner_id, self.client_of[self.anna])

    def test_upload_for_a_stranger(self):
        Upload = self.env["sales.document.upload"].with_user(self.anna)
        file = self.env["ir.attachment"].with_user(self.anna).create({"name": "offer.txt", "raw": b"offer"})
        for values in [{"partner_id": self.client_of[self.viktor].id}, {"lead_id": self.lead_of[self.viktor].id}]:
            with self.subTest(values=values), self.assertRaises(AccessError):
                Upload.create({**values, "attachment_ids": file.ids})
        Upload.create({"partner_id": self.client_of[self.anna].id, "attachment_ids": file.ids}).action_upload()
        self.assertEqual(file.res_id, self.client_of[self.anna].id)
