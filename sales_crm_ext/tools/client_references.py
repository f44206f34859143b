"""What a mapping of field values refers to, whatever way the fields word it."""
import ast
import json
import math
import re
from itertools import chain

from odoo.fields import Command

RELATIONAL = ("many2one", "one2many", "many2many")
# Ids in plain fields, by Odoo's names: the model stands in a field beside them.
_RES_ID = re.compile(r"^(?P<prefix>.*_)?res_ids?$")
_MODEL_NAMES = ("{prefix}res_model", "{prefix}model", "{prefix}model_name", "{prefix}res_model_name", "model")
# Ids of partners in a text, as in e-mail templates.
_PARTNER_IDS = re.compile(r"^(.*_)?partner_(to|ids?)$")
_COMMANDS_WITH_ID = (Command.UPDATE, Command.DELETE, Command.UNLINK, Command.LINK)
_PLAIN = ("integer", "char", "text", "json")


def may_refer(field):
    """Whether values of this field can point at records."""
    return field.type in (*RELATIONAL, "reference", "many2one_reference", "properties", "properties_definition") or (
        field.type in _PLAIN and bool(_RES_ID.match(field.name) or _PARTNER_IDS.match(field.name)))


def get_references(record, field, value, vals):
    """Pairs of a model's name and ids that ``value`` of a field points at.

    :param record: the record that is written (empty for a new one), which knows the values that are not given
    :param vals: the other values given with it; commands that make or change lines are not followed
    """
    if field.type == "many2one":
        # A pair of id and name may come as a list, and a number as a text: PostgreSQL takes both.
        return [(field.comodel_name, plain_ids(value)[:1])]
    if field.type in ("one2many", "many2many"):
        return [(field.comodel_name, _linked_ids(value))]
    if field.type == "reference":
        return [_split_reference(value)]
    if field.type == "many2one_reference":
        return [(_get_model_name(record, field, vals), plain_ids(value))]
    if field.type == "properties":
        return _property_references(record, field, value, vals)
    if field.type == "properties_definition":
        return _default_references(value)
    if _PARTNER_IDS.match(field.name):
        return [("res.partner", plain_ids(value))]
    return [(_get_model_name(record, field, vals), plain_ids(value))]


def get_model_field_names(model, field):
    """Names of the fields that say which model the ids in ``field`` are of, the one that decides first."""
    if field.type == "many2one_reference":
        names = [field.model_field]
    elif match := field.type in _PLAIN and _RES_ID.match(field.name):
        names = [pattern.format(prefix=match["prefix"] or "") for pattern in _MODEL_NAMES]
    else:
        return ()
    found = next((name for name in names if name in model._fields), None)
    # Its id may be given instead of its name.
    return [name for name in (found, f"{found}_id") if found and name in model._fields]


def get_lines(field, value):
    """Pairs of an id (None: a new line) and values, for the lines that commands of a field make or change."""
    if field.type not in ("one2many", "many2many") or not isinstance(value, (list, tuple)):
        return
    for command in value:
        if isinstance(command, dict):
            yield None, command
        elif isinstance(command, (list, tuple)) and len(command) > 2 and isinstance(command[2], dict):
            yield command[1] if command[0] == Command.UPDATE else None, command[2]


def _linked_ids(value):
    if not isinstance(value, (list, tuple)):
        return plain_ids(value)
    ids = []
    for command in value:
        if not isinstance(command, (list, tuple)):
            ids += plain_ids(command)
        elif command and command[0] in _COMMANDS_WITH_ID:
            ids += plain_ids(command[1])
        elif command and command[0] == Command.SET and len(command) > 2:
            ids += plain_ids(command[2])
    return ids


def _split_reference(value):
    if hasattr(value, "_name"):
        return value._name, plain_ids(value)
    model, _comma, id_ = str(value).partition(",")
    return model, plain_ids(id_)


def _property_references(record, field, value, vals):
    """Properties come as a list that describes itself, or as a mapping of names; what a name means is defined by the
    container, whatever the list says. What it gives to every record is not given by who writes one."""
    definition = _get_definition(record, field, vals)
    defined = {item["name"]: item.get("comodel") for item in definition}
    defaults = {(model, id_) for model, ids in _default_references(definition) for id_ in ids}
    if not isinstance(value, (list, tuple)):
        found = [(defined.get(name, "res.partner"), plain_ids(ids)) for name, ids in dict(value).items()]
    else:
        items = [item for item in value if isinstance(item, dict)]
        found = [(comodel, plain_ids(ids)) for item in items
                 for comodel in {item.get("comodel"), defined.get(item.get("name"))} if comodel
                 for ids in (item.get("value"), item.get("default"))]
    return [(model, [id_ for id_ in ids if (model, id_) not in defaults]) for model, ids in found]


def _default_references(definition):
    """Of what a container defines for its records, the defaults."""
    if isinstance(definition, str):
        definition = json.loads(definition)
    return [(item["comodel"], plain_ids(item.get("default"))) for item in definition or ()
            if isinstance(item, dict) and item.get("comodel")]


def _get_definition(record, field, vals):
    container = record._fields[field.definition_record]
    ids = plain_ids(_get(record, vals, field.definition_record))
    return record.env[container.comodel_name].sudo().browse(ids[:1])[field.definition_record_field] or []


def _get_model_name(record, field, vals):
    names = get_model_field_names(record, field)
    given = next((name for name in names if name in vals), names[0] if names else None)
    value = _get(record, vals, given) if given else None
    if given and record._fields[given].type == "many2one":
        # Which model a document is of is no secret.
        return record.env["ir.model"].sudo().browse(plain_ids(value)[:1]).model
    return value


def _get(record, vals, name):
    """The value of a field: the given one, else that of the record."""
    return vals[name] if name in vals else record[:1].sudo()[name]


def plain_ids(value):
    """Ids in a number, a pair of id and name, a list, or a text of any of them."""
    if hasattr(value, "_ids"):
        value = value._ids
    if isinstance(value, dict):
        value = value.get("id")
    if isinstance(value, str):
        try:
            value = ast.literal_eval(value.strip())
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return [int(number) for number in re.findall(r"\d+", value)]
    if isinstance(value, (list, tuple, set, frozenset)):
        if len(value) == 2 and isinstance(list(value)[1], str):
            value = list(value)[:1]
        return list(chain.from_iterable(map(plain_ids, value)))
    if isinstance(value, float) and math.isfinite(value):
        return [id_ for id_ in {math.floor(value), math.ceil(value)} if id_ > 0]  # PostgreSQL rounds it
    return [value] if isinstance(value, int) and not isinstance(value, bool) and value > 0 else []
