from odoo.tests import tagged

from .common import SalesCrmExtCommon

SPELLINGS = ["8 916 123-45-67", "+7(916)1234567", "89161234567", "9161234567", "+7 916 123 45 67"]


@tagged("post_install", "-at_install")
class TestPhoneSearch(SalesCrmExtCommon):
    """Somebody calls: the client and the deal are found by the number, however it is written."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.country_id = cls.env.ref("base.ru")
        cls.client, cls.lead = cls.client_of[cls.anna], cls.lead_of[cls.anna]

    def _search(self, model, field, text, user=None):
        return self.env[model].with_user(user or self.anna).search([(field, "ilike", text)])

    def test_client_by_any_spelling(self):
        self.client.write({"phone": "+7 495 963-76-77", "phone_other": "+7 916 123-45-67"})
        for text in (*SPELLINGS, "8 (495) 963 76 77"):
            for field in ("phone_written", "phone_mobile_search"):
                with self.subTest(text=text, field=field):
                    self.assertEqual(self._search("res.partner", field, text), self.client)

    def test_lead_by_any_spelling(self):
        self.lead.phone = "8 916 123-45-67"
        for text in SPELLINGS:
            with self.subTest(text=text):
                self.assertEqual(self._search("crm.lead", "phone_written", text), self.lead)

    def test_words_find_nobody_by_phone(self):
        self.client.phone = "+7 495 963-76-77"
        for text in ("Ромашка", "495", "8", "963-76-77"):
            with self.subTest(text=text):
                self.assertFalse(self._search("res.partner", "phone_written", text))

    def test_part_of_a_number_as_in_stock(self):
        self.client.phone = "+7 495 963-76-77"
        self.client.flush_recordset()  # stock asks the database as it is
        self.assertIn(self.client, self._search("res.partner", "phone_mobile_search", "963-76"))

    def test_client_of_a_colleague_is_not_found(self):
        self.client.phone = "+7 495 963-76-77"
        for field in ("phone_written", "phone_mobile_search"):
            self.assertFalse(self._search("res.partner", field, "8 495 963-76-77", user=self.boris))
