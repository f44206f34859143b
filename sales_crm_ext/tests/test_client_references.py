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
