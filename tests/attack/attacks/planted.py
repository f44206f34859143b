"""Own records that are made to point at the stranger's: by every field that can, in each way of giving it a value.

Each try is made with an own record first: where that fails, a refusal of the stranger's proves nothing, and the try is
counted as one without control.
"""
import base64
import re

from .. import marks
from ..shared import NOT_MARKED
from .reads import RELATIONS

_PLAIN_IDS = re.compile(r"[a-z]_ids?$|partner_to$")  # names of numbers and texts that may hold ids
# Numbers to sort by, of pictures, letters and lines on a screen, of other systems; ids that the merge wizard writes into a
# relation of its own.
_NO_IDS = {"min_id", "tenor_gif_id", "reveal_id", "message_id", "external_id", "aggr_ids", "virtual_id",
           "linked_virtual_id"}
_CLIENT_LINKS = ("partner_id", "res_id", "res_model", "model", "res_model_id")
_CLIENTS = ("res.partner", "crm.lead")


def run(battle):
    for model, description in battle.models.items():
        if "create" not in description["rights"]:
            continue
        for name, field in description["fields"].items():
            for way, comodel, word in get_ways(battle, field, name):
                plant(battle, model, name, way, comodel, word)
                if way == "id":
                    show(battle, model, name, battle.get_target(comodel))
    by_property(battle)
    by_own_default(battle)
    by_own_user(battle)


def get_ways(battle, field, name):
    """Ways to word a reference: a name, the model that is pointed at, a function from an id to a value."""
    comodel = field["comodel"]
    is_target = comodel and comodel not in NOT_MARKED and battle.get_ids(comodel)
    if field["type"] == "many2one" and is_target:
        yield "id", comodel, lambda id_: id_
    elif field["type"] in ("one2many", "many2many"):
        if is_target:
            yield "link", comodel, lambda id_: [[4, id_, 0]]
            yield "set", comodel, lambda id_: [[6, 0, [id_]]]
        yield from get_line_ways(battle, field)
    elif field["type"] == "reference":
        yield "reference", "res.partner", lambda id_: f"res.partner,{id_}"
    elif name in _NO_IDS:
        return
    elif field["type"] == "many2one_reference" or field["store"] and field["type"] == "integer" and _PLAIN_IDS.search(name):
        yield "res_id", "res.partner", lambda id_: id_
    elif field["store"] and field["type"] in ("char", "text") and _PLAIN_IDS.search(name):
        yield "res_ids", "res.partner", lambda id_: str([id_])


def get_line_ways(battle, field):
    """A new line that points at a client."""
    line = battle.models.get(field["comodel"])
    if field["type"] != "one2many" or not line or "create" not in line["rights"]:
        return
    base = {key: value for key, value in line["values"].items() if key != field["inverse"]}
    for name, other in line["fields"].items():
        if other["type"] == "many2one" and other["comodel"] in _CLIENTS and other["writable"] and name != field["inverse"]:
            yield f"line {name}", other["comodel"], lambda id_, name=name: [[0, 0, {**base, name: id_}]]


def plant(battle, model, name, way, comodel, word):
    target = battle.get_target(comodel)
    if not target:
        return
    for number, (method, _ask) in enumerate(get_attempts(battle, model, name, way, word, {})):
        battle.findings.tries["references"] += 1
        base = find_base(battle, model, name, way, comodel, word, number)
        if base is None:
            battle.findings.tries["without control"] += 1
        label = model, method, f"{name} {way}"
        for one in [base] if base is not None else get_bases(battle, model):
            _method, ask = list(get_attempts(battle, model, name, way, word, one))[number]
            if is_taken(battle, label, ask(target), target):
                battle.findings.add("planted", "/web/dataset/call_kw", label, [str(target)])


def find_base(battle, model, name, way, comodel, word, number):
    """The other values with which an own record is taken in this way; None when there are none."""
    field = battle.models[model]["fields"][name]
    own = get_own(battle, comodel)
    for base in get_bases(battle, model):
        method, ask = list(get_attempts(battle, model, name, way, word, base))[number]
        if not own or not is_gentle(field, method, way):
            return None
        label, answer = (model, method, f"{name} {way}"), ask(own)
        if is_taken(battle, label, answer, own):
            battle.findings.without_control.pop(label, None)
            return base
        battle.findings.without_control.setdefault(label, answer.error or "it does not hold the value")
    if field["type"] in ("many2one", "many2many") and way in ("id", "link") and field["editable"] \
            and battle.admin.call(comodel, "search_count", [["id", "=", own]]).result:
        battle.note_own(label, answer)
    return None


def get_bases(battle, model):
    """Values to create a record with: what must be, that with a client, and all that the seed fills in."""
    required, fields = battle.models[model]["required"], battle.models[model]["fields"]
    # A file goes where it is put, and with it.
    values = {name: value for name, value in battle.models[model]["values"].items()
              if fields[name]["comodel"] != "ir.attachment" or name in required}
    least = {name: values.get(name, "seed") for name in {*required, "name"} - {"company_id"}
             if name in values or fields.get(name, {}).get("type") == "char"}
    linked = {**least, **{name: values[name] for name in _CLIENT_LINKS if name in values}}
    return [base for number, base in enumerate((least, linked, values))
            if base not in (least, linked, values)[:number]]


def get_own(battle, comodel):
    """A file goes where it is put, and is gone with it: a new one each time."""
    if comodel != "ir.attachment":
        return battle.get_target(comodel, marks.OWN)
    made = battle.attacker.call("ir.attachment", "create", [{
        "name": "own.txt", "datas": base64.b64encode(b"own").decode(), "res_model": "res.partner",
        "res_id": battle.get_target("res.partner", marks.OWN)}]).result
    return made and made[0]


def is_gentle(field, method, way):
    """Whether a try with own records leaves them whole: a line that is taken to another record goes with it, and one that
    is left out of a set is deleted."""
    return field["type"] != "one2many" or way.startswith("line") or (method, way) == ("write", "link")


def is_taken(battle, label, answer, id_):
    """Whether a record points at `id_` afterwards. What was made is removed."""
    model, method, detail = label
    name, way = detail.split(" ", 1)
    if answer.error or not answer.result:
        return False
    made = [battle.get_target(model, marks.OWN)] if method == "write" else answer.result
    if isinstance(made, int):
        made = [made]
    found = holds_line(battle, model, made, name, way.split()[1], id_) if way.startswith("line") else battle.holds(
        model, made, name, id_)
    if method == "create":
        (battle.attacker if battle.models[model]["transient"] else battle.admin).call(model, "unlink", made)
    return found


def holds_line(battle, model, made, name, line_name, id_):
    rows = battle.admin.call(model, "read", made, [name], load=None).result or []
    lines = [line for row in rows for line in row[name]]
    comodel = battle.models[model]["fields"][name]["comodel"]
    return bool(battle.admin.call(comodel, "search_count", [["id", "in", lines], [line_name, "=", id_]]).result)


def get_attempts(battle, model, name, way, word, base):
    """Names of methods with functions from an id to the answer."""
    call, own = battle.attacker.call, battle.get_target(model, marks.OWN)
    document = get_document(battle, model, name)
    rest = {**{key: one for key, one in base.items() if key != name}, **document}
    detail = f"{name} {way}"
    yield "create", lambda id_: call(model, "create", [{**rest, name: word(id_)}], detail=detail)
    if way == "id":
        yield "create", lambda id_: call(model, "create", [rest], context={f"default_{name}": id_}, detail=detail)
    if own and "write" in battle.models[model]["rights"]:
        yield "write", lambda id_: call(model, "write", [own], {**document, name: word(id_)}, detail=detail)


def get_document(battle, model, name):
    """The name of the model, where an id stands beside it."""
    fields = battle.models[model]["fields"]
    if fields[name]["type"] in RELATIONS or fields[name]["type"] == "reference":
        return {}
    return {beside: "res.partner" for beside in ("res_model", "model", "parent_res_model")
            if beside in fields and fields[beside]["type"] in ("char", "selection")}


def show(battle, model, name, target):
    """Ways that keep nothing: a form that is not saved, defaults, an import that fails. They may still show a name."""
    call, names = battle.attacker.call, battle.get_fields(model, may=True)
    spec = {one: {"fields": {"display_name": {}}} if battle.models[model]["fields"][one]["type"] in RELATIONS else {}
            for one in names}
    field = battle.models[model]["fields"][name]
    own = battle.get_target(field["comodel"], marks.OWN)
    for one in filter(None, (own, target)):
        default = {f"default_{name}": one}
        answers = [call(model, "onchange", [], {name: one}, [name], spec, detail=name),
                   call(model, "onchange", [], {}, [], spec, detail=f"default {name}", context=default),
                   call(model, "default_get", names, detail=name, context=default),
                   call(model, "load", [f"{name}/.id"], [[str(one)]], detail=name)]
        if one == own and field["editable"] and battle.admin.call(
                field["comodel"], "search_count", [["id", "=", own]]).result:
            for answer in answers:
                battle.note_own((model, "show", name), answer)
    call(model, "web_save", [], {name: target}, {name: spec.get(name, {})}, detail=name)


def by_property(battle):
    """A property of a deal is a many2one of another kind."""
    own = battle.get_target("crm.lead", marks.OWN)
    for way, word in (("mapping", lambda id_: {"seed_client": id_}), ("list", lambda id_: [
            {"name": "seed_client", "type": "many2one", "comodel": "res.partner", "string": "Seed client", "value": id_}])):
        for side in (marks.OWN, marks.STRANGER):
            target = battle.get_target("res.partner", side)
            battle.findings.tries["references"] += side == marks.STRANGER
            battle.attacker.call("crm.lead", "write", [own], {"lead_properties": word(target)}, detail=f"property {way}")
            row = battle.admin.call("crm.lead", "read", [own], ["lead_properties"]).result[0]
            held = any(str(target) in str(item.get("value")) for item in row["lead_properties"])
            if held and side == marks.STRANGER:
                battle.findings.add("planted", "/web/dataset/call_kw", ("crm.lead", "write", f"property {way}"), [target])
            if not held and side == marks.OWN:
                battle.findings.tries["without control"] += 1


def by_own_default(battle):
    """A person's own default is read by every new form."""
    for model in ("crm.lead", "res.partner", "sale.order", "calendar.event"):
        for name, field in battle.models.get(model, {"fields": {}})["fields"].items():
            if field["type"] == "many2one" and field["comodel"] in _CLIENTS and field["may"]:
                battle.findings.tries["references"] += 1
                battle.attacker.call("ir.default", "set", model, name, battle.get_target(field["comodel"]), True)
                battle.attacker.call(model, "default_get", [name], detail=f"own default of {name}")
                battle.attacker.call(model, "onchange", [], {}, [], {name: {"fields": {"display_name": {}}}},
                                     detail=f"own default of {name}")
    # Whoever comes after starts clean.
    mine = battle.admin.call("ir.default", "search", [["user_id", "=", battle.attacker.uid]]).result
    battle.admin.call("ir.default", "unlink", mine)


def by_own_user(battle):
    """What stock writes as superuser when a person changes their own preferences, new and changed lines included."""
    uid, call = battle.attacker.uid, battle.attacker.call
    for name, field in battle.models["res.users"]["fields"].items():
        for way, comodel, word in get_ways(battle, field, name):
            if not (target := battle.get_target(comodel)):
                continue
            battle.findings.tries["references"] += 1
            call("res.users", "write", [uid], {name: word(target)}, detail=f"{name} {way}")
            if holds_line(battle, "res.users", [uid], name, way.split()[1], target) if way.startswith("line") \
                    else battle.holds("res.users", [uid], name, target):
                battle.findings.add("planted", "/web/dataset/call_kw", ("res.users", "write", f"{name} {way}"), [target])
        if field["type"] in ("one2many", "many2many") and (target := battle.get_target(field["comodel"])):
            for command in ([1, target, {"display_name": "x", "name": "x"}], [3, target, 0], [2, target, 0]):
                call("res.users", "write", [uid], {name: [command]}, detail=f"{name} {command[0]}")
