#!/usr/bin/env python3
"""The web client's requests for contacts and deals, in stock Odoo and with the addon, on the same large base.

The same person asks both databases in turn, so that a busy machine slows both; medians of ROUNDS, and their ratio. In
stock Odoo everybody lists the whole base; with the addon one's own, which is the point: it must not cost more.
"""
import os
import statistics
import sys
import time

import _base
import _load
from lxml import etree

import odoo
from odoo.modules.registry import Registry

ROUNDS = int(os.environ.get("ROUNDS", "7"))
PEOPLE = [*_load.SPECIAL, _load.COLLEAGUE]
PAGE = {"offset": 0, "limit": 80, "count_limit": 10001}
# Title -> model, view, domain. `uid` is replaced by the person.
REQUESTS = {
    "contact list": ("res.partner", "list", []),
    "contact kanban": ("res.partner", "kanban", []),
    "search by a common name": ("res.partner", "list", [("complete_name", "ilike", "пром")]),
    "search by a rare name": ("res.partner", "list", [("complete_name", "ilike", "сервис-77")]),
    "filter by salesperson": ("res.partner", "list", [("user_id", "=", "uid")]),
    "deals of mine": ("crm.lead", "list", [("type", "=", "opportunity"), ("user_id", "=", "uid")]),
    "all deals": ("crm.lead", "list", [("type", "=", "opportunity")]),
}


def main():
    names = {"stock": _base.stock(), "addon": _base.addon()}
    odoo.tools.config.parse_config(["--log-level=error", "--no-http", "-d", ",".join(names.values())])
    registries = {kind: Registry(name) for kind, name in names.items()}
    print(f"scale {_base.SCALE:g}, medians of {ROUNDS}, milliseconds")
    print(f"{'person':14}{'request':26}{'rows':>7}{'stock':>9}{'addon':>9}{'ratio':>7}")
    for person in PEOPLE:
        for title, request in REQUESTS.items():
            row = compare(registries, person, request)
            print(f"{person:14}{title:26}{row[0]:>7}{row[1]:>9.1f}{row[2]:>9.1f}{row[2] / row[1]:>7.2f}", flush=True)


def compare(registries, person, request):
    """Rows with the addon (at most 10,001 are counted), median of stock and of the addon in milliseconds."""
    times, lengths = {kind: [] for kind in registries}, {}
    # The first round fills the caches of a running server and is not counted.
    for number in range(ROUNDS + 1):
        for kind, registry in registries.items():
            seconds, lengths[kind] = ask(registry, person, *request)
            times[kind] += [seconds * 1000] * bool(number)
    return lengths["addon"], statistics.median(times["stock"]), statistics.median(times["addon"])


def ask(registry, person, model, view, domain):
    """Seconds of one request in a transaction of its own, and the number of rows it counts."""
    with registry.cursor() as cr:
        uid = _uid(cr, person)
        env = odoo.api.Environment(cr, uid, {"lang": "ru_RU", "tz": "Europe/Moscow"})
        specification = _specification(registry, env, model, view)
        domain = [(field, operator, uid if value == "uid" else value) for field, operator, value in domain]
        started = time.perf_counter()
        answer = env[model].web_search_read(domain, specification, order="", **PAGE)
        return time.perf_counter() - started, answer["length"]


def _uid(cr, login):
    cr.execute("SELECT id FROM res_users WHERE login = %s", (login,))
    return cr.fetchone()[0]


_specifications = {}


def _specification(registry, env, model, view):
    """What the web client asks for: the fields of the view, names of related records."""
    key = registry.db_name, env.uid, model, view
    if key not in _specifications:
        found = env[model].get_views([(False, view)])
        fields = found["models"][model]["fields"]
        arch = etree.fromstring(found["views"][view]["arch"])
        _specifications[key] = {
            node.get("name"): {"fields": {"display_name": {}}} if fields[node.get("name")].get("relation") else {}
            for node in _own_fields(arch)}
    return _specifications[key]


def _own_fields(node):
    """Fields of the view itself, not those of views inside a field."""
    for child in node:
        if child.tag == "field":
            yield child
        else:
            yield from _own_fields(child)


if __name__ == "__main__":
    sys.exit(main())
