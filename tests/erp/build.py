#!/usr/bin/env python3
"""Build the company's database: python tests/erp/build.py DATABASE [TEMPLATE], inside the environment of bin/env.

The template is a stock database with ``crm`` and ``contacts``; without one, the database is installed from nothing.
"""
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import odoo
from odoo.modules.registry import Registry

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[2])

from tests.erp import around, client, maven, moscow, sources, x_education

MODULES = "crm,contacts"
STEPS = (("Maven pipeline", maven.load), ("around the pipeline", around.load), ("X Education leads", x_education.load))


def build(database, template=None):
    """Create and load the database. Prints what took how long; returns what Odoo's import answered.

    :raises FileNotFoundError: a data set is absent
    """
    if sentence := sources.missing():
        raise FileNotFoundError(sentence)
    _timed("stock database", create_stock, database, template)
    odoo.tools.config.parse_config(["-d", database, "--log-level=warn", "--no-http"], setup_logging=True)
    registry = Registry(database)
    for name, load in STEPS:
        with registry.cursor() as cr:
            _timed(name, load, odoo.api.Environment(cr, odoo.SUPERUSER_ID, {}))
    return _timed("Moscow register", import_moscow, database)


def create_stock(database, template=None):
    command = ["createdb", "-T", template, database] if template else [
        sys.executable, "-m", "odoo", "server", "-d", database, "-i", MODULES, "--stop-after-init",
        "--log-level=error", "--no-http"]
    subprocess.run(command, check=True)


def import_moscow(database):
    with tempfile.TemporaryFile() as log, client.serve(database, log) as url:
        return moscow.import_file(client.Client(url, database, "admin", "admin"))


def _timed(name, function, *arguments):
    started = time.monotonic()
    result = function(*arguments)
    print(f"{name}: {result if isinstance(result, int) else ''} {time.monotonic() - started:.1f} s", flush=True)
    return result


if __name__ == "__main__":
    build(*sys.argv[1:])
