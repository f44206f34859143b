"""An agent of the company logs calls from the client's card, by keyboard, in the browser."""
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.browser import log_in

from . import people, snapshot

MOSCOW = ZoneInfo("Europe/Moscow")
AGENT = "Darcel Schlecht"
REPORT = {
    "topic": "Обсудили замену двух насосов GTX Pro и срок поставки на склад в Твери",
    "agreement": "Отправлю смету с доставкой до пятницы, они согласуют её с главным инженером",
    "stop_point": "Бюджет на квартал исчерпан, ждут решения финансового директора",
}


@pytest.fixture(scope="module")
def client(office):
    """Id and name of one of the agent's own clients."""
    session = office.sign_in(AGENT)
    session.call("res.users", "write", [session.uid], {"lang": "ru_RU"})
    row, = session.call("res.partner", "search_read", [("client_owner_id", "=", session.uid)], ["name"], limit=1,
                        order="name")
    return row


@pytest.fixture(scope="module")
def outcome(office):
    """Name of the outcome "Undecided" in the agent's language."""
    session = office.sign_in(AGENT)
    data, = session.call("sales.call.outcome", "search_read", [("sequence", "=", 50)], ["name"], context={
        "lang": "ru_RU"})
    return data["name"]


@pytest.fixture
def card(office, browser, client):
    """The page with the client's card, signed in as the agent; console errors fail the test."""
    errors = []
    page = browser.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    log_in(page, office.url, people.login(AGENT), people.PASSWORD)
    page.goto(f"{office.url}/odoo/res.partner/{client['id']}")
    page.wait_for_selector(".o_form_view .oe_stat_button")
    yield page
    assert errors == []


def calls_of(office, client):
    return snapshot.fetch(office.database, """
        SELECT agent.name, call.state, call.disposition, call.topic FROM sales_call call
          JOIN res_users users ON users.id = call.user_id JOIN res_partner agent ON agent.id = users.partner_id
         WHERE call.partner_id = %s ORDER BY call.id DESC""", (client["id"],))


def open_call(page):
    page.keyboard.press("Alt+o")
    page.wait_for_selector(".modal .o_sales_call_form")


def type_report(page, outcome, words):
    """Outcome, the three texts, then the hour of the next step: the order in which Tab leads through the form."""
    page.keyboard.type(outcome)
    page.wait_for_selector(f".o-autocomplete--dropdown-item:has-text('{outcome}')")
    page.keyboard.press("Enter")
    page.wait_for_selector(".modal [name=demand_hint]")
    for text in words:
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.wait_for_selector(".o_datetime_picker")
    page.keyboard.type(f"{datetime.now(MOSCOW) + timedelta(days=1):%d.%m.%Y} 10:00")
    page.keyboard.press("Tab")


def saved(page):
    """Wait until the form has closed; a refusal fails with its text."""
    page.wait_for_function("!document.querySelector('.modal') || document.querySelector('.o_error_dialog')")
    assert not page.query_selector(".modal"), page.inner_text(".o_error_dialog")


def test_a_call_that_nobody_answered_takes_two_keys(office, card, client):
    before = len(calls_of(office, client))
    open_call(card)
    card.keyboard.press("Alt+n")
    saved(card)
    calls = calls_of(office, client)
    assert len(calls) == before + 1
    assert calls[0] == (AGENT, "reported", "no_answer", None)


def test_an_answered_call_is_reported_on_one_screen(office, card, client, outcome):
    before = len(calls_of(office, client))
    open_call(card)
    type_report(card, outcome, REPORT.values())
    card.keyboard.press("Alt+w")
    saved(card)
    calls = calls_of(office, client)
    assert len(calls) == before + 1
    assert calls[0] == (AGENT, "reported", "answered", REPORT["topic"])


def test_empty_words_do_not_pass(office, card, client, outcome):
    before = [call for call in calls_of(office, client) if call[1] == "reported"]
    open_call(card)
    type_report(card, outcome, ["позвонил", "все ок", "позвонил, все ок"])
    card.keyboard.press("Alt+w")
    refusal = card.wait_for_selector(".o_error_dialog").inner_text()
    assert refusal.count("•") == len(REPORT), refusal
    assert [call for call in calls_of(office, client) if call[1] == "reported"] == before
