"""Deals in the database: created, moved and closed at their own time."""
from datetime import timedelta

from . import channels
from .clock import QUIET
from .settings import LANGUAGE
from .story import STEPS

PROCESS = "7"


def set_process(env, teams):
    """Give both teams the sales process in seven steps. Returns the stages by team and step."""
    stages = {}
    for team in teams:
        env["sales.stage.template"].with_context(lang=LANGUAGE).create(
            {"team_id": team.id, "process": PROCESS}).action_apply()
        own = env["crm.stage"].search([("team_ids", "in", team.ids), ("process_step", "!=", False)])
        stages[team] = {stage.process_step: stage for stage in own}
    return stages


def create(env, draw, deal, user, models, day, stage):
    """The deal at its start, with the products the client is interested in."""
    lines = [(models[code], quantity) for code, quantity in deal.lines]
    expected = day + timedelta(days=draw.randint(30, 80))
    first, quantity = lines[0]
    deal.record = env["crm.lead"].with_context(**QUIET).create({
        "name": f"{first.name}, {quantity} шт.", "type": "opportunity", "user_id": user.id,
        "team_id": user.sale_team_id.id, "stage_id": stage.id, "partner_id": draw.choice(deal.client.people).id,
        "expected_revenue": sum(product.list_price * quantity for product, quantity in lines),
        "date_deadline": expected, "priority": draw.choice("0112"), **_get_origin(env, draw, deal),
        "interest_ids": [(0, 0, {"product_id": product.id, "quantity": quantity, "price_unit": product.list_price,
                                 "date_expected": expected}) for product, quantity in lines],
    })


def _get_origin(env, draw, deal):
    source = channels.get_source(env, draw, deal.channel)
    return source or {"channel_id": channels.get(env, deal.channel).id}


def move(stages, deal, step):
    """The deal after a talk of `step`: in its column, won, or left for the refusal."""
    columns = stages[deal.record.team_id]
    if step == "won":
        deal.record.with_context(**QUIET).write({"stage_id": columns["payment"].id})
        deal.record.pain_ids.filtered(lambda pain: pain.severity != "3").state = "solved"
    elif step in STEPS:
        deal.record.with_context(**QUIET).write({"stage_id": columns[step].id})
