"""A reminder comes at its minute, once: with three tabs open, after a reload, and after the server was restarted."""
import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from workshop import databases

from tests.erp.snapshot import fetch

OFFICE = """
user = env["res.users"].create({
    "name": "Анна Петрова", "login": "petrova", "password": "petrova", "lang": "ru_RU", "tz": "Europe/Moscow",
    "group_ids": [(6, 0, [env.ref("base.group_partner_manager").id, env.ref("sales_team.group_sale_salesman").id])]})
for name in ("Ромашка", "Лютик", "Василёк", "Пион", "Астра"):
    client = env["res.partner"].create({"name": f"ООО «{name}»", "is_company": True, "user_id": user.id})
    env["crm.lead"].create({"name": f"Насосы для {name}", "partner_id": client.id, "user_id": user.id})
env.cr.commit()
"""
AHEAD = timedelta(minutes=10)  # the default of the preference
LATE = 5  # seconds
POPUP = ".o_notification.o_sales_reminder"
# What appears is told with the moment at which it appeared.
WATCH = f"""
new MutationObserver((changes) => {{
    for (const node of changes.flatMap((change) => [...change.addedNodes])) {{
        const popup = node.matches?.("{POPUP}") ? node : node.querySelector?.("{POPUP}");
        if (popup) {{
            window.tellReminder(Date.now() / 1000, popup.innerText);
        }}
    }}
}}).observe(document, {{ childList: true, subtree: true }});"""


class Tabs:
    """Three tabs of one browser, and the pop-ups that appeared in any of them: moment, text, tab."""

    def __init__(self, context, url):
        self.popups, self.errors = [], []
        context.expose_binding("tellReminder", lambda source, *popup: self.popups.append((*popup, source["page"])))
        context.add_init_script(WATCH)
        self.pages = [context.new_page() for _number in range(3)]
        for number, page in enumerate(self.pages):
            page.on("pageerror", lambda error: self.errors.append(str(error)))
            if number:
                page.goto(f"{url}/odoo")
            else:
                self._sign_in(page, url)
            page.wait_for_selector(".o_main_navbar")

    def _sign_in(self, page, url):
        page.goto(f"{url}/web/login")
        page.fill("input[name=login]", "petrova")
        page.fill("input[name=password]", "petrova")
        page.keyboard.press("Enter")
        page.wait_for_selector(".o_main_navbar")

    def reload(self):
        for page in self.pages:
            page.reload()
            page.wait_for_selector(".o_main_navbar")

    def wait_until(self, moment):
        while (left := moment - time.time()) > 0:
            self.pages[0].wait_for_timeout(min(left, 1) * 1000)

    def get(self, name):
        """Moments at which a pop-up about that client appeared."""
        return [moment for moment, text, _page in self.popups if name in text]

    def wait_for(self, name, latest):
        """The moment at which the first pop-up about that client appeared."""
        while not self.get(name) and time.time() < latest:
            self.pages[0].wait_for_timeout(100)
        assert self.get(name), f"no reminder of {name}"
        return self.get(name)[0]


@pytest.fixture(scope="module")
def office(environment, new_database, server):
    """The server and the salesperson's deals by the client's name."""
    database = new_database("addons")
    databases.script(database, environment, "Opening an office", OFFICE)
    with server(database) as running:
        deals = fetch(database, """SELECT split_part(name, ' ', 3), id FROM crm_lead WHERE name LIKE %s""", ["Насосы%"])
        yield SimpleNamespace(server=running, deals=dict(deals))


@pytest.fixture
def petrova(office, rpc):
    return rpc(office.server, "petrova")


@pytest.fixture(scope="module")
def tabs(office, chromium):
    context = chromium.new_context(locale="ru-RU", timezone_id="Europe/Moscow", viewport={"width": 1366, "height": 768})
    context.set_default_timeout(30_000)
    opened = Tabs(context, office.server.url)
    yield opened
    context.close()
    assert opened.errors == []


def plan(office, petrova, name, seconds, ahead=AHEAD):
    """Plan a call so that its reminder comes in so many seconds; returns that moment."""
    contact_at = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=seconds) + ahead
    petrova.call("crm.lead", "activity_schedule", [office.deals[name]], "mail.mail_activity_data_call",
                 user_id=petrova.uid, summary="Обсудить предложение", contact_at=f"{contact_at:%Y-%m-%d %H:%M:%S}")
    return (contact_at - ahead).timestamp()


def restart(server, seconds=0):
    """End the server; a new one on the same port after that time."""
    server.stop()
    time.sleep(seconds)
    server.__enter__()


def assert_came_in_time(tabs, name, moment):
    assert 0 <= tabs.wait_for(name, moment + LATE) - moment <= LATE


def test_once_in_three_tabs(office, petrova, tabs):
    moment = plan(office, petrova, "Ромашка", 8)
    assert_came_in_time(tabs, "Ромашка", moment)


def test_after_a_reload(office, petrova, tabs):
    moment = plan(office, petrova, "Лютик", 12)
    tabs.reload()
    assert_came_in_time(tabs, "Лютик", moment)


def test_after_a_restart_of_the_server(office, petrova, tabs):
    moment = plan(office, petrova, "Василёк", 25)
    restart(office.server)
    assert time.time() < moment
    assert_came_in_time(tabs, "Василёк", moment)


def test_planned_for_the_next_seconds_comes_at_its_own_minute(office, petrova, tabs):
    moment = plan(office, petrova, "Пион", 5, timedelta())
    assert_came_in_time(tabs, "Пион", moment)


def test_missed_while_the_server_was_down(office, petrova, tabs):
    moment = plan(office, petrova, "Астра", 4)
    restart(office.server, seconds=5)
    assert tabs.wait_for("Астра", time.time() + 30) > moment


def test_nothing_came_twice(tabs):
    """Half a minute later, when each tab has asked again because a lease may have been lost; and after a reload."""
    tabs.wait_until(max(moment for moment, _text, _page in tabs.popups) + 33)
    tabs.reload()
    tabs.wait_until(time.time() + 3)
    assert [len(tabs.get(name)) for name in ("Ромашка", "Лютик", "Василёк", "Пион", "Астра")] == [1] * 5


@pytest.mark.slow
@pytest.mark.parametrize("ahead", [AHEAD, timedelta()], ids=["ten minutes before", "at the minute"])
def test_two_real_minutes(office, petrova, tabs, ahead):
    tabs.popups.clear()
    moment = plan(office, petrova, "Ромашка", 120, ahead)
    tabs.wait_until(time.time() + 30)
    restart(office.server)
    tabs.reload()
    assert tabs.popups == []
    assert_came_in_time(tabs, "Ромашка", moment)
    tabs.wait_until(moment + 35)
    assert len(tabs.get("Ромашка")) == 1
