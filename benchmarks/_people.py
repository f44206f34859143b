"""Who works with the large base, and how many clients each has.

Of the salespeople the SPECIAL ones have a set number of clients, whatever the scale, and nobody else works with theirs,
except for what `_load_addon.py` shares; the rest divide what remains.
"""
SALESPEOPLE, TEAMS = 200, 20
# Login -> clients, contacts counted. All names of `last` stand at the end of the alphabet; 300 companies of colleagues
# are shared with `sharer`; `deputy` stands in for `absent`.
SPECIAL = {"nobody": 0, "newcomer": 3, "usual": 5_000, "heir": 50_000, "last": 5_000, "sharer": 5_000, "deputy": 5_000,
           "absent": 5_000}
SHARED_COMPANIES = 300
LEADER = "leader.1"
# Of the databases of a year of work alone.
DIRECTOR = "director"
# An ordinary one; clients of team mates are shared with them too.
COLLEAGUE = "colleague.1"
# Whose screens are measured, and what makes them special.
MEASURED = {
    "usual": "5,000 clients", "nobody": "no clients", "newcomer": "3 clients", "heir": "50,000 clients",
    "last": "5,000 clients, all at the end of the alphabet", "sharer": "5,000 clients, 300 companies of others shared",
    "deputy": "5,000 clients, stands in for a colleague with 5,000", "colleague.1": "own clients and team mates'",
    LEADER: "leads a team of ten",
}


def load(env):
    """Salespeople, teams and leaders in the stock database behind `env`."""
    group = env.ref("sales_team.group_sale_salesman").ids
    names = [*SPECIAL, *(f"colleague.{number}" for number in range(1, SALESPEOPLE - len(SPECIAL) + 1))]
    sellers = _users(env, names, group)
    leaders = _users(env, [f"leader.{number}" for number in range(1, TEAMS + 1)], group)
    teams = env["crm.team"].create([
        {"name": f"Команда {leader.login}", "user_id": leader.id} for leader in leaders])
    env["crm.team.member"].create([
        {"crm_team_id": teams[number % TEAMS].id, "user_id": seller.id} for number, seller in enumerate(sellers)])


def _users(env, logins, group_ids):
    return env["res.users"].create([
        {"name": login, "login": login, "email": f"{login}@company.example",
         "group_ids": [(6, 0, group_ids)], "tz": "Europe/Moscow"} for login in logins])
