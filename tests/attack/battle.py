"""One run of the suite on one database: seed, serve, attack."""
import importlib
import json
import time

from workshop import databases

from . import marks
from .attacker import Attacker
from .findings import Findings

# A room of all employees; letters that wait, which stock sends on for whoever asks.
CHANGING = {"discuss.channel", "mail.mail"}
ATTACKS = ["reads", "questions", "planted", "methods", "routes", "own"]


class Battle:
    """What an attack works with: `anna` attacks, `admin` looks what became of it, `seeded` says what there is."""

    def __init__(self, running, seeded):
        self.seeded, self.models, self.missing = seeded, seeded["models"], seeded["missing"]
        self.findings = Findings(seeded["marks"][marks.STRANGER])
        self.anna = Attacker(running, "anna", self.findings, debug=True)
        self.admin = Attacker(running, "admin")
        self.running, self._marked = running, {}
        self.is_protected = "sales.call" in self.models
        self.before = self.get_state()

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

    def get_state(self):
        """When each of the stranger's records was written, as an administrator sees it."""
        state = {}
        for model, ids in self.seeded["records"][marks.STRANGER].items():
            if model in CHANGING:
                continue
            rows = self.admin.call(model, "search_read", [["id", "in", ids]], ["write_date"]).result or []
            state |= {(model, row["id"]): row.get("write_date") for row in rows}
        return state

    def get_marked(self):
        """Names of the fields that carry marks, by model."""
        if not self._marked:
            for model, _id, name in self.findings.book.values():
                self._marked.setdefault(model, set()).add(name)
        return self._marked

    def get_mark(self, model, name):
        """The address that a field of the stranger's holds."""
        id_ = next(id_ for one, id_, other in self.findings.book.values() if (one, other) == (model, name))
        return self.admin.call(model, "read", [id_], [name]).result[0][name]

    def holds(self, model, ids, name, value):
        """Whether one of the records points at `value` now, as an administrator sees it."""
        rows = self.admin.call(model, "read", ids, [name], load=None).result or []
        targets = value[0][2] if isinstance(value, list) and value[0][0] == 6 else [
            value[0][1] if isinstance(value, list) else value]
        return any(target == row[name] or isinstance(row[name], list) and target in row[name]
                   for row in rows for target in targets)

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
