"""Which calls are checked, over a year of weeks; plain Python, no database."""
import doctest
import random
from collections import Counter
from datetime import datetime, timedelta

import pytest

from tests.addon_tools import load_tool

sample = load_tool("control_sample")
suspicion = load_tool("control_suspicion")
retry = load_tool("control_retry")
trust = load_tool("trust_index")

WEEKS, PEOPLE = 52, 20
MONDAY = datetime(2025, 1, 6, 6)
WORDS = ("насос станок кабель клапан фильтр привод редуктор подшипник датчик муфта щит шкаф мотор корпус вал лента ремень "
         "труба кран гайка болт шайба плита опора рама стойка балка кожух втулка пружина").split()


@pytest.mark.parametrize("module", [sample, suspicion, retry, trust])
def test_examples(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("percent", [10, 13, 20])
@pytest.mark.parametrize("doubted", [0.02, 0.1, 0.3, 0.5])
def test_a_year_of_weeks(percent, doubted):
    """Every person is drawn every week within the share; suspicious calls come up three times as often as others, at
    least, whatever the share and however many they are."""
    chance = random.Random(percent * 100 + doubted)
    drawn, all_calls = Counter(), Counter()
    for _week in range(WEEKS):
        for person in range(PEOPLE):
            count = chance.randint(1, 40 + 5 * person)
            reasons = {number: (suspicion.WEAK,) if chance.random() < doubted else () for number in range(count)}
            chosen = sample.draw({number: sample.get_weight(found) for number, found in reasons.items()},
                                 sample.get_size(count, percent), chance)
            assert len(set(chosen)) == len(chosen) and set(chosen) <= reasons.keys()
            assert len(chosen) == 1 if count < 5 else 0.1 * count <= len(chosen) <= 0.2 * count
            all_calls.update(bool(found) for found in reasons.values())
            drawn.update(bool(reasons[number]) for number in chosen)
    often, seldom = drawn[True] / all_calls[True], drawn[False] / all_calls[False]
    print(f"share {percent} %, {doubted:.0%} suspicious: drawn {often:.1%} of them, {seldom:.1%} of others,"
          f" {often / seldom:.2f} times as often; {sum(drawn.values()) / sum(all_calls.values()):.1%} of all")
    assert often >= 3 * seldom
    assert seldom > 0.02  # nobody is safe with calls that look right


def test_a_draw_is_repeated_by_the_same_generator_alone():
    weights = dict.fromkeys(range(100), 1)
    assert sample.draw(weights, 10, random.Random(1)) == sample.draw(weights, 10, random.Random(1))
    assert sample.draw(weights, 10, random.Random(1)) != sample.draw(weights, 10, random.Random(2))
    assert sorted(sample.draw(weights, 500, random.Random(1))) == list(range(100))


def test_one_phone_of_several_clients_is_suspicious():
    def make_calls(phones):
        return [suspicion.CallFacts(
            number, MONDAY + timedelta(hours=number), 60, MONDAY + timedelta(hours=number), True, 80,
            " ".join(WORDS[number * 6:number * 6 + 6]), number % 4, phone) for number, phone in enumerate(phones)]

    same = ["+7 495 111-22-33", "8 (495) 1112233", "84951112233", "+7 495 111-22-44"]
    assert suspicion.find_reasons(make_calls(same)) == {0: ("number",), 1: ("number",), 2: ("number",), 3: ()}
    assert not any(suspicion.find_reasons(make_calls(same[:2] + [False, None])).values())


def test_thousands_of_texts_are_not_compared_each_with_each(monkeypatch):
    compared = []
    monkeypatch.setattr(suspicion, "_is_near", lambda *texts: compared.append(texts))
    calls = [suspicion.CallFacts(number, MONDAY + timedelta(minutes=number), 0, MONDAY + timedelta(minutes=number), True, 80,
                                 " ".join(WORDS[number % 20:number % 20 + 5])) for number in range(2000)]
    suspicion.find_reasons(calls)
    assert 500 * 1000 < len(compared) <= 500 * 2000


def test_more_reasons_weigh_more():
    weights = [sample.get_weight(["reason"] * number) for number in range(4)]
    assert weights == sorted(set(weights))


def test_checks_are_spread_evenly():
    load, chance = {"anna": 0, "boris": 0, "viktor": 4}, random.Random(3)
    for _check in range(11):
        load[sample.choose_least_loaded(load, chance)] += 1
    assert set(load.values()) == {5}
    assert sample.choose_least_loaded({}, chance) is None


# ------------------------------------------------------------
# SUSPICION
# ------------------------------------------------------------

def make_calls(count, gap=timedelta(minutes=20), **values):
    """Plain calls: reported ten minutes after they began, each about something else."""
    chance = random.Random(5)
    calls = []
    for number in range(count):
        start = MONDAY + number * gap
        calls.append(suspicion.CallFacts(
            number, start, 120, start + timedelta(minutes=10), True, 80, " ".join(chance.sample(WORDS, 8))))
    return [call._replace(**values) for call in calls]


def find(calls, *arguments, **options):
    found = suspicion.find_reasons(calls, *arguments, **options)
    return {key: reasons for key, reasons in found.items() if reasons}


def test_plain_calls_are_not_suspicious():
    assert find(make_calls(20)) == {}


def test_a_weak_report():
    calls = make_calls(3)
    calls[1] = calls[1]._replace(quality=30)
    assert find(calls) == {1: (suspicion.WEAK,)}


def test_a_call_without_a_record_where_calls_are_recorded():
    calls = make_calls(2)
    calls[0] = calls[0]._replace(is_manual=False)
    assert find(calls, has_phone_system=True) == {1: (suspicion.NO_RECORD,)}
    assert find(calls) == {}


def test_a_client_without_a_phone():
    calls = make_calls(3)
    calls[1:] = calls[1]._replace(phone=""), calls[2]._replace(phone="", is_manual=False)
    assert find(calls) == {1: (suspicion.NO_PHONE,)}


def test_reports_in_a_burst():
    calls = make_calls(12)
    written = MONDAY + timedelta(hours=9)
    for number in range(2, 8):
        calls[number] = calls[number]._replace(written_at=written + number * timedelta(seconds=50))
    assert find(calls) == dict.fromkeys(range(2, 8), (suspicion.BURST,))
    assert find([call._replace(is_manual=False) for call in calls]) == {}
    assert find(calls[:6]) == {}  # four in five minutes are not many


def test_two_conversations_at_a_time():
    calls = make_calls(4)
    calls[2] = calls[2]._replace(started_at=calls[1].started_at + timedelta(seconds=90))
    assert find(calls) == {1: (suspicion.OVERLAP,), 2: (suspicion.OVERLAP,)}
    calls[1] = calls[1]._replace(talk_seconds=60)
    assert find(calls) == {}


def test_a_text_near_to_an_earlier_one():
    calls = make_calls(4)
    calls[3] = calls[3]._replace(text=f"{calls[0].text} звонок")
    assert find(calls) == {3: (suspicion.COPY,)}
    assert find(calls[:3], [calls[1].text]) == {1: (suspicion.COPY,)}


def test_many_missed_calls_typed_in_by_hand():
    assert suspicion.is_doubtful(manual=40, missed=30)
    assert not suspicion.is_doubtful(manual=40, missed=20)
    assert not suspicion.is_doubtful(manual=5, missed=5)


# ------------------------------------------------------------
# TRYING AGAIN, TRUST
# ------------------------------------------------------------

def test_unreached_clients_are_tried_at_all_hours_of_working_days():
    now, tried = datetime(2025, 12, 4, 9, 40), []
    for _attempt in range(10):
        tried.append(now)
        now = retry.get_next_attempt(now, tried)
        assert now >= tried[-1] + retry.LEAST_WAIT and now.weekday() < 5
    assert {moment.hour for moment in tried[1:6]} == {10, 12, 14, 16, 18}


def test_few_checks_make_no_hero():
    assert trust.get_trust_index(3, 3) < trust.get_trust_index(48, 50)
    assert all(0 <= trust.get_trust_index(confirmed, checked) <= confirmed / checked
               for checked in range(1, 40) for confirmed in range(checked + 1))
