from odoo.fields import Command
from odoo.tests import tagged

from .import_common import ClientImportCommon
from .test_client_import import HEADER, ROMASHKA


@tagged("post_install", "-at_install")
class TestClientImportAgain(ClientImportCommon):
    """Duplicates inside the file and against the base, and the same file twice."""

    def test_same_file_twice(self):
        lines = [ROMASHKA, ("Пион", "", "", "8 812 123-45-67", "", ""), ("Роза", "", "", "", "", ""),
                 ("ООО Лилия", "7707083890", "", "", "x y@z.ru", "Тверь")]
        clients = self._import_ok(HEADER, *lines)
        self.assertEqual(len(clients), 4)
        before, remarks = self._count_clients(), self._remarks()
        values = clients.read(["name", "vat", "phone", "email", "comment", "city", "phone_other", "email_other"])
        self.assertEqual(self._import_ok(HEADER, *lines), clients)
        self.assertEqual(self._count_clients(), before)
        self.assertEqual(self._remarks(), remarks)
        self.assertEqual(clients.read(list(values[0])), values)

    def test_same_file_after_people_worked(self):
        line = ("Пион", "", "", "8 812 123-45-67", "", "")
        client = self._import_ok(HEADER, line)
        client.write({"name": "Пион и Ко", "phone": "+7 812 765-43-21", "email": "new@pion.ru"})
        self.assertEqual(self._import_ok(HEADER, line), client)
        self.assertEqual((client.name, client.email), ("Пион и Ко", "new@pion.ru"))
        self.assertEqual(client.phone, "+7 812 765-43-21", "the file takes nothing away")

    def test_settled_remark_stays_settled(self):
        line = ("ООО Лилия", "7707083890", "", "", "", "")
        client = self._import_ok(HEADER, line)
        remark = self._remarks(partner_id=client.id)
        remark.with_user(self.director).action_check()
        client.comment = False
        self._import_ok(HEADER, line)
        self.assertEqual(self._remarks(partner_id=client.id), remark)
        self.assertEqual(remark.state, "done")
        self.assertFalse(client.comment)

    def test_other_columns_of_a_known_client_fill_what_is_empty(self):
        client = self._import_ok(("name", "vat"), ROMASHKA[:2])
        again = self._import_ok(
            (*HEADER, "user_id", "category_id"), (*ROMASHKA[:5], "Казань", "anna", ""), )
        self.assertEqual(again, client)
        self.assertRecordValues(client, [{
            "kpp": "770701001", "phone": "+7 495 963-76-77", "email": "info@romashka.ru", "city": "Казань",
            "user_id": self.anna.id}])

    def test_what_the_client_has_stays(self):
        client = self._import_ok(HEADER, ROMASHKA)
        client.user_id = self.boris
        tag = self.env["res.partner.category"].create({"name": "VIP"})
        client.category_id = [Command.link(self.env["res.partner.category"].create({"name": "Old"}).id)]
        again = self._import_ok(
            (*HEADER, "user_id", "category_id"),
            ("Ромашка", "7707083893", "770701001", "8 800 555-35-35", "new@romashka.ru", "Тверь", "anna", "VIP"))
        self.assertEqual(again, client)
        self.assertRecordValues(client, [{
            "name": "ООО Ромашка", "phone": "+7 495 963-76-77", "phone_other": "+7 800 555-35-35",
            "email": "info@romashka.ru", "email_other": "new@romashka.ru", "city": "Москва", "user_id": self.boris.id}])
        self.assertIn(tag, client.category_id)
        self.assertEqual(len(client.category_id), 2)
        differences = self._remarks(partner_id=client.id, kind="difference").mapped("value")
        self.assertEqual(len(differences), 2)
        self.assertTrue(any("Тверь" in text for text in differences) and any("Anna" in text for text in differences))

    def test_external_id_is_stocks_own_update(self):
        client = self._import_ok(("id", "name", "phone"), ("client_1", "A", "8 495 963-76-77"))
        again = self._import_ok(("id", "name", "phone"), ("client_1", "B", "8 812 123-45-67"))
        self.assertEqual(again, client)
        self.assertRecordValues(client, [{"name": "B", "phone": "+7 812 123-45-67"}])

    def test_new_external_id_of_a_known_client(self):
        client = self._import_ok(HEADER, ROMASHKA)
        again = self._import_ok(("id", *HEADER), ("crm_7", "Ромашка Плюс", *ROMASHKA[1:]))
        self.assertEqual((again, client.name), (client, "ООО Ромашка"))
        self.assertEqual(self.env.ref("__import__.crm_7"), client)

    def test_duplicates_inside_the_file_become_one_client(self):
        clients = self._import_ok(
            HEADER, ROMASHKA,
            ("Ромашка филиал", "7707083893", "165501001", "", "", ""),
            ("Ромашка (склад)", "7707 083 893", "770701001", "8 800 555-35-35", "sklad@romashka.ru", ""))
        self.assertEqual(clients.mapped("name"), ["ООО Ромашка", "Ромашка филиал"])
        self.assertRecordValues(clients[0], [{
            "phone": "+7 495 963-76-77", "phone_other": "+7 800 555-35-35", "email_other": "sklad@romashka.ru"}])
        self.assertIn("Ромашка (склад)", clients[0].comment)
        remarks = self._remarks(file_name="base.csv")
        self.assertRecordValues(remarks.filtered(lambda remark: remark.kind in ("branch", "same_in_file")), [
            {"kind": "branch", "row_number": 3, "partner_id": clients[1].id, "other_partner_id": clients[0].id},
            {"kind": "same_in_file", "row_number": 4, "partner_id": clients[0].id, "other_partner_id": clients[0].id}])

    def test_row_that_is_read_again_is_no_second_one(self):
        """A batch that fails is read again row by row."""
        header = ("name", "vat", "is_visible_to_all")
        client = self._import_ok(header[:2], ("Ромашка", "7707083893"))
        client.user_id = self.anna
        self.env.flush_all()
        result = self._import(
            header, ("Ромашка Плюс", "7707083893", ""), ("Лютик", "", "1"), user=self.anna, dryrun=True)
        messages = [message["message"] for message in result["messages"]]
        self.assertTrue(any("The client is there already" in message for message in messages), messages)
        self.assertTrue(any('Whose client "Лютик" is' in message for message in messages), messages)

    def test_phone_alone_is_a_warning(self):
        known = self.client_of[self.anna]
        known.phone = "+7 499 963-76-77"
        client = self._import_ok(("name", "phone"), ("Другая фирма", "8 (499) 963 76 77"))
        self.assertNotEqual(client, known)
        self.assertRecordValues(
            self._remarks(partner_id=client.id), [{"kind": "similar_phone", "other_partner_id": known.id}])

    def test_client_of_the_base_by_phone_and_name(self):
        self.client_of[self.anna].phone = "8-499-963-76-77"
        again = self._import_ok(("name", "phone"), ("CLIENT OF ANNA", "+7 (499) 963 76 77"))
        self.assertEqual(again, self.client_of[self.anna])
        self.assertEqual(self._remarks(partner_id=again.id).mapped("kind"), ["same_in_base"])

    def test_phone_of_a_contact_is_its_companys(self):
        self.contact_of[self.boris].phone = "8 499 963 76 77"
        client = self._import_ok(("name", "phone"), ("Другая фирма", "+74999637677"))
        self.assertEqual(self._remarks(partner_id=client.id).other_partner_id, self.client_of[self.boris])

    def test_archived_client_is_there_already(self):
        client = self._import_ok(HEADER, ROMASHKA)
        self.env["ir.model.data"].search([("model", "=", "res.partner"), ("res_id", "=", client.id)]).unlink()
        client.active = False
        self.assertEqual(self._import_ok(HEADER, ROMASHKA), client)

    def test_colleague_is_no_client(self):
        self.anna.partner_id.phone = "8 499 963 76 77"
        client = self._import_ok(("name", "phone"), ("Anna", "+74999637677"))
        self.assertNotEqual(client, self.anna.partner_id)

    def test_client_of_another_company_is_no_duplicate(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.env["res.partner"].create(
            {"name": "Hidden", "vat": ROMASHKA[1], "is_company": True, "company_id": other.id})
        client = self._import_ok(HEADER, ROMASHKA)
        self.assertEqual(client.name, "ООО Ромашка")
        self.assertFalse(self._remarks(partner_id=client.id))

    def test_batches(self):
        header, lines = ("name", "phone"), [(f"Клиент {i}", f"8 495 100-00-{i:02}") for i in range(10)] * 2
        importer = self._import(header, *lines, limit=8)
        self.assertEqual((len(importer["ids"]), importer["nextrow"]), (8, 8))
        self.assertEqual(self._import(header, *lines, limit=8, skip=8)["nextrow"], 16)
        self.assertEqual(self._import(header, *lines, limit=8, skip=16)["nextrow"], 0)
        self.assertEqual(self.env["res.partner"].search_count([("name", "like", "Клиент %")]), 10)

    def test_queries_do_not_grow_with_the_rows(self):
        def count(rows):
            lines = [(f"Клиент {rows}-{i}", f"8 495 {rows:03}-00-{i:02}", f"c{rows}.{i}@r.ru") for i in range(rows)]
            before = self.env.cr.sql_log_count
            self._import_ok(("name", "phone", "email"), *lines)
            return self.env.cr.sql_log_count - before
        count(10)
        few, many = count(20), count(80)
        self.assertLess(many - few, 60 * 2, "less than two queries a client")

    # ------------------------------------------------------------
    # WITHOUT A FILE
    # ------------------------------------------------------------

    def test_rpc_load_is_stocks(self):
        """Integrations that load without a file get what they send."""
        result = self.env["res.partner"].load(["name", "phone"], [["A", "8 495 963-76-77"], ["A", "8 495 963-76-77"]])
        self.assertEqual(len(result["ids"]), 2)
        self.assertEqual(self.env["res.partner"].browse(result["ids"]).mapped("phone"), ["8 495 963-76-77"] * 2)
