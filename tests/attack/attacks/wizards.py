"""Wizards made from the stranger's records, as a button's context would do, then read and pressed.

Every transient model is tried, from every kind of record of the stranger's that a wizard may start at.
"""
from .methods import get_value
from .reads import RELATIONS

STARTS = ("res.partner", "crm.lead", "sale.order", "account.move", "calendar.event", "mailing.contact", "project.task",
          "event.registration", "stock.picking", "purchase.order", "sales.call")

NOT_TRIED = {"base.language.export"}  # half a minute of packing Odoo's own words


def run(battle):
    for model, description in battle.models.items():
        if model not in NOT_TRIED and description["transient"] and "create" in description["rights"]:
            for start in STARTS:
                if battle.get_target(start):
                    begin(battle, model, start)


def begin(battle, model, start):
    call, ids = battle.attacker.call, battle.get_ids(start)
    context = {"active_model": start, "active_id": ids[0], "active_ids": ids}
    names = battle.get_fields(model, may=True)
    spec = {name: {"fields": {"display_name": {}}} if battle.models[model]["fields"][name]["type"] in RELATIONS else {}
            for name in names}
    detail = f"from {start}"
    call(model, "default_get", names, context=context, detail=detail)
    call(model, "onchange", [], {}, [], spec, context=context, detail=detail)
    made = call(model, "create", [{}], context=context, detail=detail).result
    if not made and start == "res.partner":
        made = call(model, "create", [battle.models[model]["values"]], context=context, detail=detail).result
    if made:
        call(model, "web_read", made, spec, context=context, detail=detail)
        press(battle, model, made, context, detail)


def press(battle, model, made, context, detail):
    """Every button; the answer may be the next screen, which shows something by itself."""
    for name, method in battle.models[model]["methods"].items():
        if method["base"] or method["model"]:
            continue
        arguments = [get_value(battle, model, parameter)
                     for parameter, has_default in method["parameters"] if not has_default]
        answer = battle.attacker.call(model, name, made, *arguments, context=context, detail=detail)
        follow(battle, answer.result, detail)


def follow(battle, action, detail):
    """Open the screen that a button leads to."""
    if not isinstance(action, dict) or action.get("type") != "ir.actions.act_window":
        return
    model = action.get("res_model")
    if model in battle.models and action.get("res_id"):
        battle.attacker.call(model, "web_read", [action["res_id"]], {
            name: {} for name in battle.get_fields(model, may=True)}, detail=detail)
