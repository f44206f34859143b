"""Yes and no: a search that is answered differently for a mark and for a word that stands nowhere tells what it found."""
from .. import marks
from .reads import RELATIONS as RECORDS
from .reads import TEXTS

RELATIONS = (*RECORDS, "reference")
RANDOM = ("message_id", "references", "access_token", "checksum", "store_fname")  # five digits may stand there by chance


def run(battle):
    for model, description in battle.models.items():
        if "read" in description["rights"]:
            for path in get_paths(battle, model):
                ask(battle, model, path)
    ask_by_failure(battle)


def get_paths(battle, model):
    """Fields of the model, and those behind each of its relations to something that carries marks."""
    for name, field in battle.models[model]["fields"].items():
        if not field["search"]:
            continue
        if field["type"] in TEXTS or field["type"] in RELATIONS:
            yield name
        if field["type"] in RELATIONS and field["comodel"] in battle.get_marked():
            for other in battle.get_marked()[field["comodel"]]:
                behind = battle.models.get(field["comodel"], {"fields": {}})["fields"].get(other)
                if behind and behind["search"]:
                    yield f"{name}.{other}"


def ask(battle, model, path):
    """All forms of a mark at once; which of them was answered is asked where one was. Of own marks as well, which may
    be answered."""
    forms = [("latin", marks.LATIN), ("cyrillic", marks.CYRILLIC), ("phone", marks.PHONE)]
    if path.split(".")[-1] in RANDOM:
        forms.pop()
    pairs = [(infix[marks.STRANGER], marks.ABSENT[form]) for form, infix in forms]
    if is_answered(battle, model, path, pairs):
        told = [form for (form, _infix), pair in zip(forms, pairs, strict=True) if is_answered(battle, model, path, [pair])]
        battle.findings.add("question", "/web/dataset/call_kw", (model, "search_count", path), told or ["together"])
    for _form, infix in forms:
        battle.note_own((model, "search_count", path), count(battle, model, path, [infix[marks.OWN]]))


def ask_by_failure(battle):
    """PostgreSQL fails on a pattern that ends within an escape where the rest of it matches, whoever may see the row."""
    for model, id_, name in battle.findings.book.values():
        field = battle.models.get(model, {"fields": {}})["fields"].get(name)
        if not field or not field["search"] or field["type"] not in TEXTS:
            continue
        value = str((battle.admin.call(model, "read", [id_], [name]).result or [{}])[0].get(name) or "")
        battle.findings.tries["questions"] += 1
        answers = [battle.attacker.call(
            model, "search_count", [["id", "=", id_], [name, "=like", f"{start}\\"]], detail=name)
            for start in (value[:4], "\u2603")]
        if value and bool(answers[0].error) != bool(answers[1].error):
            battle.findings.add("question", "/web/dataset/call_kw", (model, "search_count", name), ["by failure"])


def is_answered(battle, model, path, pairs):
    """Whether the number of records found tells marks from words that stand nowhere."""
    battle.findings.tries["questions"] += len(pairs)
    answers = [count(battle, model, path, words).result for words in zip(*pairs, strict=True)]
    return answers[0] != answers[1]


def count(battle, model, path, words):
    domain = ["|"] * (len(words) - 1) + [[path, "ilike", word] for word in words]
    return battle.attacker.call(model, "search_count", domain, detail=path)
