from odoo.tests import tagged

from .import_common import ClientImportCommon

HEADER = ("name", "vat", "kpp", "phone", "email", "city")
ROMASHKA = ("ООО Ромашка", "7707083893", "770701001", "8 (495) 963-76-77", "info@romashka.ru", "Москва")


@tagged("post_install", "-at_install")
class TestClientImport(ClientImportCommon):

    # ------------------------------------------------------------
    # OWNER
    # ------------------------------------------------------------

    def test_owner_by_login_email_or_name(self):
        clients = self._import_ok(
            ("name", "user_id"), ("A", "anna"), ("B", " BORIS@example.com"), ("C", "viktor"), ("D", "Anna"), ("E", ""))
        self.assertEqual(clients.mapped("user_id.login"), ["anna", "boris", "viktor"])
        self.assertEqual(clients[3].user_id, self.anna)
        self.assertFalse(clients[4].user_id)

    def test_owner_of_leads_by_email(self):
        importer = self.env["base_import.import"].create({
            "res_model": "crm.lead", "file": b"name,user_id\nDeal,boris@example.com\n", "file_name": "leads.csv",
            "file_type": "text/csv"})
        result = importer.execute_import(
            ["name", "user_id"], ["name", "user_id"], {"has_headers": True, "quoting": '"', "separator": ","})
        self.assertEqual(self.env["crm.lead"].browse(result["ids"]).user_id, self.boris)

    def test_ambiguous_owner_is_an_error_of_its_row(self):
        self._make_user("anna2", "sales_team.group_sale_salesman").name = "Anna"
        before = self._count_clients()
        result = self._import(("name", "user_id"), ("A", "boris"), ("B", "Anna"))
        self.assertFalse(result["ids"])
        [message] = result["messages"]
        self.assertEqual((message["type"], message["rows"]["from"], message["field"]), ("error", 1, "user_id"))
        self.assertIn("anna2", message["message"])
        self.assertEqual(self._count_clients(), before)
        skipped = self._import_ok(
            ("name", "user_id"), ("A", "boris"), ("B", "Anna"), import_set_empty_fields=["user_id"])
        self.assertEqual(skipped.user_id, self.boris)

    def test_unknown_owner_is_an_error_of_its_row(self):
        result = self._import(("name", "user_id"), ("A", "boris"), ("B", "nobody"))
        self.assertEqual([message["rows"]["from"] for message in result["messages"]], [1])

    def test_login_wins_over_a_namesake(self):
        self._make_user("other", "sales_team.group_sale_salesman").name = "anna"
        self.assertEqual(self._import_ok(("name", "user_id"), ("A", "anna")).user_id, self.anna)

    # ------------------------------------------------------------
    # CELLS
    # ------------------------------------------------------------

    def test_phones_in_any_spelling(self):
        client = self._import_ok(("name", "phone"), ("A", "8 (495) 963-76-77, 8-916-123-45-67; 123-45-67"))
        self.assertRecordValues(client, [{
            "phone": "+7 495 963-76-77", "phone_other": "+7 916 123-45-67, 123-45-67",
            "phone_sanitized": "+74959637677"}])
        self.assertEqual(self._remarks(partner_id=client.id).mapped("kind"), ["odd_phone"])

    def test_several_emails_in_a_cell(self):
        client = self._import_ok(("name", "email"), ("A", "a@b.ru; c@d.ru, www.b.ru; dou 184@bk.ru"))
        self.assertRecordValues(client, [{"email": "a@b.ru", "email_other": "c@d.ru"}])
        self.assertIn("www.b.ru", client.comment)
        self.assertIn("dou 184@bk.ru", client.comment)
        self.assertEqual(self._remarks(partner_id=client.id).mapped("value"), ["www.b.ru", "dou 184@bk.ru"])

    def test_wrong_requisites_stop_nothing(self):
        clients = self._import_ok(
            ("name", "vat", "kpp", "company_registry"),
            ("A", "7707083893", "770701001", "1027700132195"),
            ("B", "7707083890", "7707", "77№ 0123"),
            ("C", "#Н/Д", "—", "0"))
        self.assertRecordValues(clients, [
            {"vat": "7707083893", "kpp": "770701001", "company_registry": "1027700132195"},
            {"vat": False, "kpp": False, "company_registry": False},
            {"vat": False, "kpp": False, "company_registry": False},
        ])
        for value in ("7707083890", "7707", "77№ 0123"):
            self.assertIn(value, clients[1].comment)
        self.assertFalse(clients[0].comment)
        self.assertRecordValues(self._remarks(partner_id=clients[1].id), [
            {"kind": kind, "value": value, "row_number": 3, "client_name": "B", "state": "open",
             "file_name": "base.csv"}
            for kind, value in [("wrong_inn", "7707083890"), ("wrong_kpp", "7707"), ("wrong_ogrn", "77№ 0123")]])
        self.assertFalse(self._remarks(partner_id=clients[2].id))

    def test_foreign_tax_number_is_left_alone(self):
        client = self._import_ok(("name", "vat"), ("A", "DE811569869"))
        self.assertEqual(client.vat, "DE811569869")
        self.assertFalse(self._remarks(partner_id=client.id))

    def test_number_cell_that_lost_its_zero(self):
        self.assertEqual(self._import_ok(("name", "vat"), ("A", "105018196")).vat, "0105018196")

    def test_row_without_a_name_is_not_lost(self):
        client = self._import_ok(("name", "phone"), ("—", "8 495 963-76-77"))
        self.assertEqual(client.name, "+7 495 963-76-77")
        self.assertEqual(self._remarks(partner_id=client.id).kind, "no_name")

    def test_company_or_person(self):
        clients = self._import_ok(
            ("name", "vat", "import_contact_name"), ("ООО Ромашка", "", ""), ("Лилия", "7707083893", ""),
            ("Пион", "", "Анна"), ("Иван Петров", "", ""))
        self.assertEqual(clients.mapped("is_company"), [True, True, True, False])

    # ------------------------------------------------------------
    # CONTACTS
    # ------------------------------------------------------------

    CONTACT_HEADER = ("name", "import_contact_name", "import_contact_function", "import_contact_phone",
                      "import_contact_email")
    CONTACT_ROW = ("ООО Ромашка", "Анна Петрова", "Директор", "8 916 123-45-67", "anna@romashka.ru; a@romashka.ru")

    def test_contact_of_the_same_row(self):
        client = self._import_ok(self.CONTACT_HEADER, self.CONTACT_ROW)
        self.assertRecordValues(client.child_ids, [{
            "name": "Анна Петрова", "function": "Директор", "phone": "+7 916 123-45-67", "email": "anna@romashka.ru",
            "email_other": "a@romashka.ru", "is_company": False}])

    def test_several_contacts_in_a_cell(self):
        client = self._import_ok(
            self.CONTACT_HEADER,
            ("ООО Ромашка", "Анна; Борис", "Директор; Снабжение", "89161234567; 89161234568", "a@r.ru"))
        self.assertRecordValues(client.child_ids.sorted("id"), [
            {"name": "Анна", "function": "Директор", "phone": "+7 916 123-45-67", "email": "a@r.ru"},
            {"name": "Борис", "function": "Снабжение", "phone": "+7 916 123-45-68", "email": False}])

    def test_contact_without_a_name_is_the_companys_phone(self):
        client = self._import_ok(self.CONTACT_HEADER, ("ООО Ромашка", "", "", "89161234567", "a@r.ru"))
        self.assertRecordValues(client, [{"phone": "+7 916 123-45-67", "email": "a@r.ru", "child_ids": []}])

    def test_contacts_are_not_doubled(self):
        client = self._import_ok(self.CONTACT_HEADER, self.CONTACT_ROW)
        again = self._import_ok(
            self.CONTACT_HEADER, self.CONTACT_ROW, ("Ромашка", "Борис Сидоров", "", "", ""),
            ("Ромашка", "анна ПЕТРОВА", "", "", ""))
        self.assertEqual(again, client)
        self.assertEqual(client.child_ids.sorted("id").mapped("name"), ["Анна Петрова", "Борис Сидоров"])

    def test_stock_columns_of_contacts_are_not_doubled_either(self):
        header = ("name", "child_ids/name", "child_ids/phone")
        lines = ("ООО Ромашка", "Анна", "89161234567"), ("", "Борис", "")
        client = self._import_ok(header, *lines)
        self.assertEqual(client.child_ids.sorted("id").mapped("phone"), ["+7 916 123-45-67", False])
        self.assertEqual(self._import_ok(header, *lines), client)
        self.assertEqual(len(client.child_ids), 2)

    def test_file_of_contacts(self):
        self._import_ok(("name", "is_company"), ("ООО Ромашка", "1"))
        header, lines = ("name", "parent_id"), (("Анна", "ООО Ромашка"), ("Борис", "ООО Ромашка"))
        first = self._import_ok(header, *lines)
        self.assertEqual(first.parent_id.name, "ООО Ромашка")
        self.assertEqual(self._import_ok(header, *lines), first)
