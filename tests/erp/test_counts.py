"""The independent counts count right: their own examples, and the figures that the data sets' publishers state."""
import doctest

import pytest

from . import maven_count, moscow_count, people, sources, x_education_count

with_data = pytest.mark.skipif(bool(sources.missing()), reason=str(sources.missing()))


@pytest.mark.parametrize("module", [maven_count, moscow_count, people, x_education_count])
def test_examples_of_the_module(module):
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0


@with_data
def test_maven_has_the_stated_shape():
    count = maven_count.MavenCount.of_files()
    assert len(count.pipeline) == 8800
    assert len(count.manager) == 35
    assert len(set(count.manager.values())) == 6
    assert len(count.owner) == 85
    assert sum(not count.leads(agent) for agent in count.manager) == 5
    assert sum(count.won_number(count.by_quarter).values()) == 4238


@with_data
def test_maven_shares_widely_but_lost_deals_alone_give_nothing():
    """The set can tell a rule that shares for lost deals from one that does not."""
    count = maven_count.MavenCount.of_files()
    hidden = [(agent, account) for agent in count.manager for account in count.only_lost(agent)
              if count.owner[account] != agent]
    assert hidden
    assert all(account not in count.clients(agent) for agent, account in hidden)


@with_data
def test_x_education_has_the_stated_shape():
    rows = x_education_count.rows_of_file()
    assert len(rows) == 9240
    assert x_education_count.look_alikes(rows) == [["Google", "google"]]
    assert x_education_count.leads_by_source(rows)[""] > 0


@with_data
def test_moscow_has_the_stated_dirt():
    rows = moscow_count.rows_of_file()
    assert len(rows) == 3492
    numbers = moscow_count.defect_numbers(rows)
    assert numbers["no INN"] == 5
    assert numbers["wrong OGRN"] >= 2805
    assert numbers["several e-mails"] > 0
    assert len({moscow_count.cell(row, "0_INN") for row in rows}) == 3485
