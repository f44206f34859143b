"""What the office of the month does in Odoo: people and quotas before, time off and the job on its days, reading after."""
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo.fields import Command

from . import plan

SALESMAN, LEADER = "sales_team.group_sale_salesman", "sales_crm_ext.group_sale_salesman_team"
DIRECTOR = "sales_team.group_sale_manager"
DEALS = 12  # of each person
PROPOSAL = "Proposal of the month"
# Nobody is told of what they are given here.
QUIET = {"no_reset_password": True, "tracking_disable": True, "mail_create_nolog": True, "mail_create_nosubscribe": True,
         "mail_auto_subscribe_no_notify": True}


def build(env):
    env = env(context={**env.context, **QUIET})
    env.company.partner_id.tz = plan.MOSCOW
    env["ir.config_parameter"].set_param("sales_crm_ext.call_backdate_days", 30)  # the director moves older calls
    calendars = {name: _make_calendar(env, name, weekdays) for name, weekdays in plan.CALENDARS.items()}
    env.company.resource_calendar_id = calendars["full"]
    _make_user(env, "month_director", plan.MOSCOW, DIRECTOR)
    teams = {name: env["crm.team"].create({"name": name}) for name in ("north", "south")}
    for person in plan.PEOPLE:
        user = _make_user(env, person.login, person.zone, LEADER if person.is_leader else SALESMAN)
        _employ(env, person, user, calendars)
        if person.team:
            env["crm.team.member"].create({"user_id": user.id, "crm_team_id": teams[person.team].id})
        _give_work(env, person, user)
    _set_up_letters(env)
    _enter_leave(env, "holiday", False, datetime.combine(plan.HOLIDAY, time.min), plan.MOSCOW, days=1)


def _set_up_letters(env):
    env.company.alias_domain_id = env["mail.alias.domain"].create({"name": plan.OWN_DOMAIN, "bounce_alias": "bounce"})
    env["mail.template"].create({
        "name": PROPOSAL, "model_id": env["ir.model"]._get_id("res.partner"), "partner_to": "{{ object.id }}",
        "use_default_to": False, "subject": "Предложение", "body_html": "<p>Цены в приложении</p>",
        "is_sales_proposal": True})


def _make_calendar(env, name, weekdays):
    return env["resource.calendar"].create({
        "name": name, "tz": plan.MOSCOW, "company_id": env.company.id, "hours_per_day": 8, "attendance_ids": [
            Command.create({"name": name, "dayofweek": str(number), "hour_from": start, "hour_to": end})
            for number, hours in enumerate(weekdays) for start, end in hours]})


def _make_user(env, login, zone, group):
    return env["res.users"].create({
        "name": login.title(), "login": login, "email": f"{login}@example.com", "tz": zone,
        "lang": "ru_RU", "notification_type": "inbox",
        "group_ids": [Command.set([env.ref("base.group_user").id, env.ref(group).id])]})


def _employ(env, person, user, calendars):
    if person.has_resource:
        env["resource.resource"].create({
            "name": user.name, "user_id": user.id, "tz": person.zone, "company_id": env.company.id,
            "calendar_id": calendars[person.calendar].id}).calendar_id = (
                False if person.is_flexible else calendars[person.calendar])


def _give_work(env, person, user):
    clients = env["res.partner"].create([
        {"name": f"ООО {user.login} {number}", "is_company": True, "user_id": user.id,
         "phone": f"+7 495 {user.id % 1000:03}-10-{number:02}", "email": plan.get_address(person, number)}
        for number in range(plan.CLIENTS)])
    env["crm.lead"].create([
        {"name": f"Сделка {user.login} {number}", "type": "opportunity", "user_id": user.id,
         "partner_id": clients[number % plan.CLIENTS].id} for number in range(DEALS)])


def set_quotas(env, busyness):
    env = env(user=env["res.users"].search([("login", "=", "month_director")]).id)
    for quota in plan.QUOTAS:
        metric = env.ref(f"sales_crm_ext.sales_metric_{quota.metric}")
        values = {"metric_id": metric.id, "target": quota.get_target(plan.FIRST, busyness),
                  "date_from": str(quota.date_from), "date_to": quota.date_to and str(quota.date_to)}
        if quota.rank == 3:
            users = env["res.users"].search([("login", "in", quota.whom)])
            values["user_ids"] = [Command.set(users.ids)]
        elif quota.rank == 2:
            values["team_ids"] = [Command.set(env["crm.team"].search([("name", "in", quota.whom)]).ids)]
        elif quota.rank == 1:
            values["group_ids"] = [Command.set(env.ref(LEADER).ids)]
        env["sales.quota"].web_save(values, {"name": {}})


def raise_quota(env, busyness):
    env = env(user=env["res.users"].search([("login", "=", "month_director")]).id)
    raised = plan.QUOTAS[0]
    quota = env["sales.quota"].search(
        [("metric_id.code", "=", raised.metric), ("target", "=", raised.get_target(plan.FIRST, busyness))])
    quota.web_save({"target": raised.get_target(plan.QUOTA_RAISED, busyness)}, {"name": {}})


def enter_leave(env, leave):
    zone = next(person.zone for person in plan.PEOPLE if person.login == leave.login)
    _enter_leave(env, leave.login, leave.login, leave.start, zone, end=leave.end)


def _enter_leave(env, name, login, start, zone, end=None, days=0):
    moments = [one.replace(tzinfo=ZoneInfo(zone)).astimezone(plan.UTC).replace(tzinfo=None)
               for one in (start, end or start + timedelta(days=days))]
    resource = env["resource.resource"].search([("user_id.login", "=", login)]) if login else env["resource.resource"]
    env["resource.calendar.leaves"].create({
        "name": name, "date_from": moments[0], "date_to": moments[1], "resource_id": resource.id})


def take_leave_back(env, leave):
    env["resource.calendar.leaves"].search([("name", "=", leave.login)]).unlink()


def settle(env, lastcall):
    """The jobs."""
    env["calendar.event"].with_context(lastcall=lastcall)._cron_settle_meetings()
    env["sales.quota.day"]._cron_settle()


def decide(env):
    """The job that decides on letters, when the day is over: whose was the first does not hang on who was quicker."""
    env["sales.letter"]._cron_decide()


def rebuild(env):
    return env["sales.quota.day"]._rebuild()


def read(env):
    """`{(login, metric, day): {target, claimed, verified, pace}}` as the director reads it."""
    env = env(user=env["res.users"].search([("login", "=", "month_director")]).id)
    results = env["sales.quota.result"].search([("date", ">=", plan.FIRST), ("date", "<=", plan.LAST)])
    return {(result.user_id.login, result.metric_id.code, result.date): {
        "target": result.target, "claimed": result.claimed, "verified": result.verified, "pace": result.pace}
        for result in results if result.user_id.login.startswith("seller")}


def count(env):
    """Facts in the ledger, days that are closed, and days to be added up again."""
    Day = env["sales.quota.day"]
    return (env["sales.action"].search_count([("step", "=", 0)]),
            Day.search_count([("is_closed", "=", True), ("user_id.login", "like", "seller%")]),
            env["sales.quota.late"].search_count([]))
