"""The two databases that benchmarks compare: a large base in stock Odoo, and the same with the addon.

SCALE (1 by default) is the size: 1 is a million partners and a million leads. Both databases are kept, the one with the
addon until the addon changes.
"""
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bin"))

import _load
from workshop import databases, odoo_source, paths, templates

ADDON = "sales_crm_ext"
SCALE = float(os.environ.get("SCALE", "1"))
ENV = dict(os.environ)


def stock():
    """Name of the stock database, built when missing."""
    name = f"bench_stock_{SCALE:g}_{paths.MARK}"
    if not databases.exists(name, ENV) or databases.mark(name, ENV) != _load.VERSION:
        databases.drop(name, ENV)
        if not databases.exists(templates.name("stock"), ENV):
            templates.ensure(ENV)
        databases.create(name, ENV, templates.name("stock"))
        _load.load(name, SCALE)
        databases.query("VACUUM ANALYZE", ENV, name)
        databases.mark(name, ENV, _load.VERSION)
    return name


def addon():
    """Name of the database with the addon, installed when missing or outdated."""
    name = f"bench_addon_{SCALE:g}_{paths.MARK}"
    if not databases.exists(name, ENV) or databases.mark(name, ENV) != _wanted():
        install()
    return name


def install():
    """Install the addon on a fresh copy. Returns the seconds that it took."""
    source, name = stock(), f"bench_addon_{SCALE:g}_{paths.MARK}"
    databases.drop(name, ENV)
    databases.create(name, ENV, source)
    started = time.monotonic()
    databases.install(name, ENV, [ADDON], "Installing the addon on the large base")
    seconds = time.monotonic() - started
    databases.query("VACUUM ANALYZE", ENV, name)  # as the server does by itself in the minutes after
    databases.mark(name, ENV, _wanted())
    return seconds


def size(name):
    """Bytes on disk, as PostgreSQL words it."""
    return databases.query("SELECT pg_size_pretty(pg_database_size(:'name'))", ENV, name=name)[0]


def _wanted():
    return f"{_load.VERSION} {databases.fingerprint(odoo_source.find())}"
