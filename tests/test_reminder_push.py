"""Who has no tab open is told of a planned contact by push: from the job to what the browser's service worker reads."""
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from workshop import databases

from tests.erp.snapshot import fetch
from tests.push_service import PushService

OFFICE = """
user = env["res.users"].create({
    "name": "Анна Петрова", "login": "petrova", "password": "petrova", "lang": "ru_RU", "tz": "Europe/Moscow",
    "group_ids": [(6, 0, [env.ref("base.group_partner_manager").id, env.ref("sales_team.group_sale_salesman").id])]})
client = env["res.partner"].create({"name": "ООО «Ромашка»", "is_company": True, "user_id": user.id})
env["crm.lead"].create({"name": "Насосы", "partner_id": client.id, "user_id": user.id})
env.cr.commit()
"""
# What is planned later than its reminder is told at its own minute: these were planned an hour ago.
AN_HOUR_AGO = """
env.cr.execute("UPDATE mail_activity SET contact_set_at = contact_set_at - interval '1 hour'")
env.cr.commit()
"""
AHEAD = timedelta(minutes=10)  # the default of the preference
MOSCOW = timedelta(hours=3)


@pytest.fixture
def office(environment, new_database, server, rpc):
    """Petrova, who allowed notifications in a browser that is closed now, and the administrator who runs the jobs."""
    database = new_database("addons")
    databases.script(database, environment, "Opening an office", OFFICE)
    with PushService() as service, server(database) as running:
        petrova = rpc(running, "petrova")
        key = petrova.call("mail.push.device", "get_web_push_vapid_public_key")
        browser = service.subscribe(key)
        petrova.call("mail.push.device", "register_devices", endpoint=browser.endpoint, keys=browser.keys,
                     vapid_public_key=key)
        yield SimpleNamespace(database=database, environment=environment, petrova=petrova, admin=rpc(running, "admin"),
                              browser=browser)


def plan(office, contact_at):
    deal, = office.petrova.call("crm.lead", "search", [])
    office.petrova.call("crm.lead", "activity_schedule", [deal], "mail.mail_activity_data_call", user_id=office.petrova.uid,
                        summary="Обсудить предложение", contact_at=f"{contact_at:%Y-%m-%d %H:%M:%S}")
    return deal


def run_jobs(office):
    for xmlid in ("sales_crm_ext.ir_cron_push_reminders", "mail.ir_cron_web_push_notification"):
        (job,), = fetch(office.database, "SELECT res_id FROM ir_model_data WHERE module = %s AND name = %s",
                        tuple(xmlid.split(".")))
        office.admin.call("ir.cron", "method_direct_trigger", [job])


def test_a_reminder_that_no_tab_shows_reaches_the_browser_once(office):
    now = datetime.now(UTC).replace(microsecond=0)
    contact_at = now + AHEAD - timedelta(minutes=1)  # the reminder was due a minute ago
    deal = plan(office, contact_at)
    plan(office, now + timedelta(hours=2))  # not due
    databases.script(office.database, office.environment, "An hour later", AN_HOUR_AGO)
    run_jobs(office)
    told, = office.browser.received
    assert told["title"] == f"{contact_at + MOSCOW:%H:%M} ООО «Ромашка»"
    assert told["options"]["body"] == "Звонок: Обсудить предложение"
    assert told["options"]["data"] == {"model": "crm.lead", "res_id": deal}
    run_jobs(office)
    assert len(office.browser.received) == 1
