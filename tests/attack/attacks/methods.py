"""Every public method of every model, called with the stranger's ids and arguments that its parameters' names ask for."""
from .. import marks

LAST = {"unlink", "write", "action_archive", "action_unarchive", "toggle_active"}  # tried when all else was
SKIPPED = {"web_save", "web_save_multi", "load"}  # see writes.py
# Names made from a text alone, of models that have none of their own; what answers with a new id, or with the one asked
# for, in words of its own; signing out.
NONSENSE = {("product.supplierinfo", "name_create"), ("sales.interest", "name_create"), ("mail.activity", "name_create"),
            ("survey.user_input.line", "name_create"), ("ir.model.data", "check_object_reference"),
            ("res.partner", "find_or_create"), ("res.users", "revoke_all_devices"),
            ("hr.employee", "get_internal_resume_lines"), ("mailing.trace", "name_create"),
            ("res.users", "action_totp_enable_wizard"), ("ir.filters", "create_filter"), ("res.device", "revoke"),
            ("calendar.event", "get_discuss_videocall_location"),
            ("survey.survey", "action_load_survey_template_sample")}


def run(battle):
    late = []
    for model, description in battle.models.items():
        for name, method in description["methods"].items():
            if name in SKIPPED or (model, name) in NONSENSE or method["base"] and not battle.get_ids(model):
                continue
            if name in LAST:
                late.append((model, name, method))
            else:
                call(battle, model, name, method)
    for attack in late:
        call(battle, *attack)


def call(battle, model, name, method):
    """On the records of the side; without records of the model, as a method of it and from a button's context."""
    has_options = any(has_default and get_value(battle, model, parameter) is not None
                      for parameter, has_default in method["parameters"])
    for with_options in (False, True) if has_options else (False,):
        label = model, name, "with options" if with_options else ""
        battle.send(label, lambda: battle.attacker.post(f"/web/dataset/call_kw/{model}/{name}", label, {
            "model": model, "method": name, **get_arguments(battle, model, method, with_options)}))


def get_arguments(battle, model, method, with_options):
    client = battle.get_target("res.partner")
    context = {"active_model": "res.partner", "active_id": client, "active_ids": [client], "default_partner_id": client}
    required = [get_value(battle, model, parameter) for parameter, has_default in method["parameters"] if not has_default]
    options = {parameter: value for parameter, has_default in method["parameters"]
               if has_default and (value := get_value(battle, model, parameter)) is not None}
    return {"args": [*([] if method["model"] else [battle.get_ids(model)]), *required],
            "kwargs": {**(options if with_options else {}), "context": context}}


def get_value(battle, model, parameter):
    """What a caller with bad intentions gives a parameter of this name; None leaves an optional one out."""
    ids = battle.get_ids(model) or battle.get_ids("res.partner")
    client, contact = (battle.get_ids("res.partner") * 2)[:2]
    people = battle.seeded["people"]
    user = people["viktor" if battle.side == marks.STRANGER else "anna"]
    values = {
        "user_id": user["id"], "user_ids": [user["id"]], "view_id": None, "team_id": None, "country_id": 1,
        "template_id": 1, "website_id": 1, "menu_id": None, "employee_id": battle.get_target("hr.employee") or None,
        "query_country_id": 1, "meeting_ids": battle.get_ids("calendar.event"),
        "attachment_ids": battle.get_ids("ir.attachment"),
        "activity_ids": battle.get_ids("mail.activity"), "parent_id": battle.get_target("mail.message"), "action_id": 1,
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
