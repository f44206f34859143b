"""The company's users: 35 agents, 6 managers with a team each, and colleagues outside the pipeline files."""
from . import sources

PASSWORD = "a company of before"
DIRECTOR, ANALYST, ACCOUNTANT = "director", "analyst", "accountant"

_SALESMAN = "sales_team.group_sale_salesman"
_COLLEAGUES = {
    DIRECTOR: ("Directing Person", "sales_team.group_sale_manager"),
    ANALYST: ("Analysing Person", "sales_team.group_sale_salesman_all_leads"),
    ACCOUNTANT: ("Accounting Person", "base.group_partner_manager"),
}


def login(name):
    """The login of an agent or manager: `Mei-Mei Johns` -> `mei-mei.johns`.

    >>> login("Mei-Mei Johns")
    'mei-mei.johns'
    """
    return name.lower().replace(" ", ".")


def load(env):
    """Create everybody and the teams. Returns agents and managers by name.

    Managers are plain salespeople who lead a team, the usual way in stock Odoo, which has no group for them.
    """
    rows = sources.read_csv(sources.MAVEN / "sales_teams.csv")
    agents = sorted({row["sales_agent"] for row in rows})
    managers = sorted({row["manager"] for row in rows})
    users = _create_users(env, [(name, login(name), _SALESMAN) for name in agents + managers])
    _create_users(env, [(name, account, group) for account, (name, group) in _COLLEAGUES.items()])
    for manager in managers:
        members = [row for row in rows if row["manager"] == manager]
        team = env["crm.team"].create({
            "name": f"{members[0]['regional_office']}, {manager}",
            "user_id": users[manager].id,
        })
        env["crm.team.member"].create([
            {"crm_team_id": team.id, "user_id": users[row["sales_agent"]].id} for row in members])
    return users


def _create_users(env, people):
    users = env["res.users"].with_context(no_reset_password=True).create([{
        "name": name,
        "login": account,
        "email": f"{account}@company.example",
        "group_ids": env.ref(group).ids + env.ref("base.group_user").ids,
        "tz": "Europe/Moscow",
    } for name, account, group in people])
    _set_password(env, users)
    return {user.name: user for user in users}


def _set_password(env, users):
    """One hash for all: hashing is slow on purpose, 44 times over it would take half a minute."""
    env.flush_all()
    hashed = users._crypt_context().hash(PASSWORD)
    env.cr.execute("UPDATE res_users SET password = %s WHERE id IN %s", (hashed, tuple(users.ids)))
    env.invalidate_all()
