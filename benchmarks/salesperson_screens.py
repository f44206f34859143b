#!/usr/bin/env python3
"""The screens a salesperson lives in, in stock Odoo and with the addon, on the same large base, each asked as the web
client asks.

In stock Odoo everybody lists the whole base, with the addon one's own, which is the point: it must not cost more. Bare
cards are asked for stock's own fields alone: what they cost more is the protection, the rest is what our fields tell. The
targets: at most 1.2 times stock's time, at most 3 queries more. PEOPLE=usual,heir for some of the people.
"""
import os
import sys

import _base
import _measure
import _people
import _requests

SCREENS = {
    "contact list": _requests.contact_list, "contact kanban": _requests.contact_kanban,
    "client card": _requests.client_card, "bare client card": _requests.bare_client_card,
    "lead card": _requests.lead_card, "bare lead card": _requests.bare_lead_card,
    "new client": _requests.new_client, "bare new client": _requests.bare_new_client,
    "client saved": _requests.save_client, "my pipeline": _requests.pipeline, "deals of mine": _requests.my_deals,
    "all deals": _requests.all_deals, "client opened": _requests.client_opened, "lead opened": _requests.lead_opened,
}
MOST_TIMES, MOST_QUERIES = 1.2, 3


def main():
    people = os.environ["PEOPLE"].split(",") if "PEOPLE" in os.environ else _people.MEASURED
    screens = os.environ["SCREENS"].split(",") if "SCREENS" in os.environ else SCREENS
    registries = _measure.open_databases(stock=_base.stock(), addon=_base.addon())
    print(f"scale {_base.SCALE:g}, medians of {_measure.ROUNDS} in milliseconds, queries after the stroke;"
          f" ! is above {MOST_TIMES} times or {MOST_QUERIES} queries more")
    missed = 0
    for person in people:
        print(f"\n{person} ({_people.MEASURED.get(person, '')})")
        for screen in screens:
            missed += report(screen, _measure.compare(registries, person, SCREENS[screen]))
    print(f"\nabove the targets: {missed} of {len(people) * len(screens)}")


def report(title, found):
    """Print a line; returns whether it misses the targets."""
    stock, addon = found["stock"], found["addon"]
    ratio, more = addon.milliseconds / stock.milliseconds, addon.queries - stock.queries
    is_missed = ratio > MOST_TIMES or more > MOST_QUERIES
    print(f"  {title:18}{stock.milliseconds:8.1f} /{stock.queries:3}{addon.milliseconds:8.1f} /{addon.queries:3}"
          f"{ratio:7.2f}{more:+4}{' !' if is_missed else ''}", flush=True)
    return is_missed


if __name__ == "__main__":
    sys.exit(main())
