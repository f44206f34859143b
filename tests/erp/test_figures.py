"""The director's pivots against the files: the same requests as the pivot view's, the totals of plain Python."""
import pytest

from tests.rpc import RpcError

from . import people, x_education_count

BOOK = [("date", "<", "2018-01-01")]
COURSES = [("lead_id.name", "=like", "Course inquiry %")]


@pytest.fixture(scope="module")
def director(office):
    return office.sign_in(people.DIRECTOR)


@pytest.fixture(scope="module")
def courses():
    return x_education_count.rows_of_file()


def pivot(session, model, domain, group, *measures):
    """Label of the group -> sums of the measures, as the pivot view gets them; zero rows are left out."""
    rows = session.call(model, "formatted_read_group", domain, [group], [f"{name}:sum" for name in measures])
    found = {}
    for row in rows:
        sums = tuple(row[f"{name}:sum"] for name in measures)
        if any(sums):
            found[_label(row[group], group)] = sums
    return found


def _label(value, group):
    if not value:
        return ""
    if group.endswith(":quarter"):
        year, month, _day = value[0].split("-")
        return f"{year}-Q{(int(month) + 2) // 3}"
    return value[1] if isinstance(value, list) else value


def won(count, key):
    """Label -> (value, number) of the won deals."""
    values, numbers = count.won_value(key), count.won_number(key)
    return {label: (values[label], numbers[label]) for label in numbers}


@pytest.mark.parametrize("model", ["sales.manager.report", "sales.period.report", "sales.client.work.report"])
def test_won_value_by_agent(director, count, model):
    assert pivot(director, model, BOOK, "user_id", "won_amount", "won_count") == won(count, count.by_agent)


@pytest.mark.parametrize("model", ["sales.manager.report", "sales.period.report", "sales.client.work.report"])
def test_won_value_by_manager(director, count, model):
    found = pivot(director, model, BOOK, "team_id", "won_amount", "won_count")
    assert {team.split(", ")[1]: sums for team, sums in found.items()} == won(count, count.by_manager)


@pytest.mark.parametrize("model", ["sales.manager.report", "sales.period.report", "sales.client.work.report"])
def test_won_value_by_quarter(director, count, model):
    assert pivot(director, model, BOOK, "date:quarter", "won_amount", "won_count") == won(count, count.by_quarter)


def test_won_value_by_client(director, count):
    found = pivot(director, "sales.client.work.report", BOOK, "partner_id", "won_amount", "won_count")
    assert found == won(count, lambda row: row["account"])


def test_closed_deals_are_won_and_lost_ones(director, count):
    found = pivot(director, "sales.period.report", BOOK, "won_status", "closed_count")
    lost = sum(row["deal_stage"] == "Lost" for row in count.pipeline)
    assert found == {"lost": (lost,), "won": (4238,)}


def test_a_manager_reads_the_figures_of_the_team_alone(office, count):
    for manager in sorted(set(count.manager.values())):
        found = pivot(office.sign_in(manager), "sales.manager.report", BOOK, "user_id", "won_amount", "won_count")
        due = {agent: sums for agent, sums in won(count, count.by_agent).items() if agent in count.team(manager)}
        assert found == due, manager


def test_an_agent_compares_nobody(office):
    with pytest.raises(RpcError) as refusal:
        pivot(office.sign_in("Darcel Schlecht"), "sales.manager.report", BOOK, "user_id", "won_amount")
    assert refusal.value.name == "odoo.exceptions.AccessError"


def test_leads_and_conversions_by_source(director, courses):
    found = pivot(director, "sales.channel.report", COURSES, "source_id", "lead_count", "won_count")
    leads, conversions = x_education_count.leads_by_source(courses), x_education_count.conversions_by_source(courses)
    assert found == {source: (leads[source], conversions[source]) for source in leads}


def test_every_lead_counts_once_whatever_its_channel(director, courses):
    found = pivot(director, "sales.channel.report", COURSES, "channel_id", "lead_count", "won_count")
    assert sum(leads for leads, _won in found.values()) == len(courses)
    assert "" not in found, "an unknown origin is a visible channel"


def test_the_director_is_shown_spellings_that_look_alike(director, courses):
    rows = director.call(
        "sales.channel.unmapped.report", "search_read", [], ["source_id", "spelling", "spelling_count"])
    alike = {}
    for row in rows:
        if row["spelling_count"] > 1 and row["source_id"]:
            alike.setdefault(row["spelling"], set()).add(row["source_id"][1])
    assert sorted(sorted(group) for group in alike.values()) == x_education_count.look_alikes(courses)


def test_both_spellings_mapped_to_one_channel_add_up(director, courses):
    channel, = director.call("sales.channel", "create", [{"name": "Search of the whole-product test"}])
    sources = director.call("utm.source", "search", [("name", "in", ["Google", "google"])])
    rows = director.call("sales.channel.unmapped.report", "search", [("source_id", "in", sources)])
    wizard, = director.call("sales.channel.map", "create", [{"channel_id": channel}], context={"default_row_ids": rows})
    director.call("sales.channel.map", "action_map", [wizard])
    found = pivot(director, "sales.channel.report", COURSES, "channel_id", "lead_count", "won_count")
    leads, conversions = x_education_count.leads_by_source(courses), x_education_count.conversions_by_source(courses)
    assert found["Search of the whole-product test"] == (
        leads["Google"] + leads["google"], conversions["Google"] + conversions["google"])
