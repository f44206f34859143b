"""The page that shows the director who got what on the installation, against the files."""
import pytest

from . import around, people


@pytest.fixture(scope="module")
def director(office):
    return office.sign_in(people.DIRECTOR)


@pytest.fixture(scope="module")
def page(director):
    """Person -> row; the row without a person is that of nobody's clients."""
    rows = director.call("sales.client.takeover", "search_read", [], [
        "user_id", "clients_before", "clients_after", "clients_shared", "leads_count", "granted_group"])
    return {row["user_id"][1] if row["user_id"] else None: row for row in rows}


def busy(count):
    """Agents that the files alone decide about."""
    return [agent for agent in count.manager if agent not in around.CLIENTS]


def test_clients_before_and_after_by_agent(page, count):
    for agent in busy(count):
        own = sum(owner == agent for owner in count.owner.values())
        row = page[agent]
        assert (row["clients_before"], row["clients_after"]) == (own, own), agent
        assert row["clients_shared"] == len(count.clients(agent)) - own, agent


def test_leads_by_agent_are_those_at_work(page, count):
    for agent in busy(count):
        at_work = sum(row["sales_agent"] == agent and row["deal_stage"] != "Lost" for row in count.pipeline)
        assert page[agent]["leads_count"] == at_work, agent


def test_a_filled_owner_shows_as_a_client_more(page):
    row = page[around.CAROL]
    assert (row["clients_before"], row["clients_after"]) == (0, 1)


def test_clients_of_nobody_are_the_register_and_the_quiet_one(page):
    assert page[None]["clients_before"] == 3492 + 1 + len(around.OWNER_FILLED)
    assert page[None]["clients_after"] == 3492 + 1


def test_groups_granted(page, count):
    granted = {name: row["granted_group"] for name, row in page.items() if row["granted_group"]}
    managers = set(count.manager.values())
    assert {name for name, group in granted.items() if group == "leader"} == managers
    assert "Accounting Person" in {name for name, group in granted.items() if group == "all"}
    assert not granted.keys() & set(count.manager)


def test_the_clients_behind_a_row_are_as_many_as_the_row_says(director, page, count):
    for name in [*busy(count), None]:
        action = director.call("sales.client.takeover", "action_view_clients", [page[name]["id"]])
        assert director.call("res.partner", "search_count", action["domain"]) == page[name]["clients_after"], name
