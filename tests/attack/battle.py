"""One run of the suite on one database: seed, serve, attack."""
import importlib
import json
import re
import time

from workshop import databases

from . import marks
from .attacker import Attacker
from .findings import Findings
from .shared import NOT_MARKED

# A room of all employees; letters that wait, which stock sends on for whoever asks.
CHANGING = {"discuss.channel", "mail.mail"}
ATTACKS = ["reads", "questions", "planted", "writes", "files", "interfaces", "live", "wizards", "methods", "routes", "own"]
REPEATS = 3
NOT_OWN = {
    **dict.fromkeys(["sales.call.control", "sales.call.control.promise", "sales.call.control.verdict"],
                    "nobody sees a check of a call of their own"),
    "event.mail.registration": "its scheduler is found by the seed, and the other side's",
    "/mail/read_subscription_data": "a try before gave the follower to another record",
    "/hr/get_org_chart": "the person is no employee", "/product/catalog/update_order_line_info": "there is no such product"}
# Words of the addon's own refusals; stock refuses much to a salesperson by itself, as technical models and fields.
OWN_REFUSALS = ("not one that you work with", "names a record that you do not work with", "follows from its salesperson",
                "set by a director", "not a client of yours")


class Battle:
    """What an attack works with: `attacker` sends, `admin` looks what became of it, `seeded` says what there is.

    The same requests are sent about the stranger's records (an attack), about records that are not there (the answers
    must be alike) and about the attacker's own (own work, which must not be refused): `side` and `is_missing` decide.
    """

    def __init__(self, running, seeded, login="anna"):
        self.seeded, self.models, self.missing = seeded, seeded["models"], seeded["missing"]
        self.findings = Findings(seeded["marks"][marks.STRANGER])
        self.attacker = Attacker(running, login, self.findings, seeded["keys"][login], debug=True)
        self.admin = Attacker(running, "admin")
        self.running, self._marked, self._fields = running, {}, {}
        self.is_protected = "sales.call" in self.models
        self.side, self.is_missing = marks.STRANGER, False
        numbers = sorted({id_ for ids in seeded["records"][marks.STRANGER].values() for id_ in ids})
        self._numbers = re.compile(
            rb"(?<![0-9A-Za-z.])(?:%s|%d\d\d)(?![0-9A-Za-z])" % (
                b"|".join(str(id_).encode() for id_ in numbers), self.missing // 100))
        self.before = self.get_state()

    # ------------------------------------------------------------
    # WHAT IS ATTACKED
    # ------------------------------------------------------------

    def get_ids(self, model, side="", limit=3):
        """Some seeded ids of the side, those first that the seed made with full attention."""
        ids = self.seeded["records"][side or self.side].get(model, [])[:limit]
        return [self.missing + number for number in range(len(ids))] if self.is_missing and not side else ids

    def get_target(self, model, side=""):
        """One id of the side, or of nothing."""
        return next(iter(self.get_ids(model, side)), False)

    def get_fields(self, model, **wanted):
        """Names of the fields whose description has these values."""
        return [name for name, field in self.models[model]["fields"].items()
                if all(field[key] == value for key, value in wanted.items())]

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

    # ------------------------------------------------------------
    # WAYS TO SEND
    # ------------------------------------------------------------

    def send(self, label, ask):
        """`ask()` sends one request about the records that `get_ids` gives. An attack is sent again about records that
        are not there: a difference tells which exist. Own work must not be refused."""
        if self.side == marks.OWN:
            return self.note_own(label, ask())
        answer = ask()
        self.findings.tries["compared"] += 1
        shapes = self._get_shape(answer), self._get_shape(self._ask_missing(ask))
        if shapes[0] != shapes[1] and label[0] not in NOT_MARKED and not self._is_ever_alike(ask, shapes[0]):
            self.findings.add("existence", "", label, [" and ".join(f"{status} {body[-150:]!r}" for status, body in shapes)])
        return answer

    def _is_ever_alike(self, ask, first):
        """Answers with a token, the time or the id of a new record in them are no two times the same."""
        for _time in range(REPEATS):
            again, missing = self._get_shape(ask()), self._get_shape(self._ask_missing(ask))
            if again == missing or again != first and _drop_digits(again) == _drop_digits(missing):
                return True
        return False

    def _ask_missing(self, ask):
        self.is_missing = True
        try:
            return ask()
        finally:
            self.is_missing = False

    def _get_shape(self, answer):
        """Status and text without the echo of the ids that were sent."""
        body = self._numbers.sub(b"", answer.body)
        return answer.status, re.sub(rb"0x[0-9a-f]+|\b[0-9a-f]{40,}\b|\d{4}-\d\d-\d\d[ T][\d:.]+", b"", body)

    def note_own(self, label, answer):
        """A refusal in the addon's words, of a record that is there and that stock shows its salesperson."""
        self.findings.tries["own"] += 1
        model = label[0]
        if answer.is_refused and any(text in answer.error for text in OWN_REFUSALS) and self._is_own_there(model):
            self.findings.add("own", "", label, [answer.error[:160]])
        return answer

    def _is_own_there(self, model):
        ids = self.get_ids(model, marks.OWN)
        if model in NOT_OWN or ids and model not in self.seeded["shown_by_stock"]:
            return False
        found = self.admin.call(model, "search_count", [["id", "in", ids]]).result if model in self.models else 0
        return not ids or found == len(ids)

    # ------------------------------------------------------------
    # WHAT BECAME OF IT
    # ------------------------------------------------------------

    def get_state(self):
        """Every stored value of the stranger's records, as an administrator sees it."""
        state = {}
        for model, ids in self.seeded["records"][marks.STRANGER].items():
            if model in CHANGING:
                continue
            if model not in self._fields:
                known = self.admin.call(model, "fields_get", [], ["type"]).result or {}
                self._fields[model] = ["write_date"] + [
                    name for name in self.get_fields(model, store=True)
                    if known.get(name, {}).get("type", "binary") not in ("binary", "one2many")]
            rows = self.admin.call(model, "read", ids, self._fields[model], load=None).result
            if rows is None:  # one of them is gone
                rows = [row for id_ in ids for row in
                        self.admin.call(model, "read", [id_], self._fields[model], load=None).result or []]
            state |= {(model, row["id"]): row for row in rows}
        return state

    def look_what_became(self, attack):
        """The stranger's records are all there, as they were before; what changed is told once."""
        now = self.get_state()
        for (model, id_), row in self.before.items():
            found = now.get((model, id_))
            if found != row:
                names = [name for name in row if found[name] != row[name]] if found else ["gone"]
                self.findings.add("written", attack, (model, "", ",".join(names)), [
                    f"{id_}: {[found[name] for name in names]!r:.200}" if found else id_])
        self.before = {key: now[key] for key in self.before if key in now}

    def holds(self, model, ids, name, target):
        """Whether the field of one of the records points at the id `target` now, as an administrator sees it (a wizard is
        shown to its maker alone)."""
        reader = self.attacker if self.models[model]["transient"] else self.admin
        rows = reader.call(model, "read", ids, [name], load=None).result or []
        values = [value for row in rows for value in (row[name] if isinstance(row[name], list) else [row[name]])]
        return any(target == value or isinstance(value, str) and str(target) in re.findall(r"\d+", value)
                   for value in values)

    def run(self, names):
        """Attacks, one after the other, then what became of the stranger's records."""
        for name in names:
            started, before = time.monotonic(), self.findings.tries["requests"]
            importlib.import_module(f"{__package__}.attacks.{name}").run(self)
            self.look_what_became(name)
            print(f"{name}: {self.findings.tries['requests'] - before} requests in {time.monotonic() - started:.0f} s",
                  flush=True)


def _drop_digits(shape):
    return shape[0], re.sub(rb"\d+", b"", shape[1])


def seed(database, environment, path):
    """What :mod:`tests.attack.seed` writes down about the database that it has filled."""
    databases.script(database, environment, "Seeding a stranger's client", (
        f"from tests.attack.seed import main\nmain(env, {str(path)!r})\n"))
    return json.loads(path.read_text())
