"""What only a database with the addon holds: 5,000,000 calls at SCALE 1 (five a lead), shares, a deputy."""
import time

import _people
from _bulk import Bulk, environment

# To be raised when this becomes other data.
VERSION = "addon 2"


def load(database):
    """Fill `database`, a copy of the large stock base with the addon installed. Prints what took how long."""
    for name, step in {"shares and deputy": _load_people, "calls": _load_calls, "planned calls": _load_hours}.items():
        started = time.monotonic()
        step(database)
        print(f"{name}: {time.monotonic() - started:.1f} s", flush=True)


def _load_people(database):
    with environment(database) as env:
        Users = env["res.users"]
        _share(env, Users.search([("login", "=", "sharer")]))
        _make_deputy(env, Users.search([("login", "=", "deputy")]), Users.search([("login", "=", "absent")]))


def _share(env, user):
    """Companies of nearly all colleagues, so that the person reaches as many scopes as can be."""
    owners = env["res.users"].search([("login", "=like", "colleague.%")])
    rows = env["res.partner"]._read_group(
        [("client_owner_id", "in", owners.ids), ("is_company", "=", True)], ["client_owner_id"], ["id:array_agg"])
    wanted = [ids[number] for number in range(2) for _owner, ids in rows if len(ids) > number]
    env["res.partner"].browse(wanted[:_people.SHARED_COMPANIES]).write({"client_user_ids": [(4, user.id)]})


def _make_deputy(env, deputy, absent):
    env["sales.deputy"].create({"user_id": absent.id, "deputy_id": deputy.id, "date_from": "2020-01-01"})


def _load_calls(database):
    with Bulk(database, "sales_call") as cursor:
        cursor.execute(_CALLS)


def _load_hours(database):
    with Bulk(database, "mail_activity") as cursor:
        cursor.execute("UPDATE mail_activity SET contact_at = date_deadline + interval '8 hours'")


_CALLS = """
    INSERT INTO sales_call (client_scope_id, partner_id, contact_id, lead_id, user_id, team_id, company_id, duration,
                            outcome_id, quality_score, direction, kind, disposition, origin, state, topic, agreement,
                            is_conversation, date_start, next_contact_at, create_uid, write_uid, create_date, write_date)
    SELECT lead.client_scope_id, client.commercial_partner_id, NULLIF(client.id, client.commercial_partner_id), lead.id,
           lead.user_id, lead.team_id, 1, 30 + lead.id % 600, outcome.id, 40 + (lead.id + number) % 60, 'out',
           CASE number WHEN 1 THEN 'cold' ELSE 'follow_up' END, disposition, 'manual', 'reported',
           'Обсудили поставку и сроки, вопрос цены ' || lead.id, 'Выслать предложение до конца недели',
           disposition = 'answered', made, made + interval '7 days', lead.user_id, lead.user_id, made, made
      FROM crm_lead lead JOIN res_partner client ON client.id = lead.partner_id
     CROSS JOIN (SELECT min(id) AS id FROM sales_call_outcome) outcome
     CROSS JOIN generate_series(1, 5) number
     CROSS JOIN LATERAL (
        SELECT lead.create_date + number * interval '3 days' + lead.id % 480 * interval '1 minute' AS made,
               CASE WHEN (lead.id + number) % 3 = 0 THEN 'no_answer' ELSE 'answered' END AS disposition) call"""
