"""Runs inside Odoo: people, two clients, a record of every model that leads to a client, marks in all of them."""
import json
from pathlib import Path

from . import clients, filler, marks, people, surface
from .shared import NOT_MARKED

ROUNDS = 3  # a record of one model may need a record of another that comes later
# Neither a client's nor about one; or a record of theirs would change who reaches the client.
NOT_SEEDED = {
    "res.users": "a client is no user", "res.company": "a client is no own company", "res.users.log": "no client",
    "sales.client.scope": "written by the system", "sales.client.scope.member": "decides access",
    "crm.team.member": "decides access", "mail.guest": "a visitor of a talk, nobody's client",
    **dict.fromkeys(["res.partner.category", "crm.team", "res.groups", "res.currency", "res.lang", "mail.template",
                     "sms.template", "calendar.alarm", "mail.activity.type", "mail.activity.plan",
                     "mail.activity.plan.template", "mail.push.device", "mail.push"], "settings shared by all"),
}
CLIENTS = ("res.partner", "crm.lead")
SEEDED_IR = {"ir.attachment"}  # the rest of Odoo's own machinery is nobody's client
# Not made by a salesperson, and never of a client: a client's file or letter cannot be put there (see planted.py).
NOT_SEEDED |= {
    "product.document": "a file of a product", "discuss.call.history": "the start of a call in a room",
    "res.users.settings.embedded.action": "a setting of the person's own screen",
    "account.reconcile.model": "a rule of our own bank account", "stock.warehouse": "our own",
    "stock.warehouse.orderpoint": "of our own warehouse"}


def main(env, path):
    """Seed the database and write to `path` what was made and what there is to attack."""
    env = env(context=dict(env.context, lang="en_US", tz="Europe/Moscow", mail_create_nolog=False))
    env["res.lang"]._activate_lang("en_US")  # the words of refusals are looked for in English
    made = people.make(env)
    sides, books = {}, {}
    for side, login in ((marks.STRANGER, "viktor"), (marks.OWN, "anna")):
        sides[side], books[side] = _seed_side(env, side, made[login])
    made |= people.make_helpers(env, made["anna"], sides[marks.OWN][0]["res.partner"])
    env.flush_all()
    found = {
        "keys": people.make_keys(env, made),
        "people": {login: {"id": user.id, "partner": user.partner_id.id} for login, user in made.items()},
        "marks": books,
        "records": {side: _get_ids(env, links) for side, (links, _filler) in sides.items()},
        "not_made": {**sides[marks.STRANGER][1].refusals},
        **surface.get(env, made["anna"], sides[marks.OWN][1]),
    }
    Path(path).write_text(json.dumps(found, default=str))
    env.cr.commit()


def _seed_side(env, side, user):
    links, book = clients.make(env, side, user), {}
    fill = filler.Filler(env, side, user, {name: record for name, record in links.items() if name != "contact"})
    for _round in range(ROUNDS):
        for model in get_models_of_clients(env, fill.links):
            if model not in fill.links and (record := fill.make(model)):
                fill.links[model] = record
                fill.refusals.pop(model, None)
    for model in list(fill.links):
        if bare := fill.make_bare(model):
            fill.links[f"{model}, bare"] = bare
    marker = filler.Marker(env, side, book)
    for record in [links["contact"], *fill.links.values()]:
        if record._name not in NOT_MARKED:
            marker.mark(record)
    clients.mark_by_hand(env, side, links, book)
    return ({**fill.links, "contact": links["contact"]}, fill), book


def get_models_of_clients(env, links):
    """Every stored model that has a reference to one of the models in `links`, or to any record by model and id."""
    for name in sorted(env.registry):
        Model = env[name]
        if not Model._auto or Model._abstract or Model._transient or name in NOT_SEEDED or (
                name.startswith("ir.") and name not in SEEDED_IR):
            continue
        if _is_of_client(Model, links):
            yield name


def _is_of_client(Model, links):
    """A record is a client's when it points at one, at a deal, or at any record by model and id, or is a line of a record
    that does. Products, stages and other settings that such records use are everybody's."""
    for field in Model._fields.values():
        if not field.store or field.related:
            continue
        if field.type in ("many2one_reference", "reference") or field.name == "res_id":
            return True
        if field.type in ("many2one", "many2many") and field.comodel_name in CLIENTS:
            return True
        if field.type == "many2one" and field.required and field.ondelete == "cascade" and field.comodel_name in links \
                and field.comodel_name not in NOT_SEEDED:
            return True
    return False


def _get_ids(env, links):
    """Ids by model: first what was seeded, then what else came into being with it."""
    ids, first = {}, {}
    for record in links.values():
        first.setdefault(record._name, []).append(record.id)
        ids.setdefault(record._name, set()).add(record.id)
    lead, client, contact = links["crm.lead"], links["res.partner"], links["contact"]
    documents = [("crm.lead", lead.ids), ("res.partner", (client + contact).ids)]
    messages = env["mail.message"].search([]).filtered(
        lambda one: any(one.model == model and one.res_id in found for model, found in documents))
    ids.setdefault("mail.message", set()).update(messages.ids)
    for model, field in (("mail.notification", "mail_message_id"), ("mail.tracking.value", "mail_message_id")):
        ids.setdefault(model, set()).update(env[model].search([(field, "in", messages.ids)]).ids)
    ids.setdefault("mail.followers", set()).update([*lead.message_follower_ids.ids, *client.message_follower_ids.ids])
    ids.setdefault("calendar.attendee", set()).update(links["calendar.event"].attendee_ids.ids)
    return {model: [*first.get(model, ()), *sorted(found - set(first.get(model, ())))] for model, found in ids.items()}
