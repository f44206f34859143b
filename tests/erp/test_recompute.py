"""The installation fills columns by SQL for speed: they hold what the ORM would have computed, record by record."""
import json

import pytest

from .company import odoo

REPORT = "from tests.erp import recompute; recompute.report(env)\n"


@pytest.fixture(scope="module")
def answer(environment, copy_of_joined):
    lines = odoo(copy_of_joined, environment, code=REPORT).splitlines()
    return {word: json.loads(rest) for word, _space, rest in (line.partition(" ") for line in lines)
            if word in ("DIFFERENCES", "COMPARED")}


def test_the_deciding_columns_are_compared(answer):
    assert {"client_scope_id", "client_owner_id"} <= set(answer["COMPARED"]["res.partner"])
    assert "client_scope_id" in answer["COMPARED"]["crm.lead"]


def test_what_was_written_is_what_is_computed(answer):
    assert answer["DIFFERENCES"] == {}
