from datetime import date, datetime, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from .call_common import CallCommon


@tagged("post_install", "-at_install")
class TestSalesDay(CallCommon):
    """What waits for a person today, and who may look."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.quota = cls.env["sales.quota"].create({
            "metric_id": cls.env.ref("sales_crm_ext.sales_metric_call").id, "target": 2, "user_ids": cls.anna.ids,
            "date_from": date(2025, 12, 1)})
        cls.env["sales.quota.day"]._cron_settle()

    def _day(self, user, reader=None):
        return self.env["sales.day"].with_user(reader or user).browse(user.id)

    def test_day_shows_what_is_due_and_nothing_else(self):
        early = self._plan_call(contact_at=datetime(2025, 12, 3, 6, 0))
        late = self._plan_call(contact_at=datetime(2025, 12, 3, 8, 0))
        self._plan_call(contact_at=datetime(2025, 12, 4, 8, 0))
        self._plan_call(document=self.client_of[self.boris], user=self.boris, contact_at=datetime(2025, 12, 3, 8, 0))
        owed = self._answered()
        day = self._day(self.anna)
        self.assertEqual(day.call_ids.ids, [early.id, late.id])
        self.assertEqual((day.call_count, day.owed_ids, day.owed_count), (2, owed, 1))

    def test_promises_of_today_and_before(self):
        call = self._answered(promise_ids=[
            (0, 0, {"description": "Прайс на ЦНС 38", "date_due": date(2025, 12, 3)}),
            (0, 0, {"description": "Образец краски", "date_due": date(2025, 12, 4)})])
        self.assertEqual(self._day(self.anna).promise_ids.mapped("description"), ["Прайс на ЦНС 38"])
        call.promise_ids.state = "kept"
        self.env.invalidate_all()
        self.assertFalse(self._day(self.anna).promise_ids)

    def test_deals_without_a_next_step(self):
        self.assertEqual(self._day(self.anna).lead_ids, self.lead)
        self._plan_call(contact_at=datetime(2025, 12, 9, 8, 0))
        self.env.invalidate_all()
        self.assertFalse(self._day(self.anna).lead_ids)

    def test_quotas_follow_the_work(self):
        self.assertEqual(self._day(self.anna).quota_ids.mapped("claimed"), [0])
        self._answered().action_report()
        self.env.invalidate_all()
        day = self._day(self.anna)
        self.assertEqual(day.quota_ids.mapped("claimed"), [1])
        self.assertIn("1/2", day.progress)
        progress, = self.env["sales.day"].with_user(self.anna).get_progress()
        self.assertEqual((progress["done"], progress["target"]), (1, 2))
        self.assertEqual(self.env["sales.day"].with_user(self.boris).get_progress(), [])
        self.assertEqual(self.env["sales.day"].with_user(self.accountant).get_progress(), [])

    def test_counted_work_moves_the_top_bar(self):
        with patch.object(type(self.env["bus.bus"]), "_sendone") as send:
            self._answered().action_report()
        self.assertIn("sales_crm_ext.progress", [call.args[1] for call in send.call_args_list])

    def test_next_call_is_the_earliest(self):
        self.assertEqual(self._day(self.anna).action_next_call()["tag"], "display_notification")
        self._plan_call(contact_at=datetime(2025, 12, 3, 8, 0))
        early = self._plan_call(contact_at=datetime(2025, 12, 3, 6, 0))
        self.assertEqual(self._day(self.anna).action_next_call()["context"]["default_activity_id"], early.id)

    def test_own_day_the_teams_and_all(self):
        people = self.anna | self.boris | self.viktor | self.olga
        seen = {reader.login: set((self.env["sales.day"].with_user(reader).search([]).user_id & people).mapped("login"))
                for reader in (self.anna, self.olga, self.director)}
        self.assertEqual(seen, {"anna": {"anna"}, "olga": {"anna", "boris", "olga"},
                                "director": {"anna", "boris", "viktor", "olga"}})

    def test_list_of_a_team_takes_as_many_queries_as_one_person(self):
        reader = self.env["sales.day"].with_user(self.olga)
        names = ["progress", "call_count", "owed_count", "promise_count", "lead_count"]
        reader.search([]).read(names)  # what is read once

        def count(days):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            days.read(names)
            return self.cr.sql_log_count - before
        self.assertLessEqual(count(reader.search([])), count(reader.browse(self.anna.id)) + 2)


@tagged("post_install", "-at_install")
class TestSalesDigest(CallCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["sales.quota"].create({
            "metric_id": cls.env.ref("sales_crm_ext.sales_metric_call").id, "target": 2, "date_from": date(2025, 12, 1),
            "user_ids": (cls.anna | cls.viktor).ids})
        cls.env["sales.quota.day"]._cron_settle()

    def _send(self, now):
        """Letters by address that leave at a moment."""
        letters = {}

        def keep(mails):
            letters.update({mail.email_to: mail.body_html for mail in mails})
        Mail, Cron = type(self.env["mail.mail"]), type(self.env["ir.cron"])
        with patch.object(Mail, "send", keep), patch.object(Cron, "_commit_progress", lambda *args, **kwargs: 1), \
                patch.object(fields.Datetime, "now", lambda: now):
            self.env["sales.digest"]._cron_send()
        return {address: body for address, body in letters.items()
                if any(user.email in address for user in (self.olga, self.director, self.anna))}

    def test_leader_reads_of_the_team_and_the_director_of_all(self):
        evening = datetime(2025, 12, 3, 15, 30)  # 18:30 in Moscow
        self.assertFalse(self._send(evening - timedelta(minutes=1)))
        call = self._answered()
        call.action_report()
        call.sudo().state = "refuted"
        letters = self._send(evening)
        self.assertEqual(len(letters), 2)
        leaders = next(body for address, body in letters.items() if "olga" in address)
        directors = next(body for address, body in letters.items() if "director" in address)
        self.assertIn("Anna", leaders)
        self.assertNotIn("Viktor", leaders)
        self.assertIn("Viktor", directors)
        self.assertFalse(self._send(evening + timedelta(minutes=15)), "once a day")
        self.assertEqual(len(self._send(evening + timedelta(days=1))), 2)

    def test_turned_off(self):
        self.env["ir.config_parameter"].set_param("sales_crm_ext.is_digest_sent", "False")
        self.assertFalse(self._send(datetime(2025, 12, 3, 20, 0)))
