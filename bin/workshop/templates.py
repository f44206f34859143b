"""Databases that tests copy: `stock` is Odoo with CRM and nothing of ours, `addons` has our addons as well.

Each is built when missing and again when what it was built from changed; tests never connect to it.
"""
from . import databases, odoo_source, paths

STOCK_MODULES = ["crm"]


def name(kind):
    return f"workshop_{kind}_{paths.MARK}"


def ensure(env):
    """Build what is missing or outdated. Returns the names by kind."""
    source = odoo_source.find()
    stock, addons = name("stock"), name("addons")
    with databases.locked(addons):
        _ensure(stock, f"{source} {STOCK_MODULES}", env, "Creating the database of stock Odoo for tests",
                STOCK_MODULES)
        if paths.ADDONS:
            _ensure(addons, databases.fingerprint(source), env, "Installing the addons in the database for tests",
                    paths.CHOSEN_ADDONS, stock, with_web_client=True)
    return {"stock": stock, "addons": addons}


def _ensure(database, wanted, env, title, modules, template="template0", with_web_client=False):
    wanted = f"workshop: {wanted}"
    if databases.exists(database, env):
        if databases.mark(database, env) == wanted:
            return
        databases.drop(database, env)
    databases.create(database, env, template)
    databases.install(database, env, modules, title)
    if with_web_client:
        databases.prepare_web_client(database, env)
    databases.mark(database, env, wanted)
