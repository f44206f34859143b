"""Every public method of every model, called with the stranger's ids and arguments that its parameters' names ask for."""
HARMLESS_LAST = {"unlink", "write", "action_archive", "action_unarchive", "toggle_active"}  # tried when all else was
SKIPPED = {"web_save", "web_save_multi", "load", "web_override_translations"}  # see planted.py and own.py
VARIANTS = ("record", "model")


def run(battle):
    late = []
    for model, description in battle.models.items():
        for name, method in description["methods"].items():
            if name in SKIPPED or method["base"] and model not in battle.seeded["records"]["stranger"]:
                continue
            if name in HARMLESS_LAST:
                late.append((model, name, method))
            else:
                call(battle, model, name, method)
    for attack in late:
        call(battle, *attack)
    look_what_became(battle)


def call(battle, model, name, method):
    """On the stranger's records of the model; without records of it, as a method of the model and from a button's
    context."""
    client = battle.get_target("res.partner")
    context = {"active_model": "res.partner", "active_id": client, "active_ids": [client], "default_partner_id": client}
    ids = battle.get_ids(model) or []
    arguments = [get_value(battle, model, parameter) for parameter, has_default in method["parameters"]
                 if not has_default]
    keywords = {parameter: get_value(battle, model, parameter) for parameter, has_default in method["parameters"]
                if has_default and get_value(battle, model, parameter) is not None}
    for some in ([], keywords) if keywords else ([],):
        first = [] if method["model"] else [ids]
        battle.anna.post(f"/web/dataset/call_kw/{model}/{name}", (model, name, "with options" if some else ""), {
            "model": model, "method": name, "args": [*first, *arguments], "kwargs": {**dict(some), "context": context}})


def get_value(battle, model, parameter):
    """What a caller with bad intentions gives a parameter of this name; None leaves an optional one out."""
    ids = battle.get_ids(model) or battle.get_ids("res.partner")
    client, contact = (battle.get_ids("res.partner") * 2)[:2]
    values = {
        "domain": [["id", "in", ids]], "fields": ["display_name"], "field_names": ["display_name"], "specification": {
            "display_name": {}}, "fields_spec": {"display_name": {}}, "values": {}, "vals": {}, "vals_list": [{}],
        "res_model": "res.partner", "model": "res.partner", "thread_model": "res.partner", "model_name": "res.partner",
        "res_id": client, "thread_id": client, "record_id": client, "partner_id": contact, "res_ids": [client],
        "partner_ids": [client, contact], "name": "zq7f3k", "search": "zq7f3k", "query": "zq7f3k", "term": "zq7f3k",
        "search_term": "zq7f3k", "groupby": ["id"], "aggregates": ["__count"], "limit": 100, "offset": 0,
        "operator": "ilike",
        "email": "zq7f3k", "emails": ["zq7f3k"], "lead_id": battle.get_target("crm.lead"), "event_id": battle.get_target(
            "calendar.event"), "message_id": battle.get_target("mail.message"), "field_name": "name", "fname": "name"}
    return values.get(parameter, ids if parameter.endswith("ids") else client if parameter.endswith("_id") else None)


def look_what_became(battle):
    """The stranger's records are all there, as they were before the first attack."""
    now = battle.get_state()
    for (model, id_), written in battle.before.items():
        if now.get((model, id_), "gone") != written:
            battle.findings.add("written", "/web/dataset/call_kw", (model, "", ""), [
                f"{id_}: {now.get((model, id_), 'gone')} instead of {written}"])
