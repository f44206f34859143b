"""Proposals of the last days, as the mail server took them."""
from odoo.addons.sales_crm_ext.tools.addressee import get_addressee

from .clock import QUIET, at, working_days

DAYS = 10
MOST = 3  # of a person and a day
SUBJECT = "Коммерческое предложение"


def create(env, draw, users, own_clients, clock):
    """:param own_clients: clients by login"""
    for day in working_days(clock.today, DAYS):
        for login, clients in own_clients.items():
            for number in range(draw.randint(0, MOST)):
                clock.move_to(at(day, 12 + number, draw.randrange(60)))
                people = draw.choice(clients).people.filtered("email")
                if people:
                    _send(env, users[login], people[0])
    clock.move_to(clock.now)
    env["sales.letter"]._decide()


def _send(env, user, person):
    """What is left of a letter: a line in the client's history, and what was noted when it went out."""
    message = person.commercial_partner_id.with_context(**QUIET).message_post(
        author_id=user.partner_id.id, subject=SUBJECT, body=f"{SUBJECT}: {person.name}", message_type="comment",
        subtype_xmlid="mail.mt_note")
    Letter = env["sales.letter"]
    Letter.create([{**row, "is_sales_proposal": True} for row in Letter._prepare_noted_rows(
        message, [person.email], {get_addressee(person.email): person.id})])
