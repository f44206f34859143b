"""The demo company's invented data is valid before it meets a database."""
import random
import string
from datetime import date, datetime

import pytest
from stdnum.ru import inn as inn_number
from stdnum.ru import ogrn as ogrn_number

from demo import clients, clock, reports, requisites, story
from demo.texts import OTHER, SALES
from tests.addon_tools import load_tool

judge = load_tool("report_quality").judge
CALL_DAY = date(2026, 3, 3)


@pytest.fixture
def drawn():
    return clients.draw_clients(random.Random(1), 60)


def test_requisites_are_valid_by_an_independent_library():
    draw = random.Random(1)
    for _ in range(300):
        inn = requisites.inn(draw, "77")
        assert inn_number.validate(inn) == inn
        assert ogrn_number.validate(requisites.ogrn(draw, "52"))
        assert requisites.kpp(inn) == f"{inn[:4]}01001"


def test_clients_differ_and_have_several_contacts(drawn):
    assert len({client.values["name"] for client in drawn}) == 60
    assert len({client.values["vat"] for client in drawn}) == 60
    assert all(2 <= len(client.contacts) <= 4 for client in drawn)


@pytest.mark.parametrize("phrase", [
    *(phrase for step in SALES.values() for phrases in step.values() for phrase in phrases),
    *(phrase for phrases in OTHER.values() for report in phrases for phrase in report if phrase)])
def test_each_phrase_says_enough_by_itself(drawn, phrase):
    reporter = reports.Reporter(random.Random(1), is_woman=True)
    text = reporter.fill(phrase, drawn[0], "КМ 80-50-200", CALL_DAY)
    assert not set(text) & set("{}")
    assert not judge({"topic": text}, required=["topic"]).problems


def test_every_blank_is_known(drawn):
    used = {name for step in SALES.values() for phrases in step.values() for phrase in phrases
            for _text, name, _spec, _conversion in string.Formatter().parse(phrase) if name}
    assert used <= set(reports.Reporter(random.Random(1), False)._draw_blanks(drawn[0], "ШУ-30", CALL_DAY))


def test_the_same_seed_tells_the_same_story():
    stories = []
    for _ in range(2):
        draw = random.Random(7)
        drawn = clients.draw_clients(draw, 60)
        story.assign(draw, drawn)
        deals, _calls = story.plan(draw, drawn)
        stories.append([(deal.client.values["name"], deal.start, deal.steps, deal.end, deal.lines) for deal in deals])
    assert stories[0] == stories[1]


def test_nobody_works_on_weekends_and_holidays():
    days = clock.working_days(date(2026, 1, 14), 10)
    assert days[-3:] == [date(2026, 1, 9), date(2026, 1, 12), date(2026, 1, 13)]
    assert days[-4] == date(2025, 12, 31)
    assert clock.working_day_after(date(2025, 12, 31), 1) == date(2026, 1, 9)


def test_hours_are_those_of_moscow():
    assert clock.at(date(2026, 7, 1), 9, 30) == datetime(2026, 7, 1, 6, 30)
