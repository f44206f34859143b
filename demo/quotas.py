"""What each working day asks of everybody who sells."""
from .clock import working_days

QUOTAS = {"call": 8, "dialogue": 5, "proposal": 2}
DAYS = 10  # for which there are results already


def create(env, today):
    since = working_days(today, DAYS)[0]
    for code, target in QUOTAS.items():
        if metric := env["sales.metric"].search([("code", "=", code)]):
            env["sales.quota"].create({"metric_id": metric.id, "target": target, "date_from": since})
    env["sales.quota.day"]._cron_settle()
