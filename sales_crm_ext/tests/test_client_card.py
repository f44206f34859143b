from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import SalesCrmExtCommon


@tagged("post_install", "-at_install")
class TestClientCard(SalesCrmExtCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.price = cls.env.ref("sales_crm_ext.sales_pain_category_price")
        cls.product = cls.env["product.product"].create({"name": "Pump", "list_price": 100.0})
        cls.company, cls.contact, cls.lead = cls.client_of[cls.anna], cls.contact_of[cls.anna], cls.lead_of[cls.anna]

    def _make_pain(self, user=None, **vals):
        return self.env["sales.pain"].with_user(user or self.anna).create(
            {"category_id": self.price.id, "description": "Too dear", **vals})

    def test_pain_of_a_lead_shows_on_its_client(self):
        pain = self._make_pain(lead_id=self.lead.id)
        self.assertEqual(pain.partner_id, self.company)
        self.assertIn(pain, self.company.pain_ids)

    def test_pain_of_a_lead_without_client_follows_the_client_set_later(self):
        lead = self.env["crm.lead"].with_user(self.anna).create({"name": "From the web"})
        pain = self._make_pain(lead_id=lead.id)
        self.assertFalse(pain.partner_id)
        lead.partner_id = self.contact
        self.assertEqual(pain.partner_id, self.company, "the company, not the contact, is the client")
        self.assertEqual(pain.client_scope_id, self.company.client_scope_id)

    def test_need_of_a_contact_belongs_to_the_company(self):
        pain = self._make_pain(partner_id=self.contact.id)
        values = {"partner_id": self.contact.id, "product_id": self.product.id}
        interest = self.env["sales.interest"].with_user(self.anna).create(values)
        self.assertEqual(values, {"partner_id": self.contact.id, "product_id": self.product.id})
        self.assertRecordValues(
            pain + self.env["sales.pain"], [{"partner_id": self.company.id, "contact_id": self.contact.id}])
        self.assertEqual((interest.partner_id, interest.contact_id), (self.company, self.contact))

    def test_need_of_a_person_follows_into_the_company(self):
        person = self.env["res.partner"].with_user(self.anna).create({"name": "Ivan"})
        pain = self._make_pain(partner_id=person.id, contact_id=person.id)
        self.assertEqual(pain.partner_id, person)
        person.parent_id = self.company
        self.assertEqual(pain.partner_id, self.company)

    def test_need_refuses_a_contact_of_another_client(self):
        other = self.env["res.partner"].with_user(self.anna).create({"name": "Other client"})
        with self.assertRaises(ValidationError):
            self._make_pain(partner_id=self.company.id, contact_id=other.id)

    def test_need_refuses_a_strangers_lead(self):
        with self.assertRaises(AccessError):
            self._make_pain(partner_id=self.company.id, lead_id=self.lead_of[self.boris].id)
        with self.assertRaises(AccessError):
            self._make_pain(partner_id=self.company.id).lead_id = self.lead_of[self.boris]

    def test_needs_of_a_strangers_client_are_out_of_reach(self):
        pain = self._make_pain(user=self.boris, partner_id=self.client_of[self.boris].id)
        self.assertFalse(self.env["sales.pain"].with_user(self.anna).search([("id", "=", pain.id)]))
        with self.assertRaises(AccessError):
            self._make_pain(partner_id=self.client_of[self.boris].id)

    def test_interest_takes_unit_and_price_from_the_product(self):
        interest = self.env["sales.interest"].with_user(self.anna).create(
            {"lead_id": self.lead.id, "product_id": self.product.id, "quantity": 3})
        self.assertRecordValues(interest, [{
            "partner_id": self.company.id, "price_unit": 100.0, "price_subtotal": 300.0,
            "uom_id": self.product.uom_id.id}])

    def test_merged_leads_keep_their_needs(self):
        other = self.lead.copy({"name": "The same again"})
        pain, interest = self._make_pain(lead_id=other.id), self.env["sales.interest"].create(
            {"lead_id": other.id, "product_id": self.product.id})
        head = (self.lead + other).with_user(self.anna).merge_opportunity()
        self.assertEqual((pain.exists().lead_id, interest.exists().lead_id), (head, head))

    def test_kanban_shows_categories_of_open_pains(self):
        pains = self._make_pain(lead_id=self.lead.id) + self._make_pain(lead_id=self.lead.id)
        self.assertEqual(self.lead.open_pain_category_ids, self.price)
        pains.action_solve()
        self.assertFalse(self.lead.open_pain_category_ids)

    def test_form_of_a_salesperson_takes_needs_and_roles(self):
        with Form(self.company.with_user(self.anna)) as form:
            with form.pain_ids.new() as pain:
                pain.category_id = self.price
                pain.description = "Too dear"
            with form.interest_ids.new() as interest:
                interest.product_id = self.product
            with form.child_ids.edit(0) as child:
                child.decision_role = "gatekeeper"
        self.assertEqual(self.company.pain_ids.partner_id, self.company)
        self.assertEqual(self.company.interest_ids.price_unit, 100.0)
        self.assertEqual(self.contact.decision_role, "gatekeeper")

    def test_new_lead_takes_client_and_pain_at_once(self):
        lead = self.env["crm.lead"].with_user(self.anna).create({
            "name": "Pumps", "partner_id": self.contact.id,
            "pain_ids": [Command.create({"category_id": self.price.id, "description": "Too dear"})]})
        self.assertEqual(lead.pain_ids.partner_id, self.company)

    def test_clients_are_found_by_open_pain(self):
        pain = self._make_pain(partner_id=self.company.id)
        domain = [("pain_ids", "any", [("state", "=", "open"), ("category_id", "ilike", "price")])]
        Partner = self.env["res.partner"].with_user(self.anna)
        self.assertEqual(Partner.search(domain), self.company)
        pain.action_solve()
        self.assertFalse(Partner.search(domain))

    def test_need_has_the_company_of_its_lead(self):
        other = self.env["res.company"].create({"name": "Branch"})
        self.lead.sudo().write({"user_id": False, "team_id": False, "company_id": other.id})
        pain = self._make_pain(user=self.env.user, lead_id=self.lead.id)
        self.assertEqual(pain.company_id, other)
        self.assertEqual(self._make_pain(partner_id=self.company.id).company_id, self.anna.company_id)
