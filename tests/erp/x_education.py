"""Loads the course seller's leads with their sources: inquiries that nobody took yet.

The file names no person, no client and no date. `Converted` 1 is an opportunity in the won stage, 0 an open lead.
A source is kept letter by letter: `Google` and `google` are two, a blank stays blank.
"""
from . import sources
from .maven import BATCH, QUIET

NOT_CHOSEN = ("", "Select")


def load(env):
    """Create one lead a row. Returns their number."""
    env = env(context=dict(env.context, **QUIET))
    rows = sources.read_csv(sources.X_EDUCATION)
    origins = {
        "source_id": ("Lead Source", _values(env, "utm.source", rows, "Lead Source")),
        "medium_id": ("Lead Origin", _values(env, "utm.medium", rows, "Lead Origin")),
    }
    for start in range(0, len(rows), BATCH):
        env["crm.lead"].create([_lead_values(env, row, origins) for row in rows[start:start + BATCH]])
    return len(rows)


def _lead_values(env, row, origins):
    converted = row["Converted"] == "1"
    return {
        "name": f"Course inquiry {row['Lead Number']}",
        "type": "opportunity" if converted else "lead",
        "stage_id": env.ref("crm.stage_lead4" if converted else "crm.stage_lead1").id,
        "probability": 100 if converted else 5,
        "user_id": False,
        "team_id": False,
        **{field: ids.get(row[column], False) for field, (column, ids) in origins.items()},
    }


def _values(env, model, rows, column):
    """Spelling -> id, of the existing record of that very name or a new one."""
    names = sorted({row[column] for row in rows}.difference(NOT_CHOSEN))
    found = {record.name: record.id for record in env[model].search([("name", "in", names)])}
    for name in names:
        found.setdefault(name, False) or found.update({name: env[model].create({"name": name}).id})
    return found
