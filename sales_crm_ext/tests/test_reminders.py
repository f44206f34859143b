import json
from contextlib import contextmanager
from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import SerializationFailure

from odoo import Command, api
from odoo.exceptions import AccessError, UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

from .call_common import CallCommon

NOON = datetime(2025, 12, 3, 9)  # in Moscow


@tagged("post_install", "-at_install")
class RemindersCommon(CallCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mail.activity"].search([("user_id", "in", (cls.anna + cls.boris + cls.viktor + cls.olga).ids)]).unlink()

    def _plan_at(self, contact_at, user=None, planned_at=NOON - timedelta(days=7), document=None, **values):
        """A call, planned a week ago."""
        user = user or self.anna
        with freeze_time(planned_at):
            return self._plan_call(document or self.lead_of[user], user, contact_at=contact_at, **values)

    def _take(self, user=None, at=NOON, shown=()):
        with freeze_time(at):
            return self.env["sales.reminder"].with_user(user or self.anna).take_due(shown)

    def _get_taken(self, *args, **kwargs):
        return [reminder["activity_id"] for reminder in self._take(*args, **kwargs)["reminders"]]

    @contextmanager
    def _listening(self):
        """What is sent over the bus meanwhile: ids of activities by login."""
        heard = {}

        def send(users, kind, payload, **_subchannel):
            if kind == "sales.reminder/changed":
                for user in users:
                    heard.setdefault(user.login, set()).update(payload["activity_ids"])

        with patch.object(type(self.env["res.users"]), "_bus_send", send):
            yield heard


@tagged("post_install", "-at_install")
class TestReminders(RemindersCommon):

    # ------------------------------------------------------------
    # WHEN
    # ------------------------------------------------------------

    def test_comes_as_long_before_as_the_person_wants(self):
        contact_at = NOON + timedelta(minutes=30)
        activity = self._plan_at(contact_at)
        for choice, minutes in (("10", 10), ("0", 0), ("60", 60)):
            self.anna.reminder_minutes = choice
            moment = contact_at - timedelta(minutes=minutes)
            with self.subTest(choice):
                self.assertEqual(self._take(at=moment - timedelta(seconds=5)), {"reminders": [], "seconds": 5})
        self.assertEqual(self._get_taken(at=moment), activity.ids)

    def test_never_when_switched_off(self):
        self._plan_at(NOON)
        self.anna.reminder_minutes = "off"
        self.assertEqual(self._take(), {"reminders": [], "seconds": None})

    def test_planned_for_the_next_minutes_comes_at_its_own_minute(self):
        activity = self._plan_at(NOON + timedelta(minutes=2), planned_at=NOON)
        self.assertEqual(self._take(), {"reminders": [], "seconds": 120})
        self.assertEqual(self._get_taken(at=NOON + timedelta(minutes=2)), activity.ids)

    def test_entered_afterwards_does_not_come(self):
        self._plan_at(NOON - timedelta(minutes=2), planned_at=NOON)
        self.assertEqual(self._take(), {"reminders": [], "seconds": None})

    def test_without_an_hour_does_not_come(self):
        self._plan_call(date_deadline=NOON.date())
        self.assertEqual(self._take(), {"reminders": [], "seconds": None})

    def test_more_than_a_day_ahead(self):
        activity = self._plan_at(NOON + timedelta(days=2))
        self.assertEqual(self._take(), {"reminders": [], "seconds": None})  # and the tab asks again within a day
        self.assertEqual(self._take(at=NOON + timedelta(days=1))["seconds"], 23 * 3600 + 50 * 60)
        self.assertEqual(self._get_taken(at=NOON + timedelta(days=2)), activity.ids)

    def test_missed_while_nobody_was_there(self):
        activity = self._plan_at(NOON - timedelta(days=2))
        self._plan_at(NOON - timedelta(days=5))
        self.assertEqual(self._get_taken(), activity.ids)

    def test_a_moment_is_the_same_in_every_zone(self):
        activity = self._plan_at(NOON + timedelta(minutes=10))
        self.anna.tz = "Asia/Vladivostok"
        self.assertEqual(self._take(at=NOON - timedelta(seconds=1))["seconds"], 1)
        answer = self._take()
        self.assertEqual([one["activity_id"] for one in answer["reminders"]], activity.ids)
        self.assertEqual(answer["reminders"][0]["contact_at"], "2025-12-03 09:10:00")

    # ------------------------------------------------------------
    # ONCE
    # ------------------------------------------------------------

    def test_what_is_shown_does_not_come_again(self):
        self._plan_at(NOON)
        reminder, = self._take()["reminders"]
        self.env["sales.reminder"].with_user(self.anna).confirm([[reminder["activity_id"], reminder["lease"]]])
        self.assertEqual(self._take(at=NOON + timedelta(minutes=5)), {"reminders": [], "seconds": None})

    def test_another_tab_waits_for_the_lease_to_end(self):
        activity = self._plan_at(NOON)
        self.assertEqual(self._take()["seconds"], 30)
        self.assertEqual(self._take(at=NOON + timedelta(seconds=10)), {"reminders": [], "seconds": 20})
        self.assertEqual(self._get_taken(at=NOON + timedelta(seconds=30)), activity.ids)

    def test_a_lost_lease_confirms_nothing(self):
        self._plan_at(NOON)
        lost, = self._take()["reminders"]
        second, = self._take(at=NOON + timedelta(seconds=31))["reminders"]
        self._take(shown=[[lost["activity_id"], lost["lease"]]])
        self.assertTrue(self._take(at=NOON + timedelta(minutes=2))["reminders"])
        self.assertNotEqual(lost["lease"], second["lease"])

    def test_confirmed_with_the_next_question(self):
        self._plan_at(NOON)
        reminder, = self._take()["reminders"]
        answer = self._take(at=NOON + timedelta(minutes=1), shown=[[reminder["activity_id"], reminder["lease"]]])
        self.assertEqual(answer, {"reminders": [], "seconds": None})

    def test_only_ones_own_is_confirmed_and_snoozed(self):
        activity = self._plan_at(NOON)
        reminder, = self._take()["reminders"]
        stranger = self.env["sales.reminder"].with_user(self.viktor)
        stranger.confirm([[activity.id, reminder["lease"]]])
        with self.assertRaises(UserError):
            stranger.snooze(activity.id, 10)
        self.assertEqual(self._get_taken(at=NOON + timedelta(minutes=1)), activity.ids)
        with self.assertRaises(AccessError):
            stranger.search([])

    def test_snoozed_comes_again(self):
        activity = self._plan_at(NOON)
        reminder, = self._take()["reminders"]
        with freeze_time(NOON), self._listening() as heard:
            self.env["sales.reminder"].with_user(self.anna).snooze(activity.id, 10)
        self.assertEqual(heard, {"anna": {activity.id}})
        # The confirmation may be late.
        answer = self._take(shown=[[activity.id, reminder["lease"]]])
        self.assertEqual(answer, {"reminders": [], "seconds": 600})
        self.assertEqual(self._get_taken(at=NOON + timedelta(minutes=10)), activity.ids)

    # ------------------------------------------------------------
    # CHANGES
    # ------------------------------------------------------------

    def test_done_archived_and_deleted_do_not_come(self):
        activities = [self._plan_at(NOON) for _number in range(3)]
        activities[0].action_feedback()
        activities[1].action_archive()
        activities[2].unlink()
        self.assertEqual(self._take(), {"reminders": [], "seconds": None})

    def test_moved_comes_anew(self):
        activity = self._plan_at(NOON)
        reminder, = self._take()["reminders"]
        self._take(shown=[[activity.id, reminder["lease"]]])
        with freeze_time(NOON):
            activity.action_reschedule_tomorrow()
        tomorrow = NOON + timedelta(days=1)
        self.assertEqual(self._get_taken(at=tomorrow - timedelta(minutes=11)), [])
        self.assertEqual(self._get_taken(at=tomorrow), activity.ids)

    def test_handed_over_comes_to_the_other_person(self):
        activity = self._plan_at(NOON)
        reminder, = self._take()["reminders"]
        self._take(shown=[[activity.id, reminder["lease"]]])
        self.lead.user_id = self.boris
        with self._listening() as heard:
            activity.user_id = self.boris
        self.assertEqual(heard, {"anna": {activity.id}, "boris": {activity.id}})
        self.assertEqual(self._get_taken(self.boris), activity.ids)
        self.assertEqual(self._get_taken(at=NOON + timedelta(minutes=1)), [])

    def test_tabs_are_told_of_what_is_near(self):
        with self._listening() as heard:
            far = self._plan_call(contact_at=NOON + timedelta(days=7))
            self._plan_call(date_deadline=NOON.date())
        self.assertEqual(heard, {})
        with self._listening() as heard:
            far.contact_at = NOON + timedelta(hours=3)
        self.assertEqual(heard, {"anna": {far.id}})
        with self._listening() as heard:
            far.summary = "Other"
        self.assertEqual(heard, {})
        for change in (lambda: far.write({"date_deadline": "2025-12-20"}), lambda: far.write({"active": False})):
            far.write({"active": True, "contact_at": NOON + timedelta(hours=3)})
            with self._listening() as heard:
                change()
            self.assertEqual(heard, {"anna": {far.id}})

    # ------------------------------------------------------------
    # WHOSE
    # ------------------------------------------------------------

    def test_ones_own_only(self):
        mine, other = self._plan_at(NOON), self._plan_at(NOON, self.viktor)
        self.assertEqual(self._get_taken(), mine.ids)
        self.assertEqual(self._get_taken(self.viktor), other.ids)
        self.assertEqual(self._get_taken(self.olga), [])

    def test_of_a_stranger_s_client_nothing_is_said(self):
        activity = self._plan_at(NOON)
        self.client.user_id = self.lead.user_id = self.viktor
        self.assertEqual(self._take(), {"reminders": [], "seconds": None})
        self.assertEqual(activity.user_id, self.anna)

    def test_a_deputy_is_reminded_too(self):
        activity = self._plan_at(NOON)
        self.assertEqual(self._get_taken(self.boris), [])
        with self._listening() as heard:
            deputy = self.env["sales.deputy"].create({
                "user_id": self.anna.id, "deputy_id": self.boris.id, "date_from": "2025-12-03"})
            activity.contact_at = NOON + timedelta(hours=1)
        self.assertEqual(heard, {"anna": {activity.id}, "boris": {activity.id}})
        later = NOON + timedelta(hours=1)
        self.assertEqual(self._get_taken(self.boris, at=later), activity.ids)
        self.assertEqual(self._get_taken(at=later), activity.ids)
        deputy.date_to = "2025-12-03"
        self.assertEqual(self._get_taken(self.boris, at=later + timedelta(days=1)), [])

    def test_says_client_hour_and_what_about(self):
        activity = self._plan_at(NOON)
        self.assertEqual(self._take()["reminders"], [{
            "activity_id": activity.id, "lease": 1, "contact_at": "2025-12-03 09:00:00", "client": "Client of Anna",
            "summary": f"{self.call_type.name}: Насосы", "is_call": True, "res_model": "crm.lead",
            "res_id": self.lead.id}])

    def test_a_contact_without_a_document(self):
        with freeze_time(NOON - timedelta(days=1)):
            activity = self.env["mail.activity"].with_user(self.anna).create({
                "activity_type_id": self.todo_type.id, "user_id": self.anna.id, "summary": "Отчёт", "contact_at": NOON})
        reminder, = self._take()["reminders"]
        self.assertEqual((reminder["client"], reminder["res_model"], reminder["res_id"], reminder["is_call"]),
                         ("", "mail.activity", activity.id, False))

    def test_preference_is_ones_own_to_change(self):
        with self._listening() as heard:
            self.anna.with_user(self.anna).write({"reminder_minutes": "30"})
        self.assertEqual(heard, {"anna": set()})
        self.assertEqual(self.anna.with_user(self.anna).read(["reminder_minutes"])[0]["reminder_minutes"], "30")

    # ------------------------------------------------------------
    # SIZE
    # ------------------------------------------------------------

    def test_a_tab_asks_two_statements(self):
        for number in range(30):
            self._plan_at(NOON + timedelta(minutes=15 + number))
        self.env.flush_all()
        self._take()
        self.env.invalidate_all()
        self.env.cr.cache.clear()
        # The person's preference and session apart: who is stood in for, and what is next.
        self.anna.reminder_minutes  # noqa: B018
        self.anna.share  # noqa: B018
        with self.assertQueryCount(2):
            self.assertEqual(self._take()["seconds"], 300)

    def test_old_rows_go(self):
        self._plan_at(NOON)
        self._take()
        mine = self.env["sales.reminder"].search([("user_id", "=", self.anna.id)])
        self.env["sales.reminder"]._gc_reminders()
        self.assertTrue(mine.exists())
        with freeze_time(NOON + timedelta(days=5)):
            self.env["sales.reminder"]._gc_reminders()
        self.assertFalse(mine.exists())


@tagged("post_install", "-at_install")
class TestReminderPush(RemindersCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("mail.web_push_vapid_private_key", "private")
        cls.env["ir.config_parameter"].set_param("mail.web_push_vapid_public_key", "public")
        cls.env["mail.push.device"].search([]).unlink()
        cls.device = cls.env["mail.push.device"].create({
            "partner_id": cls.anna.partner_id.id, "endpoint": "https://push.invalid/1", "keys": "{}"})
        cls.cron = cls.env.ref("sales_crm_ext.ir_cron_push_reminders")
        cls.env["ir.cron.trigger"].search([("cron_id", "=", cls.cron.id)]).unlink()

    def _push(self, at):
        """Payloads of what is sent."""
        before = self.env["mail.push"].search([])
        with freeze_time(at):
            self.env["sales.reminder"]._push_due()
        return [json.loads(push.payload) for push in self.env["mail.push"].search([]) - before]

    def test_pushed_once_when_no_tab_showed_it(self):
        self._plan_at(NOON)
        self._plan_at(NOON, self.viktor)  # without a device
        due_at = NOON - timedelta(minutes=10)
        self.assertEqual(self._push(due_at + timedelta(seconds=40)), [])
        payload, = self._push(due_at + timedelta(seconds=45))
        self.assertEqual((payload["title"], payload["options"]["body"], payload["options"]["data"]), (
            "12:00 Client of Anna", f"{self.call_type.name}: Насосы", {"model": "crm.lead", "res_id": self.lead.id}))
        self.assertEqual(self._push(due_at + timedelta(minutes=5)), [])
        self.assertEqual(len(self._get_taken()), 1)  # the next visit still tells

    def test_what_a_tab_shows_is_not_pushed(self):
        self._plan_at(NOON)
        reminder, = self._take()["reminders"]
        self.assertEqual(self._push(NOON + timedelta(seconds=20)), [])
        self._take(shown=[[reminder["activity_id"], reminder["lease"]]])
        self.assertEqual(self._push(NOON + timedelta(minutes=2)), [])

    def test_snoozed_is_pushed_again(self):
        activity = self._plan_at(NOON)
        self.assertEqual(len(self._push(NOON)), 1)
        self._take()
        with freeze_time(NOON):
            self.env["sales.reminder"].with_user(self.anna).snooze(activity.id, 5)
        self.assertEqual(len(self._push(NOON + timedelta(minutes=6))), 1)

    def test_long_ago_is_not_pushed(self):
        self._plan_at(NOON)
        self.assertEqual(self._push(NOON + timedelta(hours=2)), [])

    def test_of_a_stranger_s_client_nothing_is_pushed(self):
        self._plan_at(NOON)
        self.client.user_id = self.lead.user_id = self.viktor
        self.assertEqual(self._push(NOON), [])

    def test_the_job_is_woken_for_what_is_near(self):
        self._plan_call(contact_at=NOON + timedelta(hours=5))
        self._plan_call(self.lead_of[self.viktor], self.viktor, contact_at=NOON + timedelta(minutes=30))
        self.assertFalse(self._get_wakes())
        self._plan_call(contact_at=NOON + timedelta(minutes=30))
        self.assertEqual(self._get_wakes(), [NOON + timedelta(minutes=20, seconds=45)])

    def test_each_run_arms_the_next(self):
        self._plan_at(NOON + timedelta(minutes=30))
        self._plan_at(NOON + timedelta(minutes=40))
        with patch.object(type(self.env["ir.cron"]), "_commit_progress"):
            self.env["sales.reminder"]._cron_push()
        self.assertEqual(self._get_wakes(), [NOON + timedelta(minutes=20, seconds=45)])

    def _get_wakes(self):
        return self.env["ir.cron.trigger"].search([("cron_id", "=", self.cron.id)]).mapped("call_at")


@tagged("post_install", "-at_install")
class TestReminderTransactions(BaseCase):
    """Two tabs at once, each in a transaction of its own."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self._open() as env:
            self.user_id = env["res.users"].create({
                "name": "Two Tabs", "login": "two_tabs", "group_ids": [Command.set(env.ref("base.group_user").ids)]}).id
            now = datetime.now().replace(microsecond=0)
            activity = env["mail.activity"].create({
                "user_id": self.user_id, "summary": "Once", "contact_at": now + timedelta(minutes=1)})
            env.cr.execute("UPDATE mail_activity SET contact_set_at = NULL WHERE id = %s", (activity.id,))
        self.addCleanup(self._remove)

    @contextmanager
    def _open(self, user_id=api.SUPERUSER_ID):
        with self.registry.cursor() as cr:
            yield api.Environment(cr, user_id, {})

    def _remove(self):
        with self._open() as env:
            user = env["res.users"].browse(self.user_id)
            partner = user.partner_id
            user.unlink()
            partner.unlink()

    def test_one_tab_wins(self):
        with self._open(self.user_id) as first, self._open(self.user_id) as second:
            second.cr.execute("SELECT 1")  # its view of the data is that of this moment
            self.assertEqual(len(first["sales.reminder"].take_due()["reminders"]), 1)
            self.assertEqual(second["sales.reminder"].take_due(), {"reminders": [], "seconds": 2})
            first.cr.commit()
            with self.assertRaises(SerializationFailure), mute_logger("odoo.sql_db"):
                second["sales.reminder"].take_due()
            second.cr.rollback()  # as Odoo does, before it runs the request again
            self.assertGreater(second["sales.reminder"].take_due()["seconds"], 25)
