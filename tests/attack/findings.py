"""What the attacks got, each with the shortest way to repeat it, and what of it is known (`known.py`)."""
from collections import Counter, defaultdict
from fnmatch import fnmatchcase

from . import known

MARKS, QUESTION, EXISTENCE, PLANTED, WRITTEN, FILE, OWN, DIFFERENT = (
    "marks", "question", "existence", "planted", "written", "file", "own", "different")
SHOWN = 4


class Findings:
    """Findings by key `kind|route|model|method|detail`; origins say from which record and field a mark came."""

    def __init__(self, book):
        self.book = {int(number): origin for number, origin in book.items()}
        self.found, self.repeat, self.tries = defaultdict(set), {}, Counter()
        self.obtained, self.routes, self.methods, self.not_tried = set(), set(), set(), {}
        self.refused, self.without_control = defaultdict(list), {}

    def note_answer(self, route, label, answer):
        model, method, _detail = label
        route = self.get_family(route, model, method)
        self.routes.add(route)
        self.methods.add((model, method))
        self.tries["requests"] += 1
        answer.marks &= self.book.keys()  # other numbers are chance
        if answer.marks:
            self.obtained |= answer.marks
            self.add(MARKS, route, label, {self._get_origin(number) for number in answer.marks})

    def note_refused(self, model, names):
        """Fields of a table that even its own rows do not show."""
        self.refused[model] += names

    def add(self, kind, route, label, what, repeat=""):
        key = "|".join([kind, route, *map(str, label)])
        self.found[key] |= set(what)
        self.repeat.setdefault(key, repeat)

    def _get_origin(self, number):
        origin = self.book.get(number)
        return f"{origin[0]}.{origin[2]}" if origin else f"number {number}"

    @staticmethod
    def get_family(route, model, method):
        """The route without what the request filled in."""
        return route.split("?")[0].replace(f"/{model}/{method}", "")

    @property
    def attacks(self):
        """Requests about what is not the attacker's."""
        return self.tries["requests"] - self.tries["own"] - self.tries["compared"]

    def get_keys(self, kind):
        return sorted(key for key in self.found if key.startswith(f"{kind}|"))

    def get_new(self, patterns=known.OPEN):
        """Keys that no pattern explains."""
        return [key for key in sorted(self.found) if not any(fnmatchcase(key, pattern) for pattern in patterns)]

    def get_closed(self, patterns):
        """Patterns that explain nothing any more."""
        return [pattern for pattern in patterns if not any(fnmatchcase(key, pattern) for key in self.found)]

    def print(self, title):
        """The figures, then every finding."""
        figures = {
            "marks obtained": f"{len(self.obtained)} of {len(self.book)} seeded",
            "attacks": self.attacks,
            "compared with a missing id": self.tries["compared"],
            "routes tried": len(self.routes), "methods tried": len(self.methods),
            "questions asked": self.tries["questions"], "questions answered": len(self.get_keys(QUESTION)),
            "references tried": self.tries["references"], "references planted": len(self.get_keys(PLANTED)),
            "of them without control": self.tries["without control"],
            "stranger's records written": len(self.get_keys(WRITTEN)),
            "existence told": len(self.get_keys(EXISTENCE)), "files taken": len(self.get_keys(FILE)),
            "own tries": self.tries["own"],
            "own records refused": len(self.get_keys(OWN)),
            "interfaces that differ": len(self.get_keys(DIFFERENT)),
        }
        print(f"\n== {title} ==")
        for name, value in figures.items():
            print(f"{name:28}{value}")
        for model, why in sorted(self.not_tried.items()):
            print(f"not tried: {model}: {why}")
        self._print_found()

    def _print_found(self):
        for key in sorted(self.found):
            what = sorted(map(str, self.found[key]))
            more = f" … {len(what)} in all" if len(what) > SHOWN else ""
            print(f"  {key} <- {', '.join(what[:SHOWN])}{more} {self.repeat[key]}".rstrip())
