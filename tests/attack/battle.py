"""One run of the suite on one database: seed, serve, attack."""
import importlib
import json
import time

from workshop import databases

from . import marks
from .attacker import Attacker
from .findings import Findings

ATTACKS = ["reads"]


class Battle:
    """What an attack works with: `anna` attacks, `admin` looks what became of it, `seeded` says what there is."""

    def __init__(self, running, seeded):
        self.seeded, self.models, self.missing = seeded, seeded["models"], seeded["missing"]
        self.findings = Findings(seeded["marks"][marks.STRANGER])
        self.anna = Attacker(running, "anna", self.findings, debug=True)
        self.admin = Attacker(running, "admin")
        self.running = running

    def get_ids(self, model, side=marks.STRANGER, limit=3):
        """Some seeded ids of the side: the last ones are those that the seed made with full attention."""
        return self.seeded["records"][side].get(model, [])[:limit]

    def get_target(self, model, side=marks.STRANGER):
        """One id of the side, or of nothing."""
        return next(iter(self.get_ids(model, side)), False)

    def get_fields(self, model, **wanted):
        """Names of the fields whose description has these values."""
        return [name for name, field in self.models[model]["fields"].items()
                if all(field[key] == value for key, value in wanted.items())]

    def run(self, names):
        for name in names:
            started, before = time.monotonic(), self.findings.tries["requests"]
            importlib.import_module(f"{__package__}.attacks.{name}").run(self)
            print(f"{name}: {self.findings.tries['requests'] - before} requests in {time.monotonic() - started:.0f} s")


def seed(database, environment, path):
    """What :mod:`tests.attack.seed` writes down about the database that it has filled."""
    databases.script(database, environment, "Seeding a stranger's client", (
        f"from tests.attack.seed import main\nmain(env, {str(path)!r})\n"))
    return json.loads(path.read_text())
