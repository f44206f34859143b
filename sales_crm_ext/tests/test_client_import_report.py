import json

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import file_open

from .import_common import OPTIONS, ClientImportCommon
from .test_client_import import HEADER, ROMASHKA

SENTENCE = "This client is taken"


@tagged("post_install", "-at_install")
class TestClientImportReport(ClientImportCommon):
    """What the importing person and the director are told."""

    def setUp(self):
        super().setUp()
        self.hidden = self.env["res.partner"].create({
            "name": "Тайный клиент", "vat": ROMASHKA[1], "is_company": True, "user_id": self.viktor.id,
            "phone": "+7 499 963-76-77", "email": "secret@client.ru", "city": "Казань"})
        self.env.flush_all()  # a test of a file takes back what it flushes

    # ------------------------------------------------------------
    # TEST IN THE IMPORT SCREEN
    # ------------------------------------------------------------

    def test_test_tells_by_row_and_leaves_nothing(self):
        before = self._count_clients()
        result = self._import(
            HEADER, ("А", "", "", "8 495 963-76-77", "", ""), ("Б", "123", "", "", "a b@c.ru", ""),
            ("А", "", "", "+74959637677", "", ""), ("В", "7707083893", "", "", "", ""), dryrun=True)
        summary, *lines = result["messages"]
        self.assertEqual(summary["type"], "info")
        self.assertNotIn("record", summary, "the import screen shows it above the rows")
        self.assertEqual({(line["record"], line["type"]) for line in lines},
                         {(3, "warning"), (4, "warning"), (5, "warning")})
        by_row = {row: [line["message"] for line in lines if line["record"] == row] for row in (3, 4, 5)}
        self.assertTrue(any("123" in text for text in by_row[3]) and any("a b@c.ru" in text for text in by_row[3]))
        self.assertIn("row 2", by_row[4][0])
        self.assertIn("Тайный клиент", by_row[5][0])
        self.assertEqual(self._count_clients(), before)
        self.assertEqual(set(self._remarks().mapped("state")), {"test"})

    def test_test_looks_at_the_whole_file(self):
        lines = [(f"Клиент {i}", "", "", "", "", "") for i in range(12)] + [("Я", "123", "", "", "", ""), ROMASHKA]
        result = self._import(HEADER, *lines, dryrun=True, limit=5)
        self.assertEqual([line.get("record") for line in result["messages"]], [None, 15, 14])
        result = self._import(("name", "user_id"), *((f"К {i}", "nobody" if i == 11 else "anna") for i in range(12)),
                              dryrun=True, limit=5)
        self.assertEqual([line["rows"]["from"] for line in result["messages"]], [11])

    def test_clean_test_says_nothing(self):
        self.assertFalse(self._import(HEADER, ("А", "", "", "8 495 963-76-77", "", ""), dryrun=True)["messages"])

    def test_remarks_of_the_last_test_only(self):
        self._import(HEADER, ("Б", "123", "", "", "", ""), dryrun=True)
        self._import(HEADER, ("В", "124", "", "", "", ""), dryrun=True)
        self.assertEqual(self._remarks().mapped("client_name"), ["В"])
        self._import_ok(HEADER, ("В", "124", "", "", "", ""))
        self.assertEqual(self._remarks().mapped("state"), ["open"])

    def test_whole_row_is_kept(self):
        self._import_ok(HEADER, ("Б", "123", "", "8 495 963-76-77", "", "Тверь"))
        text = self._remarks().row_text
        for cell in ("Б", "123", "8 495 963-76-77", "Тверь"):
            self.assertIn(cell, text)

    # ------------------------------------------------------------
    # SOMEBODY ELSE'S CLIENTS
    # ------------------------------------------------------------

    def test_hidden_client_is_for_the_director(self):
        for column, value in [("vat", ROMASHKA[1]), ("phone", "8 499 963 76 77"), ("email", "Secret@client.ru")]:
            for dryrun in (True, False):
                with self.subTest(column=column, dryrun=dryrun):
                    self._remarks().unlink()
                    before = self._count_clients()
                    result = self._import(
                        ("name", column), ("Моя находка", value), ("Чистый", ""), user=self.anna, dryrun=dryrun)
                    self.assertEqual(self._count_clients(), before + (not dryrun))
                    remark = self._remarks(kind="taken")
                    self.assertRecordValues(remark, [{
                        "state": "open", "user_id": self.anna.id, "client_name": "Моя находка",
                        "partner_id": False, "other_partner_id": self.hidden.id}])
                    if dryrun:
                        [line] = [line for line in result["messages"] if line.get("record") == 2]
                        self.assertIn(SENTENCE, line["message"])
                        told = json.dumps(result["messages"], ensure_ascii=False)
                        for secret in ("Тайный", "iktor", "secret@client.ru", "+7 499"):
                            self.assertNotIn(secret, told)
                    else:
                        self.assertFalse(result["messages"])
                    self.env["res.partner"].search([("name", "=", "Чистый")]).unlink()

    def test_hidden_client_is_not_touched(self):
        before = self.hidden.read()
        self._import((*HEADER, "website"), (*ROMASHKA, "mine.ru"), user=self.anna)
        self.env.invalidate_all()
        self.assertEqual(self.hidden.read(), before)

    def test_hidden_namesake_is_no_answer(self):
        """A name alone tells nothing: the row comes in."""
        client = self._import_ok(("name", "phone"), ("Тайный клиент", "8 812 123-45-67"), user=self.anna)
        self.assertEqual(client.user_id, self.anna)
        self.assertFalse(self._remarks(kind="taken"))

    def test_remark_about_a_hidden_client_tells_its_reader_nothing(self):
        self._import(HEADER, ROMASHKA, user=self.anna)
        remark = self._remarks(kind="taken")
        mine = remark.with_user(self.anna)
        self.assertEqual(mine.read(["client_name", "kind"])[0]["client_name"], "ООО Ромашка")
        for attack in (
            lambda: mine.read(["other_partner_id"]),
            lambda: mine.search([("other_partner_id.name", "like", "Тайный")]),
            lambda: mine.write({"state": "done"}),
            mine.action_check,
            mine.unlink,
            lambda: remark.with_user(self.boris).read(["kind"]),
        ):
            with self.assertRaises(AccessError):
                attack()
        self.assertFalse(remark.with_user(self.boris).search([]))
        self.assertEqual(remark.with_user(self.director).other_partner_id, self.hidden)

    def test_context_of_a_caller_opens_nothing(self):
        before = self._count_clients()
        self.env["res.partner"].with_user(self.anna).with_context(
            import_file=True, sales_crm_ext_import={"dryrun": True}).load(["name", "vat"], [list(ROMASHKA[:2])])
        self.assertEqual(self._count_clients(), before)
        self.assertEqual(self._remarks(kind="taken").other_partner_id, self.hidden)

    def test_external_id_opens_nothing(self):
        """Neither a new one, as if the client were new, nor the hidden client's own."""
        self.env["ir.model.data"].create({
            "module": "__import__", "name": "secret", "model": "res.partner", "res_id": self.hidden.id})
        for xml_id, vat in [("mine_1", ROMASHKA[1]), ("secret", "")]:
            with self.subTest(xml_id=xml_id):
                self._remarks().unlink()
                before = self._count_clients()
                result = self._import(("id", "name", "vat"), (xml_id, "Моя находка", vat), user=self.anna)
                self.assertFalse(result["messages"])
                self.assertEqual(self._count_clients(), before)
                self.assertEqual(self.hidden.name, "Тайный клиент")
                self.assertEqual(self._remarks().other_partner_id, self.hidden)

    def test_own_clients_come_in_as_own(self):
        own = self._import_ok(("name", "phone"), ("Мой", "8 812 123-45-67"), user=self.anna)
        self.assertEqual(own.user_id, self.anna)
        again = self._import_ok(("name", "phone", "city"), ("Мой", "8 812 123-45-67", "Тверь"), user=self.anna)
        self.assertEqual((again, own.city), (own, "Тверь"))

    def test_salesperson_gives_no_client_to_another(self):
        result = self._import(("name", "user_id"), ("Мой", "boris"), user=self.anna)
        self.assertFalse(result["ids"])
        self.assertEqual(result["messages"][0]["rows"]["from"], 0)

    def test_handed_over_client_is_taken_the_next_time(self):
        client = self._import_ok(("name", "phone"), ("Мой", "8 812 123-45-67"), user=self.anna)
        client.user_id = self.viktor
        before = self._count_clients()
        self._import(("name", "phone"), ("Мой", "8 812 123-45-67"), user=self.anna)
        self.assertEqual(self._count_clients(), before)
        self.assertEqual(self._remarks(kind="taken").other_partner_id, client)

    # ------------------------------------------------------------
    # CLIENTS WITHOUT A SALESPERSON, TEMPLATES
    # ------------------------------------------------------------

    def test_clients_without_a_salesperson_are_listed(self):
        orphan, owned = self._import_ok(("name", "user_id"), ("ООО Ничья", ""), ("ООО Анны", "anna"))
        contact = self.env["res.partner"].create({"name": "Иван", "parent_id": orphan.id})
        carrier = self.env["res.partner"].create({"name": "Carrier", "is_company": True, "is_visible_to_all": True})
        self.boris.active = False
        left = self.env["res.partner"].create({"name": "Of who left", "is_company": True, "user_id": self.boris.id})
        action = self.env["res.partner"].with_user(self.director).action_open_ownerless_clients()
        listed = self.env["res.partner"].with_user(self.director).search(action["domain"])
        self.assertLessEqual(orphan | left, listed)
        colleagues = self.anna.partner_id + self.boris.partner_id
        self.assertFalse(listed & (owned + contact + carrier + self.env.company.partner_id + colleagues))

    def test_every_column_of_the_templates_is_known(self):
        for language in ("en", "ru"):
            path = f"sales_crm_ext/static/xls/clients_{language}.xlsx"
            with self.subTest(language=language), file_open(path, "rb") as file:
                importer = self.env["base_import.import"].with_user(self.director).create({
                    "res_model": "res.partner", "file": file.read(), "file_name": "clients.xlsx"})
                preview = importer.parse_preview(dict(OPTIONS))
                self.assertFalse(preview.get("error"))
                self.assertEqual(len(preview["matches"]), len(preview["headers"]))
                fields = [preview["matches"][index][0] for index in range(len(preview["headers"]))]
                self.assertEqual(len(set(fields)), 15)
                result = importer.execute_import(
                    [name if name != "user_id" else False for name in fields], preview["headers"], dict(OPTIONS))
                self.assertFalse(result["messages"])

    def test_template_speaks_the_persons_language(self):
        Partner = self.env["res.partner"]
        self.assertIn("clients_en.xlsx", Partner.get_import_templates()[0]["template"])
        self.env["res.lang"]._activate_lang("ru_RU")
        self.assertIn("clients_ru.xlsx", Partner.with_context(lang="ru_RU").get_import_templates()[0]["template"])
