"""What waits on the desk today: open deals with a next contact, and fresh leads that nobody has answered."""
from datetime import timedelta

from . import channels, clients
from .clock import QUIET, at, working_day_after
from .names import person

SUBJECTS = ("Запрос цены на насос ГНОМ 25-20", "Подбор станции повышения давления", "Ремонт ЦНС 38-110",
            "Нужен шкаф с частотником", "Насосы для орошения", "Замена насоса в котельной", "Тендер на насосы К 100-65",
            "Скважинный насос ЭЦВ 8-25-100", "Запчасти к КМ 80-50-200", "Пищевой насос для пивоварни")
PLANNED_SHARE = 0.8  # the others show what a deal without a next contact looks like


def create(env, draw, users, clock):
    """Plan the next contacts, and let the leads of the last days come in."""
    _plan_contacts(env, draw, clock.today)
    for number, subject in enumerate(SUBJECTS):
        clock.move_to(min(clock.now, at(clock.today, 8)) - timedelta(hours=6 * number + draw.randint(1, 5)))
        _create_lead(env, draw, subject, users if number % 3 else None)
    clock.move_to(clock.now)


def _plan_contacts(env, draw, today):
    call_type = env.ref("mail.mail_activity_data_call")
    unplanned = env["crm.lead"].search([("won_status", "=", "pending"), ("activity_ids", "=", False)])
    for lead in unplanned:
        if draw.random() < PLANNED_SHARE:
            day = working_day_after(today - timedelta(days=1), draw.choice((0, 1, 1, 2, 3, 5)))
            env["mail.activity"].with_context(mail_activity_quick_update=True).create({
                "res_model_id": env["ir.model"]._get_id("crm.lead"), "res_id": lead.id, "user_id": lead.user_id.id,
                "activity_type_id": call_type.id, "summary": "Уточнить решение по предложению",
                "contact_at": at(day, draw.randint(9, 17), draw.choice((0, 15, 30, 45)))})


def _create_lead(env, draw, subject, users):
    channel = draw.choice(("search_ads", "search_ads", "website", "email"))
    company = clients.draw_clients(draw, 1)[0]
    name, _address = person(draw)
    user = users and users[draw.choice(("ivanova", "smirnov", "kuznetsova", "popov"))]
    env["crm.lead"].with_context(**QUIET).create({
        "name": subject, "type": "lead", "partner_name": company.values["name"], "contact_name": name,
        "phone": company.contacts[0]["phone"], "email_from": company.contacts[0]["email"],
        "city": company.values["city"], "country_id": env.ref("base.ru").id,
        "user_id": user.id if user else False, "team_id": user.sale_team_id.id if user else False,
        **(channels.get_source(env, draw, channel) or {"channel_id": channels.get(env, channel).id}),
    })
