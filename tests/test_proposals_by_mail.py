"""Proposals through a real mail server, from the composer to the figures.

Thirty proposals of one salesperson: one is refused by the server, one comes back later, two go to addresses that a colleague
wrote to last year, one to an address of the same batch. And two people who write to one new address at the same moment, each
in a process of their own.
"""
import subprocess
import threading
import xmlrpc.client
from datetime import datetime
from types import SimpleNamespace

import pytest
from workshop import databases, paths

from tests.call_form import MOSCOW
from tests.erp.snapshot import fetch
from tests.mail_server import MailServer, make_bounce
from tests.rpc import Client
from tests.working_week import work_each_day

PROPOSALS = 30
KNOWN_BY_LETTER, KNOWN_BY_HISTORY, REFUSED, BOUNCED = 1, 2, 3, 4  # numbers of clients
TWICE = 5
OFFICE = f"""
from datetime import timedelta
from odoo.tests import new_test_user
from odoo.addons.sales_crm_ext.install import addressees

firm = env["mail.alias.domain"].create({{"name": "firma.ru", "bounce_alias": "bounce"}})
env.company.write({{"alias_domain_id": firm.id, "email": "info@firma.ru"}})
people = [new_test_user(env, login, "sales_team.group_sale_salesman,base.group_partner_manager", name=login.title(),
                        email=f"{{login}}@firma.ru", password=login, tz="Europe/Moscow", lang="ru_RU",
                        notification_type="inbox") for login in ("anna", "boris")]
anna, boris = people
template = env.ref("sales_crm_ext.mail_template_proposal")
plain = template.copy({{"name": "Plain"}})

def make_client(number, user):
    client = env["res.partner"].create({{
        "name": f"Client {{number}}", "is_company": True, "user_id": user.id, "email": f"buyer@client{{number}}.ru"}})
    return env["crm.lead"].create({{
        "name": f"Deal {{number}}", "type": "opportunity", "partner_id": client.id, "user_id": user.id}})

deals = [make_client(number, anna) for number in range(1, {PROPOSALS})]
deals.append(deals[{TWICE} - 1].copy({{"name": "Deal {PROPOSALS}"}}))
assert deals[-1].partner_id == deals[{TWICE} - 1].partner_id
# What a colleague wrote last year, to a client that was theirs.
theirs = make_client("{KNOWN_BY_LETTER}", boris)
message = env["mail.message"].create({{
    "message_type": "comment", "model": "crm.lead", "res_id": theirs.id, "author_id": boris.partner_id.id,
    "date": "2025-03-03 10:00:00", "body": "Hello"}})
env["mail.notification"].create({{
    "mail_message_id": message.id, "notification_type": "email", "notification_status": "sent",
    "res_partner_id": deals[{KNOWN_BY_HISTORY} - 1].partner_id.id}})
for person in people:
    make_client("new", person)
env.cr.commit()
addressees.collect(env.cr)  # as the installation does it, on messages that are there
env.cr.commit()
"""
SEND = """
user = env["res.users"].search([("login", "=", "{login}")])
deal = env["crm.lead"].search([("name", "=", "Deal new"), ("user_id", "=", user.id)])
template = env.ref("sales_crm_ext.mail_template_proposal")
mail = env["mail.mail"].browse(template.with_user(user).send_mail(deal.id))
env.cr.commit()
mail.sudo().send()  # one waits for the other at the mail server
env.cr.commit()
env["sales.letter"]._cron_decide()
env.cr.commit()
print("DONE")
"""


def address(number):
    return f"buyer@client{number}.ru"


@pytest.fixture(scope="module")
def office(new_database, environment, server):
    database = new_database("addons")
    databases.script(database, environment, "Two salespeople and their clients", OFFICE)
    with MailServer() as mail, server(database, "--smtp=127.0.0.1", f"--smtp-port={mail.port}") as running:
        mail.refused.add(address(REFUSED))
        yield SimpleNamespace(
            database=database, environment=environment, mail=mail, running=running,
            anna=Client(running.url, database, "anna", "anna"), boris=Client(running.url, database, "boris", "boris"),
            admin=Client(running.url, database, "admin", "admin"))


def send(person, deal_name, template):
    """From the composer on the deal, as the web client does it."""
    deal, = person.call("crm.lead", "search", [("name", "=", deal_name)])
    composer = person.call("mail.compose.message", "create", {}, context={
        "default_model": "crm.lead", "default_res_ids": [deal], "default_composition_mode": "comment",
        "default_template_id": template})
    person.call("mail.compose.message", "action_send_mail", [composer])


def find_template(office, domain):
    return office.admin.call("mail.template", "search", [("model", "=", "crm.lead"), *domain], limit=1)[0]


def run_job(office, xmlid="sales_crm_ext.ir_cron_decide_letters"):
    module, name = xmlid.split(".")
    (job,), = fetch(office.database, "SELECT res_id FROM ir_model_data WHERE module = %s AND name = %s", (module, name))
    office.admin.call("ir.cron", "method_direct_trigger", [job])


def get_figures(person):
    """What the person themselves reads: claimed and verified by the metric's code."""
    codes = {metric["id"]: metric["code"] for metric in person.call("sales.metric", "search_read", [], ["code"])}
    figures = {"proposal": (0, 0), "proposal_new": (0, 0)}
    for row in person.call("sales.action", "formatted_read_group", [("user_id", "=", person.uid)], ["metric_id"],
                           ["claimed:sum", "verified:sum"]):
        figures[codes[row["metric_id"][0]]] = row["claimed:sum"], row["verified:sum"]
    return figures


def bring_bounce(office, number):
    """As Odoo's mail gateway script hands a letter over."""
    letter, = office.mail.find(address(number))
    text = make_bounce("bounce@firma.ru", address(number), letter.message["Message-Id"])
    office.admin.xmlrpc("mail.thread", "message_process", False, xmlrpc.client.Binary(text.encode()))


def test_thirty_proposals_reach_twenty_five_new_addressees(office):
    proposal = find_template(office, [("is_sales_proposal", "=", True)])
    send(office.boris, f"Deal {KNOWN_BY_LETTER}", find_template(office, [("name", "=", "Plain")]))
    for number in range(1, PROPOSALS + 1):
        send(office.anna, f"Deal {number}", proposal)
    taken = sorted(recipient for letter in office.mail.letters for recipient in letter.recipients)
    # The server has each letter once, but for the refused one: the colleague's, and the second to one address.
    assert taken == sorted([address(number) for number in range(1, PROPOSALS) if number != REFUSED]
                           + [address(KNOWN_BY_LETTER), address(TWICE)])
    assert get_figures(office.anna) == {"proposal": (0, 0), "proposal_new": (0, 0)}  # decided from what is committed
    run_job(office)
    assert get_figures(office.anna) == {"proposal": (29, 29), "proposal_new": (26, 26)}
    bring_bounce(office, BOUNCED)
    run_job(office)
    assert get_figures(office.anna) == {"proposal": (28, 28), "proposal_new": (25, 25)}
    run_job(office)
    assert get_figures(office.anna) == {"proposal": (28, 28), "proposal_new": (25, 25)}
    assert get_figures(office.boris) == {"proposal": (0, 0), "proposal_new": (0, 0)}


def test_the_quota_shows_twenty_five_of_thirty(office, new_screen):
    work_each_day(office.admin)
    metric, = office.admin.call("sales.metric", "search", [("code", "=", "proposal_new")])
    office.admin.call("sales.quota", "create", [{
        "metric_id": metric, "target": PROPOSALS, "user_ids": [(6, 0, [office.anna.uid])],
        "date_from": f"{datetime.now(MOSCOW):%Y-%m-%d}"}])
    screen = new_screen(office.running, "anna")
    screen.open("my-day")
    gauge = screen.page.wait_for_selector(".o_sales_gauges .o_kanban_record:not(.o_kanban_ghost)")
    screen.picture("my_day_of_proposals")
    assert gauge.query_selector(".o_gauge_value, .o_field_gauge").inner_text() == "25"
    screen.page.wait_for_function("() => document.querySelector('.o_sales_progress_figure')?.textContent === '25/30'")
    assert not screen.errors


def test_director_sees_what_each_letter_counted_for(office, new_screen):
    screen = new_screen(office.running, "admin")
    screen.open("action-sales_crm_ext.sales_letter_action")
    screen.picture("letters")
    assert screen.page.locator(".o_pager_limit").inner_text() == "29"  # proposals of the last days
    assert screen.page.locator("tr.o_data_row.text-danger").count() == 1  # the one that came back
    screen.page.locator(f".o_data_row:has-text('{address(BOUNCED)}') .o_data_cell").first.click()
    screen.page.wait_for_selector(".o_form_view [name=bounced_at]")
    screen.picture("letter")
    assert not screen.errors


def test_two_processes_and_one_new_address(office, tmp_path):
    office.mail.meeting[address("new")] = threading.Barrier(2)
    before = {person: get_figures(person) for person in (office.anna, office.boris)}
    for process in [_start(office, login, tmp_path) for login in ("anna", "boris")]:
        output, _none = process.communicate(timeout=180)
        assert "DONE" in output, (tmp_path / "log").read_text()
    run_job(office)  # one of the two may have found the other deciding
    assert len(office.mail.find(address("new"))) == 2  # one letter of each, and no more
    senders = {letter.message["From"].addresses[0].username for letter in office.mail.find(address("new"))}
    assert senders == {"anna", "boris"}
    gained = [{code: tuple(new - old for new, old in zip(figure, before[person][code]))
               for code, figure in get_figures(person).items()} for person in (office.anna, office.boris)]
    assert [figures["proposal"] for figures in gained] == [(1, 1), (1, 1)]
    assert sorted(figures["proposal_new"] for figures in gained) == [(0, 0), (1, 1)]
    assert fetch(office.database, "SELECT count(*) FROM sales_addressee WHERE email_normalized = %s",
                 (address("new"),)) == [(1,)]


def _start(office, login, folder):
    script = folder / f"{login}.py"
    script.write_text(SEND.format(login=login))
    with script.open() as text, (folder / "log").open("a") as log:
        return subprocess.Popen(
            ["python", "-m", "odoo", "shell", "-d", office.database, "--no-http", "--smtp=127.0.0.1",
             f"--smtp-port={office.mail.port}"], env=office.environment, stdin=text, stdout=subprocess.PIPE, stderr=log,
            text=True, cwd=paths.ROOT)
