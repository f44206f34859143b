"""The same request on several databases in alternating runs: medians of milliseconds, and numbers of queries.

Every run is a transaction of its own, with empty caches of records, and is rolled back; caches of the registry are
those of a running server, filled by a first run that is not counted.
"""
import os
import statistics
import time
from dataclasses import dataclass

import odoo
from odoo.modules.registry import Registry

ROUNDS = int(os.environ.get("ROUNDS", "7"))


@dataclass
class Figures:
    """One request on one database."""
    milliseconds: float
    queries: int


def open_databases(**names):
    """Registries by kind."""
    odoo.tools.config.parse_config(["--log-level=error", "--no-http", "-d", ",".join(names.values())])
    return {kind: Registry(name) for kind, name in names.items()}


def compare(registries, login, request, *arguments, rounds=ROUNDS):
    """Figures by kind of database of `request` (one of `_requests`) by the person `login`."""
    runs = {kind: [] for kind in registries}
    for number in range(rounds + 1):
        for kind, registry in registries.items():
            run = ask(registry, login, request, *arguments)
            if number:
                runs[kind].append(run)
    return {
        kind: Figures(statistics.median(milliseconds for milliseconds, _queries in found),
                      round(statistics.median(queries for _milliseconds, queries in found)))
        for kind, found in runs.items()}


def ask(registry, login, request, *arguments):
    """Milliseconds and queries of one run."""
    with registry.cursor() as cr:
        cr.execute("SELECT id FROM res_users WHERE login = %s", (login,))
        uid, = cr.fetchone()
        context = {"lang": "ru_RU", "tz": "Europe/Moscow", "uid": uid, "allowed_company_ids": [1]}
        timed = request(odoo.api.Environment(cr, uid, context), *arguments)
        cr.rollback()
        cr.cache.clear()
        cr.transaction.clear() if cr.transaction else None
        before, started = cr.sql_log_count, time.perf_counter()
        timed()
        milliseconds = (time.perf_counter() - started) * 1000
        queries = cr.sql_log_count - before
        cr.rollback()
        return milliseconds, queries
