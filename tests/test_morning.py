"""A salesperson's morning by keys, five calls of different outcome, and the director's look at the team after it.

The demo company of `make run`, a real server, a real browser in Russian. Ivanova handles her queue without the mouse, on
one screen a call; what the director's pivots then show is compared with counts of the tables themselves.
"""
from datetime import datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from tests.call_form import FORM, MOSCOW, Report, type_report, wait_for_report
from tests.erp.snapshot import fetch
from tests.pivots import Pivot
from tests.rpc import Client

QUEUE, PERSON = "Мои звонки к исполнению", "Мария Иванова"
THIS_MONTH = """date_start AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Moscow'
                >= date_trunc('month', now() AT TIME ZONE 'Europe/Moscow')"""
EMPTY_WORDS = ("позвонил", "все ок", "позвонил, все ок")


INTERESTED = Report(
    "interested", "Интересно",
    "Сравнили два насоса ЦНС 60-198 с их старыми агрегатами, нужен напор 198 метров и двигатели на 75 кВт",
    "Вышлю паспорта и график поставки до пятницы, главный механик проверит фундаментные болты",
    "Смету на монтаж ждут от подрядчика, без неё бюджет не откроют", hour="11:30", days=1)
PROPOSAL = Report(
    "proposal", "Запрошено предложение",
    "Просят цену на четыре ремонтных комплекта торцевых уплотнений с доставкой в Подольск",
    "Отправлю коммерческое предложение с двумя сроками поставки завтра до обеда",
    "Снабженец сравнит его с ценой прежнего поставщика, решение за техническим директором", hour="15:00", days=2)
MEETING = Report(
    "meeting", "Назначена встреча",
    "Обсудили износ рабочих колёс и договор на сервис насосной станции, показывают котельную",
    "Приеду с инженером осмотреть насосную и замерить вибрацию, пропуск закажет главный энергетик",
    step="Встреча", hour="10:00", days=3)
REFUSED = Report(
    "refused", "Отказ", "Реконструкцию цеха отложили на два года, закупку насосов исключили из плана",
    reason="Проект отменён")
MISSED = Report("missed", "", "")
MORNING = (INTERESTED, PROPOSAL, MEETING, REFUSED, MISSED)
CONVERSATIONS = MORNING[:4]


@pytest.fixture(scope="module")
def office(new_database, server):
    """The server, and `sql(query, …)` on its database."""
    database = new_database("demo")
    with server(database) as running:
        ivanova = Client(running.url, database, "ivanova", "ivanova")
        yield SimpleNamespace(server=running, ivanova=ivanova,
                              sql=lambda query, *values: fetch(database, query, values))


@pytest.fixture(scope="module")
def queue(office):
    """Ids of five planned calls that stand first in Ivanova's queue: of deals, the third of a client alone."""
    planned = office.ivanova.call("mail.activity", "search_read", [
        ("user_id", "=", office.ivanova.uid), ("activity_type_id.category", "=", "phonecall")],
        ["contact_at", "call_lead_id", "call_partner_id"], order="date_deadline, contact_at, id")
    deals = [activity["id"] for activity in planned if activity["call_lead_id"] and activity["call_partner_id"]]
    clients = [activity["id"] for activity in planned if not activity["call_lead_id"]]
    chosen = [*deals[:2], clients[0], *deals[2:4]]
    yesterday = (datetime.now(MOSCOW) - timedelta(days=1)).replace(hour=6, minute=0, second=0)
    first = min(f"{yesterday:%Y-%m-%d %H:%M:%S}", planned[0]["contact_at"])
    for number, activity in enumerate(chosen):
        moment = datetime.fromisoformat(first) - timedelta(minutes=15 * (len(chosen) - number))
        office.ivanova.call("mail.activity", "write", [activity], {"contact_at": f"{moment:%Y-%m-%d %H:%M:%S}"})
    return chosen


@pytest.fixture(scope="module")
def morning(office, queue, new_screen):
    """The five calls, handled; what was seen on the way."""
    screen = new_screen(office.server, "ivanova")
    seen = SimpleNamespace(screen=screen, fits=[], refusal="", kept=[], mouse=None, before=_count_calls(office))
    screen.find_menu(QUEUE)
    screen.page.wait_for_selector(".o_data_row")
    screen.picture("calls_due")
    screen.press("ArrowDown", "ArrowDown", "Enter")
    for report, activity in zip(MORNING, queue):
        wait_for_report(office, screen, activity)
        if report is MISSED:
            screen.press("Alt+n")
            break
        type_report(screen, report, EMPTY_WORDS if report is INTERESTED else report.words)
        if report is INTERESTED:
            seen.refusal, seen.kept = _get_refused(screen)
            _type_again(screen, report.words)
            screen.picture("call_report")
        if report is REFUSED:
            screen.picture("call_refused")
        seen.fits.append(screen.fits(".modal-body, .modal-footer"))
        screen.press("Alt+q")
    screen.settle()
    screen.press("Escape")  # the sixth call, which opened by itself
    screen.page.wait_for_selector(FORM, state="detached")
    seen.mouse = screen.get_mouse_count()
    seen.calls = [_find_call(office, activity) for activity in queue]
    screen.open(f"crm.lead/{seen.calls[0].lead}")
    screen.scroll_to(".o-mail-Activity")
    screen.picture("call_next_step")
    return seen


def _get_refused(screen):
    """Text of the refusal, and what stands in the form once it is closed."""
    screen.press("Alt+q")
    refusal = screen.page.wait_for_selector(".o_error_dialog").inner_text()
    screen.picture("call_empty_words")
    screen.press("Escape")
    screen.page.wait_for_selector(".o_error_dialog", state="detached")
    kept = screen.page.eval_on_selector_all(f"{FORM} textarea", "areas => areas.map(area => area.value)")
    return refusal, [*kept, screen.page.inner_text(f"{FORM} [name=next_contact_at]")]


def _type_again(screen, words):
    for name, text in zip(("topic", "agreement", "stop_point"), words):
        for _press in range(6):
            screen.press("Tab")
            if screen.page.query_selector(f"{FORM} [name={name}] textarea:focus"):
                break
        screen.press("Control+a")
        screen.type(text)


def _find_call(office, activity):
    """The call whose report closed the planned call, as a dictionary."""
    names = ("id", "state", "disposition", "outcome", "topic", "partner", "lead", "next_contact_at", "reason",
             "is_open")
    rows = office.sql("""
        SELECT call.id, call.state, call.disposition, outcome.name->>'ru_RU', call.topic, call.partner_id, call.lead_id,
               call.next_contact_at, COALESCE(reason.name->>'ru_RU', reason.name->>'en_US'), activity.active
          FROM mail_activity activity JOIN sales_call call ON call.id = activity.call_id
          LEFT JOIN sales_call_outcome outcome ON outcome.id = call.outcome_id
          LEFT JOIN crm_lost_reason reason ON reason.id = call.lost_reason_id
         WHERE activity.id = %s""", activity)
    assert len(rows) == 1
    return SimpleNamespace(**dict(zip(names, rows[0])))


def _count_calls(office):
    """Calls and conversations of Ivanova in this month of Moscow."""
    return office.sql(f"""
        SELECT count(*) FILTER (WHERE state != 'refuted'),
               count(*) FILTER (WHERE disposition = 'answered' AND state IN ('reported', 'confirmed'))
          FROM sales_call WHERE user_id = %s AND {THIS_MONTH}""", office.ivanova.uid)[0]


def _find_next(office, call):
    """Type and hour (UTC) of the activities that are open on the call's deal, else its client."""
    model, record = ("crm.lead", call.lead) if call.lead else ("res.partner", call.partner)
    return office.sql("""
        SELECT type.category, activity.contact_at, activity.user_id
          FROM mail_activity activity JOIN mail_activity_type type ON type.id = activity.activity_type_id
         WHERE activity.active AND activity.res_model = %s AND activity.res_id = %s""", model, record)


# ------------------------------------------------------------
# THE SALESPERSON
# ------------------------------------------------------------

def test_no_mouse_no_scrolling_and_no_error(morning):
    assert morning.mouse == 0
    assert morning.fits == [True] * len(CONVERSATIONS)
    assert morning.screen.errors == []


def test_empty_words_are_refused_and_nothing_typed_is_lost(morning):
    for label in ("Что обсудили", "О чём договорились", "На чём остановились"):
        assert f"• {label}: " in morning.refusal
    assert morning.kept[:3] == list(EMPTY_WORDS)
    assert morning.kept[3].endswith(INTERESTED.hour)


@pytest.mark.parametrize("number", range(len(MORNING)), ids=[report.name for report in MORNING])
def test_each_call_is_reported_with_its_outcome(morning, number):
    report, call = MORNING[number], morning.calls[number]
    assert not call.is_open
    assert call.state == "reported"
    if report is MISSED:
        assert (call.disposition, call.outcome, call.topic) == ("no_answer", None, None)
    else:
        assert (call.disposition, call.outcome, call.topic) == ("answered", report.outcome, report.topic)


@pytest.mark.parametrize("number", range(3), ids=[report.name for report in MORNING[:3]])
def test_the_next_step_stands_at_the_typed_hour(office, morning, number):
    report, call = MORNING[number], morning.calls[number]
    assert call.next_contact_at == report.moment
    category = "meeting" if report.step else "phonecall"
    assert (category, report.moment, office.ivanova.uid) in _find_next(office, call)


def test_a_refusal_with_its_reason_loses_the_deal(office, morning):
    call = morning.calls[MORNING.index(REFUSED)]
    assert call.reason == REFUSED.reason
    (status, reason), = office.sql(
        "SELECT won_status, lost_reason_id FROM crm_lead WHERE id = %s AND NOT active", call.lead)
    assert status == "lost"
    assert reason == office.sql("SELECT lost_reason_id FROM sales_call WHERE id = %s", call.id)[0][0]
    assert _find_next(office, call) == []


def test_an_unanswered_call_gets_its_next_attempt(office, morning):
    call = morning.calls[MORNING.index(MISSED)]
    now = datetime.now(ZoneInfo("UTC")).replace(tzinfo=None)
    assert now + timedelta(hours=1) < call.next_contact_at < now + timedelta(days=12)
    assert ("phonecall", call.next_contact_at, office.ivanova.uid) in _find_next(office, call)


@pytest.mark.parametrize("number", range(len(MORNING)), ids=[report.name for report in MORNING])
def test_the_chatter_of_client_and_deal_tells_it(office, morning, number):
    report, call = MORNING[number], morning.calls[number]
    for model, record in (("res.partner", call.partner), ("crm.lead", call.lead)):
        if record:
            bodies = [body for body, in office.sql("""
                SELECT body FROM mail_message WHERE model = %s AND res_id = %s
                   AND create_date > now() AT TIME ZONE 'UTC' - interval '1 hour'""", model, record)]
            assert any((report.topic or "Нет ответа") in body for body in bodies)
    assert bool(call.lead) == (report is not MEETING)


# ------------------------------------------------------------
# THE DIRECTOR
# ------------------------------------------------------------

@pytest.fixture(scope="module")
def director(office, morning, new_screen):
    """The director, in the application, after Ivanova's morning."""
    assert len(morning.calls) == len(MORNING)
    screen = new_screen(office.server, "director")
    screen.open_app("CRM")
    yield screen
    assert screen.errors == []


def _look(director, report, name):
    """Open a report from the menu; pictures of its graph and of its pivot, which is returned."""
    director.open_menu("Отчеты", report)
    director.show("graph")
    director.page.wait_for_selector(".o_graph_renderer canvas")
    director.page.wait_for_timeout(500)  # until the bars have grown
    director.picture(f"{name}_graph")
    director.show("pivot")
    director.picture(name)
    return Pivot(director.page)


def test_the_salespeople_contain_the_five_calls(office, morning, director):
    pivot = _look(director, "Менеджеры", "salespeople")
    shown = (pivot.get(PERSON, "Звонки"), pivot.get(PERSON, "Разговоры"))
    assert shown == _count_calls(office)
    assert shown == (morning.before[0] + len(MORNING), morning.before[1] + len(CONVERSATIONS))


def test_a_cell_opens_the_calls_behind_it(office, morning, director):
    director.open_menu("Отчеты", "Менеджеры")
    pivot = Pivot(director.page)
    pivot.click(PERSON, "Звонки")
    director.page.click(f".o_group_header:has-text('Звонок ({pivot.get(PERSON, 'Звонки'):.0f})')")
    director.page.wait_for_selector(".o_data_row")
    director.picture("salespeople_calls")
    latest = director.page.locator(".o_data_row [name=partner_id]").all_inner_texts()[:len(MORNING)]
    names = [office.sql("SELECT name FROM res_partner WHERE id = %s", call.partner)[0][0] for call in morning.calls]
    assert sorted(latest) == sorted(names)
    director.page.click(".o_data_row >> nth=1")  # the last but one
    director.page.wait_for_selector(".o_form_view [name=topic] textarea")
    assert director.page.input_value(".o_form_view [name=topic] textarea") == REFUSED.topic


def test_calls_by_outcome(office, director):
    pivot = _look(director, "Звонки по итогам", "calls_by_outcome")
    counted = dict(office.sql(f"""
        SELECT COALESCE(outcome.name->>'ru_RU', 'Нет'), count(*) FROM sales_call call
          LEFT JOIN sales_call_outcome outcome ON outcome.id = call.outcome_id
         WHERE call.user_id = %s AND call.state != 'refuted' AND {THIS_MONTH} GROUP BY 1""", office.ivanova.uid))
    assert pivot.get_below(PERSON, "Звонки") == counted


def test_salesperson_and_client(office, director):
    pivot = _look(director, "Менеджер и клиент", "salesperson_client")
    counted = dict(office.sql("""
        SELECT client.name, count(*) FROM sales_call call
          JOIN res_partner partner ON partner.id = call.partner_id
          JOIN res_partner client ON client.id = partner.commercial_partner_id
         WHERE call.user_id = %s AND call.state != 'refuted' GROUP BY 1""", office.ivanova.uid))
    assert pivot.get_below(PERSON, "Звонки") == counted


def test_channels(office, director):
    pivot = _look(director, "Каналы привлечения", "channels")
    counted = dict(office.sql("""
        SELECT COALESCE(channel.name->>'ru_RU', 'Не указан'), count(*) FROM crm_lead lead
          LEFT JOIN sales_channel channel ON channel.id = lead.channel_id GROUP BY 1"""))
    assert pivot.get_below("Итого", "Лиды") == counted


def test_won_amounts_by_period(office, director):
    pivot = _look(director, "Итоги периода", "period_totals")
    amounts = [float(amount) for amount, in office.sql("""
        SELECT sum(expected_revenue) FROM crm_lead WHERE won_status = 'won'
         GROUP BY date_trunc('month', COALESCE(date_closed, create_date) AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Moscow')
         ORDER BY min(COALESCE(date_closed, create_date))""")]
    assert list(pivot.get_below("Итого", "Выиграно на сумму").values()) == amounts
    assert pivot.get("Итого", "Выиграно на сумму") == sum(amounts)


def test_refusal_reasons(office, director):
    pivot = _look(director, "Отказы", "refusals")
    counted = dict(office.sql("""
        SELECT COALESCE(reason.name->>'ru_RU', reason.name->>'en_US', 'Нет'), count(*) FROM crm_lead lead
          LEFT JOIN crm_lost_reason reason ON reason.id = lead.lost_reason_id
         WHERE lead.won_status = 'lost' GROUP BY 1"""))
    assert REFUSED.reason in counted
    assert pivot.get_below("Итого", "Проигранные сделки") == counted
