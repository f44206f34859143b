"""Own records that are made to point at the stranger's: by every field that can, in each way of giving it a value."""
from ..shared import NOT_MARKED

RES_IDS = ("res_id", "res_ids", "parent_res_id", "partner_to", "thread_id")


def run(battle):
    for model, description in battle.models.items():
        if "create" not in description["rights"]:
            continue
        for name, field in description["fields"].items():
            for way, value in get_values(battle, field, name):
                plant(battle, model, name, way, value)


def get_values(battle, field, name):
    """Ways to word a reference to something of the stranger's."""
    targets = battle.get_ids(field["comodel"]) if field["comodel"] and field["comodel"] not in NOT_MARKED else []
    client = battle.get_target("res.partner")
    if field["type"] == "many2one" and targets:
        yield "id", targets[0]
    elif field["type"] in ("one2many", "many2many") and targets:
        yield "link", [[4, targets[0], 0]]
        yield "set", [[6, 0, targets[:1]]]
    elif field["type"] == "reference":
        yield "reference", f"res.partner,{client}"
    elif field["type"] == "many2one_reference" or name in RES_IDS:
        yield "res_id", client if field["type"] in ("many2one_reference", "integer") else str([client])


def plant(battle, model, name, way, value):
    own = battle.get_target(model, "own")
    base = {**battle.models[model]["values"], **get_document(battle, model, name)}
    attempts = [("create", ([{**base, name: value}],), {})]
    if way == "id":
        attempts.append(("create", ([{key: one for key, one in base.items() if key != name}],),
                         {"context": {f"default_{name}": value}}))
    if own and "write" in battle.models[model]["rights"]:
        attempts.append(("write", ([own], {**get_document(battle, model, name), name: value}), {}))
    for method, arguments, keywords in attempts:
        battle.findings.tries["references"] += 1
        answer = battle.anna.call(model, method, *arguments, detail=f"{name} {way}", **keywords)
        if answer.error or not answer.result:
            continue
        made = answer.result if method == "create" else [own]
        if battle.holds(model, made, name, value):
            battle.findings.add("planted", "/web/dataset/call_kw", (model, method, f"{name} {way}"), [str(value)])
        if method == "create":
            battle.admin.call(model, "unlink", made)


def get_document(battle, model, name):
    """The name of the model, where an id stands beside it."""
    fields = battle.models[model]["fields"]
    if fields[name]["type"] != "many2one_reference" and name not in RES_IDS:
        return {}
    return {beside: "res.partner" for beside in ("res_model", "model", "parent_res_model")
            if beside in fields and fields[beside]["type"] in ("char", "selection")}
