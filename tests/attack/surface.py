"""Runs inside Odoo: what there is to attack, asked of the registry and the routing map, so that no addon is left out."""
import inspect
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.models import BaseModel
from odoo.service.model import get_public_method

ALL = ("read", "write", "create", "unlink")
FAR = 1_000_000  # no record has an id this high


def get(env, attacker, fill):
    return {"models": {name: _get_model(env, attacker, fill, name) for name in sorted(env.registry)
                       if not env[name]._abstract},
            "routes": _get_routes(env), "missing": FAR,
            "shown_by_stock": _get_shown_by_stock(env, attacker, fill.links),
            "reports": [[report.report_name, report.model, report.report_type]
                        for report in env["ir.actions.report"].search([])]}


def _get_model(env, attacker, fill, name):
    Model = env[name].with_user(attacker)
    rights = [operation for operation in ALL if env["ir.model.access"].with_user(attacker).check(name, operation, False)]
    return {
        "transient": Model._transient, "rights": rights,
        "fields": {field.name: _get_field(Model, field) for field in Model._fields.values()},
        "methods": _get_methods(Model),
        "values": _get_values(env, fill, name) if "create" in rights else {},
        "required": sorted({Model._rec_name or "id"} | {field.name for field in Model._fields.values() if field.required}),
    }


def _get_field(Model, field):
    return {"type": field.type, "comodel": field.comodel_name, "store": field.store, "search": field._description_searchable,
            "group": bool(field.store and field._description_groupable(Model.env)), "may": _may(Model, field),
            "writable": not field.readonly or bool(field.store and not field.related),
            "editable": not field.readonly, "inverse": field.inverse_name if field.type == "one2many" else None,
            "values": _get_selection(Model, field) if field.type == "selection" else None}


def _get_selection(Model, field):
    try:
        return [key for key in field.get_values(Model.env) if key]
    except Exception:  # some ask their own record for the list
        return []


def _get_shown_by_stock(env, attacker, links):
    """Models whose own record the attacker would be shown if the addon had no rules: all others are stock's refusals."""
    ours = env["ir.model.data"].search([("model", "=", "ir.rule"), ("module", "=like", "sales_crm_ext%")]).mapped("res_id")
    Rule = type(env["ir.rule"])
    with env.cr.savepoint() as savepoint, patch.object(Rule, "_get_client_domain", lambda *_args: Domain.TRUE, create=True):
        env["ir.rule"].browse(ours).active = False
        env.registry.clear_cache()
        shown = [record._name for record in links.values() if record.with_user(attacker).has_access("read")]
        savepoint.rollback()
    env.invalidate_all()
    env.registry.clear_cache()
    return shown


def _may(Model, field):
    try:
        return Model._has_field_access(field, "read")
    except AccessError:
        return False


def _get_methods(Model):
    """Parameters of each method that answers remote calls, by the very rule that the server uses."""
    methods = {}
    for name in dir(type(Model)):
        if name.startswith("_") or not inspect.isroutine(getattr(type(Model), name, None)):
            continue
        try:
            method = get_public_method(Model, name)
            parameters = list(inspect.signature(method).parameters.values())[1:]
        except (AccessError, AttributeError, ValueError, TypeError):
            continue
        methods[name] = {
            "base": hasattr(BaseModel, name) or hasattr(Model.env.registry["base"], name),
            "model": getattr(method, "_api_model", False), "owner": _get_owner(Model, name),
            "parameters": [[one.name, one.default is not inspect.Parameter.empty] for one in parameters
                           if one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)]}
    return methods


def _get_owner(Model, name):
    """The model whose class brings the method: a mixin's method is the same for all models that inherit it."""
    owners = [cls for cls in type(Model).mro() if name in vars(cls)]
    return getattr(owners[-1], "_name", None) or Model._name if owners else Model._name


def _get_values(env, fill, name):
    try:
        with env.cr.savepoint():
            values = fill.get_values(env[name], set(fill.links))
    except Exception:
        return {}
    return {key: value if isinstance(value, (int, float, bool, str, list)) else str(value)
            for key, value in values.items() if not isinstance(value, bytes)}


def _get_routes(env):
    """Address with converters, methods, kind and parameters of every route."""
    routes = []
    for rule in env["ir.http"].routing_map().iter_rules():
        routing = rule.endpoint.routing
        routes.append({
            "rule": rule.rule, "methods": sorted(rule.methods or ()), "type": routing.get("type"),
            "auth": routing.get("auth"), "parameters": [
                one.name for one in inspect.signature(inspect.unwrap(rule.endpoint)).parameters.values()
                if one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD) and one.name != "self"],
            "arguments": {argument: str(getattr(converter, "model", type(converter).__name__))
                          for argument, converter in rule._converters.items()}})
    return routes
