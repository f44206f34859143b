from datetime import date, datetime, timedelta
from unittest.mock import patch

from lxml import html

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
        day = self._day(self.anna)
        self.assertEqual(day.promise_ids.mapped("description"), ["Прайс на ЦНС 38"])
        action = day.action_view_promises()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), day.promise_ids)
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
        self.assertEqual(self._day(self.boris).action_next_call()["context"]["default_lead_id"], self.lead_of[self.boris].id)
        self.lead_of[self.boris].action_set_won()
        self.assertEqual(self._day(self.boris).action_next_call()["tag"], "display_notification")
        self._plan_call(contact_at=datetime(2025, 12, 3, 8, 0))
        early = self._plan_call(contact_at=datetime(2025, 12, 3, 6, 0))
        self.assertEqual(self._day(self.anna).action_next_call()["context"]["default_activity_id"], early.id)

    def test_what_is_shown_in_part_opens_as_a_list_of_all(self):
        day = self._day(self.anna)
        action = day.action_view_leads()
        self.assertEqual(action["views"][0][1], "list")
        self.assertFalse([key for key in action["context"] if key.startswith("search_default_")])
        self.assertEqual(self.env["crm.lead"].search(action["domain"]), self.lead)
        self.assertIs(day.action_view_calls()["context"]["sales_crm_ext_queue"], True)

    def test_own_day_the_teams_and_all(self):
        people = self.anna | self.boris | self.viktor | self.olga
        seen = {reader.login: set((self.env["sales.day"].with_user(reader).search([]).user_id & people).mapped("login"))
                for reader in (self.anna, self.olga, self.director)}
        self.assertEqual(seen, {"anna": {"anna"}, "olga": {"anna", "boris", "olga"},
                                "director": {"anna", "boris", "viktor", "olga"}})

    def test_top_bar_takes_few_queries(self):
        """Each page of each person asks for it."""
        Day = self.env["sales.day"].with_user(self.anna)
        Day.get_progress()  # what is read once
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.cr.cache.clear()
        before = self.cr.sql_log_count
        self.assertTrue(Day.get_progress())
        # The person with groups, partner and company; whose work they see; the figures; names of the metrics.
        self.assertLessEqual(self.cr.sql_log_count - before, 7)

    def test_a_full_day_takes_as_many_queries_as_a_short_one(self):
        name = {"fields": {"display_name": {}}}
        specification = {
            "quota_ids": {"fields": {"metric_id": name, "claimed": {}, "pace": {}}}, "call_count": {}, "lead_count": {},
            "call_ids": {"fields": {"contact_at": {}, "call_partner_id": name, "call_phone": {}, "summary": {}}},
            "owed_ids": {"fields": {"date_start": {}, "partner_id": name}}, "owed_count": {},
            "promise_ids": {"fields": {"description": {}, "partner_id": name}}, "promise_count": {},
            "lead_ids": {"fields": {"name": {}, "partner_id": name, "stage_id": name}}}

        def add(number):
            clients = self.env["res.partner"].create([
                {"name": f"C{number}", "is_company": True, "user_id": self.anna.id} for _number in range(number)])
            leads = self.env["crm.lead"].create([
                {"name": f"L{number}", "user_id": self.anna.id, "partner_id": client.id} for client in clients])
            for lead in leads:
                self._plan_call(lead.copy(), contact_at=datetime(2025, 12, 3, 8, 0))
                call = self.Call.create({"lead_id": lead.id})
                self.env["sales.promise"].create(
                    {"call_id": call.id, "description": "Прайс", "date_due": date(2025, 12, 2)})

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            self.env.cr.cache.clear()
            before = self.cr.sql_log_count
            day, = self._day(self.anna).web_read(specification)
            return self.cr.sql_log_count - before, len(day["call_ids"])
        add(2)
        count()
        few, calls = count()
        add(10)
        many, more_calls = count()
        self.assertEqual(more_calls, calls + 10)
        self.assertLessEqual(many, few)

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
        """Letters by login that are written at a moment and wait in the queue; they are sent by Odoo's own job."""
        before = self.env["mail.mail"].search([])
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 1), \
                patch.object(fields.Datetime, "now", lambda: now):
            self.env["sales.digest"]._cron_send()
        letters = self.env["mail.mail"].search([("state", "=", "outgoing")]) - before
        return {user.login: letter.body_html for user in self.olga | self.director | self.anna
                for letter in letters if user.email in letter.email_to}

    def test_leader_reads_of_the_team_and_the_director_of_all(self):
        evening = datetime(2025, 12, 3, 15, 30)  # 18:30 in Moscow
        self.assertFalse(self._send(evening - timedelta(minutes=1)))
        calls = [self._answered(date_start=datetime(2025, 12, 3, 6 + number)) for number in range(3)]
        for call in calls[:2]:
            call.sudo()._report_history()
        calls[0].sudo().state = "refuted"
        self.env.flush_all()
        # The database has a clock of its own.
        self.env.cr.execute("UPDATE sales_action SET create_date = %s WHERE user_id = %s", [evening, self.anna.id])
        self.env.invalidate_all()
        letters = self._send(evening)
        self.assertEqual(set(letters), {"olga", "director"})
        self.assertNotIn("Viktor", letters["olga"])
        self.assertIn("Viktor", letters["director"])
        row, = html.fromstring(letters["olga"]).xpath("//tr[td/b[text()='Anna']]")
        self.assertEqual([" ".join(cell.text_content().split()) for cell in row.xpath("td")],
                         ["Anna", "Calls 1/2", "1", "1"])  # one report owed, one deal without a next step
        self.assertIn("Calls refuted today", letters["olga"])
        text = html.fromstring(letters["olga"]).text_content()
        names = [call.with_user(self.olga).with_context(lang="en_US", tz="Europe/Moscow").display_name for call in calls]
        self.assertEqual([f"Anna: {name}" in text for name in names], [True, False, False])
        self.assertFalse(self._send(evening + timedelta(minutes=15)), "once a day")
        self.assertEqual(len(self._send(evening + timedelta(days=1))), 2)

    def test_one_that_fails_holds_nobody_up(self):
        Digest = type(self.env["sales.digest"])
        render = Digest._render_body

        def fail(digest):
            if digest.env.user == self.olga:
                raise ValueError
            return render(digest)
        with patch.object(Digest, "_render_body", fail), self.assertLogs("odoo.addons.sales_crm_ext.models.sales_digest"):
            self.assertEqual(set(self._send(datetime(2025, 12, 3, 15, 30))), {"director"})

    def test_turned_off(self):
        self.env["ir.config_parameter"].set_param("sales_crm_ext.is_digest_sent", "False")
        self.assertFalse(self._send(datetime(2025, 12, 3, 20, 0)))
