"""The time in which the story happens: Odoo and its database believe the present moment is in the past."""
from datetime import date, datetime, time, timedelta

import pytz
from freezegun import freeze_time

# Nobody is told by mail what they were assigned in the past.
QUIET = {"mail_auto_subscribe_no_notify": True, "mail_create_nosubscribe": True}
HOLIDAYS = {*((1, day) for day in range(1, 9)), (2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)}  # month, day
ZONE = pytz.timezone("Europe/Moscow")


class Clock:
    """As a context manager it stops time; :meth:`move_to` sets it. Dates and hours are Moscow's, moments UTC."""

    def __init__(self, env):
        self._env = env
        self.now = datetime.now(pytz.utc).replace(tzinfo=None, microsecond=0)
        self.today = datetime.now(ZONE).date()
        self._freezer = freeze_time(self.now)

    def __enter__(self):
        self._frozen = self._freezer.start()
        return self

    def __exit__(self, *_error):
        self._env.flush_all()
        self._freezer.stop()
        self._env.cr._now = None

    def move_to(self, moment):
        """Let it be `moment`: of the clock, and of the transaction, which dates what records are created."""
        self._env.flush_all()
        self._frozen.move_to(moment)
        self._env.cr._now = moment


def at(day, hour, minute=0):
    """The moment (UTC) of an hour of Moscow on a day."""
    local = ZONE.localize(datetime.combine(day, time(hour, minute)))
    return local.astimezone(pytz.utc).replace(tzinfo=None)


def working_days(last, count):
    """The latest `count` working days before `last`, oldest first."""
    days, day = [], date(last.year, last.month, last.day)
    while len(days) < count:
        day -= timedelta(days=1)
        if is_working(day):
            days.append(day)
    return days[::-1]


def working_day_after(day, number):
    """The working day that is `number` working days after `day`."""
    while number:
        day += timedelta(days=1)
        number -= is_working(day)
    return day


def is_working(day):
    return day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS
