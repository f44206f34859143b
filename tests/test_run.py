"""make run, as a newcomer meets it: it builds the demo company, serves it, and can be interrupted and repeated."""
import os
import re
import signal
import subprocess
import threading
import time

import pytest
from stdnum.ru import inn, ogrn
from workshop import databases, paths, ports

from tests.browser import log_in
from tests.rpc import Client

SERVING = re.compile(r"http://127\.0\.0\.1:\d+")
SECONDS_FOR_THE_FIRST_TIME, SECONDS_AGAIN = 360, 20
PEOPLE = ("leader", "ivanova", "smirnov", "kuznetsova", "popov")


class Run:
    """`bin/run` on a database; as a context manager it stops at the end."""

    def __init__(self, database):
        self.database, self.port = database, ports.free()
        self.url, self.said = f"http://127.0.0.1:{self.port}", []
        env = {key: value for key, value in os.environ.items() if key != "WORKSHOP_QUIET"}
        self._started = time.monotonic()
        self._serving = threading.Event()
        self.process = subprocess.Popen(
            [str(paths.ROOT / "bin/run")], env={**env, "DB": database, "PORT": str(self.port)}, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        for line in self.process.stdout:
            self.said.append(line)
            if SERVING.search(line):
                self._serving.set()

    def wait_until_it_serves(self):
        """Seconds it took since the start."""
        while not self._serving.wait(0.2):
            assert self.process.poll() is None, "".join(self.said)
            assert time.monotonic() < self._started + SECONDS_FOR_THE_FIRST_TIME, "".join(self.said)
        return time.monotonic() - self._started

    def wait_until_it_says(self, text):
        while not any(text in line for line in self.said):
            assert self.process.poll() is None, "".join(self.said)
            time.sleep(0.2)

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=60)


@pytest.fixture(scope="module")
def database(environment, request):
    owner = request.config.getoption("--odoo-database", default=None) or f"test_{paths.MARK}_{os.getpid()}"
    name = f"{owner}_run"
    databases.drop(name, environment)
    yield name
    databases.drop(name, environment)


@pytest.fixture(scope="module")
def running(database):
    """The first run was killed half-way; this is the second."""
    with Run(database) as first:
        first.wait_until_it_says("installing the addons")
        time.sleep(12)
        os.killpg(first.process.pid, signal.SIGKILL)
    with Run(database) as second:
        second.wait_until_it_serves()
        yield second


@pytest.fixture(scope="module")
def admin(running):
    return Client(running.url, running.database, "admin", "admin")


def test_an_interrupted_first_run_is_repaired_and_says_how_far_it_is(running):
    said = "".join(running.said)
    assert "1 of 3: Creating the database" in said
    assert re.search(r"module \w+, \d+ of \d+", said)
    assert running.url in said
    for login in ("director", *PEOPLE, "admin"):
        assert login in said


def test_the_company_is_russian(admin):
    company = admin.call("res.company", "search_read", [], ["currency_id", "country_id"])[0]
    assert admin.call("res.currency", "read", [company["currency_id"][0]], ["name"])[0]["name"] == "RUB"
    assert admin.call("res.country", "read", [company["country_id"][0]], ["code"])[0]["code"] == "RU"
    people = admin.call("res.users", "search_read", [("share", "=", False)], ["login", "lang"])
    assert {person["login"] for person in people} >= {"director", "admin", *PEOPLE}
    assert {person["lang"] for person in people} == {"ru_RU"}


def test_clients_have_contacts_and_valid_requisites(admin):
    companies = admin.call("res.partner", "search_read", [("is_company", "=", True), ("user_id", "!=", False)],
                           ["vat", "company_registry", "child_ids", "phone"])
    assert len(companies) == 60
    for company in companies:
        assert inn.is_valid(company["vat"])
        assert ogrn.is_valid(company["company_registry"])
        assert len(company["child_ids"]) >= 2
        assert company["phone"].startswith("+7 ")


def test_three_months_of_calls_have_reports_that_say_something(admin):
    calls = admin.call("sales.call", "search_read", [("disposition", "=", "answered"), ("state", "=", "reported")],
                       ["topic", "quality_score", "date_start"])
    assert len(calls) > 500
    # 40 is the most that a refused report gets.
    assert min(call["quality_score"] for call in calls) > 40
    assert len({call["date_start"][:7] for call in calls}) >= 3
    assert len({call["topic"] for call in calls}) > 0.75 * len(calls)


def test_there_are_pains_promises_interests_spend_and_a_pipeline(admin):
    for model, least in (("sales.pain", 40), ("sales.promise", 60), ("sales.interest", 100),
                         ("sales.channel.spend", 6), ("mail.activity", 20)):
        assert admin.call(model, "search_count", []) >= least, model
    statuses = admin.call("crm.lead", "formatted_read_group", [], ["won_status"], ["__count"],
                          context={"active_test": False})
    assert {group["won_status"]: group["__count"] >= 10 for group in statuses} == dict.fromkeys(
        ("won", "lost", "pending"), True)
    assert len(admin.call("crm.team", "search", [("member_ids", "!=", False)])) == 2


def test_no_letter_is_on_its_way(admin):
    assert admin.call("mail.mail", "search_count", []) == 0


@pytest.mark.parametrize("login", PEOPLE)
def test_each_person_logs_in_and_sees_clients_of_their_own(running, login):
    person = Client(running.url, running.database, login, login)
    found = person.call("res.partner", "search_count", [("user_id", "=", person.uid), ("is_company", "=", True)])
    assert 0 < found < 60


def test_the_director_opens_pipeline_and_reports_in_russian(running, browser):
    page, errors = browser.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    log_in(page, running.url, "director")
    page.goto(f"{running.url}/odoo/action-sales_crm_ext.sales_manager_report_action")
    page.wait_for_selector(".o_pivot table")
    page.click(".o_facet_remove")  # the filter of this month, which may have just begun
    for name in ("Мария Иванова", "Алексей Смирнов", "Ольга Кузнецова", "Дмитрий Попов"):
        page.wait_for_selector(f".o_pivot th:has-text('{name}')")
    assert errors == []


def test_again_it_serves_at_once_and_keeps_what_was_entered(admin, database):
    note = admin.call("res.partner", "create", [{"name": "Запись пользователя"}])[0]
    with Run(database) as again:
        assert again.wait_until_it_serves() < SECONDS_AGAIN
        assert not any(" of " in line and "…" in line for line in again.said)
        client = Client(again.url, database, "admin", "admin")
        assert client.call("res.partner", "read", note, ["name"])[0]["name"] == "Запись пользователя"
