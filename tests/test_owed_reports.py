"""Reports owed, promises due and leads that nobody talked to, at the screens: a number that is dialled begins a call, who
owes its report too long is told so and starts nothing new, and a leader lifts that for a day."""
from types import SimpleNamespace

import pytest
from workshop import databases

from tests.erp.snapshot import fetch
from tests.rpc import Client

FORM = ".modal .o_sales_call_form"
# There is no program that dials: the browser would ask for one, and let nobody click until it is answered.
DIAL = """
window.dialled = [];
const click = HTMLAnchorElement.prototype.click;
HTMLAnchorElement.prototype.click = function () {
    this.protocol === "tel:" ? window.dialled.push(this.href) : click.call(this);
};"""
OWED = "SELECT count(*) FROM sales_call WHERE owed_since IS NOT NULL AND user_id = %s"


@pytest.fixture(scope="module")
def office(new_database, server, environment):
    """The server, `sql(query, …)` and `write(statement)` on its database."""
    database = new_database("demo")
    with server(database) as running:
        (ivanova_id,), = fetch(database, "SELECT id FROM res_users WHERE login = 'ivanova'", ())
        yield SimpleNamespace(
            server=running, director=Client(running.url, database, "director", "director"), ivanova_id=ivanova_id,
            sql=lambda query, *values: fetch(database, query, values),
            write=lambda statement: databases.query(statement, environment, database))


@pytest.fixture(scope="module")
def ivanova(office, new_screen):
    screen = new_screen(office.server, "ivanova")
    screen.page.add_init_script(DIAL)
    yield screen
    assert not screen.errors


def set_rule(office, rule):
    settings = office.director.call("sales.settings", "create", [{"owed_reports_rule": rule, "owed_reports_hours": 24}])
    office.director.call("sales.settings", "action_save", settings)


def close_dialog(screen):
    screen.page.click(".modal .btn-close")
    screen.page.wait_for_selector(".modal", state="detached")
    screen.settle()


def test_who_waits_longest_comes_first(office, ivanova):
    ivanova.open("action-sales_crm_ext.crm_lead_action_without_response")
    ivanova.page.wait_for_selector(".o_list_view")
    ivanova.picture("owed_leads_without_response")
    (waiting,), = office.sql("""
        SELECT count(*) FROM crm_lead WHERE active AND won_status = 'pending' AND user_id = %s
           AND first_response_at IS NULL""", office.ivanova_id)
    assert waiting == ivanova.page.locator(".o_data_row").count()
    ivanova.page.click(".o_data_row >> nth=0 >> td[name=name]")
    ivanova.page.wait_for_selector(FORM)
    close_dialog(ivanova)


def test_a_number_that_is_dialled_is_a_call_owed(office, ivanova):
    (client_id, phone), = office.sql("""
        SELECT id, phone FROM res_partner WHERE client_owner_id = %s AND phone IS NOT NULL AND is_company AND NOT EXISTS (
               SELECT FROM sales_call WHERE partner_id = res_partner.id AND state = 'due') ORDER BY id LIMIT 1""",
        office.ivanova_id)
    (before,), = office.sql(OWED, office.ivanova_id)
    for _click in range(2):
        ivanova.open(f"res.partner/{client_id}")
        ivanova.page.hover(".o_field_widget[name=phone]")
        ivanova.page.click(".o_field_widget[name=phone] .o_phone_form_link")
        ivanova.page.wait_for_selector(FORM)
        ivanova.picture("owed_dialled")
        assert ivanova.page.evaluate("window.dialled") == ["tel:" + phone.replace(" ", "")]
        close_dialog(ivanova)
        assert office.sql(OWED, office.ivanova_id) == [(before + 1,)]


def test_owed_too_long(office, ivanova, new_screen):
    office.write(f"""UPDATE sales_call SET owed_since = now() AT TIME ZONE 'UTC' - interval '30 hours'
                      WHERE owed_since IS NOT NULL AND user_id = {office.ivanova_id}""")
    set_rule(office, "block")
    ivanova.open("crm")
    ivanova.page.wait_for_selector(".o_sales_owed_reports")
    ivanova.page.hover(".o_sales_owed_reports")
    ivanova.picture("owed_warning")
    ivanova.open("crm/new")
    ivanova.page.fill(".o_field_widget[name=name] textarea, .o_field_widget[name=name] input", "Новый насос")
    ivanova.page.click(".o_field_widget[name=channel_id] input")
    ivanova.choose("Рекомендация")
    ivanova.page.click(".o_form_button_save")
    ivanova.page.wait_for_selector(".modal")
    ivanova.picture("owed_blocked")
    ivanova.page.click(".modal .btn-primary")
    ivanova.page.wait_for_selector(".o_list_view .o_data_row")
    ivanova.picture("owed_list")
    leader = new_screen(office.server, "leader")
    leader.open("action-sales_crm_ext.sales_owed_report_action")
    leader.page.wait_for_selector(".o_data_row")
    leader.picture("owed_by_person")
    leader.page.click(".o_data_row >> nth=0 >> button[name=action_lift]")
    leader.page.fill(".modal .o_field_widget[name=reason] input", "Весь день на выставке")
    leader.picture("owed_lift")
    leader.page.click(".modal .btn-primary")
    leader.page.wait_for_selector(".modal", state="detached")
    leader.page.wait_for_selector("button[name=action_lift]", state="detached")
    leader.open("action-sales_crm_ext.sales_block_lift_action")
    leader.picture("owed_lifted")
    assert not leader.errors
    ivanova = Client(office.server.url, office.server.database, "ivanova", "ivanova")
    assert ivanova.call("crm.lead", "create", [{"name": "Новый насос"}])
    set_rule(office, "warn")


def test_a_promise_is_kept_by_one_click(office, ivanova):
    ivanova.open("action-sales_crm_ext.sales_promise_action_due")
    ivanova.page.wait_for_selector(".o_data_row")
    ivanova.picture("promises_due")
    kept = """SELECT count(*) FROM sales_promise
               WHERE state = 'kept' AND closed_by_id = %s AND closed_at >= now() - interval '1 h'"""
    (before,), = office.sql(kept, office.ivanova_id)
    last = ivanova.page.locator(".o_data_row").count() - 1
    ivanova.page.click(".o_data_row >> nth=0 >> button[name=action_keep]")
    ivanova.page.wait_for_selector(f".o_data_row >> nth={last}", state="detached")
    assert office.sql(kept, office.ivanova_id) == [(before + 1,)]
    (client_id,), = office.sql("""
        SELECT partner_id FROM sales_promise WHERE state = 'open' AND user_id = %s AND partner_id IS NOT NULL
         ORDER BY id LIMIT 1""", office.ivanova_id)
    ivanova.open(f"res.partner/{client_id}")
    ivanova.page.wait_for_selector("button[name=action_view_promises]")
    ivanova.picture("promises_card")
    ivanova.page.click("button[name=action_view_promises]")
    ivanova.page.wait_for_selector(".o_data_row")


def test_first_response_by_person_and_channel(office, new_screen):
    director = new_screen(office.server, "director")
    director.open("action-sales_crm_ext.sales_response_report_action")
    director.page.wait_for_selector(".o_pivot")
    director.picture("first_response_pivot")
    director.show("graph")
    director.picture("first_response_graph")
    director.show("list")
    director.picture("first_response_list")
    assert not director.errors
