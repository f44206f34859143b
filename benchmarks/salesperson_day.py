#!/usr/bin/env python3
"""The screens of the salesperson's day, their leader's and the director's, on the large base after a year of work, each
asked as the web client asks.

The unit is the contact list of the same person on the same base. The targets: at most 3 times it for what a salesperson
opens, 0.5 for what each page asks, 25 for a report of many people; and what a salesperson sees is no slower on the whole
base than on a tenth of it. PEOPLE=usual,director for some of the people.
"""
import os
import sys

import _base
import _load_day
import _measure
import _people
import _requests
import _requests_day as day

PAGE, SCREEN, REPORT = 0.5, 3, 25
SALESPERSON = {
    "top bar": (day.top_bar, PAGE), "reports owed": (day.owed_warning, PAGE), "reminders": (day.reminders, PAGE),
    "my day": (day.my_day, SCREEN), "next call": (day.next_call, SCREEN), "call reported": (day.report_call, 2 * SCREEN),
    "calls due": (day.calls_due, SCREEN), "promises due": (day.promises_due, SCREEN),
    "leads without response": (day.waiting_leads, SCREEN), "my results": (day.my_results, SCREEN),
    "my actions": (day.my_actions, SCREEN),
}
LEADER = {
    "top bar": (day.top_bar, PAGE), "my day": (day.my_day, SCREEN), "my checks": (day.my_checks, SCREEN),
    "team today": (day.team_today, REPORT), "results of today": (day.results_today, REPORT),
    "results of the month": (day.results_month, REPORT), "results by person": (day.results_by_person, REPORT),
    "results by team": (day.results_by_team, REPORT), "actions of the week": (day.actions_week, REPORT),
    "actions by week": (day.actions_by_week, REPORT), "checks": (day.checks, REPORT), "trust": (day.trust, REPORT),
    "reports owed": (day.owed_reports, REPORT), "promises overdue": (day.team_promises, REPORT),
    "first response": (day.first_response, REPORT), "leads without response": (day.team_waiting_leads, REPORT),
}
PEOPLE = {"usual": SALESPERSON, "heir": SALESPERSON, "deputy": SALESPERSON, "colleague.1": SALESPERSON,
          _people.LEADER: LEADER, _people.DIRECTOR: LEADER}
GROWING = ("usual", "heir")
# Of a contact list, which takes some tens of milliseconds; less is noise.
MOST_GROWTH, NOISE = 1.3, 0.2
SMALLER = 0.1


def main():
    people = os.environ["PEOPLE"].split(",") if "PEOPLE" in os.environ else PEOPLE
    names = {"tenth": _base.day(_base.SCALE * SMALLER), "whole": _base.day()}
    with _load_day.frozen():
        registries = _measure.open_databases(**names)
        print(f"scale {_base.SCALE:g}, medians of {_measure.ROUNDS} in milliseconds, queries after the stroke, times the"
              " contact list; ! is above the target")
        missed = sum(report(registries, person, PEOPLE[person]) for person in people)
    print(f"\nabove the targets: {missed}")


def report(registries, person, screens):
    """Print the screens of a person; returns how many miss the targets."""
    unit = _measure.compare(registries, person, _requests.contact_list)
    print(f"\n{person} ({_people.MEASURED.get(person, 'sees everything')}): contact list"
          f" {unit['tenth'].milliseconds:.1f} ms on a tenth, {unit['whole'].milliseconds:.1f} on the whole")
    missed = 0
    for title, (request, most) in screens.items():
        found = _measure.compare(registries, person, request)
        tenth, whole = found["tenth"], found["whole"]
        times, growth = whole.milliseconds / unit["whole"].milliseconds, whole.milliseconds / tenth.milliseconds
        is_grown = person in GROWING and growth > MOST_GROWTH \
            and whole.milliseconds - tenth.milliseconds > NOISE * unit["whole"].milliseconds
        is_missed = times > most or is_grown
        print(f"  {title:24}{tenth.milliseconds:8.1f} /{tenth.queries:3}{whole.milliseconds:8.1f} /{whole.queries:3}"
              f"{times:8.2f}{growth:8.2f}{' !' if is_missed else ''}", flush=True)
        missed += is_missed
    return missed


if __name__ == "__main__":
    sys.exit(main())
