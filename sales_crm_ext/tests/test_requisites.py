import doctest

from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from ..tools import requisites

RIGHT_INN, WRONG_INN = "7707083893", "7707083894"
RIGHT_OGRN, WRONG_OGRN = "1027700132195", "1027700132194"


@tagged("post_install", "-at_install")
class TestRequisites(TransactionCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.russia, cls.germany = cls.env.ref("base.ru"), cls.env.ref("base.de")
        cls.env.company.country_id = cls.russia

    def _make(self, country=None, **vals):
        return self.env["res.partner"].create(
            {"name": "Romashka", "is_company": True, "country_id": country.id if country else False, **vals})

    def _make_dirty(self, **columns):
        """A company whose numbers were written before anything checked them."""
        partner = self._make(self.russia)
        self.env.flush_all()
        for column, value in columns.items():
            self.env.cr.execute(SQL("UPDATE res_partner SET %s = %s WHERE id = %s", SQL.identifier(column), value,
                                    partner.id))
        partner.invalidate_recordset()
        return partner

    def _has_base_vat(self):
        return "vies_valid" in self.env["res.partner"]._fields

    def test_module_examples(self):
        self.assertEqual(doctest.testmod(requisites).failed, 0)
        self.assertGreater(doctest.testmod(requisites).attempted, 5)

    def test_right_numbers_are_compacted(self):
        partner = self._make(self.russia, vat="7707 083-893", company_registry="1 027 700 132 195", kpp="7736 01 001")
        self.assertRecordValues(
            partner, [{"vat": RIGHT_INN, "company_registry": RIGHT_OGRN, "kpp": "773601001"}])

    def test_wrong_numbers_are_refused_with_name_value_and_way_out(self):
        for field, value in (("vat", WRONG_INN), ("company_registry", WRONG_OGRN), ("kpp", "77360100")):
            with self.subTest(field=field), self.assertRaises(ValidationError) as caught:
                self._make(self.russia, **{field: value})
            for word in ("Romashka", value, "client's papers"):
                self.assertIn(word, str(caught.exception))

    def test_dropped_zero_is_proposed(self):
        with self.assertRaisesRegex(ValidationError, "0105018196"):
            self._make(self.russia, vat="105018196")

    def test_sole_proprietor_has_long_numbers(self):
        partner = self._make(self.russia, vat="500100732259", company_registry="304500116000157")
        self.assertEqual(partner.vat, "500100732259")

    def test_foreign_number_is_left_as_it_is(self):
        partner = self._make(self.germany, vat="DE 123-456 788", company_registry="HRB 12-34", kpp="1-2")
        self.assertRecordValues(partner, [{"company_registry": "HRB 12-34", "kpp": "1-2"}])
        if not self._has_base_vat():  # which writes numbers its own way
            self.assertEqual(partner.vat, "DE 123-456 788")

    def test_no_country_in_a_russian_company_goes_by_the_look(self):
        with self.assertRaisesRegex(ValidationError, "country of a foreign"):
            self._make(vat=WRONG_INN)
        self.assertEqual(self._make(vat="BE0477472701").vat, "BE0477472701")

    def test_no_country_in_a_foreign_company_is_not_checked(self):
        self.env.company.country_id = self.germany
        self.assertEqual(self._make(vat=WRONG_INN).vat, WRONG_INN)

    def test_not_subject_to_tax_passes(self):
        self.assertEqual(self._make(self.russia, vat="/").vat, "/")

    def test_country_written_later_is_checked(self):
        partner = self._make(self.germany, vat=WRONG_INN)
        with self.assertRaises(ValidationError):
            partner.country_id = self.russia

    def test_dirty_data_keeps_other_fields_editable(self):
        partner = self._make_dirty(vat=WRONG_INN, company_registry="1", kpp="x")
        partner.write({"name": "Vasilek", "phone": "+7 495 111-22-33"})
        self.assertEqual(partner.name, "Vasilek")
        if not self._has_base_vat():  # which refuses contacts of such a company
            self.env["res.partner"].create({"name": "Ivan", "parent_id": partner.id})
        with self.assertRaises(ValidationError):
            partner.vat = "7707083895"

    def test_import_reports_the_row(self):
        result = self.env["res.partner"].load(
            ["name", "is_company", "country_id", "vat"],
            [["Right", "True", "Russian Federation", RIGHT_INN], ["Wrong", "True", "Russian Federation", WRONG_INN]])
        self.assertFalse(result["ids"])
        # Stock repeats the first error of a batch on its first row: the wrong row is the last one.
        self.assertEqual(result["messages"][-1]["record"], 1)
        self.assertIn(f"{WRONG_INN} of Wrong", result["messages"][-1]["message"])

    def test_contacts_repeat_the_numbers_of_the_company(self):
        partner = self._make(self.russia, vat=RIGHT_INN, kpp="773601001")
        contact = self.env["res.partner"].create({"name": "Ivan", "parent_id": partner.id})
        self.assertEqual((contact.vat, contact.kpp), (RIGHT_INN, "773601001"))

    def test_labels_follow_the_country(self):
        self.assertTrue(self._make(self.russia).has_russian_requisites)
        self.assertTrue(self._make().has_russian_requisites)
        self.assertFalse(self._make(self.germany).has_russian_requisites)

    def test_registry_label_is_russian_in_russia(self):
        self.assertEqual(self._make(self.russia).company_registry_label, "OGRN")
        self.assertNotEqual(self._make(self.germany).company_registry_label, "OGRN")
