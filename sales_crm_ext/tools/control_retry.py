"""When a client who was not reached is tried again: at an hour of the day at which nobody tried yet."""
from collections import Counter
from datetime import datetime, time, timedelta

HOURS = (10, 12, 14, 16, 18)  # o'clock, of the checker's time zone
LEAST_WAIT = timedelta(hours=2)
HORIZON_DAYS = 7
WEEKEND = (5, 6)


def get_next_attempt(now, tried):
    """The earliest moment of a working day whose hour was tried least often.

    :param now: local moment, without time zone
    :param tried: local moments of the attempts of before

    >>> get_next_attempt(datetime(2025, 12, 5, 12, 20), [datetime(2025, 12, 5, 12, 20)])
    datetime.datetime(2025, 12, 5, 16, 0)
    """
    counts = Counter(_get_slot(moment) for moment in tried)
    days = (now.date() + timedelta(days=number) for number in range(HORIZON_DAYS + 1))
    moments = [datetime.combine(day, time(hour)) for day in days if day.weekday() not in WEEKEND for hour in HOURS]
    return min((moment for moment in moments if moment >= now + LEAST_WAIT),
               key=lambda moment: (counts[moment.hour], moment))


def _get_slot(moment):
    return min(HOURS, key=lambda hour: abs(moment.hour * 60 + moment.minute - hour * 60))
