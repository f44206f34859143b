from datetime import date, datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, ConcurrencyError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .call_common import OTHER_GOOD, CallCommon


@tagged("post_install", "-at_install")
class TestSalesAction(CallCommon):
    """The ledger: each fact once, corrections as rows of their own, sums as figures."""

    def _sums(self, code, **where):
        domain = [("metric_id.code", "=", code), *((name, "=", value) for name, value in where.items())]
        rows = self.env["sales.action"].search(domain)
        return sum(rows.mapped("claimed")), sum(rows.mapped("verified"))

    def _report(self, **values):
        call = self._answered(**values)
        call.action_report()
        return call

    def _miss(self, **values):
        call = self._answered(disposition="no_answer", outcome_id=False, topic=False, agreement=False, stop_point=False,
                              **values)
        call.action_report()
        return call

    def test_call_counts_once_its_report_is_written(self):
        call = self._answered()
        self.assertEqual(self._sums("call"), (0, 0))
        call.action_report()
        call._settle_actions()
        self.assertEqual(self._sums("call", user_id=self.anna.id, res_id=call.id), (1, 0))
        self.assertEqual(self._sums("cold_call"), (1, 0))
        self.assertEqual(self.env["sales.action"].search_count([("res_id", "=", call.id), ("step", ">", 0)]), 0)

    def test_two_who_count_one_record_at_once(self):
        """The second does not see the first one's rows: Odoo repeats a request that ends so, nobody sees an error."""
        call = self._report()
        with patch.object(type(self.env["sales.action"]), "_get_booked", lambda *_: ({}, {})), \
                mute_logger("odoo.sql_db"), self.assertRaises(ConcurrencyError), self.env.cr.savepoint():
            call._settle_actions()

    def test_missed_call_is_a_call_and_no_conversation(self):
        self._miss()
        self.assertEqual((self._sums("call"), self._sums("dialogue")), ((1, 0), (0, 0)))

    def test_talk_time_decides_what_is_a_conversation(self):
        calls = [self._answered(duration=seconds) for seconds in (0, 59, 60)]
        for call in calls:
            call.sudo()._report_history()
        self.assertEqual(self._sums("call"), (3, 0))
        self.assertEqual(self._sums("dialogue"), (2, 0))  # unknown, and long enough

    def test_refuted_call_leaves_the_day_it_was_made(self):
        call = self._report(date_start=datetime(2025, 12, 2, 20, 30))  # 23:30 in Moscow
        call.sudo().state = "confirmed"
        self.assertEqual(self._sums("call", date=date(2025, 12, 2)), (1, 1))
        call.sudo().state = "refuted"
        self.assertEqual(self._sums("call", date=date(2025, 12, 2)), (0, 0))
        rows = self.env["sales.action"].search([("metric_id.code", "=", "call")], order="step")
        self.assertEqual(rows.mapped("state"), ["claimed", "verified", "refuted"])
        self.assertEqual(set(rows.mapped("date")), {date(2025, 12, 2)})
        call.sudo().state = "confirmed"
        self.assertEqual(self._sums("call"), (1, 1))

    def test_day_is_the_salespersons(self):
        self.anna.tz = "Asia/Vladivostok"  # UTC+10
        self._report(date_start=datetime(2025, 12, 2, 15, 0))
        self.assertEqual(self._sums("call", date=date(2025, 12, 3)), (1, 0))

    def test_call_moved_to_another_day_is_counted_there(self):
        call = self._report()
        call.with_user(self.director).date_start = datetime(2025, 12, 1, 9, 0)
        self.assertEqual(self._sums("call", date=date(2025, 12, 3)), (0, 0))
        self.assertEqual(self._sums("call", date=date(2025, 12, 1)), (1, 0))

    def test_missed_call_by_hand_is_never_borne_out(self):
        self._miss().sudo().state = "confirmed"
        self.assertEqual(self._sums("call"), (1, 0))

    def test_deleted_call_is_not_counted(self):
        self._report().sudo().unlink()
        self.assertEqual(self._sums("call"), (0, 0))
        self.assertTrue(self.env["sales.action"].search([("metric_id.code", "=", "call"), ("state", "=", "refuted")]))

    def test_won_deal_counts_for_whose_it_was(self):
        self.lead.action_set_won()
        self.assertEqual(self._sums("won_deal", user_id=self.anna.id), (1, 1))
        self.lead.user_id = self.boris
        self.assertEqual(self._sums("won_deal", user_id=self.anna.id), (1, 1))
        self.lead.stage_id = self.env["crm.stage"].search([("is_won", "=", False)], limit=1)
        self.assertEqual(self._sums("won_deal"), (0, 0))

    def test_new_client_is_borne_out_by_a_conversation(self):
        Partner = self.env["res.partner"].with_user(self.anna)
        client = Partner.create({"name": "ООО Завод", "is_company": True, "phone": "+7 495 000-00-01"})
        Partner.create({"name": "Без телефона", "is_company": True})
        Partner.with_context(import_file=True).create({"name": "Из файла", "is_company": True, "phone": "+7 495 000-00-02"})
        self.assertEqual(self._sums("new_client"), (1, 0))
        call = self._report(lead_id=False, partner_id=client.id)
        client.sudo().user_id = self.boris
        call.sudo().state = "confirmed"
        self.assertEqual(self._sums("new_client", user_id=self.anna.id, partner_id=client.id), (1, 1))

    def test_new_client_is_no_longer_borne_out_by_a_refuted_call(self):
        client = self.env["res.partner"].with_user(self.anna).create(
            {"name": "ООО Завод", "is_company": True, "phone": "+7 495 000-00-01"})
        calls = [self._report(lead_id=False, partner_id=client.id, date_start=datetime(2025, 12, 2, hour), **texts)
                 for hour, texts in ((9, {}), (10, OTHER_GOOD))]
        for call in calls:
            call.sudo().state = "confirmed"
        calls[0].sudo().state = "refuted"
        self.assertEqual(self._sums("new_client"), (1, 1))
        calls[1].sudo().state = "refuted"
        self.assertEqual(self._sums("new_client"), (1, 0))
        calls[0].sudo().state = "confirmed"
        self.assertEqual(self._sums("new_client"), (1, 1))

    def test_new_client_is_borne_out_as_long_as_its_conversation_is(self):
        """Whatever takes that away: a verdict that is corrected, or a record in which nobody answered."""
        client = self.env["res.partner"].with_user(self.anna).create(
            {"name": "ООО Завод", "is_company": True, "phone": "+7 495 000-00-01"})
        call = self._report(lead_id=False, partner_id=client.id).sudo()
        for change in ({"state": "reported"}, {"origin": "pbx", "disposition": "no_answer"}):
            call.state = "confirmed"
            self.assertEqual(self._sums("new_client"), (1, 1))
            call.write(change)
            self.assertEqual(self._sums("new_client"), (1, 0))

    def test_contract_counts_once_whatever_its_name(self):
        File = self.env["ir.attachment"].with_user(self.anna)
        values = {"res_model": "crm.lead", "res_id": self.lead.id, "raw": b"%PDF-1.4 text", "mimetype": "application/pdf"}
        contract = File.create({**values, "name": "Договор 17.pdf"})
        File.create({**values, "name": "Договор 18.pdf"})
        self.assertEqual(self._sums("contract", user_id=self.anna.id, lead_id=self.lead.id), (1, 1))
        contract.sales_document_kind = "other"
        self.assertEqual(self._sums("contract", res_id=contract.id), (0, 0))

    def test_meeting_counts_when_it_is_over(self):
        contact = self.contact_of[self.anna]
        meeting = self.env["calendar.event"].with_user(self.anna).create({
            "name": "Показ", "start": datetime(2025, 12, 3, 7, 0), "stop": datetime(2025, 12, 3, 8, 0),
            "partner_ids": [(6, 0, (self.anna.partner_id | contact).ids)]})
        self.env["calendar.event"].create({
            "name": "Планёрка", "start": datetime(2025, 12, 3, 7, 0), "stop": datetime(2025, 12, 3, 8, 0),
            "user_id": self.anna.id, "partner_ids": [(6, 0, (self.anna | self.boris).partner_id.ids)]})
        self.assertEqual(self._sums("meeting", user_id=self.anna.id), (1, 0), "entered afterwards")
        coming = meeting.copy({"start": datetime(2025, 12, 3, 10, 0), "stop": datetime(2025, 12, 3, 11, 0)})
        with freeze_time("2025-12-03 11:00:01"):
            self.env["calendar.event"]._cron_settle_meetings()
        self.assertEqual(self._sums("meeting", res_id=coming.id), (1, 0), "over since the last time")
        coming.unlink()
        meeting.attendee_ids.filtered(lambda attendee: attendee.partner_id == contact).sudo().state = "accepted"
        meeting.sudo()._settle_actions()
        self.assertEqual(self._sums("meeting"), (1, 1))
        meeting.sudo().active = False
        self.assertEqual(self._sums("meeting"), (0, 0))

    def test_meeting_with_a_supplier_is_none_with_a_client(self):
        supplier = self.env["res.partner"].create({"name": "Перевозчик", "is_company": True, "is_visible_to_all": True})
        own_company = self.env.company.partner_id
        for partner in (supplier, own_company, self.boris.partner_id):
            self.env["calendar.event"].with_user(self.anna).create({
                "name": "Сверка", "start": datetime(2025, 12, 3, 7, 0), "stop": datetime(2025, 12, 3, 8, 0),
                "partner_ids": [(6, 0, (self.anna.partner_id | partner).ids)]})
        self.assertEqual(self._sums("meeting"), (0, 0))

    def test_meetings_are_counted_together(self):
        def count(number):
            events = self.env["calendar.event"].create([{
                "name": f"Показ {number}", "start": datetime(2025, 12, 3, 10, 0), "stop": datetime(2025, 12, 3, 11, 0),
                "user_id": self.anna.id, "partner_ids": [(6, 0, (self.anna.partner_id | self.client).ids)],
            } for _number in range(number)])
            self.env.flush_all()
            self.env.invalidate_all()
            with freeze_time("2025-12-03 11:00:01"):
                before = self.env.cr.sql_log_count
                events._filter_counted()
                return self.env.cr.sql_log_count - before
        self.assertEqual(count(1), count(10))

    def test_nobody_edits_the_ledger(self):
        self._report()
        row = self.env["sales.action"].search([], limit=1)
        for user in (self.anna, self.director):
            with self.assertRaises(AccessError):
                row.with_user(user).write({"claimed": 5})
            with self.assertRaises(AccessError):
                row.with_user(user).unlink()
            with self.assertRaises(AccessError):
                row.with_user(user).copy({"step": 7})
        with self.assertRaises(UserError):
            row.write({"claimed": 5})
        with self.assertRaises(UserError):
            row.unlink()

    def test_a_person_reads_own_actions_a_leader_the_teams(self):
        self._report()
        counted = {user.login: bool(self.env["sales.action"].with_user(user).search_count([]))
                   for user in (self.anna, self.boris, self.olga, self.viktor, self.director)}
        self.assertEqual(counted, {"anna": True, "boris": False, "olga": True, "viktor": False, "director": True})

    def test_an_archived_metric_counts_nothing_whoever_asks(self):
        self.env.ref("sales_crm_ext.sales_metric_cold_call").active = False
        self._answered().with_context(active_test=False).action_report()
        self._report(**OTHER_GOOD)
        self.assertEqual((self._sums("call"), self._sums("cold_call")), ((2, 0), (0, 0)))

    def test_a_new_metric_is_a_record(self):
        self.env["sales.metric"].with_user(self.director).create({
            "name": "Входящие", "code": "incoming", "source": "sales.call", "domain": '[("direction", "=", "in")]'})
        self._report(direction="in")
        self.assertEqual(self._sums("incoming"), (1, 0))
        with self.assertRaises(ValidationError):
            self.env["sales.metric"].create(
                {"name": "Неверная", "code": "wrong", "source": "sales.call", "domain": '[("colour", "=", 1)]'})
