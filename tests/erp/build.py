#!/usr/bin/env python3
"""Build the company's database: python tests/erp/build.py DATABASE, inside the environment of bin/env."""
import sys
import time
from pathlib import Path

import odoo
from odoo.modules.registry import Registry

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from erp import maven, x_education

STEPS = (("Maven pipeline", maven.load), ("X Education leads", x_education.load))


def build(database):
    """Load all sets into a stock database with ``crm``, one transaction a set; prints what took how long."""
    odoo.tools.config.parse_config(["-d", database, "--log-level=warn", "--no-http"])
    registry = Registry(database)
    for name, load in STEPS:
        started = time.monotonic()
        with registry.cursor() as cr:
            count = load(odoo.api.Environment(cr, odoo.SUPERUSER_ID, {}))
        print(f"{name}: {count} rows in {time.monotonic() - started:.1f} s", flush=True)


if __name__ == "__main__":
    build(sys.argv[1])
