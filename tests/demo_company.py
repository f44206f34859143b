"""The demo company as a database that tests copy: its story ends today, so it is built once a day."""
import hashlib
from datetime import datetime

from workshop import databases, demo_database, paths, templates

from demo.clock import ZONE


def ensure(env):
    """Name of the template; built when it is missing, of an earlier day, or made of something else. Never connect to it."""
    name = f"workshop_demo_{paths.MARK}"
    with databases.locked(name):
        addons = templates.name("addons")
        wanted = f"{databases.mark(addons, env)}, demo {_fingerprint_story()} of {datetime.now(ZONE):%Y-%m-%d}"
        if not databases.exists(name, env) or databases.mark(name, env) != wanted:
            databases.drop(name, env)
            databases.create(name, env, addons)
            databases.script(name, env, "Bringing the demo company to life for tests", demo_database.SCRIPT)
            # Reminders come by the clock: they would stand before what a test looks at.
            databases.query("UPDATE res_users SET reminder_minutes = 'off'; ANALYZE", env, name)
            databases.mark(name, env, wanted)
    return name


def _fingerprint_story():
    digest = hashlib.sha256()
    for path in sorted((paths.ROOT / "demo").rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
