"""The morning after the addon was installed: everybody finds their own work, and nobody a stranger's.

What each person sees is asked as that person, over RPC; what they should see is counted from the files.
"""
import pytest

from tests.rpc import RpcError

from . import around, people, snapshot

EVERYTHING = {"active_test": False}


@pytest.fixture(scope="module")
def colleagues(joined):
    """Names of partners that everybody may see: internal users' and the own company's."""
    rows = snapshot.fetch(joined, """
        SELECT name FROM res_partner WHERE id IN (SELECT partner_id FROM res_users WHERE share IS NOT TRUE)
            OR id IN (SELECT partner_id FROM res_company)""")
    return {name for name, in rows}


def leads_seen(session):
    return {row["name"] for row in session.call("crm.lead", "search_read", [], ["name"], context=EVERYTHING)}


def clients_seen(session):
    return {row["name"] for row in session.call("res.partner", "search_read", [], ["name"], context=EVERYTHING)}


def leads_due(count, agents):
    """Names of the agents' leads: the pipeline's identifiers, and names from around it."""
    return set().union(*(count.leads(agent) | around.LEADS.get(agent, set()) for agent in agents))


def clients_due(count, agents):
    return set().union(*(count.clients(agent) | around.CLIENTS.get(agent, set()) for agent in agents))


def identified(names):
    """`Isdom: GTX Pro (1C1I7A6R)` is known by its identifier, anything else by its name."""
    return {name[-9:-1] if name.endswith(")") else name for name in names}


def test_each_agent_sees_exactly_their_own_leads(office, count):
    wrong = {}
    for agent in count.manager:
        if different := identified(leads_seen(office.sign_in(agent))) ^ leads_due(count, [agent]):
            wrong[agent] = sorted(different)[:5]
    assert not wrong


def test_each_agent_sees_exactly_the_clients_that_are_due(office, count, colleagues):
    wrong = {}
    for agent in count.manager:
        seen, due = clients_seen(office.sign_in(agent)), clients_due(count, [agent]) | colleagues
        if seen != due:
            wrong[agent] = {"missing": sorted(due - seen)[:5], "strange": sorted(seen - due)[:5]}
    assert not wrong


def test_each_manager_sees_exactly_the_teams_leads(office, count):
    wrong = {}
    for manager in set(count.manager.values()):
        due = leads_due(count, count.team(manager))
        if manager == around.TEAM_INQUIRY_LEADER:
            due.add(around.TEAM_INQUIRY)
        if different := identified(leads_seen(office.sign_in(manager))) ^ due:
            wrong[manager] = sorted(different)[:5]
    assert not wrong


def test_each_manager_sees_exactly_the_teams_clients(office, count, colleagues):
    wrong = {}
    for manager in set(count.manager.values()):
        seen, due = clients_seen(office.sign_in(manager)), clients_due(count, count.team(manager)) | colleagues
        if seen != due:
            wrong[manager] = {"missing": sorted(due - seen)[:5], "strange": sorted(seen - due)[:5]}
    assert not wrong


@pytest.mark.parametrize("account", [people.DIRECTOR, people.ANALYST, people.ACCOUNTANT])
def test_who_is_not_restricted_sees_every_client(office, account):
    total, = snapshot.fetch(office.database, "SELECT count(*) FROM res_partner")
    assert office.sign_in(account).call("res.partner", "search_count", [], context=EVERYTHING) == total[0]


def test_own_lost_deal_opens_though_its_client_does_not(office):
    session = office.sign_in(around.ELIZABETH)
    lead, = session.call("crm.lead", "search_read", [("name", "=", "Pumps, lost")], ["partner_id"], context=EVERYTHING)
    opened = session.call(
        "crm.lead", "web_read", [lead["id"]], {"name": {}, "partner_id": {"fields": {"display_name": {}}}})
    assert opened[0]["name"] == "Pumps, lost"
    with pytest.raises(RpcError) as refusal:
        session.call("res.partner", "read", lead["partner_id"][:1], ["name"])
    assert refusal.value.name == "odoo.exceptions.AccessError"


def test_empty_owner_is_filled_from_the_latest_open_deal(office):
    for name, owner in around.OWNER_FILLED.items():
        row, = office.sign_in(people.DIRECTOR).call("res.partner", "search_read", [("name", "=", name)], ["user_id"])
        assert row["user_id"][1] == owner


def test_nothing_to_take_an_owner_from_leaves_it_empty(office):
    session = office.sign_in(people.DIRECTOR)
    row, = session.call("res.partner", "search_read", [("name", "=", around.WITHOUT_OWNER)], ["user_id"])
    assert row["user_id"] is False
    owned = session.call("res.partner", "search_count", [("vat", "!=", False), ("user_id", "!=", False)])
    assert owned == 0, "the register names no salesperson"
