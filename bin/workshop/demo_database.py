"""The demo company's database: built once, repaired when its building was interrupted, kept up with the addons."""
import os
import re

from . import databases, odoo_source, paths
from .say import Refusal

COMPLETE = "workshop: complete"
SCRIPT = """
from demo import company
company.build(env)
env.cr.commit()
"""
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}")


def name():
    """The database's name: DB, or sales_demo."""
    given = os.environ.get("DB") or "sales_demo"
    if not _NAME.fullmatch(given) or given in ("postgres", "template0", "template1"):
        raise Refusal(f"DB={given} cannot be used: a database's name has Latin letters, digits and _ . - only, and is"
                      " not one of PostgreSQL's own.")
    return given


def state(database, env):
    """`missing` (to build, leftovers dropped), `outdated` (addons changed), `foreign` (made by hand) or `ready`."""
    if not databases.exists(database, env):
        return "missing"
    mark = databases.mark(database, env)
    if mark == databases.BUILDING or (not mark and databases.is_empty(database, env)):
        return "missing"
    if not mark.startswith(COMPLETE):
        return "foreign"
    return "ready" if mark == _complete() else "outdated"


def steps(database_state):
    """How many steps `ensure` will announce."""
    return {"missing": 3, "outdated": 1}.get(database_state, 0)


def ensure(database, env):
    """Bring the database up to date; what it holds is kept unless it was never complete."""
    with databases.locked(database):
        found = state(database, env)
        if found == "missing":
            _build(database, env)
        elif found == "outdated":
            databases.odoo(database, env, "Updating the addons in the database", "server", "-d", database, "-u",
                           ",".join(paths.CHOSEN_ADDONS), "--no-http", "--stop-after-init")
        if found in ("missing", "outdated"):
            databases.mark(database, env, _complete())
        return found


def _complete():
    return f"{COMPLETE} {databases.fingerprint(odoo_source.find())}"


def _build(database, env):
    databases.drop(database, env)
    databases.create(database, env)
    databases.install(database, env, paths.CHOSEN_ADDONS, "Creating the database and installing the addons")
    databases.script(database, env, "Bringing the demo company to life", SCRIPT)
    databases.prepare_web_client(database, env)
