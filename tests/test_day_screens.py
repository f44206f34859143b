"""The screens of the working day that the guides show: they open without an error, filled, and nothing of ours is in
English. The demo company, in which Ivanova has made some of today's calls and Smirnov owes reports for too long."""
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from workshop import databases

from tests.desk import let_calls_be_due, miss_a_client
from tests.erp.snapshot import fetch
from tests.rpc import Client
from tests.working_week import work_each_day

REPORTS = (
    ("Сверили подбор К 100-65-250 с рабочей точкой: 90 кубов в час при напоре 60 метров, подходит без обточки колеса",
     "Пришлю паспорт и габаритный чертёж сегодня до шести, главный механик проверит фундамент",
     "Ждут лимит на четвёртый квартал, его откроют после совещания в понедельник"),
    ("Обсудили замену двух агрегатов на станции подкачки, старые гудят и текут по сальнику",
     "Инженер приедет снять размеры патрубков в пятницу к десяти часам",
     "Пропуск на территорию закажет энергетик, без него не пускают"),
    ("Просят разбить поставку шкафов управления на две партии и закрепить цену до конца года",
     "Отправлю допсоглашение с двумя датами отгрузки завтра утром",
     "Юрист вернётся из отпуска в среду, до него подписывать некому"),
)
MISSED = 2


@pytest.fixture(scope="module")
def office(new_database, server, environment):
    """The server, `sql(query, …)` and `write(statement)` on its database, `call(login, …)` on the server."""
    database = new_database("demo")
    with server(database) as running:
        def person(login):
            return Client(running.url, database, login, login)

        def call(login, *arguments, **keywords):
            return person(login).call(*arguments, **keywords)

        work_each_day(person("admin"))
        office = SimpleNamespace(
            server=running, person=person, call=call, sql=lambda query, *values: fetch(database, query, values),
            write=lambda statement: databases.query(statement, environment, database))
        _call_clients(office)
        for login in ("ivanova", "kuznetsova"):
            let_calls_be_due(person(login), login)
        _owe_too_long(office)
        yield office


def _call_clients(office):
    clients = [id_ for id_, in office.sql("""
        SELECT client.id FROM res_partner client JOIN res_users owner ON owner.id = client.client_owner_id
         WHERE owner.login = 'ivanova' AND client.is_company ORDER BY client.id LIMIT %s""", len(REPORTS) + MISSED)]
    outcome, = office.call("ivanova", "sales.call.outcome", "search", [("is_next_step_required", "=", True)], limit=1)
    for client, (topic, agreement, stop_point) in zip(clients, REPORTS, strict=False):
        call = office.call("ivanova", "sales.call", "create", [{
            "partner_id": client, "outcome_id": outcome, "topic": topic, "agreement": agreement, "duration": 240,
            "stop_point": stop_point, "next_contact_at": f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%d %H:00:00}",
            "promise_ids": [(0, 0, {"description": agreement, "date_due": f"{datetime.now(UTC):%Y-%m-%d}"})]}])
        office.call("ivanova", "sales.call", "action_report", call)
    for client in clients[len(REPORTS):]:
        miss_a_client(office.person("ivanova"), client)


def _owe_too_long(office):
    office.write("""UPDATE sales_call SET owed_since = now() AT TIME ZONE 'UTC' - interval '30 hours'
                     WHERE owed_since IS NOT NULL""")
    settings = office.call("director", "sales.settings", "create", [{"owed_reports_rule": "block"}])
    office.call("director", "sales.settings", "action_save", settings)


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


def keep(screen, name):
    """Keep a picture of a screen, on which nothing is in English."""
    screen.picture(name)
    assert not screen.find_english()


# ------------------------------------------------------------
# THE SALESPERSON
# ------------------------------------------------------------

def test_my_day(people):
    ivanova = people("ivanova")
    ivanova.open("my-day")
    ivanova.page.wait_for_selector(".o_sales_day [name=call_ids] .o_data_row")
    assert ivanova.page.locator(".o_sales_gauges .o_kanban_record:not(.o_kanban_ghost)").count() == 3
    ivanova.page.wait_for_timeout(1500)  # until the gauges have turned
    keep(ivanova, "my_day")


def test_my_day_on_a_phone(people):
    """Whom to call, by which number, and the button that reports, without scrolling sideways."""
    screen = people("kuznetsova")
    screen.page.set_viewport_size({"width": 390, "height": 844})
    screen.open("my-day")
    for name in ("a[href^='tel:']", "button[name=action_report_call]"):
        box = screen.page.locator(f".o_sales_day [name=call_ids] .o_kanban_record {name} >> nth=0").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    screen.page.wait_for_timeout(1500)
    keep(screen, "my_day_phone")
    screen.page.set_viewport_size({"width": 1366, "height": 768})


@pytest.mark.parametrize(("menu", "selector", "name"), [
    ("Обещания к сроку", ".o_data_row", "promises_due"), ("Лиды без ответа", ".o_data_row", "leads_without_response"),
    ("Запланированные контакты", ".fc-event", "planned_contacts")])
def test_what_waits(people, menu, selector, name):
    ivanova = people("ivanova")
    ivanova.open("crm")
    ivanova.open_menu("Звонки", menu)
    ivanova.page.wait_for_selector(selector)
    ivanova.picture(name)
    assert set(ivanova.find_english()) <= {"Week"}  # of the calendar, whose small letters are hidden


def test_a_promise_is_kept_from_my_day(people):
    ivanova = people("ivanova")
    ivanova.open("my-day")
    cards = ivanova.page.locator("[name=promise_ids] button[name=action_keep]")
    cards.first.wait_for()
    before = cards.count()
    cards.first.click()
    ivanova.settle()
    assert cards.count() == before - 1


def test_owed_for_too_long(people):
    smirnov = people("smirnov")
    smirnov.open("crm/new")
    smirnov.page.wait_for_selector(".o_sales_owed_reports")
    smirnov.page.fill(".o_field_widget[name=name] textarea, .o_field_widget[name=name] input", "Насос для новой котельной")
    smirnov.page.click(".o_field_widget[name=channel_id] input")
    smirnov.choose("Рекомендация")
    smirnov.page.click(".o_form_button_save")
    smirnov.page.wait_for_selector(".modal")
    keep(smirnov, "reports_blocked")
    smirnov.page.click(".modal .btn-primary")
    smirnov.page.wait_for_selector(".o_list_view .o_data_row")


@pytest.fixture(scope="module")
def remind(office):
    """Plan a contact of Kuznetsova's with her oldest deal, ten minutes and some seconds ahead: she is reminded at once.
    All else that she has planned comes in three days."""
    login = "kuznetsova"
    (user_id, deal), = office.sql("""
        SELECT lead.user_id, lead.id FROM crm_lead lead JOIN res_users ON res_users.id = lead.user_id
         WHERE login = %s AND won_status = 'pending' AND lead.active AND lead.partner_id IS NOT NULL
         ORDER BY lead.id LIMIT 1""", login)
    for activity in office.call(login, "mail.activity", "search", [("user_id", "=", user_id), ("contact_at", "!=", False)]):
        later = datetime.now(UTC) + timedelta(days=3)
        office.call(login, "mail.activity", "write", [activity], {"contact_at": f"{later:%Y-%m-%d %H:%M:%S}"})
    office.call(login, "res.users", "write", [user_id], {"reminder_minutes": "10"})

    def plan(summary, kind="call"):
        moment = datetime.now(UTC) + timedelta(minutes=10, seconds=3)
        office.call(login, "crm.lead", "activity_schedule", [deal], f"mail.mail_activity_data_{kind}", user_id=user_id,
                    summary=summary, contact_at=f"{moment:%Y-%m-%d %H:%M:%S}")
        return deal
    return plan


def test_a_reminder(people, remind):
    """Ten minutes before a planned contact."""
    screen = people("kuznetsova")
    screen.open("my-day")
    remind("Обсудить предложение")
    screen.page.wait_for_selector(".o_notification.o_sales_reminder")
    keep(screen, "reminder")
    screen.page.click(".o_sales_reminder button:has-text('Отложить'), .o_sales_reminder button:has-text('Позже')")
    screen.page.click(".o_sales_reminder button:has-text('30')")
    screen.page.wait_for_selector(".o_sales_reminder", state="detached")


def test_reminders_open_what_they_remind_of(office, people, remind):
    screen = people("kuznetsova")
    popup = ".o_sales_reminder:has-text('{}')".format
    (name, client), = office.sql("""
        SELECT lead.name, client.name FROM crm_lead lead JOIN res_partner contact ON contact.id = lead.partner_id
          JOIN res_partner client ON client.id = contact.commercial_partner_id WHERE lead.id = %s""",
                                 remind("Согласовать спецификацию"))
    screen.page.click(f"{popup('Согласовать спецификацию')} button:has-text('Открыть')")
    screen.page.wait_for_selector(f".breadcrumb-item.active:has-text('{name}'), .o_last_breadcrumb_item:has-text('{name}')")
    screen.page.wait_for_selector(".o_sales_reminder", state="detached")

    remind("Уточнить сроки")
    screen.page.click(f"{popup('Уточнить сроки')} button:has-text('Отчёт')")
    assert screen.page.input_value(".modal .o_field_widget[name=partner_id] input") == client
    screen.page.keyboard.press("Escape")

    remind("Отправить каталог", "todo")
    screen.page.click(f"{popup('Отправить каталог')} button:has-text('Готово')")
    screen.settle()
    assert office.sql("SELECT active FROM mail_activity WHERE summary = 'Отправить каталог'") in ([], [(False,)])


# ------------------------------------------------------------
# THE LEADER
# ------------------------------------------------------------

@pytest.mark.parametrize(("section", "menu", "name"), [
    ("Отчеты", "Команда сегодня", "team_today"), ("Отчеты", "Выполнение нормы", "quota_results"),
    ("Отчеты", "Индекс доверия", "trust_index"), ("Звонки", "Кто не написал отчёты", "owed_by_person")])
def test_lists_of_the_leader(people, section, menu, name):
    leader = people("leader")
    leader.open("crm")
    leader.open_menu(section, menu)
    leader.page.wait_for_selector(".o_data_row:has-text('Алексей Смирнов')")
    keep(leader, name)


def test_a_day_of_the_team_is_no_own_one(people):
    """What the buttons on top do, they do for whoever presses them."""
    leader = people("leader")
    leader.open("team-today")
    leader.page.click(".o_data_row:has-text('Мария Иванова') [name=progress]")
    leader.page.wait_for_selector(".o_sales_day")
    leader.settle()
    assert not leader.page.is_visible("button[name=action_next_call]")


def test_trust_over_time(people):
    leader = people("leader")
    leader.open("crm")
    leader.open_menu("Отчеты", "Индекс доверия")
    leader.show("graph")
    leader.page.wait_for_timeout(500)  # until the lines have grown
    keep(leader, "trust_index_graph")


def test_the_block_is_lifted(people):
    leader = people("leader")
    leader.open("action-sales_crm_ext.sales_owed_report_action")
    leader.page.click(".o_data_row:has-text('Алексей Смирнов') button[name=action_lift]")
    leader.page.fill(".modal .o_field_widget[name=reason] input", "Весь день на выставке, отчёты напишет вечером")
    keep(leader, "block_lift")
    leader.press("Alt+q")
    leader.page.wait_for_selector(".modal", state="detached")
    leader.page.wait_for_selector("button[name=action_lift]", state="detached")


def test_a_control_call(office, people):
    """By keys, from the list of checks to the answers; of a client whose number Ivanova has changed since."""
    for contact, phone in office.sql("""
            SELECT DISTINCT contact.id, contact.phone FROM sales_call_control control
              JOIN sales_call call ON call.id = control.call_id
              JOIN res_partner contact ON contact.id = COALESCE(call.contact_id, call.partner_id)
              JOIN res_users ON res_users.id = control.user_id
             WHERE control.state = 'open' AND login = 'ivanova' AND contact.phone IS NOT NULL"""):
        office.call("ivanova", "res.partner", "write", [contact], {"phone": f"{phone[:-2]}{(int(phone[-2:]) + 7) % 100:02}"})
    leader = people("leader")
    leader.open("crm")
    leader.find_menu("Мои проверки")
    leader.page.wait_for_selector(".o_breadcrumb:has-text('Мои проверки')")
    leader.page.wait_for_selector(".o_data_row")
    leader.press("ArrowDown", "ArrowDown", "Enter")
    leader.page.wait_for_selector(".modal [name=was_call]")
    leader.settle()
    leader.press("Tab", "Space", "Tab", "Space", "Tab")
    leader.type("О подборе насоса, просили сравнить с прежним по напору и цене")
    leader.press("Tab")
    leader.type("Прислать расчёт и паспорт к пятнице")
    leader.press("Tab", "Space")
    assert "номер изменён (Мария Иванова), прежний: +7" in leader.page.inner_text(".modal [name=phone_note]")
    keep(leader, "control_call")
    leader.press("Alt+x")


# ------------------------------------------------------------
# THE DIRECTOR
# ------------------------------------------------------------

@pytest.fixture
def director(people):
    screen = people("director")
    screen.open("crm")
    return screen


def test_quotas(director):
    director.open_menu("Конфигурация", "Нормы")
    director.page.wait_for_selector(".o_data_row")
    keep(director, "quotas")
    director.page.click(".o_list_button_add")
    director.page.wait_for_selector(".o_form_view [name=metric_id] input")
    for name, text in (("metric_id", "Проведённые встречи"), ("user_ids", "Мария Иванова")):
        director.page.click(f".o_field_widget[name={name}] input")
        director.choose(text)
    director.page.fill(".o_field_widget[name=target] input", "2")
    director.page.click(".o_horizontal_separator >> nth=0")
    keep(director, "quota_form")
    director.page.click(".o_form_button_cancel")


def test_quota_results_of_the_month(director):
    director.open_menu("Отчеты", "Выполнение нормы")
    director.page.click(".o_searchview_facet:has-text('Сегодня') .o_facet_remove")
    director.show("pivot")
    director.page.wait_for_selector(".o_pivot th:has-text('Мария Иванова')")
    keep(director, "quota_results_pivot")
    director.show("graph")
    director.page.wait_for_timeout(500)
    keep(director, "quota_results_graph")


def test_checks_of_everybody(director):
    director.open_menu("Звонки", "Контрольные звонки", title="Все проверки")
    director.page.wait_for_selector(".o_data_row")
    keep(director, "control_calls")


def test_first_response(director):
    director.open_menu("Отчеты", "Первый ответ")
    director.page.wait_for_selector(".o_pivot th:has-text('Мария Иванова')")
    keep(director, "first_response")


@pytest.mark.parametrize(("menu", "name", "facets"), [
    ("Действия", "actions", ()), ("Письма", "letters", ("Последние 7 дней",))])  # none after holidays
def test_what_was_counted(director, menu, name, facets):
    director.open_menu("Отчеты", menu)
    for facet in facets:
        director.page.click(f".o_searchview_facet:has-text('{facet}') .o_facet_remove")
    director.page.wait_for_selector(".o_pivot th:has-text('Мария Иванова'), .o_data_row")
    director.picture(name)
    assert not [word for word in director.find_english() if word not in ("example", "com")]
