"""The ERP goes on being updated: `-u sales_team,crm` with the addon on leaves groups and rules as they are."""
import pytest

from . import snapshot
from .company import odoo

ACCESS_TABLES = ("res_groups", "res_groups_implied_rel", "res_groups_users_rel", "ir_rule", "rule_group_rel",
                 "ir_model_access", "sales_client_scope", "sales_client_scope_member")


@pytest.fixture(scope="module")
def updated(environment, copy_of_joined):
    odoo(copy_of_joined, environment, "-u", "sales_team,crm")
    return copy_of_joined


@pytest.mark.parametrize("table", ACCESS_TABLES)
def test_access_is_as_before_the_update(joined, updated, table):
    lost, new, changed = snapshot.differences(joined, updated, table)
    assert (lost, new, changed) == ({}, {}, {})


@pytest.mark.parametrize("table", ["res_partner", "crm_lead"])
def test_records_are_as_before_the_update(joined, updated, table):
    assert snapshot.differences(joined, updated, table) == ({}, {}, {})
