"""Own work, as many tries as attacks: the very requests of the attacks, sent about what is the salesperson's own, and what
a form does: saving as it is, creating, copying, writing letters. What destroys comes last."""
from .. import marks
from . import interfaces, methods, planted, reads, routes

PLAIN = ("char", "text", "many2one", "selection", "integer")


def run(battle):
    battle.side = marks.OWN
    try:
        reads.read_records(battle)
        for model, description in battle.models.items():
            if battle.get_ids(model):
                work(battle, model, description)
        interfaces.run(battle)
        routes.run(battle)
        methods.run(battle)
    finally:
        battle.side = marks.STRANGER


def work(battle, model, description):
    call, id_ = battle.attacker.call, battle.get_target(model)
    for mine in (["id", "in", battle.get_ids(model)], ["id", "=", id_]):
        look(battle, model, mine)
    if "write" in description["rights"]:
        save(battle, model, id_)
    if "create" in description["rights"]:
        make(battle, model)
    if "message_post" in description["methods"]:
        client = battle.get_target("res.partner")
        battle.note_own((model, "message_post", ""), call(
            model, "message_post", [id_], body="Our letter", partner_ids=[client], message_type="comment"))
        battle.note_own((model, "activity_schedule", ""), call(
            model, "activity_schedule", [id_], "mail.mail_activity_data_call", summary="Our call"))


def look(battle, model, mine):
    """Lists, filters and groups by each field."""
    for name in battle.get_fields(model, may=True):
        field = battle.models[model]["fields"][name]
        requests = [("search_read", [mine], [name])]
        if field["type"] in reads.RELATIONS:
            requests.append(("web_search_read", [mine], reads.get_spec(battle, model, name)))
        if field["search"]:
            requests.append(("search_count", [mine, [name, "!=", False]]))
        if field["group"]:
            requests.append(("formatted_read_group", [mine], [name], ["__count"]))
        for method, *arguments in requests:
            battle.note_own((model, method, name), battle.attacker.call(model, method, *arguments, detail=name))


def save(battle, model, id_):
    """A form saved as it is, field by field."""
    fields = battle.models[model]["fields"]
    row = (battle.attacker.call(model, "read", [id_], load=None).result or [{}])[0]
    for name, value in row.items():
        if name in fields and fields[name]["store"] and fields[name]["writable"] and fields[name]["type"] in PLAIN:
            battle.note_own((model, "onchange", name), battle.attacker.call(
                model, "onchange", [id_], {name: value}, [name], {name: {}}, detail=f"{name} as it is"))
            battle.note_own((model, "write", name), battle.attacker.call(
                model, "write", [id_], {name: value}, detail=f"{name} as it is"))


def make(battle, model):
    """A new record that refers to own ones, and a copy."""
    call = battle.attacker.call
    values = planted.get_bases(battle, model)[-2:][0]
    for method, argument in (("create", [values]), ("copy", [battle.get_target(model)])):
        answer = battle.note_own((model, method, ""), call(model, method, argument))
        if isinstance(answer.result, list):
            battle.admin.call(model, "unlink", answer.result)
