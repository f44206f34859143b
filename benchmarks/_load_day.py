"""A year of the salesperson's day in a large base: the ledger, letters, quotas, control calls, promises, reports owed.

All of it follows from the calls of `_load_addon.py` by one rule, as the addon would have written it, and ends at NOW: the
benchmarks look at it with the clock set to that moment. A tenth of the conversations was checked, one in four led to a
letter, one in twelve to a promise, one call in twenty-five of the last three days has no report yet.
"""
import time
from datetime import datetime, timedelta

import _people
from _bulk import Bulk, environment
from freezegun import freeze_time

# To be raised when this becomes other data.
VERSION = "day 1"
# UTC: a Monday, three in the afternoon in Moscow, when the calls of the base are as many each day as ever.
NOW = datetime(2025, 11, 17, 12)
SINCE = NOW - timedelta(days=365)
# Per working day and person. Of one team and of one person more is asked.
_QUOTAS = {"call": 30, "dialogue": 15, "cold_call": 6, "proposal": 2, "won_deal": 1}
_MORE_CALLS = 40
_TRUST_WEEKS = 26


def load(database):
    """Fill `database`, a copy of the large base with the addon and its calls. Prints what took how long."""
    for name, step in _STEPS.items():
        started = time.monotonic()
        step(database)
        print(f"{name}: {time.monotonic() - started:.1f} s", flush=True)


def frozen():
    """The clock of the base, which goes on from there."""
    return freeze_time(NOW, tick=True)


def _load_people(database):
    with environment(database) as env:
        env["res.users"].create({
            "name": _people.DIRECTOR, "login": _people.DIRECTOR, "email": f"{_people.DIRECTOR}@company.example",
            "tz": "Europe/Moscow", "group_ids": [(6, 0, env.ref("sales_team.group_sale_manager").ids)]})
        env["ir.config_parameter"].set_param("sales_crm_ext.first_response_since", False)


def _load_calls(database):
    """The base ends now; what was said lately is not all written down."""
    with Bulk(database, "sales_call", are_indexes_kept=True) as cursor:
        cursor.execute("UPDATE crm_lead SET first_response_call_id = NULL, first_response_at = NULL,"
                       " first_response_hours = NULL WHERE first_response_at > %s - interval '3 days'", (NOW,))
        cursor.execute("DELETE FROM sales_call WHERE date_start > %s", (NOW,))
        cursor.execute(_OWED, {"now": NOW})


def _load_checks(database):
    with Bulk(database, "sales_call_control") as cursor:
        cursor.execute(_CHECKS, {"since": SINCE, "now": NOW})
    with Bulk(database, "sales_call_control_verdict") as cursor:
        cursor.execute(_VERDICTS)
    with Bulk(database, "sales_call", are_indexes_kept=True) as cursor:
        cursor.execute(_CHECKED)


def _load_letters(database):
    with Bulk(database, "sales_letter") as cursor:
        cursor.execute(_LETTERS, {"since": SINCE})
    with Bulk(database, "sales_addressee") as cursor:
        cursor.execute("INSERT INTO sales_addressee (email_normalized, first_sent_at, letter_id)"
                       " SELECT email_normalized, sent_at, id FROM sales_letter WHERE is_new_addressee")


def _load_ledger(database):
    with Bulk(database, "sales_action") as cursor:
        cursor.execute(_LEDGER, {"since": SINCE, "now": NOW})


def _load_promises(database):
    with Bulk(database, "sales_promise") as cursor:
        cursor.execute(_PROMISES, {"since": SINCE, "now": NOW})


def _load_planned_calls(database):
    """Stock's activities, of every third open deal and tenth client, in the year from a week ago on."""
    with Bulk(database, "mail_activity") as cursor:
        cursor.execute(_PLANNED, {"first": NOW.date() - timedelta(days=7)})
    with Bulk(database, "sales_reminder") as cursor:
        cursor.execute(_REMINDED, {"now": NOW})


def _load_quotas(database):
    with frozen(), environment(database) as env:
        metrics = {metric.code: metric.id for metric in env["sales.metric"].search([])}
        env["sales.quota"].create([
            {"metric_id": metrics[code], "target": target} for code, target in _QUOTAS.items()] + [
            {"metric_id": metrics["call"], "target": _MORE_CALLS,
             "team_ids": env["crm.team"].search([("user_id.login", "=", _people.LEADER)]).ids},
            {"metric_id": metrics["call"], "target": _MORE_CALLS,
             "user_ids": env["res.users"].search([("login", "=", "usual")]).ids}])
        env.flush_all()
        env.cr.execute("UPDATE sales_quota SET date_from = %s", (SINCE.date(),))
    with Bulk(database, "sales_quota_day") as cursor:
        cursor.execute(_DAYS, {"since": SINCE, "now": NOW})


def _close_days(database):
    with frozen(), environment(database) as env:
        env["sales.quota.day"]._close()


def _answer_leads(database):
    with frozen(), environment(database) as env:
        env["crm.lead"]._fill_first_responses()


def _settle_trust(database):
    with frozen(), environment(database) as env:
        monday = env["sales.call.control"]._get_monday(NOW.date())
        for number in range(_TRUST_WEEKS):
            env["sales.trust"]._settle_week(monday - timedelta(weeks=number))


_STEPS = {
    "director": _load_people, "reports owed": _load_calls, "checks": _load_checks, "letters": _load_letters,
    "ledger": _load_ledger, "promises": _load_promises, "planned calls": _load_planned_calls, "quotas": _load_quotas,
    "days closed": _close_days, "leads answered": _answer_leads, "trust": _settle_trust,
}

_OWED = """
    UPDATE sales_call SET state = 'due', is_conversation = false, owed_since = create_date, outcome_id = NULL,
           topic = NULL, agreement = NULL, quality_score = 0, next_contact_at = NULL
     WHERE date_start > %(now)s - interval '3 days' AND lead_id %% 25 = 0"""
# Calls of weeks that are over, but for the last one, which is not drawn yet. Of the week before some still wait.
_CHECKS = """
    INSERT INTO sales_call_control (call_id, user_id, team_id, company_id, checker_id, week, number, drawn_at, suspicion,
                                    was_call, was_when, about, promised, takes_next, state, verdict, date, attempt_count,
                                    last_attempt_at, is_week_proposed, create_uid, write_uid, create_date, write_date)
    SELECT id, user_id, team_id, company_id, checker_id, week, row_number() OVER (PARTITION BY user_id, week ORDER BY id),
           drawn_at, CASE id %% 3 WHEN 0 THEN 'no_record' ELSE '' END, CASE verdict WHEN 'refuted' THEN 'no' ELSE 'yes' END,
           CASE verdict WHEN 'discrepancy' THEN 'other' ELSE 'reported' END, 'Поставка, сроки', 'Предложение', 'yes',
           CASE WHEN is_open THEN 'open' ELSE 'done' END, CASE WHEN NOT is_open THEN verdict END,
           CASE WHEN NOT is_open THEN drawn_at + (1 + id %% 4) * interval '1 day' END, id %% 5 / 4,
           CASE WHEN NOT is_open THEN drawn_at + (1 + id %% 4) * interval '1 day' END, false, 1, 1, drawn_at, drawn_at
      FROM (SELECT call.*, team.user_id AS checker_id, week, week + interval '7 days 2 hours' AS drawn_at,
                   week > %(now)s::date - 17 AND call.id %% 3 = 0 AS is_open,
                   CASE WHEN call.id %% 25 = 0 THEN 'refuted' WHEN call.id %% 25 < 3 THEN 'discrepancy'
                        ELSE 'confirmed' END AS verdict
              FROM sales_call call JOIN crm_team team ON team.id = call.team_id AND team.user_id != call.user_id
             CROSS JOIN LATERAL (SELECT date_trunc('week', call.date_start + interval '3 hours')::date AS week) monday
             WHERE call.state = 'reported' AND call.disposition = 'answered' AND call.date_start >= %(since)s
               AND week < date_trunc('week', %(now)s) - interval '7 days' AND call.lead_id %% 10 = 0) call"""
_VERDICTS = """
    INSERT INTO sales_call_control_verdict (control_id, user_id, date, verdict, create_uid, write_uid, create_date,
                                            write_date)
    SELECT control.id, checker_id, control.drawn_at + interval '1 day', given.verdict, checker_id, checker_id, drawn_at,
           drawn_at
      FROM sales_call_control control CROSS JOIN unnest(ARRAY['unreachable', control.verdict]) given(verdict)
     WHERE checker_id IS NOT NULL
       AND CASE given.verdict WHEN 'unreachable' THEN attempt_count > 0 ELSE control.state = 'done' END"""
_CHECKED = """
    UPDATE sales_call call SET state = control.verdict, is_conversation = control.verdict = 'confirmed'
      FROM sales_call_control control
     WHERE control.call_id = call.id AND control.verdict IN ('confirmed', 'refuted')"""
_LETTERS = """
    INSERT INTO sales_letter (mail_message_ref, message_id, author_ref, sender_ref, recipient_ref, company_ref, res_model,
                              res_id, email, is_sales_proposal, written_at, sent_at, decided_at, user_id, company_id,
                              partner_id, lead_id, email_normalized, is_countable, has_card, is_new_addressee,
                              client_scope_id)
    SELECT 1000000000 + call.id, '<' || call.id || '@company.example>', sender.partner_id, call.user_id, client.id, 1,
           'crm.lead', call.lead_id, client.email, call.id %% 2 = 0, sent_at, sent_at, sent_at + interval '1 minute',
           call.user_id, call.company_id, call.partner_id, call.lead_id, client.email_normalized, true, true,
           row_number() OVER (PARTITION BY client.email_normalized ORDER BY sent_at, call.id) = 1, call.client_scope_id
      FROM sales_call call JOIN res_users sender ON sender.id = call.user_id
      JOIN res_partner client ON client.id = COALESCE(call.contact_id, call.partner_id)
     CROSS JOIN LATERAL (SELECT call.date_start + interval '20 minutes' AS sent_at) letter
     WHERE call.is_conversation AND call.date_start >= %(since)s AND call.id %% 4 = 0
     ORDER BY sent_at, call.id"""
# The first row of a fact, and the one of what a control call said of it.
_LEDGER = """
    WITH metric AS (SELECT id, code FROM sales_metric),
    fact AS (
        SELECT call.user_id, call.team_id, call.company_id, call.date_start AS done_at, call.partner_id, call.lead_id,
               'sales.call' AS res_model, call.id AS res_id, NULL AS email, false AS is_verified, metric.id AS metric_id,
               call.client_scope_id, call.state AS verdict
          FROM sales_call call
          JOIN metric ON metric.code = 'call' OR metric.code = 'cold_call' AND call.kind = 'cold'
               OR metric.code = 'dialogue' AND call.disposition = 'answered' AND call.duration >= 60
         WHERE call.state != 'due' AND call.date_start >= %(since)s
         UNION ALL
        SELECT letter.user_id, person.sale_team_id, letter.company_id, sent_at, letter.partner_id, lead_id, 'sales.letter',
               letter.id, email_normalized, true, metric.id, letter.client_scope_id, NULL
          FROM sales_letter letter JOIN res_users person ON person.id = letter.user_id
          JOIN metric ON metric.code = 'proposal' OR metric.code = 'proposal_new' AND is_new_addressee
         WHERE is_sales_proposal
         UNION ALL
        SELECT lead.user_id, lead.team_id, COALESCE(lead.company_id, 1), date_closed, lead.partner_id, lead.id, 'crm.lead',
               lead.id, NULL, true, metric.id, lead.client_scope_id, NULL
          FROM crm_lead lead JOIN metric ON metric.code = 'won_deal'
         WHERE won_status = 'won' AND lead.user_id IS NOT NULL AND date_closed BETWEEN %(since)s AND %(now)s
    )
    INSERT INTO sales_action (metric_id, user_id, team_id, company_id, client_scope_id, date, done_at, partner_id, lead_id,
                              res_model, res_id, email_normalized, step, state, claimed, verified, create_uid, write_uid,
                              create_date, write_date)
    SELECT metric_id, user_id, team_id, company_id, client_scope_id, (done_at + interval '3 hours')::date, done_at,
           partner_id, lead_id, res_model, res_id, email, entry.step, entry.state, entry.claimed, entry.verified, user_id,
           user_id, done_at, done_at
      FROM fact CROSS JOIN LATERAL (
        SELECT 0, CASE WHEN is_verified THEN 'verified' ELSE 'claimed' END, 1, is_verified::integer
         UNION ALL
        SELECT 1, CASE verdict WHEN 'refuted' THEN 'refuted' ELSE 'verified' END,
               CASE verdict WHEN 'refuted' THEN -1 ELSE 0 END, CASE verdict WHEN 'refuted' THEN 0 ELSE 1 END
         WHERE verdict IN ('confirmed', 'refuted')) entry(step, state, claimed, verified)
     ORDER BY done_at, res_id, step"""
_PROMISES = """
    INSERT INTO sales_promise (call_id, partner_id, contact_id, lead_id, user_id, company_id, client_scope_id, promised_by,
                               description, date_due, state, closed_at, closed_by_id, create_uid, write_uid, create_date,
                               write_date)
    SELECT call.id, partner_id, contact_id, lead_id, user_id, company_id, client_scope_id,
           CASE call.id %% 3 WHEN 0 THEN 'client' ELSE 'us' END, 'Выслать предложение ' || lead_id, due.day, fate.state,
           CASE WHEN fate.state != 'open' THEN due.day + interval '8 hours' END,
           CASE WHEN fate.state != 'open' THEN user_id END, user_id, user_id, date_start, date_start
      FROM sales_call call
     CROSS JOIN LATERAL (SELECT date_start::date + call.id %% 14 AS day) due
     CROSS JOIN LATERAL (SELECT CASE WHEN due.day > %(now)s::date - 2 OR call.id %% 20 = 1 THEN 'open'
                                     WHEN call.id %% 4 = 1 THEN 'broken' ELSE 'kept' END AS state) fate
     WHERE is_conversation AND date_start >= %(since)s AND call.lead_id %% 12 = 0
     ORDER BY date_start, call.id"""
_PLANNED = """
    UPDATE mail_activity
       SET date_deadline = plan.day, contact_at = plan.day + (6 + res_id %% 9) * interval '1 hour',
           contact_set_at = plan.day - 30, create_date = plan.day - 30, write_date = plan.day - 30
      FROM (SELECT id, %(first)s::date + res_id %% 365 AS day FROM mail_activity) plan
     WHERE plan.id = mail_activity.id"""
# What is past by an hour was shown.
_REMINDED = """
    INSERT INTO sales_reminder (activity_id, user_id, contact_at, lease_number, shown_at)
    SELECT id, user_id, contact_at, 1, contact_at FROM mail_activity
     WHERE active AND contact_at BETWEEN %(now)s - interval '3 days' AND %(now)s - interval '1 hour'"""
# Days before today, as today is worked out by the addon; a weekend asks for nothing.
_DAYS = """
    INSERT INTO sales_quota_day (user_id, metric_id, date, quota_id, team_id, company_id, client_scope_id, target,
                                 full_target, intervals, ends_at)
    SELECT user_id, metric_id, day::date, quota_id, team_id, company_id, client_scope_id,
           CASE WHEN is_working THEN target ELSE 0 END, full_target,
           CASE WHEN is_working THEN (
                SELECT jsonb_agg(jsonb_build_array((pair->>0)::bigint - shift.seconds, (pair->>1)::bigint - shift.seconds))
                  FROM jsonb_array_elements(intervals) pair) END,
           ends_at - shift.seconds * interval '1 second'
      FROM sales_quota_day today
     CROSS JOIN generate_series(%(since)s::date, %(now)s::date - interval '1 day', interval '1 day') day
     CROSS JOIN LATERAL (SELECT EXTRACT(EPOCH FROM %(now)s::date - day)::bigint AS seconds) shift
     CROSS JOIN LATERAL (SELECT EXTRACT(ISODOW FROM day) < 6 AS is_working) week
     WHERE today.date = %(now)s::date
     ORDER BY day, user_id, metric_id"""
