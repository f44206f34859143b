"""A client base in Russian goes through the import screen by hand: upload, Test, Import."""
import pytest

from tests.books import save_book
from tests.browser import log_in

ROWS = [
    ("Компания", "ИНН", "КПП", "Менеджер", "Телефон", "E-mail", "Контактное лицо", "Телефон контакта", "Должность"),
    ("ООО «Ромашка»", "7707083893", "770701001", "admin", "8 (495) 963-76-77, 8 916 123-45-67",
     "a@romashka.ru; b@romashka.ru", "Анна Петрова", "8-916-765-43-21", "Начальник закупок"),
    ("Ромашка, склад", "7707083893", "", "", "8 800 555-35-35", "", "", "", ""),
    ("ЗАО Лютик", "7707083890", "", "", "", "", "", "", ""),
]


@pytest.fixture(scope="module")
def running(new_database, server):
    with server(new_database("addons")) as started:
        yield started


@pytest.fixture
def file(tmp_path):
    return save_book(tmp_path / "base.xlsx", ROWS)


def test_remarks_are_shown_and_the_rows_come_in(running, rpc, browser, file):
    admin = rpc(running, "admin")
    admin.call("res.users", "write", [admin.uid], {"lang": "ru_RU"})
    page = browser.new_page()
    errors = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    log_in(page, running.url, "admin")
    page.goto(f"{running.url}/odoo/contacts/import")
    page.wait_for_selector("a[href='/sales_crm_ext/static/xls/clients_ru.xlsx']")
    page.set_input_files("input[type=file]", file)
    page.wait_for_selector(".o_import_data_content")

    page.click(".o_control_panel button.btn-primary")
    page.wait_for_selector(".o_import_data_content .alert-warning")
    remarks = page.locator(".o_import_data_content .alert-warning").all_inner_texts()
    assert page.locator(".o_import_data_content .alert-danger").count() == 0
    assert any("3" in text and "Ромашка, склад" in text for text in remarks)
    assert any("4" in text and "7707083890" in text for text in remarks)
    assert admin.call("res.partner", "search_count", [("vat", "=", "7707083893")]) == 0

    page.click(".o_control_panel button.btn-primary")
    page.wait_for_selector(".o_notification:has-text('2')")
    page.wait_for_selector(".o_data_row, .o_kanban_record")
    [client] = admin.call("res.partner", "search_read", [("name", "=", "ООО «Ромашка»")],
                          ["vat", "kpp", "phone", "phone_other", "email", "email_other", "user_id"])
    assert client | {"id": 0, "user_id": client["user_id"][0]} == {
        "id": 0, "vat": "7707083893", "kpp": "770701001", "phone": "+7 495 963-76-77",
        "phone_other": "+7 916 123-45-67, +7 800 555-35-35", "email": "a@romashka.ru", "email_other": "b@romashka.ru",
        "user_id": admin.uid}
    [contact] = admin.call(
        "res.partner", "search_read", [("parent_id", "=", client["id"])], ["name", "phone", "function"])
    assert contact | {"id": 0} == {
        "id": 0, "name": "Анна Петрова", "phone": "+7 916 765-43-21", "function": "Начальник закупок"}
    assert errors == []
