"""What a company does with the addon on a day, run in Odoo's shell: every kind of record that its removal must let go.

`env` is the shell's; the agent's work is done as the agent.
"""
from datetime import timedelta

from odoo import fields
from odoo.tests import Form

AGENT = "darcel.schlecht"


def work(env):
    agent = env["res.users"].search([("login", "=", AGENT)])
    mine = env(user=agent, context={"lang": "en_US", "tz": "Europe/Moscow"})
    client = mine["res.partner"].search([("client_owner_id", "=", agent.id)], limit=1)
    mine["sales.call"].create({"partner_id": client.id}).action_no_answer()
    _report(mine, client)
    category = env["sales.pain.category"].search([], limit=1)
    mine["sales.pain"].create({"partner_id": client.id, "category_id": category.id, "description": "Насос течёт"})
    _direct(env, client)


def _report(env, client):
    call = env["sales.call"].create({
        "partner_id": client.id,
        "outcome_id": env["sales.call.outcome"].search([], order="sequence", limit=1).id,
        "topic": "Обсудили замену двух насосов GTX Pro и срок поставки на склад в Твери",
        "agreement": "Отправлю смету с доставкой до пятницы, они согласуют её с главным инженером",
        "stop_point": "Бюджет на квартал исчерпан, ждут решения финансового директора",
        "next_contact_at": fields.Datetime.now() + timedelta(days=1),
        "promise_ids": [(0, 0, {"description": "Смета до пятницы", "date_due": fields.Date.today()})],
    })
    call.action_report()
    assert call.state == "reported"


def _direct(env, client):
    """The director's part: a channel with its rule and spend, a share, a sales process for a team."""
    channel = env["sales.channel"].create({"name": "Search of a day"})
    source = env["utm.source"].search([("name", "=", "google")])
    env["sales.channel.rule"].create({"channel_id": channel.id, "source_id": source.id})
    env["sales.channel.spend"].create({
        "channel_id": channel.id, "amount": 100, "date_from": "2026-01-01", "date_to": "2026-01-31"})
    client.sudo().client_user_ids += env["res.users"].search([("login", "=", "carl.lin")])
    wizard = Form(env["sales.stage.template"])
    wizard.team_id = env["crm.team"].search([("user_id.login", "=", "melvin.marxen")])
    wizard.save().action_apply()
