"""Own work, as many tries as attacks: reading, searching, changing and copying what is the salesperson's own."""
from .. import marks
from .reads import RELATIONS, get_spec

ESSENTIAL = ("res.partner", "crm.lead", "sales.call", "calendar.event", "mail.activity", "mail.message", "ir.attachment")
# Words of the addon's own refusals; stock refuses much to a salesperson by itself, as technical models and fields.
REFUSALS = ("not one that you work with", "names a record that you do not work with", "follows from its salesperson",
            "set by a director", "not a client of yours")


def run(battle):
    for model, description in battle.models.items():
        ids = battle.get_ids(model, marks.OWN)
        if not ids or "read" not in description["rights"]:
            continue
        visible = attempt(battle, model, "read", ids[:1], ["display_name"])
        if not visible and model not in ESSENTIAL:
            continue  # stock does not show it to its salesperson either
        for name in battle.get_fields(model, may=True):
            attempt(battle, model, "read", ids[:1], [name], detail=name)
            attempt(battle, model, "search_read", [["id", "in", ids]], [name], detail=name)
            if description["fields"][name]["type"] in RELATIONS:
                attempt(battle, model, "web_read", ids[:1], get_spec(battle, model, name), detail=name)
        change(battle, model, ids[0])


def change(battle, model, id_):
    """Saving a form that changes nothing, and a copy."""
    fields = battle.models[model]["fields"]
    if "write" not in battle.models[model]["rights"]:
        return
    row = (battle.anna.call(model, "read", [id_], load=None).result or [{}])[0]
    for name, value in row.items():
        if name in fields and fields[name]["store"] and fields[name]["writable"] and fields[name]["type"] in (
                "char", "text", "many2one", "selection", "integer"):
            attempt(battle, model, "write", [id_], {name: value}, detail=f"{name} as it is")


def attempt(battle, model, method, *arguments, detail=""):
    battle.findings.tries["own"] += 1
    # In the language of the words that are looked for.
    answer = battle.anna.call(model, method, *arguments, detail=detail)
    if answer.is_refused and any(text in answer.error for text in REFUSALS):
        battle.findings.add("own", "/web/dataset/call_kw", (model, method, detail), [answer.error[:160]])
    return not answer.error
