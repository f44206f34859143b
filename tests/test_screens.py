"""The screens that the guides show, role by role: they open without an error, filled, and nothing of ours is in English."""
from datetime import datetime
from types import SimpleNamespace

import pytest
from workshop import databases

from demo.clock import ZONE
from tests.books import save_book
from tests.desk import let_calls_be_due, miss_a_client
from tests.erp.snapshot import fetch
from tests.rpc import Client

IMPORT = [
    ("Компания", "ИНН", "Менеджер", "Телефон", "E-mail", "Город", "Контактное лицо"),
    ("ООО «Ромашка»", "7707083893", "ivanova", "8 (495) 963-76-77, 8 916 123-45-67", "a@romashka.ru", "Москва",
     "Анна Петрова"),
    ("Ромашка, склад", "7707083893", "", "8 800 555-35-35", "", "", ""),
    ("ЗАО Лютик", "7707083890", "", "", "", "Тула", "Пётр Ильин"),
    ("ООО «Василёк»", "", "", "33-22-11", "нет почты", "Тверь", ""),
]


@pytest.fixture(scope="module")
def office(new_database, server):
    database = new_database("demo")
    with server(database) as running:
        director = Client(running.url, database, "director", "director")
        ivanova = Client(running.url, database, "ivanova", "ivanova")
        let_calls_be_due(ivanova, "ivanova")
        own = ivanova.call("res.partner", "search", [("client_owner_id", "=", ivanova.uid)], order="id", limit=1)
        miss_a_client(ivanova, own[0])
        yield SimpleNamespace(server=running, director=director, sql=lambda query, *values: fetch(database, query, values))


@pytest.fixture(scope="module")
def people(office, new_screen):
    """The screen of a person by login; errors of any fail the last test."""
    screens = {}

    def get(login):
        if login not in screens:
            screens[login] = new_screen(office.server, login)
        return screens[login]

    yield get
    assert {login: screen.errors for login, screen in screens.items() if screen.errors} == {}


@pytest.fixture
def ivanova(people):
    return people("ivanova")


@pytest.fixture
def director(people):
    screen = people("director")
    screen.open("crm")
    return screen


def keep(screen, name):
    """Keep a picture of a screen. Returns the English words on it."""
    screen.picture(name)
    return set(screen.find_english())


def find_deals(office, ivanova_id, condition):
    return office.sql(f"""
        SELECT lead.id, client.commercial_partner_id
          FROM crm_lead lead JOIN res_partner client ON client.id = lead.partner_id
         WHERE lead.user_id = %s AND lead.active AND lead.won_status = 'pending' AND {condition}
         ORDER BY (SELECT count(*) FROM sales_call WHERE lead_id = lead.id) DESC, lead.id""", ivanova_id)


@pytest.fixture(scope="module")
def deal(office):
    """Id and client of an open deal of Ivanova's with a document and a pain."""
    (user_id,), = office.sql("SELECT id FROM res_users WHERE login = 'ivanova'")
    return find_deals(office, user_id, """
        EXISTS (SELECT FROM ir_attachment WHERE res_model = 'crm.lead' AND res_id = lead.id)
        AND EXISTS (SELECT FROM sales_pain WHERE lead_id = lead.id)""")[0]


def test_pipeline(ivanova):
    ivanova.open("crm")
    ivanova.page.wait_for_selector(".o_kanban_record")
    assert not keep(ivanova, "pipeline")


def test_client_card(office, ivanova, deal):
    (name,), = office.sql("SELECT name FROM res_partner WHERE id = %s", deal[1])
    ivanova.open("crm")
    ivanova.open_menu("Продажи", "Клиенты")
    ivanova.page.click(".o_searchview_input")
    ivanova.type(name)
    ivanova.press("Enter")
    ivanova.settle()
    ivanova.page.click(f".o_data_row .o_data_cell:text-is('{name}') >> nth=0")
    ivanova.page.wait_for_selector(".oe_stat_button")
    assert not keep(ivanova, "client_card")
    ivanova.page.click(".o_notebook .nav-link:has-text('Боли и интересы')")
    ivanova.scroll_to(".o_notebook")
    assert not keep(ivanova, "client_needs")


def test_documents(ivanova, deal):
    ivanova.open(f"crm.lead/{deal[0]}")
    ivanova.page.click("button[name=action_view_documents]")
    ivanova.page.wait_for_selector(".o_data_row")
    assert not keep(ivanova, "documents")


def test_calls(ivanova):
    ivanova.open("crm")
    ivanova.open_menu("Звонки", "Все звонки", title="Звонки")
    ivanova.page.wait_for_selector(".o_data_row")
    assert not keep(ivanova, "calls")


def test_a_planned_call_is_cancelled_with_a_reason(ivanova):
    ivanova.open("crm")
    ivanova.open_menu("Звонки", "Мои звонки к исполнению")
    ivanova.page.click(".o_data_row button[name=action_cancel_call] >> nth=0")
    ivanova.page.wait_for_selector(".modal [name=reason] textarea")
    ivanova.type("Клиент закрыл котельную на лето")
    assert not keep(ivanova, "call_cancel")
    ivanova.press("Escape")


def test_a_stage_says_what_it_asks_for(office, ivanova):
    (user_id,), = office.sql("SELECT id FROM res_users WHERE login = 'ivanova'")
    lead = find_deals(office, user_id, """
        lead.stage_id IN (SELECT id FROM crm_stage WHERE process_step = 'presentation')""")[0][0]
    ivanova.open(f"crm.lead/{lead}")
    ivanova.page.click(".o_statusbar_status button:has-text('Работа с возражениями')")
    ivanova.page.wait_for_selector(".modal:has-text('Не хватает')")
    assert not keep(ivanova, "stage_gate")
    ivanova.page.click(".modal footer button:has-text('Закрыть')")
    ivanova.page.wait_for_selector(".o_arrow_button_current:has-text('Презентация')")
    assert not ivanova.page.is_visible(".o_form_button_save")  # the deal stays where it was, nothing is left to save


def test_reports_owed(people):
    smirnov = people("smirnov")
    smirnov.open("crm")
    smirnov.open_menu("Звонки", "Ненаписанные отчёты")
    smirnov.page.wait_for_selector(".o_data_row")
    assert not keep(smirnov, "reports_owed")


def test_the_leader_sees_her_team(people):
    leader = people("leader")
    leader.open("crm")
    leader.open_menu("Отчеты", "Менеджеры")
    leader.page.wait_for_selector(".o_pivot th:has-text('Мария Иванова')")
    assert not leader.page.query_selector(".o_pivot th:has-text('Дмитрий Попов')")
    assert not keep(leader, "team")


# ------------------------------------------------------------
# THE DIRECTOR
# ------------------------------------------------------------

@pytest.mark.parametrize(("menu", "name"), [
    ("Итоги звонков", "call_outcomes"), ("Этапы и что они требуют", "stages"), ("Каналы привлечения", "channel_list"),
    ("Расходы на канал", "channel_spend"), ("Несопоставленные источники", "channels_unmapped")])
def test_configuration(director, menu, name):
    director.open_menu("Конфигурация", menu)
    director.page.wait_for_selector(".o_data_row")
    assert keep(director, name) <= {"Facebook", "LinkedIn", "Referral"}  # names of media


def test_a_source_is_mapped_to_a_channel(director):
    director.open_menu("Конфигурация", "Несопоставленные источники")
    director.page.click(".o_data_row button[name=action_map]")
    director.page.wait_for_selector(".modal [name=channel_id]")
    assert not keep(director, "channel_map")


def test_process_template(director):
    director.open_menu("Конфигурация", "Шаблон процесса продаж")
    director.page.wait_for_selector(".modal .o_data_row")
    assert not keep(director, "stage_template")


def test_rules_of_work(director):
    director.open_menu("Конфигурация", "Правила работы", title="Правила работы")
    director.page.wait_for_selector(".modal [name=call_backdate_days]")
    assert not keep(director, "settings")
    director.press("Escape")


@pytest.mark.parametrize(("menu", "name"), [
    ("Боли клиентов", "pains"), ("Интересы клиентов", "interests"), ("Касания", "touches")])
def test_lists_of_the_director(director, menu, name):
    director.open_menu("Отчеты", menu)
    director.page.wait_for_selector(".o_data_row")
    assert not keep(director, name)


def test_deputies(office, people):
    logins = ("ivanova", "popov")
    ids = {login: office.sql("SELECT id FROM res_users WHERE login = %s", login)[0][0] for login in logins}
    today = datetime.now(ZONE).date()
    office.director.call("sales.deputy", "create", [
        {"user_id": ids["ivanova"], "deputy_id": ids["popov"], "date_from": str(today), "date_to": str(today)}])
    director = people("director")
    director.open("crm")
    director.open_menu("Продажи", "Замещения")
    director.page.wait_for_selector(".o_data_row:has-text('Действует')")
    assert not keep(director, "deputies")


@pytest.fixture
def file(tmp_path):
    return save_book(tmp_path / "clients.xlsx", IMPORT)


def test_import_and_clients_without_a_salesperson(director, file):
    page = director.page
    director.open("contacts/import")
    page.set_input_files("input[type=file]", file)
    page.wait_for_selector(".o_import_data_content")
    page.click(".o_control_panel button.btn-primary")
    page.wait_for_selector(".o_import_data_content .alert-warning")
    director.picture("import")
    page.click(".o_control_panel button.btn-primary")
    page.wait_for_selector(".o_data_row, .o_kanban_record")
    director.open("crm")
    director.open_menu("Продажи", "Замечания импорта")
    for group in page.query_selector_all(".o_group_header"):
        group.click()
    assert not keep(director, "import_remarks")
    director.open_menu("Конфигурация", "Клиенты без менеджера")
    page.wait_for_selector(".o_data_row:has-text('ЗАО Лютик')")
    assert not keep(director, "clients_without_owner")


# ------------------------------------------------------------
# AFTER THE INSTALLATION INTO A DATABASE FULL OF DATA
# ------------------------------------------------------------

BEFORE = """
import random
from demo import clients, settings
settings.apply(env)
draw = random.Random(1)
people = {}
for login, name, group in (("director", "Наталья Орлова", "manager"), ("ivanova", "Мария Иванова", "salesman"),
                           ("smirnov", "Алексей Смирнов", "salesman"), ("buh", "Галина Белова", None)):
    groups = env.ref("base.group_user") + (env.ref(f"sales_team.group_sale_{group}") if group else env["res.groups"])
    people[login] = env["res.users"].with_context(no_reset_password=True).create({
        "name": name, "login": login, "password": login, "lang": "ru_RU", "tz": "Europe/Moscow",
        "group_ids": [(6, 0, groups.ids)]})
for number, client in enumerate(clients.draw_clients(draw, 40)):
    values = {key: client.values[key] for key in ("name", "phone", "email", "city")}
    partner = env["res.partner"].create({**values, "is_company": True, "user_id": [
        False, people["ivanova"].id, people["smirnov"].id][number % 3]})
    if number % 4 < 2:
        env["crm.lead"].create({"name": "Насосы для " + client.site_for, "type": "opportunity",
                                "partner_id": partner.id, "user_id": people["smirnov" if number % 5 else "ivanova"].id})
env.cr.commit()
"""


@pytest.mark.slow
def test_takeover(environment, new_database, server, new_screen):
    database = new_database("stock")
    databases.script(database, environment, "Filling a stock database", BEFORE)
    databases.install(database, environment, ["sales_crm_ext"], "Installing the addon into it")
    with server(database) as running:
        screen = new_screen(running, "director")
        screen.open("crm")
        screen.open_menu("Конфигурация", "Кто что получил при установке")
        for name in ("Мария Иванова", "Алексей Смирнов"):
            screen.page.wait_for_selector(f".o_data_row:has-text('{name}')")
        assert not keep(screen, "takeover")
        assert screen.errors == []
