"""What the files have none of and a real database has: contacts, clients without an owner, a leaver's archive, records
of a working day. The five agents of `sales_teams.csv` without a single deal act in it, so that nothing here mixes with
the counts of the pipeline.

Who must see what afterwards is written by hand in :data:`CLIENTS` and :data:`LEADS`.
"""
from .maven import QUIET

CARL, CAROL, ELIZABETH, MEI_MEI, NATALYA = (
    "Carl Lin", "Carol Thompson", "Elizabeth Anderson", "Mei-Mei Johns", "Natalya Ivanova")

# Client and contact names by agent, as the first day of the addon must give them.
CLIENTS = {
    # the latest open deal makes Carol the owner of Northern Pipes, Carl's older one shares it with him;
    # a won deal with a contact shares its company; an archived client stays its owner's
    CARL: {"Northern Pipes", "Southern Valves", "Irina Southern", "Western Pumps", "Oleg Western", "Closed Works"},
    CAROL: {"Northern Pipes"},
    # a lost deal with Western Pumps gives nothing
    ELIZABETH: {"Private Buyer"},
    MEI_MEI: {"Western Pumps", "Oleg Western"},
    # a contact's salesperson shares the company
    NATALYA: {"Southern Valves", "Irina Southern"},
}
LEADS = {
    CARL: {"Pipes, the first inquiry", "Pumps for Oleg"},
    CAROL: {"Pipes, the second inquiry"},
    ELIZABETH: {"Pumps, lost"},
    MEI_MEI: set(),
    NATALYA: set(),
}
OWNER_FILLED = {"Northern Pipes": CAROL}
WITHOUT_OWNER = "Quiet Holding"
TEAM_INQUIRY, TEAM_INQUIRY_LEADER = "Inquiry to the office", "Rocco Neubert"


def load(env):
    """Create all of it. Returns the number of leads."""
    env = env(context=dict(env.context, **QUIET))
    users = {user.name: user for user in env["res.users"].search([])}
    clients = _load_clients(env, users)
    leads = _load_leads(env, users, clients)
    _set_age(env, leads)
    _load_traces(env, leads["Pumps for Oleg"])
    return len(leads)


def _load_clients(env, users):
    def create(name, owner=None, **values):
        return env["res.partner"].create(dict(
            {"name": name, "is_company": True, "user_id": users[owner].id if owner else False}, **values))

    southern, western = create("Southern Valves", CARL), create("Western Pumps", MEI_MEI)
    return {partner.name: partner for partner in (
        southern, western,
        create("Northern Pipes"), create(WITHOUT_OWNER),
        create("Closed Works", CARL, active=False),
        create("Private Buyer", ELIZABETH, is_company=False),
        create("Irina Southern", NATALYA, is_company=False, parent_id=southern.id, phone="+7 495 123-45-67"),
        create("Oleg Western", MEI_MEI, is_company=False, parent_id=western.id, email="oleg@western.example"),
    )}


def _load_leads(env, users, clients):
    won = env.ref("crm.stage_lead4").id

    def create(name, agent, client, **values):
        return env["crm.lead"].create(dict({
            "name": name, "type": "opportunity", "partner_id": clients[client].id if client else False,
            "user_id": users[agent].id if agent else False,
            "team_id": users[agent].sale_team_id.id if agent else False}, **values))

    leads = [
        create("Pipes, the first inquiry", CARL, "Northern Pipes"),
        create("Pipes, the second inquiry", CAROL, "Northern Pipes"),
        create("Pumps for Oleg", CARL, "Oleg Western", stage_id=won, probability=100, expected_revenue=70),
        create("Pumps, lost", ELIZABETH, "Western Pumps", active=False, probability=0),
        create(TEAM_INQUIRY, None, None, type="lead", team_id=env["crm.team"].search([
            ("user_id", "=", users[TEAM_INQUIRY_LEADER].id)]).id),
    ]
    return {lead.name: lead for lead in leads}


def _set_age(env, leads):
    """Open and close them in 2018, after the pipeline's book; the order of the two inquiries decides an owner."""
    env.flush_all()
    for day, lead in enumerate(leads.values(), 1):
        env.cr.execute(
            "UPDATE crm_lead SET create_date = %s, date_closed = CASE WHEN won_status = 'won' THEN %s::timestamp END"
            " WHERE id = %s",
            (f"2018-01-{day:02} 12:00:00", f"2018-02-{day:02} 12:00:00", lead.id))
    env.invalidate_all()


def _load_traces(env, lead):
    """A message, a file, an activity and a meeting."""
    lead.message_post(body="The contract is signed.", author_id=lead.user_id.partner_id.id)
    env["ir.attachment"].create({
        "name": "contract.txt", "raw": b"signed", "res_model": "crm.lead", "res_id": lead.id})
    lead.activity_schedule("mail.mail_activity_data_call", user_id=lead.user_id.id, summary="Ask how the pumps run")
    env["calendar.event"].create({
        "name": "Acceptance of the pumps", "start": "2018-02-05 09:00:00", "stop": "2018-02-05 10:00:00",
        "user_id": lead.user_id.id, "opportunity_id": lead.id,
        "partner_ids": lead.user_id.partner_id.ids + lead.partner_id.ids})
