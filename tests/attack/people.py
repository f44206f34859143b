"""Who takes part: the salesperson who attacks, the one who is attacked, their leader and the director."""
from datetime import timedelta

from odoo.fields import Command, Date, Datetime

SALESMAN = "sales_team.group_sale_salesman"
# The attacker may do all that a salesperson may be given; groups of addons that are absent are left out.
EXTRA_GROUPS = ["base.group_partner_manager", "base.group_no_one", "base.group_allow_export",
                "mass_mailing.group_mass_mailing_user", "event.group_event_user", "survey.group_survey_user",
                "project.group_project_user", "purchase.group_purchase_user", "stock.group_stock_user",
                "sales_crm_ext.group_sale_call_checker"]
LEADERS = ["sales_crm_ext.group_sale_salesman_team", "sales_team.group_sale_salesman_all_leads"]


def make(env):
    """Users by login; passwords are the logins."""
    leader = next(group for name in LEADERS if (group := env.ref(name, False)))
    people = {
        "anna": _make_user(env, "anna", SALESMAN, *EXTRA_GROUPS),
        "viktor": _make_user(env, "viktor", SALESMAN, *EXTRA_GROUPS),
        "leader": _make_user(env, "leader", leader), "chief": _make_user(env, "chief", leader),
        "director": _make_user(env, "director", "sales_team.group_sale_manager", "base.group_partner_manager"),
    }
    for login in ("anna", "viktor"):
        env["crm.team"].create({
            "name": f"Team of {login.title()}", "user_id": people["leader" if login == "viktor" else "chief"].id,
            "use_opportunities": True, "crm_team_member_ids": [Command.create({"user_id": people[login].id})]})
    return people


def make_helpers(env, anna, client):
    """Who has a right to Anna's clients and to no other: her deputy today, and a person of her client's in the portal.
    Her leader is the chief above."""
    portal = _make_user(env, "portal", "base.group_portal")
    portal.partner_id.parent_id = client
    helpers = {"deputy": _make_user(env, "deputy", SALESMAN, *EXTRA_GROUPS), "portal": portal}
    if "sales.deputy" in env:
        env["sales.deputy"].create({"user_id": anna.id, "deputy_id": helpers["deputy"].id, "date_from": Date.today(),
                                    "date_to": Date.today() + timedelta(days=7)})
    return helpers


def make_keys(env, people):
    """Keys by login, with which programs speak for each."""
    tomorrow = Datetime.now() + timedelta(days=1)
    return {login: env["res.users.apikeys"].with_user(user).sudo()._generate(None, "seed", tomorrow)
            for login, user in people.items()}


def _make_user(env, login, *groups):
    groups = [env.ref(group, False) if isinstance(group, str) else group for group in groups]
    return env["res.users"].with_context(no_reset_password=True).create({
        "name": login.title(), "login": login, "password": login, "email": f"{login}@example.com", "lang": "en_US",
        "tz": "Europe/Moscow", "group_ids": [Command.set([group.id for group in groups if group])]})
