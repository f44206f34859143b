"""What a working day asks of a person: the module needs no database."""
import doctest
from random import Random

from tests.addon_tools import load_tool

working_day = load_tool("working_day")
HOUR = 3600


def test_examples_in_the_module_hold():
    assert doctest.testmod(working_day).failed == 0


def test_a_target_follows_the_hours_of_the_day():
    day = [[9 * HOUR, 13 * HOUR], [14 * HOUR, 18 * HOUR]]
    assert working_day.scale_target(40, day, 8) == 40
    assert working_day.scale_target(40, day[:1], 8) == 20
    assert working_day.scale_target(40, [[0, 10 * HOUR]], 8) == 50
    assert working_day.scale_target(30, [[0, int(7.6 * HOUR)]], 7.6) == 30
    assert working_day.scale_target(40, [], 0) == 0


def test_expectation_grows_with_the_work_and_never_in_a_break():
    """Against a count of single seconds."""
    random = Random(5)
    for _number in range(200):
        bounds = sorted(random.sample(range(1000), 6))
        day = working_day.merge([list(pair) for pair in zip(bounds[::2], bounds[1::2])])
        worked = {second for start, end in day for second in range(start, end)}
        now = random.randrange(-50, 1050)
        gone = sum(second < now for second in worked)
        assert working_day.get_expected(40, day, now) == 40 * gone / len(worked)


def test_a_day_that_is_over_expects_all_of_it():
    day = [[100, 200]]
    assert working_day.get_expected(8, day, now=150) == 4
    assert working_day.get_expected(8, day, now=150, is_over=True) == 8
    assert working_day.get_expected(8, day, now=50) == 0
    assert working_day.get_expected(8, day, now=9999) == 8


def test_ten_percent_behind_is_behind_and_less_is_off_track():
    paces = [working_day.get_pace(100, done, 50.0) for done in (100, 99, 50, 49, 45, 44, 0)]
    assert paces == ["reached", "on_track", "on_track", "behind", "behind", "off_track", "off_track"]


def test_before_work_begins_everybody_is_on_track():
    assert working_day.get_pace(40, 0, 0.0) == "on_track"


def test_nothing_is_asked_on_a_day_off():
    assert working_day.get_pace(0.0, 0, 0.0) == "day_off"
    assert working_day.get_pace(0.0, 50, 0.0) == "day_off"
