"""The stranger's records changed, field by field, saved as a form does it, imported, merged into others."""
from .. import marks

SIMPLE = {"char": "x", "text": "x", "html": "<p>x</p>", "integer": 7, "float": 7.0, "monetary": 7.0, "boolean": True,
          "date": "2026-12-03", "datetime": "2026-12-03 09:00:00", "binary": "eA=="}


def run(battle):
    for model in battle.models:
        if battle.get_ids(model) and "write" in battle.models[model]["rights"]:
            write(battle, model)
    load(battle)


def write(battle, model):
    call, values = battle.attacker.call, dict(get_values(battle, model))
    battle.send((model, "write", "all"), lambda: call(model, "write", battle.get_ids(model), values, detail="all"))
    for name, value in values.items():
        call(model, "write", battle.get_ids(model)[:1], {name: value}, detail=name)
    text = next((name for name, value in values.items() if value == "x"), None)
    if text:
        for detail, method, arguments in [
                ("", "web_save", lambda: [battle.get_ids(model)[:1], {text: "x"}, {"display_name": {}}]),
                ("", "web_save_multi", lambda: [battle.get_ids(model)[:1], [{text: "x"}], {"display_name": {}}]),
                ("form", "onchange", lambda: [battle.get_ids(model)[:1], {text: "x"}, [text], {"display_name": {}}])]:
            battle.send((model, method, detail), lambda: call(model, method, *arguments(), detail=detail))


def get_values(battle, model):
    """A value for each field that may be written, with the attacker's own records behind relations."""
    for name, field in battle.models[model]["fields"].items():
        if not field["writable"] or name in ("id", "create_uid", "create_date", "write_uid", "write_date"):
            continue
        if field["type"] in SIMPLE:
            yield name, SIMPLE[field["type"]]
        elif field["values"]:
            yield name, field["values"][-1]
        elif field["type"] in ("many2one", "many2many") and (own := battle.get_target(field["comodel"], marks.OWN)):
            yield name, own if field["type"] == "many2one" else [[4, own, 0]]


def load(battle):
    """Imports that name the stranger's records: by id, by external id; the clients' by what stands in a cell too."""
    call = battle.attacker.call
    name = next(origin for origin in battle.findings.book.values() if origin[0] == "ir.model.data")
    seed = battle.admin.call("ir.model.data", "read", [name[1]], ["name"]).result[0]["name"]
    for model in ("res.partner", "crm.lead"):
        battle.send((model, "load", "by id"), lambda: call(
            model, "load", [".id", "name"], [[str(battle.get_target(model)), "x"]], detail="by id"))
    answers = [call("res.partner", "load", ["id", "name"], [[f"__export__.{one}", "x"]], detail="by external id")
               for one in (seed, "x" * len(seed))]
    if answers[0].result and answers[0].result.get("ids") == [battle.get_target("res.partner")]:
        battle.findings.add("written", "/web/dataset/call_kw", ("res.partner", "load", "by external id"), [seed])
    client = battle.admin.call("res.partner", "read", [battle.get_target("res.partner")], ["display_name"]).result[0]
    absent = client["display_name"].replace("zq7f3k", marks.ABSENT["latin"]).replace("щъфюж", marks.ABSENT["cyrillic"])
    for column in ("partner_id", "partner_id/id"):
        cells = [client["display_name"], absent] if column == "partner_id" else [f"__export__.{seed}", "__export__.x"]
        told = [call("crm.lead", "load", ["name", column], [["x", cell]], detail=column) for cell in cells]
        # Without a channel the row fails in any case; what is said of the client's cell must be the same.
        said = [[message.get("message", "").replace(cell, "") for message in (one.result or {}).get("messages", [])]
                for one, cell in zip(told, cells, strict=True)]
        battle.findings.tries["questions"] += 1
        if said[0] != said[1]:
            battle.findings.add("question", "/web/dataset/call_kw", ("crm.lead", "load", column), map(str, said))
