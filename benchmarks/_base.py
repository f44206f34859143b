"""The databases that benchmarks compare: a large base in stock Odoo, the same with the addon, the same with a rule; the one
with the addon after a year of work.

SCALE (1 by default) is the size: 1 is a million partners, a million leads, five million calls. The databases are kept;
the one with the addon is updated when the addon changes.
"""
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bin"))

import _load
import _load_addon
import _load_day
from _bulk import environment
from workshop import databases, odoo_source, paths, templates

ADDON = "sales_crm_ext"
SCALE = float(os.environ.get("SCALE", "1"))
ENV = dict(os.environ)
_FORUM = "forum 1"
# As forums give it: own clients, contacts of own companies, colleagues.
FORUM_RULE = "['|', '|', ('user_id', '=', user.id), ('parent_id.user_id', '=', user.id), ('user_ids', '!=', False)]"


def stock(scale=SCALE):
    """Name of the stock database, built when missing."""
    name = _name("stock", scale)
    if not databases.exists(name, ENV) or databases.mark(name, ENV) != _load.VERSION:
        databases.drop(name, ENV)
        if not databases.exists(templates.name("stock"), ENV):
            templates.ensure(ENV)
        databases.create(name, ENV, templates.name("stock"))
        _load.load(name, scale)
        _finish(name, _load.VERSION)
    return name


def forum(scale=SCALE):
    """Name of a copy of the stock database with the rule that forums give."""
    name, source = _name("forum", scale), stock(scale)
    wanted = f"{_FORUM} on {_load.VERSION}"
    if not databases.exists(name, ENV) or databases.mark(name, ENV) != wanted:
        databases.drop(name, ENV)
        databases.create(name, ENV, source)
        with environment(name) as env:
            env["ir.rule"].create({
                "name": "Own clients", "model_id": env.ref("base.model_res_partner").id, "domain_force": FORUM_RULE,
                "groups": [(4, env.ref("sales_team.group_sale_salesman").id)]})
        _finish(name, wanted)
    return name


def addon(scale=SCALE):
    """Name of the database with the addon and its calls, installed or updated when it is not there as it should be."""
    name = _name("addon", scale)
    if not _mark(name).startswith(_data()):
        install(scale)
        fill(scale)
    else:
        _update(name, _data())
    return name


def day(scale=SCALE):
    """Name of a copy of the database with the addon, with a year of the salesperson's day."""
    name, data = _name("day", scale), f"{_data()} {_load_day.VERSION},"
    if not _mark(name).startswith(data):
        source = addon(scale)
        databases.drop(name, ENV)
        databases.create(name, ENV, source)
        _load_day.load(name)
        _finish(name, f"{data} {_fingerprint()}")
    else:
        _update(name, data)
    return name


def install(scale=SCALE):
    """Install the addon on a fresh copy, without its calls. Returns the seconds that it took."""
    source, name = stock(scale), _name("addon", scale)
    databases.drop(name, ENV)
    databases.create(name, ENV, source)
    started = time.monotonic()
    databases.install(name, ENV, [ADDON], "Installing the addon on the large base")
    return time.monotonic() - started


def fill(scale=SCALE):
    """Load what only the addon knows after `install`."""
    name = _name("addon", scale)
    _load_addon.load(name)
    _finish(name, f"{_data()} {_fingerprint()}")


def size(kind, scale=SCALE):
    """Bytes on disk, as PostgreSQL words it."""
    return databases.query("SELECT pg_size_pretty(pg_database_size(:'name'))", ENV, name=_name(kind, scale))[0]


def _name(kind, scale):
    return f"bench_{kind}_{scale:g}_{paths.MARK}"


def _update(name, data):
    """Bring the addon up to date in a database of this data."""
    wanted = f"{data} {_fingerprint()}"
    if _mark(name) != wanted:
        databases.odoo(name, ENV, "Updating the addon on the large base", "server", "-d", name, "-u", ADDON,
                       "--load-language=ru_RU", "--no-http", "--stop-after-init")
        _finish(name, wanted)


def _data():
    return f"{_load.VERSION}, {_load_addon.VERSION},"


def _fingerprint():
    return databases.fingerprint(odoo_source.find())


def _mark(name):
    return databases.mark(name, ENV) if databases.exists(name, ENV) else ""


def _finish(name, mark):
    databases.query("VACUUM ANALYZE", ENV, name)  # as the server does by itself in the minutes after
    databases.mark(name, ENV, mark)
