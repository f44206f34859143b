"""The product answers as a newcomer meets it: a real server, both remote interfaces, a browser in Russian."""
import re
import xmlrpc.client

import pytest

from tests.browser import log_in
from tests.rpc import RpcError


@pytest.fixture(scope="module")
def running(new_database, server):
    with server(new_database("addons")) as started:
        yield started


def test_json_rpc_and_xml_rpc_see_the_same(running, rpc):
    admin = rpc(running, "admin")
    by_json = admin.call("res.users", "search_read", [("login", "=", "admin")], ["login"])
    assert [user["login"] for user in by_json] == ["admin"]
    assert admin.xmlrpc("res.users", "search_read", [("login", "=", "admin")], ["login"]) == by_json


def test_errors_of_the_server_reach_the_caller(running, rpc):
    with pytest.raises(RpcError):
        rpc(running, "admin", "wrong password")
    admin = rpc(running, "admin")
    with pytest.raises(RpcError) as refusal:
        admin.call("res.partner", "create", [{"no_such_field": 1}])
    assert "no_such_field" in refusal.value.text
    with pytest.raises(xmlrpc.client.Fault):
        admin.xmlrpc("res.partner", "no_such_method")


def test_the_web_client_opens_in_russian_without_an_error(running, rpc, browser):
    admin = rpc(running, "admin")
    admin.call("res.users", "write", [admin.uid], {"lang": "ru_RU"})
    page = browser.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    log_in(page, running.url, "admin")
    page.goto(f"{running.url}/odoo/crm")
    page.wait_for_selector(".o_kanban_view")
    assert re.search("[а-я]{3}", page.inner_text(".o_main_navbar"))
    assert errors == []
