"""Companies that everybody sees, clients that two people work with, and reports that are still owed."""
from datetime import timedelta

from odoo.fields import Command

from . import requisites
from .clock import QUIET

PUBLIC = ("ООО «Деловой рейс»", "АО «Насосный завод Ясная Поляна»", "ООО «Склад на Кольцевой»")


def create(env, draw, users, own_clients, clock):
    """:param own_clients: clients by login"""
    for name in PUBLIC:
        inn = requisites.inn(draw, "77")
        env["res.partner"].with_context(**QUIET).create({
            "name": name, "is_company": True, "is_visible_to_all": True, "vat": inn, "kpp": requisites.kpp(inn),
            "country_id": env.ref("base.ru").id, "city": "Москва", "phone": "+7 495 777-00-11"})
    for owner, other in (("ivanova", "smirnov"), ("kuznetsova", "popov")):
        own_clients[owner][0].record.client_user_ids = [Command.link(users[other].id)]
    _owe_reports(env, draw, users["smirnov"], own_clients["smirnov"], clock)


def _owe_reports(env, draw, user, clients, clock):
    """Calls that the telephone exchange recorded and nobody wrote about yet."""
    env["sales.call"].create([{
        "user_id": user.id, "partner_id": client.record.id, "contact_id": client.people[:1].id, "origin": "pbx",
        "external_id": f"demo-{client.record.id}", "date_start": clock.now - timedelta(hours=draw.randint(1, 20)),
        "duration": draw.randint(60, 400), "disposition": "answered", "kind": "follow_up",
    } for client in draw.sample(clients, 3)])
