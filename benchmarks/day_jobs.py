#!/usr/bin/env python3
"""The jobs behind the salesperson's day, on the large base after a year of work: seconds, queries, megabytes.

The limits are what keeps a job out of the way: of most of them a minute, of what runs every minute a few seconds.
JOBS=trust,letters for some of them.
"""
import os
import resource
import sys
from datetime import timedelta

import _base
import _load_day
import _measure
import _people

from odoo.tools import SQL

LETTERS = 1000
SYSTEM = "__system__"


def quota_days(env):
    """Today and tomorrow of everybody under each metric."""
    return lambda: env["sales.quota.day"]._work_out()


def quota_day_closed(env):
    """Yesterday's figures, as if they were not added up yet."""
    Day = env["sales.quota.day"]

    def close():
        env.cr.execute("UPDATE sales_quota_day SET is_closed = NULL WHERE date = %s",
                       (_load_day.NOW.date() - timedelta(days=1),))
        Day._close()
    return close


def month_rebuilt(env):
    first = _load_day.NOW.date().replace(day=1)
    return lambda: env["sales.quota.day"]._rebuild(first - timedelta(days=31), first)


def year_quota(env):
    """A director sets one more quota for everybody, from a year ago on."""
    metric = env["sales.metric"].search([("code", "=", "meeting")])
    return lambda: env["sales.quota"].create({"metric_id": metric.id, "target": 1, "date_from": _load_day.SINCE.date()})


def letters(env):
    def decide():
        env.cr.execute(SQL(
            """INSERT INTO sales_letter (mail_message_ref, message_id, author_ref, sender_ref, recipient_ref, company_ref,
                                         res_model, res_id, email, is_sales_proposal, written_at, sent_at)
               SELECT 2000000000 + id, '<2.' || id || '>', author_ref, sender_ref, recipient_ref, company_ref, res_model,
                      res_id, CASE id %% 2 WHEN 0 THEN email ELSE id || email END, is_sales_proposal, %(now)s, %(now)s
                 FROM sales_letter ORDER BY sent_at DESC LIMIT %(number)s""", now=_load_day.NOW, number=LETTERS))
        env["sales.letter"]._decide()
    return decide


def draw(env):
    """Control calls of the last week, of everybody."""
    def run():
        Control = env["sales.call.control"]
        week = Control._get_due_weeks()[-1]
        for user in Control._get_callers(week):
            Control._draw_of_person(user, week)
            env.flush_all()
    return run


def trust(env):
    return lambda: env["sales.trust"]._settle()


def warned(env):
    """Whoever owes reports is told."""
    Call = env["sales.call"]
    limit = Call._get_overdue_limit()
    return lambda: Call.search([("owed_since", "<=", limit), ("is_owed_warned", "=", False)]).user_id._send_owed_warning()


def digest(login):
    def render(env):
        user = env["res.users"].search([("login", "=", login)])
        own = env["sales.digest"].with_user(user).with_context(
            lang=user.lang, tz=user.tz, allowed_company_ids=user.company_ids.ids)
        return lambda: own._prepare_letter(own._render_body())
    return render


JOBS = {
    "quota days of today": (quota_days, 10), "yesterday closed": (quota_day_closed, 10),
    "month rebuilt": (month_rebuilt, 60), "quota from a year ago": (year_quota, 60), "1,000 letters": (letters, 10),
    "control calls of a week": (draw, 60), "trust": (trust, 10), "owed reports told": (warned, 10),
    "digest of a leader": (digest(_people.LEADER), 2), "digest of the director": (digest(_people.DIRECTOR), 10),
}


def main():
    wanted = os.environ["JOBS"].split(",") if "JOBS" in os.environ else JOBS
    names = {"tenth": _base.day(_base.SCALE * 0.1), "whole": _base.day()}
    missed = 0
    with _load_day.frozen():
        registries = _measure.open_databases(**names)
        print(f"scale {_base.SCALE:g}: seconds and queries on a tenth and on the whole, megabytes more;"
              " ! is above the limit")
        for title in wanted:
            job, most = JOBS[title]
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            found = _measure.compare(registries, SYSTEM, job, rounds=1)
            more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
            is_missed = found["whole"].milliseconds > most * 1000
            print(f"  {title:24}" + "".join(
                f"{figures.milliseconds / 1000:9.2f} /{figures.queries:6}" for figures in found.values())
                + f"{more:8.0f}{' !' if is_missed else ''}", flush=True)
            missed += is_missed
    return missed > 0


if __name__ == "__main__":
    sys.exit(main())
