"""The company tries the addon and takes it out again: everything of before is there, readable and as it was.

The database of before still exists, so each of its rows is compared with the one that is left.
"""
import pytest

from tests.rpc import Client

from . import around, people, snapshot
from .company import ADDON, odoo

WORK = "from tests.erp import working_day; working_day.work(env); env.cr.commit()\n"
UNINSTALL = f"env['ir.module.module'].search([('name', '=', '{ADDON}')]).button_immediate_uninstall()\n"
# Odoo's own description of itself and its inner clockwork; `product`, which came along, stays and adds to it.
TECHNICAL = ("ir_", "orm_", "bus_", "base_registry", "report_", "decimal_precision")
COMPANYS_OWN = {"ir_attachment", "ir_config_parameter", "ir_default", "ir_filters", "ir_rule", "ir_model_access",
                "ir_mail_server", "ir_sequence"}


@pytest.fixture(scope="module")
def left(environment, copy_of_joined):
    """The database after a day's work with the addon and its removal."""
    odoo(copy_of_joined, environment, code=WORK)
    assert snapshot.fetch(copy_of_joined, "SELECT count(*) FROM sales_call WHERE state = 'reported'") == [(2,)]
    odoo(copy_of_joined, environment, code=UNINSTALL)
    return copy_of_joined


@pytest.fixture(scope="module")
def compared(company, left):
    """Table -> what was lost and what was changed in it."""
    names = [name for name in snapshot.tables(company) if name in COMPANYS_OWN or not name.startswith(TECHNICAL)]
    found = {name: snapshot.differences(company, left, name) for name in names}
    assert {"res_partner", "crm_lead", "res_users", "mail_message", "mail_activity", "calendar_event"} <= found.keys()
    return {name: (lost, changed) for name, (lost, _new, changed) in found.items()}


def test_no_row_of_before_is_lost(compared):
    assert {name: list(lost.values())[:3] for name, (lost, _changed) in compared.items() if lost} == {}


def test_no_row_of_before_is_changed_but_the_owners_that_were_filled(compared):
    partners = compared["res_partner"][1]
    assert all(set(columns) == {"user_id"} and columns["user_id"][0] is None for columns in partners.values())
    assert len(partners) == len(around.OWNER_FILLED)
    others = {name: list(changed.items())[:3] for name, (_lost, changed) in compared.items()
              if changed and name != "res_partner"}
    assert others == {}


@pytest.mark.parametrize("table", ["res_groups", "res_groups_users_rel", "res_groups_implied_rel", "ir_rule",
                                   "rule_group_rel", "ir_model_access"])
def test_what_is_new_in_groups_and_rules_is_not_the_addons(company, left, table):
    _lost, new, _changed = snapshot.differences(company, left, table)
    names = snapshot.fetch(left, """
        SELECT model, res_id FROM ir_model_data WHERE module NOT IN ('product', 'uom')
           AND model IN ('res.groups', 'ir.rule', 'ir.model.access')""")
    model = {"res_groups": "res.groups", "ir_rule": "ir.rule", "ir_model_access": "ir.model.access"}.get(table)
    assert not [row for key, row in new.items() if (model, key) in names]
    groups = {number for name, number in names if name == "res.groups"}
    assert not [row for row in new.values() if row.get("gid") in groups and table == "res_groups_users_rel"]


def test_the_addon_left_nothing_behind(left):
    assert snapshot.fetch(left, "SELECT model, name FROM ir_model_data WHERE module = %s", (ADDON,)) == []
    assert not [name for name in snapshot.tables(left) if name.startswith("sales_")]
    columns = snapshot.fetch(left, """
        SELECT table_name, column_name FROM information_schema.columns
         WHERE table_schema = 'public' AND (column_name LIKE 'client\\_%' OR column_name LIKE '%sales\\_call%')""")
    assert columns == []


def test_everybody_works_on_in_stock_odoo(left, server, count):
    with server(left) as running:
        for name in ("Darcel Schlecht", "Melvin Marxen", around.CARL):
            session = Client(running.url, left, people.login(name), people.PASSWORD)
            own = session.call("crm.lead", "search_read", [("user_id", "=", session.uid)], ["name", "partner_id"],
                               context={"active_test": False})
            assert len(own) == len(count.leads(name)) + len(around.LEADS.get(name, ()))
            assert session.call("res.partner", "search_count", [("name", "in", list(count.owner))]) == 85
