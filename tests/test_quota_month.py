"""Quota results of a month equal a recount in plain Python, to the row.

Twenty salespeople in four time zones, with hours, holidays and time off of many kinds, work through June in four processes
at once, by the methods that their screens call, while a fifth one runs the job that closes days. What they did, they note
down; the recount is made from these notes.
"""
import os
import pickle
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
from workshop import paths

from tests.mail_server import MailServer
from tests.quota_month import plan, recount

PROCESSES = 4
USUAL = 5  # calls of a person on a working day


class Process:
    """A worker; :meth:`ask` gives it something to do, :meth:`get` waits for what it did."""

    def __init__(self, database, environment, mail_port):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.quota_month.worker", database, str(mail_port)], cwd=paths.ROOT, env=environment,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, name, *arguments):
        pickle.dump((name, arguments), self._process.stdin)
        self._process.stdin.flush()
        return self

    def get(self):
        answer = pickle.load(self._process.stdout)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def end(self):
        self._process.stdin.close()
        self._process.wait(timeout=30)


class Month:
    """The month, lived through."""

    def __init__(self, database, environment, per_day, mail_port):
        self._office, *self._workers = [Process(database, environment, mail_port) for _number in range(PROCESSES + 1)]
        self._plan = plan.Plan(seed=6, per_day=per_day).draw()
        self._busyness = per_day / USUAL
        self.notes = []

    def live(self):
        self.run(datetime(2026, 5, 29, 9), "build")
        self.run(datetime(2026, 5, 31, 9), "set_quotas", self._busyness)
        for worker in self._workers:
            worker.ask("know")
        for worker in self._workers:
            worker.get()
        for day in plan.DAYS:
            self._live(day)

    def _live(self, day):
        shares = self._share_out(self._plan.deeds[day])
        for worker, share in zip(self._workers, shares):
            worker.ask("work", share)
        self._run_office(day)
        notes = [note for worker in self._workers for note in worker.get()]
        self.notes += sorted(notes, key=lambda note: note["at"])
        self.run(datetime.combine(day, datetime.min.time()) + timedelta(days=1), "decide")

    def _share_out(self, deeds):
        """The same people's work to the same process, on each day."""
        process_of = {person.login: number % PROCESSES for number, person in enumerate(plan.PEOPLE)}
        return [[deed for deed in deeds if process_of[deed["login"]] == number] for number in range(PROCESSES)]

    def _run_office(self, day):
        """The job, again and again, and what the director and the personnel office enter."""
        morning = datetime.combine(day, datetime.min.time()) + timedelta(hours=6)
        for hour in range(3):
            self.run(morning + timedelta(hours=hour), "settle", morning - timedelta(days=2))
        for leave in plan.LEAVES:
            if leave.entered == day:
                self.run(morning + timedelta(hours=3), "enter_leave", leave)
            if leave.taken_back == day:
                self.run(morning + timedelta(hours=3), "take_leave_back", leave)
        if day == plan.QUOTA_RAISED:
            self.run(morning + timedelta(hours=3), "raise_quota", self._busyness)

    def run(self, moment, name, *arguments):
        return self.ask_office("run", moment, name, *arguments)

    def ask_office(self, name, *arguments):
        return self._office.ask(name, *arguments).get()

    def recount(self, now):
        return recount.count(self.notes, now, self._busyness)

    def get_clashes(self):
        return [clash for process in (self._office, *self._workers) for clash in process.ask("clashes").get()]

    def end(self):
        for process in (self._office, *self._workers):
            process.end()


def check(new_database, environment, per_day, facts):
    with MailServer() as mail:
        month = Month(new_database(), {**environment, "PYTHONPATH": os.pathsep.join(
            [str(paths.ROOT), environment.get("PYTHONPATH", "")])}, per_day, mail.port)
        try:
            month.live()
            assert len(mail.letters) == len([note for note in month.notes if note["kind"] == "letter"])
            _check_today(month)
            _check_closed(month, facts)
            assert not [clash for clash in month.get_clashes() if "sales_quota" in clash]
        finally:
            month.end()


def _check_today(month):
    """In the afternoon of the last day, which is open; here and there people are behind."""
    now = datetime(2026, 6, 30, 9, 40)
    month.run(now, "settle", now - timedelta(days=1))
    expected = month.recount(now)
    assert _differences(month.run(now, "read"), expected, [plan.LAST]) == {}
    paces = {row["pace"] for (_login, _metric, day), row in expected.items() if day == plan.LAST}
    assert {"reached", "on_track", "off_track"} <= paces


def _check_closed(month, facts):
    later = datetime(2026, 7, 1, 6)
    month.run(later, "settle", later - timedelta(days=1))
    count, closed, late = month.run(later, "count")
    expected = month.recount(later)
    assert count >= facts
    assert (closed, late) == (len(expected), 0)
    assert _differences(month.run(later, "read"), expected) == {}
    assert month.run(later, "rebuild") == 0
    assert _differences(month.run(later, "read"), expected) == {}


def _differences(rows, expected, days=plan.DAYS):
    return {key: (rows.get(key), expected.get(key)) for key in {*rows, *expected}
            if key[2] in days and rows.get(key) != expected.get(key)}


def test_quota_results_of_a_month_equal_the_recount(new_database, environment):
    check(new_database, environment, per_day=USUAL, facts=4_000)


@pytest.mark.slow
@pytest.mark.timeout(7200)
def test_quota_results_of_a_busy_month_equal_the_recount(new_database, environment):
    check(new_database, environment, per_day=54, facts=40_000)
