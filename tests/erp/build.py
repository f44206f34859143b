#!/usr/bin/env python3
"""Build the company's database: python tests/erp/build.py DATABASE [TEMPLATE], inside the environment of bin/env.

The template is a stock database with ``crm``; without one, the database is installed from nothing.
"""
import os
import subprocess
import sys
import time
from pathlib import Path

import odoo
from odoo.modules.registry import Registry

if __name__ == "__main__":
    sys.path[:1] = [str(Path(__file__).resolve().parents[2] / folder) for folder in ("", "bin")]

from workshop import paths, ports
from workshop.server import Server

from tests.erp import around, maven, moscow, sources, x_education
from tests.rpc import Client

STEPS = (("Maven pipeline", maven.load), ("around the pipeline", around.load), ("X Education leads", x_education.load))


def build(database, template=None):
    """Create the database and load everything. Prints what took how long.

    :raises FileNotFoundError: a data set is absent
    """
    if sentence := sources.missing():
        raise FileNotFoundError(sentence)
    _timed("stock database", create_stock, database, template)
    load(database)


def create_stock(database, template=None):
    command = ["createdb", "-T", template, database] if template else [
        sys.executable, "-m", "odoo", "server", "-d", database, "-i", "crm", "--stop-after-init",
        "--log-level=error", "--no-http"]
    subprocess.run(command, check=True)


def load(database):
    """Load all sets into a stock database that exists."""
    odoo.tools.config.parse_config(["-d", database, "--log-level=warn", "--no-http"], setup_logging=True)
    registry = Registry(database)
    for name, step in STEPS:
        with registry.cursor() as cr:
            _timed(name, step, odoo.api.Environment(cr, odoo.SUPERUSER_ID, {}))
    _timed("Moscow register", import_moscow, database)


def import_moscow(database):
    """As the administrator at the web client's import screen; returns the number of rows that became partners."""
    log = paths.LOGS / f"{database}.import.log"
    with Server(database, ports.free(), dict(os.environ), log, ("--max-cron-threads=0",)) as server:
        outcome = moscow.import_file(Client(server.url, database, "admin", "admin"))
    assert not outcome.messages, outcome.messages[:3]
    return len(outcome.ids)


def _timed(name, function, *arguments):
    started = time.monotonic()
    result = function(*arguments)
    print(f"{name}: {'' if result is None else result} {time.monotonic() - started:.1f} s", flush=True)


if __name__ == "__main__":
    build(*sys.argv[1:])
