#!/usr/bin/env python3
"""Where stock is slow on a large base, beside the rule that forums give for protection, and how all grows with the base.

The targets: searches at least 10 times faster than stock's; the contact list about 20 times faster than with the forums'
rule; what a salesperson sees no slower on the whole base than on a tenth of it.
"""
import sys

import _base
import _measure
import _people
import _requests

# 300 names of a million have it, and stock stops at the eighth; one client's it looks for to the end.
RARE, ONE = "сервис-77", "-1234»"
SEARCHES = {
    "rare word by name": (_requests.search_names, RARE), "one client by name": (_requests.search_names, ONE),
    "contacts by a rare word": (_requests.search_contacts, RARE),
    "deals by a rare word": (_requests.search_leads, RARE), "contacts by salesperson": (_requests.contacts_by_salesperson,),
}
SCREENS = {
    "contact list": (_requests.contact_list,), "contact kanban": (_requests.contact_kanban,),
    "client card": (_requests.client_card,), "my pipeline": (_requests.pipeline,)}
PERSON = "usual"
SMALLER = 0.1


def main():
    registries = _measure.open_databases(stock=_base.stock(), forum=_base.forum(), addon=_base.addon())
    print(f"scale {_base.SCALE:g}, {PERSON} ({_people.MEASURED[PERSON]}), medians of {_measure.ROUNDS} in milliseconds")
    print(f"{'':26}{'stock':>9}{'forum':>9}{'addon':>9}{'stock/addon':>13}{'forum/addon':>13}")
    for title, request in {**SEARCHES, **SCREENS}.items():
        found = {kind: figures.milliseconds for kind, figures in _measure.compare(registries, PERSON, *request).items()}
        print(f"{title:26}{found['stock']:9.1f}{found['forum']:9.1f}{found['addon']:9.1f}"
              f"{found['stock'] / found['addon']:13.1f}{found['forum'] / found['addon']:13.1f}", flush=True)
    growth()


def growth():
    """The same person with the same clients, on a tenth of the base and on the whole."""
    registries = _measure.open_databases(tenth=_base.addon(_base.SCALE * SMALLER), whole=_base.addon())
    print(f"\n{'':26}{'tenth':>9}{'whole':>9}{'growth':>9}")
    for title, request in {**SEARCHES, **SCREENS}.items():
        found = {kind: figures.milliseconds for kind, figures in _measure.compare(registries, PERSON, *request).items()}
        print(f"{title:26}{found['tenth']:9.1f}{found['whole']:9.1f}{found['whole'] / found['tenth']:9.2f}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
