"""Director, team leader and four salespeople in two teams; everybody's password is their login."""
from odoo.fields import Command

from .settings import LANGUAGE, TIME_ZONE

SALESMAN = "sales_team.group_sale_salesman"
LEADER = "sales_crm_ext.group_sale_salesman_team"
DIRECTOR = "sales_team.group_sale_manager"
PEOPLE = {
    "director": ("Наталья Орлова", "Коммерческий директор", DIRECTOR),
    "leader": ("Елена Соколова", "Руководитель группы продаж", LEADER),
    "ivanova": ("Мария Иванова", "Менеджер по продажам", SALESMAN),
    "smirnov": ("Алексей Смирнов", "Менеджер по продажам", SALESMAN),
    "kuznetsova": ("Ольга Кузнецова", "Менеджер по продажам", SALESMAN),
    "popov": ("Дмитрий Попов", "Менеджер по продажам", SALESMAN),
}
TEAMS = {
    "Москва и область": ("leader", ("leader", "ivanova", "smirnov")),
    "Регионы": ("director", ("kuznetsova", "popov")),
}


def create(env):
    """Create users and teams. Returns the users by login."""
    users = {login: _create_user(env, login, *person) for login, person in PEOPLE.items()}
    _create_teams(env, users)
    return users


def _create_user(env, login, name, function, group):
    user = env["res.users"].with_context(no_reset_password=True).create({
        "name": name, "login": login, "password": login, "email": f"{login}@gidrosnab.example.com", "lang": LANGUAGE,
        "tz": TIME_ZONE, "group_ids": [Command.set([env.ref("base.group_user").id, env.ref(group).id])],
    })
    user.partner_id.function = function
    return user


def _create_teams(env, users):
    stock_team = env.ref("sales_team.team_sales_department", raise_if_not_found=False)
    for number, (name, (leader, members)) in enumerate(TEAMS.items()):
        values = {"name": name, "user_id": users[leader].id, "use_leads": True, "use_opportunities": True,
                  "crm_team_member_ids": [Command.create({"user_id": users[login].id}) for login in members]}
        if stock_team and not number:
            stock_team.crm_team_member_all_ids.unlink()  # the administrator, who sells nothing
            stock_team.with_context(lang=LANGUAGE).write(values)
        else:
            env["crm.team"].with_context(lang=LANGUAGE).create(values)
