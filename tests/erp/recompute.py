"""Compares what the installation wrote by SQL with what the ORM computes, run in Odoo's shell.

Everything is rolled back; differences are printed as one JSON object: model.field -> [record, written, computed].
"""
import json

MODELS = ("res.partner", "crm.lead", "sales.touch", "calendar.event")
ADDON = "sales_crm_ext"


def differences(env):
    env = env(context=dict(env.context, active_test=False))
    found = {}
    for model in MODELS:
        for name in own_stored_fields(env, model):
            if rows := _compare(env[model].search([]), name):
                found[f"{model}.{name}"] = rows
    return found


def own_stored_fields(env, model):
    """Stored computed fields that the addon gave to the model."""
    return [name for name, field in env[model]._fields.items()
            if field.store and field.compute and ADDON in field._modules]


def _compare(records, name):
    field = records._fields[name]
    written = {record.id: field.convert_to_read(record[name], record) for record in records}
    records.env.add_to_compute(field, records)
    records.env[records._name]._recompute_model([name])
    return [[record.id, str(written[record.id]), str(record[name])] for record in records
            if field.convert_to_read(record[name], record) != written[record.id]]


def report(env):
    print("DIFFERENCES " + json.dumps({name: [len(rows), *rows[:5]] for name, rows in differences(env).items()}))
    print("COMPARED " + json.dumps({model: own_stored_fields(env, model) for model in MODELS}))
    env.cr.rollback()
