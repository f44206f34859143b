"""A salesperson's day by keyboard: ten calls through the queue, from "My Day", until the quota is reached. In Russian."""
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from tests.call_form import FORM, MOSCOW, Report, type_report, wait_for_report
from tests.erp.snapshot import fetch
from tests.rpc import Client
from tests.working_week import work_each_day

CALLS = (
    Report("pumps", "Интересно", "Сравнивали насосы К 100-65 и ЦНС 38, нужен расход 90 кубов в час для котельной",
           "Вышлю паспорта и цену на два агрегата ко вторнику", "Главный механик уточняет диаметр патрубка", hour="10:15",
           days=1),
    None,
    Report("chairs", "Интересно", "Актовый зал на 300 мест, просят кресла с откидным пюпитром и обивкой бордо",
           "Привезу два образца ткани директору школы в четверг", "Смету подпишут после конкурса, он 20 числа", hour="11:00",
           days=2),
    None,
    Report("paint", "Запрошено предложение", "Фасад столовой, 40 вёдер краски цвета слоновая кость и грунтовка под неё",
           "Отправлю расчёт с доставкой двумя машинами сегодня до шести", "Завхоз сверит расход с прошлым ремонтом",
           hour="12:30", days=1),
    Report("service", "Отказ", "Сервис насосной станции остаётся у прежнего подрядчика, договор с ним до 2027 года",
           reason="Проект отменён"),
    None,
    Report("cable", "Интересно", "Кабель ВВГ 3 по 2,5 в бухтах, берут 12 километров в квартал для школ района",
           "Подготовлю график отгрузок по месяцам к пятнице", "Бухгалтерия просит отсрочку 30 дней", hour="14:00", days=3),
    None,
    Report("lamps", "Интересно", "Лампы для спортзала: 60 светильников с защитной решёткой, высота потолка 9 метров",
           "Инженер посчитает освещённость по их чертежу", "Чертёж пришлют из управы", hour="15:45", days=2),
)


@pytest.fixture(scope="module")
def office(new_database, server):
    """The server, and `sql(query, …)` on its database; ten calls stand first in Ivanova's queue, and ten more than she has
    made today are her quota."""
    database = new_database("demo")
    with server(database) as running:
        ivanova = Client(running.url, database, "ivanova", "ivanova")
        office = SimpleNamespace(server=running, ivanova=ivanova,
                                 sql=lambda query, *values: fetch(database, query, values))
        office.queue = _plan(ivanova)
        work_each_day(Client(running.url, database, "admin", "admin"))
        office.done = _ask_for_ten_more(office, Client(running.url, database, "director", "director"))
        yield office


def _plan(ivanova):
    planned = ivanova.call("mail.activity", "search_read", [
        ("user_id", "=", ivanova.uid), ("activity_type_id.category", "=", "phonecall")],
        ["contact_at", "call_lead_id", "call_partner_id"], order="date_deadline, contact_at, id")
    chosen = [activity["id"] for activity in planned if activity["call_lead_id"] and activity["call_partner_id"]]
    chosen = chosen[:len(CALLS)]
    long_ago = datetime.now(MOSCOW).replace(tzinfo=None) - timedelta(days=60)
    for number, activity in enumerate(chosen):
        moment = long_ago + timedelta(minutes=15 * number)
        ivanova.call("mail.activity", "write", [activity], {"contact_at": f"{moment:%Y-%m-%d %H:%M:%S}"})
    return chosen


def _ask_for_ten_more(office, director):
    metric = director.call("sales.metric", "search", [("code", "=", "call")])[0]
    for quota in director.call("sales.quota", "search", [("metric_id", "!=", metric)]):
        director.call("sales.quota", "write", [quota], {"active": False})
    (done,), = office.sql(
        "SELECT COALESCE(sum(claimed), 0) FROM sales_action WHERE user_id = %s AND metric_id = %s AND date = %s",
        office.ivanova.uid, metric, datetime.now(MOSCOW).date())
    director.call("sales.quota", "create", [{
        "metric_id": metric, "target": done + len(CALLS), "user_ids": [(6, 0, [office.ivanova.uid])],
        "date_from": f"{datetime.now(MOSCOW):%Y-%m-%d}"}])
    return done


@pytest.fixture(scope="module")
def day(office, new_screen):
    """The ten calls, handled; what was seen on the way."""
    screen = new_screen(office.server, "ivanova")
    seen = SimpleNamespace(screen=screen)
    screen.find_menu("Мой день")
    screen.page.wait_for_selector(".o_sales_day")
    screen.picture("full_day")
    screen.press("Alt+j")
    for report, activity in zip(CALLS, office.queue):
        wait_for_report(office, screen, activity)
        if report:
            type_report(screen, report, report.words)
            screen.press("Alt+q")
        else:
            screen.press("Alt+n")
    screen.page.wait_for_timeout(1000)
    screen.settle()
    screen.press("Escape")  # the eleventh call, which opened by itself
    screen.page.wait_for_selector(FORM, state="detached")
    screen.settle()
    seen.mouse, seen.english = screen.get_mouse_count(), screen.find_english()
    screen.picture("full_day_reached")
    return seen


def test_ten_calls_without_the_mouse(office, day):
    assert day.mouse == 0
    assert day.screen.errors == []
    rows = office.sql(
        """SELECT call.disposition, call.state, call.topic FROM mail_activity activity
             JOIN sales_call call ON call.id = activity.call_id
            WHERE activity.id IN %s AND NOT activity.active ORDER BY call.id""", tuple(office.queue))
    assert [topic for disposition, _state, topic in rows if disposition == "answered"] == [
        report.topic for report in CALLS if report]
    assert {state for _disposition, state, _topic in rows} == {"reported"}
    assert len(rows) == len(CALLS)


def test_the_quota_is_reached_on_the_screen_and_in_the_top_bar(office, day):
    total = office.done + len(CALLS)
    day.screen.page.wait_for_function(
        "text => document.querySelector('.o_sales_progress_figure')?.textContent === text", arg=f"{total}/{total}")
    paces = day.screen.page.locator(".o_sales_gauges .badge").all_inner_texts()
    assert paces == ["Выполнена"]


def test_the_day_is_in_russian(day):
    assert day.english == []
