"""Control calls on a real server: who is drawn, what a checker can and cannot do by RPC, the questions by keyboard."""
from types import SimpleNamespace

import pytest

from tests.rpc import Client, RpcError

GOODS = ("насос", "станок", "клапан", "фильтр", "привод", "редуктор", "датчик", "кабель", "кран", "вентилятор", "компрессор",
         "котёл")
CALLS = 12
PEOPLE = {
    "anna": ("Анна", "sales_team.group_sale_salesman", "base.group_partner_manager"),
    "boris": ("Борис", "sales_team.group_sale_salesman"),
    "olga": ("Ольга", "sales_crm_ext.group_sale_salesman_team"),
    "director": ("Директор", "sales_team.group_sale_manager", "base.group_partner_manager"),
    "secretary": ("Секретарь", "base.group_user"),
}
CONTROL = "sales.call.control"


@pytest.fixture(scope="module")
def office(new_database, server):
    """Anna sells, Olga leads her team, the secretary checks, the director decides."""
    database = new_database("addons")
    with server(database) as running:
        admin = Client(running.url, database, "admin", "admin")
        people = {login: make_user(admin, login, *values) for login, values in PEOPLE.items()}
        admin.call("res.users", "write", [people["secretary"]], {
            "group_ids": [(3, ref(admin, "sales_crm_ext.group_client_base_all"))]})
        admin.call("crm.team", "create", [{"name": "Насосы", "user_id": people["olga"], "crm_team_member_ids": [
            (0, 0, {"user_id": people["anna"]}), (0, 0, {"user_id": people["boris"]})]}])
        logins = {login: Client(running.url, database, login, login) for login in people}
        report_calls(logins["anna"])
        logins["director"].call("sales.call.checker", "create", [{"user_id": people["secretary"]}])
        logins["director"].call(CONTROL, "action_draw_now")
        logins["secretary"] = Client(running.url, database, "secretary", "secretary")
        yield SimpleNamespace(server=running, people=people, admin=admin, **logins)


def ref(client, name):
    return client.call("ir.model.data", "search_read", [
        ("module", "=", name.split(".")[0]), ("name", "=", name.split(".")[1])], ["res_id"])[0]["res_id"]


def make_user(admin, login, name, *groups):
    return admin.call("res.users", "create", [{
        "name": name, "login": login, "password": login, "email": f"{login}@example.com", "lang": "ru_RU",
        "tz": "Europe/Moscow", "group_ids": [(6, 0, [ref(admin, group) for group in groups])]}],
        context={"no_reset_password": True})[0]


def report_calls(anna):
    outcome = ref_outcome(anna)
    for number, good in enumerate(GOODS[:CALLS]):
        client = anna.call("res.partner", "create", [{
            "name": f"ООО «Завод {number + 1}»", "is_company": True, "phone": f"+7 495 111-22-{number:02}"}])[0]
        call = anna.call("sales.call", "create", [{
            "partner_id": client, "outcome_id": outcome, "next_contact_at": "2030-01-15 09:00:00",
            "topic": f"Подбирали {good} для котельной, нужен расход {number + 40} кубов в час",
            "agreement": f"Выслать прайс на {good} и паспорт до пятницы",
            "stop_point": f"Бюджет на {number + 2} млн согласует финансовый директор",
            "promise_ids": [(0, 0, {"description": f"Прайс на {good}", "date_due": "2030-01-10"})]}])
        anna.call("sales.call", "action_report", call)


def ref_outcome(client):
    return client.call("sales.call.outcome", "search", [("is_next_step_required", "=", True)], limit=1)[0]


def get_checks(client):
    return client.call(CONTROL, "search_read", [("state", "=", "open")], ["call_id", "client_name", "phone", "user_id"])


def refused(attack):
    with pytest.raises(RpcError) as refusal:
        attack()
    assert refusal.value.name == "odoo.exceptions.AccessError", refusal.value
    return refusal.value.text


def test_the_share_of_the_week_is_drawn(office):
    checks = get_checks(office.director)
    assert len(checks) == 2  # a tenth of twelve, rounded up
    assert {check["user_id"][0] for check in checks} == {office.people["anna"]}
    assert all(check["phone"].startswith("+7 495 111-22-") for check in get_checks(office.secretary))
    assert [check["id"] for check in get_checks(office.secretary)] == [check["id"] for check in checks]


def test_a_check_of_a_chosen_call_is_refused(office):
    drawn = get_checks(office.secretary)
    free = office.anna.call("sales.call", "search", [("id", "not in", [check["call_id"][0] for check in drawn])])
    values = {"call_id": free[0], "user_id": office.people["anna"], "week": "2025-01-06",
              "checker_id": office.people["secretary"]}
    for login in ("secretary", "olga", "director", "anna"):
        client = getattr(office, login)
        for attack in (
                lambda: client.call(CONTROL, "create", [values]),
                lambda: client.call(CONTROL, "web_save", [], values, specification={}),
                lambda: client.call(CONTROL, "copy", [drawn[0]["id"]], {"call_id": free[0]}),
                lambda: client.call(CONTROL, "write", [drawn[0]["id"]], {"call_id": free[0]}),
                lambda: client.call(CONTROL, "write", [drawn[0]["id"]], {"checker_id": office.people["boris"]}),
                lambda: client.call(CONTROL, "unlink", [drawn[0]["id"]]),
                lambda: client.call(CONTROL, "onchange", [], values, ["call_id"], {"client_name": {}, "phone": {}})):
            refused(attack)
        assert office.admin.call(CONTROL, "search_count", []) == len(drawn)
    refused(lambda: office.secretary.call(
        CONTROL, "onchange", [drawn[0]["id"]], {"call_id": free[0]}, ["call_id"], {"client_name": {}, "phone": {}}))
    refused(lambda: office.boris.call(CONTROL, "search_read", [], ["client_name"]))


def test_load_and_private_methods_make_no_check(office):
    secretary, before = office.secretary, office.admin.call(CONTROL, "search_count", [])
    call = office.anna.call("sales.call", "search", [], limit=1)[0]
    try:
        answer = secretary.call(CONTROL, "load", ["call_id/.id", "user_id/.id", "week"], [[
            str(call), str(office.people["anna"]), "2025-01-06"]])
        assert not answer["ids"]
    except RpcError:
        pass
    for method, *arguments in (("_draw_of_person", office.people["anna"], "2025-01-06"), ("_draw_calls", [call]),
                               ("_give_verdict", "confirmed", ""), ("_assign",), ("_cron_control",)):
        refused(lambda: secretary.call(CONTROL, method, *arguments))
    refused(lambda: secretary.call("sales.call", "_set_verdict", [call], "refuted"))
    refused(lambda: secretary.call(CONTROL, "action_draw_now"))
    assert office.admin.call(CONTROL, "search_count", []) == before


def test_a_checker_reaches_nothing_but_the_check(office):
    secretary = office.secretary
    assert secretary.call("res.partner", "search_count", [("name", "like", "Завод")]) == 0
    refused(lambda: secretary.call("sales.call", "search_read", [], ["topic"]))
    check = get_checks(secretary)[0]
    refused(lambda: secretary.call("sales.call", "read", [check["call_id"][0]], ["topic"]))
    for state in ("done", "open"):
        refused(lambda: secretary.call(CONTROL, "write", [check["id"]], {"verdict": "confirmed", "state": state}))


def test_previews_of_links_tell_nothing(office):
    """The route takes the description of any record without a check."""
    check = office.admin.call(CONTROL, "search_read", [], ["promise_line_ids"], limit=1)[0]
    for model, id_ in ((CONTROL, check["id"]), (f"{CONTROL}.promise", check["promise_line_ids"][0])):
        answers = [office.boris.post("/html_editor/link_preview_internal", preview_url=f"/odoo/{model}/{number}")
                   for number in (id_, 1_000_000)]
        assert answers[0] == answers[1] and "description" not in answers[0]


def test_questions_by_keyboard(office, new_screen):
    """From the menu to the verdict without the mouse; the next check opens by itself."""
    first = get_checks(office.secretary)
    screen = new_screen(office.server, "secretary")
    screen.find_menu("Контрольные звонки")
    screen.page.wait_for_selector(".o_data_row")
    screen.picture("control_calls_my")
    screen.press("ArrowDown", "ArrowDown", "Enter")
    screen.page.wait_for_selector(".modal [name=was_call]")
    screen.settle()
    screen.picture("control_call_empty")
    answer_by_keys(screen)
    assert screen.find_english() == []
    screen.picture("control_call")
    screen.press("Alt+q")
    screen.page.wait_for_selector(".modal [name=was_call] input:not(:checked)")
    screen.settle()
    assert len(get_checks(office.secretary)) == len(first) - 1
    assert screen.get_mouse_count() == 0
    done = office.director.call(CONTROL, "search_read", [("state", "=", "done")], ["verdict", "call_id"])
    assert [row["verdict"] for row in done] == ["confirmed"]
    call = office.anna.call("sales.call", "read", [done[0]["call_id"][0]], ["state", "promise_ids"])[0]
    assert call["state"] == "confirmed"
    assert office.anna.call("sales.promise", "read", call["promise_ids"], ["state"])[0]["state"] == "kept"
    assert screen.errors == []


def answer_by_keys(screen):
    """Answers from the phone on, which has the focus; Space chooses what has it."""
    screen.press("Tab", "Space", "Tab", "Space", "Tab")
    screen.type("О подборе для котельной, спрашивали расход")
    screen.press("Tab")
    screen.type("Прислать прайс и паспорт до пятницы")
    screen.press("Tab", "Space", "Tab", "Tab", "Enter")  # the promise was kept
    screen.page.wait_for_selector(".modal [name=promise_line_ids] .o_data_cell:has-text('Выполнено')")
    screen.settle()


def test_screens_in_russian(office, new_screen):
    screen = new_screen(office.server, "director")
    words = set()
    for menu, name in (("Контрольные звонки", "control_calls_all"), ("Индекс доверия", "trust_index"),
                       ("Проверяющие", "checkers")):
        screen.open("crm")
        screen.find_menu(menu)
        screen.page.wait_for_selector(".o_list_view")
        screen.picture(name)
        words |= set(screen.find_english())
    assert words == set()
    assert screen.errors == []
