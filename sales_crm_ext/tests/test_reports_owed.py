from contextlib import contextmanager
from datetime import date, datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, RedirectWarning, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..models.sales_call_owed import HOURS_PARAM, RULE_PARAM
from .call_common import OTHER_GOOD, CallCommon

NOON = datetime(2025, 12, 3, 9, 0)  # in Moscow
DAY = timedelta(days=1)


class OwedCommon(CallCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_rule("block")

    @classmethod
    def _set_rule(cls, rule, hours=24):
        parameters = cls.env["ir.config_parameter"].sudo()
        parameters.set_param(RULE_PARAM, rule)
        parameters.set_param(HOURS_PARAM, hours)

    def _begin(self, user=None, **values):
        """A call whose report is owed, of anna."""
        user = user or self.anna
        return self.env["sales.call"].with_user(user).create({"lead_id": self.lead_of[user].id, **values})

    def _record(self, **values):
        """A call that the phone system recorded."""
        return self.env["sales.call"].sudo().create({
            "user_id": self.anna.id, "lead_id": self.lead.id, "origin": "pbx", "external_id": "1", "duration": 95, **values})

    def _write_report(self, call, **values):
        call.with_user(call.user_id).write({
            "outcome_id": self.interested.id, "next_step_type_id": self.call_type.id,
            "next_contact_at": datetime(2025, 12, 19, 9, 0), **OTHER_GOOD, **values})
        call.with_user(call.user_id).action_report()

    def _make_new_lead(self, user=None):
        return self.env["crm.lead"].with_user(user or self.anna).create({"name": "Новый лид"})

    def _counted(self, code, **where):
        domain = [("metric_id.code", "=", code), *((name, "=", value) for name, value in where.items())]
        return sum(self.env["sales.action"].search(domain).mapped("claimed"))


@tagged("post_install", "-at_install")
class TestReportsOwed(OwedCommon):
    """Which reports are owed, and since when."""

    def test_what_is_not_owed(self):
        short, transfer = self._record(duration=9), self._record(is_transfer=True)
        unmatched = self._record(lead_id=False)
        self.assertFalse((short | transfer | unmatched).filtered("owed_since"))
        missed = self._record(disposition="no_answer", duration=0)
        self.assertFalse(missed.owed_since)

    def test_what_is_owed(self):
        recorded, begun = self._record(duration=10), self._begin()
        self.assertEqual((recorded | begun).mapped("owed_since"), [NOON, NOON])
        unmatched = self._record(lead_id=False)
        unmatched.partner_id = self.client
        self.assertEqual(unmatched.owed_since, NOON)

    def test_a_report_ends_the_debt(self):
        call = self._begin()
        self._write_report(call)
        self.assertFalse(call.owed_since)

    def test_a_call_turned_back_is_owed_from_then_on(self):
        call = self._begin()
        self._write_report(call)
        with freeze_time(NOON + DAY):
            call.sudo().state = "due"
            self.assertEqual(call.owed_since, NOON + DAY)

    def test_a_debt_does_not_get_younger(self):
        call = self._begin()
        with freeze_time(NOON + DAY):
            call.date_start = NOON + DAY
            call.duration = 5
            self.assertEqual(call.owed_since, NOON)
            for values in ({"owed_since": NOON + DAY}, {"owed_since": False}, {"is_transfer": True}):
                with self.assertRaises(AccessError):
                    call.write(values)
            with self.assertRaises(AccessError):
                self._begin(is_transfer=True)

    def test_an_update_looks_at_calls_due_alone(self):
        due, reported = self._begin(), self._begin()
        self._write_report(reported)
        self.env.flush_all()
        self.env.cr.execute("UPDATE sales_call SET owed_since = NULL")
        self.env.invalidate_all()
        self.env["sales.call"]._owe_due_reports()
        asked = self.env["sales.call"].browse(self.env.records_to_compute(reported._fields["owed_since"])._ids)
        self.assertIn(due, asked)
        self.assertNotIn(reported, asked)
        self.assertTrue(due.owed_since)

    def test_whom_one_talked_to_is_not_forgotten(self):
        call = self._record(partner_id=self.client.id).with_user(self.anna)
        with self.assertRaises(UserError):
            call.write({"partner_id": False, "lead_id": False})
        call.write({"lead_id": False})
        self.assertTrue(call.owed_since)

    def test_overdue_by_the_hours_of_the_rule(self):
        call = self._begin()
        Call = self.env["sales.call"].with_user(self.anna)
        for hours, rule, is_overdue in ((23, "warn", False), (24, "warn", True), (24, "block", True), (24, "off", False)):
            with self.subTest(hours=hours, rule=rule), freeze_time(NOON + timedelta(hours=hours)):
                self._set_rule(rule)
                call.invalidate_recordset(["is_overdue"])
                self.assertEqual(call.is_overdue, is_overdue)
                self.assertEqual(Call.search([("is_overdue", "=", True)]), call if is_overdue else Call)
                self.assertNotEqual(call in Call.search([("is_overdue", "=", False)]), is_overdue)

    def test_deputy_owes_their_own_report(self):
        self.env["sales.deputy"].create({"user_id": self.anna.id, "deputy_id": self.boris.id, "date_from": "2025-12-01"})
        call = self.env["sales.call"].with_user(self.boris).create({"lead_id": self.lead.id})
        self.assertEqual(call.user_id, self.boris)
        with freeze_time(NOON + DAY):
            self.assertEqual((self.anna | self.boris)._filter_blocked(), self.boris)

    def test_each_overdue_report_is_warned_of_once(self):
        self._begin()
        Call = self.env["sales.call"]
        with self._warnings() as sent:
            Call._cron_warn_owed_reports()
            self.assertFalse(sent)
            with freeze_time(NOON + DAY):
                self.assertEqual(self.anna._get_owed_warning()["number"], 1)
                Call._cron_warn_owed_reports()
                Call._cron_warn_owed_reports()
                self.assertEqual(sent, [self.anna])
                self._set_rule("off")
                self.assertEqual(self.anna._get_owed_warning(), {"number": 0, "message": ""})

    @contextmanager
    def _warnings(self):
        sent, name = [], "sales_crm_ext/reports_owed"

        def keep(user, kind, *_args, **_kwargs):
            if kind == name:
                sent.append(user)
        with patch.object(type(self.env["res.users"]), "_bus_send", keep):
            yield sent

    def test_the_web_client_is_told_how_many_and_since_when(self):
        call = self._begin()
        self.assertEqual(self.anna._get_owed_warning(), {"number": 0, "message": ""})
        with freeze_time(NOON + DAY):
            message = self.anna._get_owed_warning()["message"]
            self.assertIn("owe: 1,", message)
            self.assertIn("12/3/25, 12:00", message.replace("\u202f", " "))
            self.assertIsNone(self.accountant._get_owed_warning())
            with self._warnings() as sent:
                self._write_report(call)
                self.assertEqual(sent, [self.anna])


@tagged("post_install", "-at_install")
class TestCallBegun(OwedCommon):
    """A click on a number begins a call."""

    def _click(self, record, user=None):
        action = record.with_user(user or self.anna).action_start_call()
        return self.env["sales.call"].browse(action["params"]["next"]["res_id"]), action["params"]["phone"]

    def test_card_lead_and_planned_call(self):
        for record in (self._plan_call(), self.client, self.contact_of[self.anna], self.lead):
            with self.subTest(record=record):
                call, phone = self._click(record)
                self.assertRecordValues(call, [{
                    "partner_id": self.client.id, "user_id": self.anna.id, "state": "due", "owed_since": NOON}])
                self.assertEqual(phone, "+7 495 111-22-33")
                call.with_user(self.anna).action_no_answer()

    def test_the_number_that_is_clicked_is_dialled(self):
        contact = self.contact_of[self.anna]
        contact.phone = "+7 916 444-55-66"
        self.lead.write({"partner_id": contact.id, "phone": contact.phone})
        planned = self._plan_call(contact_at=NOON)
        call, phone = self._click(self.client)
        self.assertEqual((call.activity_id, phone), (planned, "+7 495 111-22-33"))
        self.assertEqual(self._click(contact), (call, contact.phone))
        self.assertEqual(self._click(planned), (call, contact.phone))

    def test_a_planned_call_is_closed_by_the_call_that_was_begun(self):
        planned = self._plan_call(contact_at=NOON)
        call, _phone = self._click(self.client)
        self.assertEqual(call.activity_id, planned)
        self.assertEqual(self._click(planned)[0], call)
        self._write_report(call)
        self.assertFalse(planned.active)
        with self.assertRaises(UserError):
            planned.with_user(self.anna).action_start_call()

    def test_never_two_within_minutes(self):
        call, _phone = self._click(self.client)
        with freeze_time(NOON + timedelta(minutes=9)):
            self.assertEqual(self._click(self.contact_of[self.anna])[0], call)
            self.assertEqual(self._click(self.lead)[0], call)
        with freeze_time(NOON + timedelta(minutes=11)):
            again = self._click(self.client)[0]
            self.assertNotEqual(again, call)
            self._write_report(again)
            self.assertNotEqual(self._click(self.client)[0], again)

    def test_a_strangers_client_is_not_dialled(self):
        for record in (self.client_of[self.boris], self.lead_of[self.boris],
                       self._plan_call(self.lead_of[self.boris], self.boris)):
            with self.subTest(record=record), self.assertRaises(UserError):
                record.with_user(self.anna).action_start_call()


@tagged("post_install", "-at_install")
class TestBlock(OwedCommon):
    """Who owes reports for too long begins nothing new, and goes on with what is there."""

    def setUp(self):
        super().setUp()
        self.call = self._begin()
        self.startPatcher(freeze_time(NOON + DAY))

    def startPatcher(self, patcher):
        patcher.start()
        self.addCleanup(patcher.stop)

    def test_no_new_leads(self):
        with self.assertRaises(RedirectWarning) as refused:
            self._make_new_lead()
        self.assertIn("owe: 1,", refused.exception.args[0])
        self.assertEqual(refused.exception.args[1], self.env.ref("sales_crm_ext.sales_call_action_due").id)
        with self.assertRaises(RedirectWarning):
            self.lead.with_user(self.anna).copy()
        self._write_report(self.call)
        self.assertTrue(self._make_new_lead())

    def test_nothing_is_taken(self):
        lead = self.env["crm.lead"].create({"name": "Ничей", "user_id": False, "team_id": self.team.id})
        # A leader who owes a report takes nothing either, and gives on.
        with freeze_time(NOON):
            self._record(user_id=self.olga.id, lead_id=lead.id)
        with self.assertRaises(RedirectWarning):
            lead.with_user(self.olga).user_id = self.olga
        lead.with_user(self.olga).user_id = self.boris
        self.assertEqual(lead.user_id, self.boris)

    def test_work_goes_on(self):
        lead = self.lead.with_user(self.anna)
        lead.write({"name": "Насосы", "user_id": self.anna.id})
        self.client.with_user(self.anna).write({"phone": "+7 495 111-22-34"})
        lead.message_post(body="Отправили паспорт", partner_ids=self.contact_of[self.anna].ids)
        self.assertTrue(self._begin())
        self.env["calendar.event"].with_user(self.anna).create({
            "name": "Показ", "start": NOON + 2 * DAY, "stop": NOON + 2 * DAY + timedelta(hours=1),
            "opportunity_id": lead.id})

    def test_report_of_a_call_with_a_client_who_is_a_colleagues_by_now(self):
        planned = self._plan_call(contact_at=NOON + DAY)
        self.call.sudo().write({"activity_id": planned.id, "contact_id": self.contact_of[self.anna].id})
        self.client.user_id = self.lead.user_id = planned.user_id = self.boris
        self._write_report(self.call)
        self.assertEqual((self.call.state, self.anna._filter_blocked()), ("reported", self.env["res.users"]))
        for document in (self.client, self.lead):
            self.assertIn("бригада нужна в Тулу", document.message_ids[:1].body)
        self.assertEqual(self.lead.activity_ids, planned)

    def test_warning_and_off_refuse_nothing(self):
        for rule in ("warn", "off"):
            self._set_rule(rule)
            self.assertTrue(self._make_new_lead())
        self._set_rule("block", hours=48)
        self.assertTrue(self._make_new_lead())

    def test_others_and_the_system_are_free(self):
        self.assertTrue(self._make_new_lead(self.boris))
        with freeze_time(NOON):
            self._record(user_id=self.director.id)
        self.assertTrue(self._make_new_lead(self.director))
        self.assertTrue(self.env["crm.lead"].with_user(self.anna).sudo().create({"name": "С сайта"}))

    def test_no_credit_until_the_reports_are_written(self):
        other = self._begin(lead_id=False, partner_id=self.client.id)
        self._write_report(other)
        self.lead.action_set_won()
        self.assertEqual((self._counted("call"), self._counted("won_deal")), (0, 0))
        self.assertEqual(self.env["sales.action.hold"].search_count([("user_id", "=", self.anna.id)]), 2)
        with freeze_time(NOON + 3 * DAY):
            self._write_report(self.call, topic="Обсудили смету на ремонт фасада, 1,2 млн рублей, срок до мая.",
                               agreement="Прислать смету по этажам до вторника.",
                               stop_point="Смету согласует главный инженер завода.")
        self.assertEqual(self._counted("call", date=date(2025, 12, 3)), 1)  # the one that was owed
        self.assertEqual(self._counted("call", date=date(2025, 12, 4)), 1)  # on the day when it was made
        self.assertEqual(self._counted("won_deal", date=date(2025, 12, 4)), 1)
        self.assertFalse(self.env["sales.action.hold"].search([]))

    def test_what_waits_stays_with_whose_it_was(self):
        client = self.env["res.partner"].with_user(self.anna).create(
            {"name": "ООО Новый", "is_company": True, "phone": "+7 495 000-00-07"})
        deal = self.env["crm.lead"].create({"name": "Выигранная", "user_id": self.anna.id, "team_id": self.team.id})
        deal.action_set_won()
        client.sudo().user_id = deal.user_id = self.boris
        self.assertEqual((self._counted("new_client"), self._counted("won_deal")), (0, 0))
        self._write_report(self.call)
        for code in ("new_client", "won_deal"):
            row = self.env["sales.action"].search([("metric_id.code", "=", code)])
            self.assertRecordValues(row, [{"user_id": self.anna.id, "team_id": self.team.id, "claimed": 1}])

    def test_what_was_done_before_is_counted_and_stays(self):
        earlier = self._begin(date_start=NOON + timedelta(hours=23))
        self.env.flush_all()
        self.env.cr.execute("UPDATE sales_call SET create_date = date_start WHERE id = %s", [earlier.id])  # not the clock's
        earlier.invalidate_recordset(["create_date"])
        self._write_report(earlier)
        self.assertEqual(self._counted("call"), 1)
        self._set_rule("off")
        later = self._begin(lead_id=False, partner_id=self.client.id)
        later.action_no_answer()
        self.assertEqual(self._counted("call"), 2)
        self._set_rule("block")
        (earlier | later).sudo()._settle_actions()
        self.assertEqual(self._counted("call"), 2)
        later.sudo().state = "refuted"
        self.assertEqual(self._counted("call"), 1)

    def test_a_refuted_call_is_not_counted_later(self):
        other = self._begin(lead_id=False, partner_id=self.client.id)
        self._write_report(other)
        other.sudo().state = "refuted"
        self._set_rule("off")
        self.env["sales.action.hold"]._release()
        self.assertEqual(self._counted("call"), 0)

    def test_a_milder_rule_counts_at_once(self):
        self.lead.action_set_won()
        self.assertEqual(self._counted("won_deal"), 0)
        form = Form(self.env["sales.settings"].with_user(self.director))
        self.assertEqual((form.owed_reports_rule, form.owed_reports_hours), ("block", 24))
        form.owed_reports_rule = "warn"
        form.save().action_save()
        self.assertEqual(self._counted("won_deal", date=date(2025, 12, 4)), 1)

    def test_hours_nobody_could_work_by_are_refused(self):
        for hours in (0, 1001):
            with self.assertRaises(ValidationError):
                self.env["sales.settings"].with_user(self.director).create({"owed_reports_hours": hours})

    def test_what_two_requests_left_is_counted_by_the_job(self):
        self.lead.action_set_won()
        self.env["sales.action.hold"]._cron_release()
        self.assertEqual(self._counted("won_deal"), 0)
        self.call.sudo().with_context(force_delete=True).unlink()
        self.env["sales.action.hold"]._cron_release()
        self.assertEqual(self._counted("won_deal"), 1)

    def test_the_log_of_what_waits_is_nobodys(self):
        self.lead.action_set_won()
        rows = self.env["sales.action.hold"].search([])
        for user in (self.anna, self.olga, self.director):
            for operation in ("read", "write", "unlink"):
                self.assertFalse(rows.with_user(user).has_access(operation))

    # ------------------------------------------------------------
    # LIFTING
    # ------------------------------------------------------------

    def _lift(self, by, user=None, **values):
        return self.env["sales.block.lift"].with_user(by).create({
            "user_id": (user or self.anna).id, "date": date(2025, 12, 4), "reason": "Едет к клиенту", **values})

    def test_a_leader_lifts_for_a_day(self):
        self.lead.action_set_won()
        lift = self._lift(self.olga, lifted_by_id=self.anna.id)
        self.assertRecordValues(lift, [{"lifted_by_id": self.olga.id, "user_id": self.anna.id}])
        self.assertTrue(self._make_new_lead())
        self.assertEqual(self._counted("won_deal", date=date(2025, 12, 4)), 1)
        with freeze_time(NOON + 2 * DAY):
            with self.assertRaises(RedirectWarning):
                self._make_new_lead()
            self.lead.sudo()._settle_actions()
            self.assertEqual(self._counted("won_deal"), 1)
            other = self._begin(lead_id=False, partner_id=self.client.id)
            self._write_report(other)
            self.assertEqual(self._counted("call"), 0)

    def test_day_of_a_lift_is_the_day_of_the_ledger(self):
        self.env.company.partner_id.tz, self.anna.tz = "Europe/Moscow", False
        with freeze_time("2025-12-04 22:00:00"):
            self.assertEqual(self.env["sales.block.lift"]._get_today(self.anna), date(2025, 12, 5))

    def test_who_may_lift(self):
        for by in (self.anna, self.boris, self.viktor, self.alla):
            with self.subTest(by=by.login), self.assertRaises(AccessError):
                self._lift(by)
        with self.assertRaises(AccessError):
            self._lift(self.olga, self.viktor)
        self.assertTrue(self._lift(self.director, self.viktor))

    def test_nobody_lifts_their_own_block(self):
        self.team.crm_team_member_ids = [Command.create({"user_id": self.olga.id})]
        with self.assertRaises(AccessError):
            self._lift(self.olga, self.olga)

    def test_a_lift_is_for_today_or_soon(self):
        for day in (date(2025, 12, 3), date(2025, 12, 12)):
            with self.assertRaises(ValidationError):
                self._lift(self.olga, date=day)

    def test_a_lift_stays_as_it_was_written(self):
        lift = self._lift(self.olga)
        for user in (self.olga, self.director):
            with self.assertRaises(AccessError):
                lift.with_user(user).write({"reason": "Другая"})
            with self.assertRaises(AccessError):
                lift.with_user(user).unlink()
        seen = {user.login: bool(self.env["sales.block.lift"].with_user(user).search_count([]))
                for user in (self.anna, self.boris, self.olga, self.director)}
        self.assertEqual(seen, {"anna": True, "boris": False, "olga": True, "director": True})

    def test_who_owes_reports(self):
        self._begin(lead_id=False, partner_id=self.client.id)
        self._begin(self.viktor)
        Report = self.env["sales.owed.report"]
        row = Report.with_user(self.olga).search([])
        self.assertRecordValues(row, [{
            "user_id": self.anna.id, "owed_count": 2, "overdue_count": 1, "oldest_since": NOON, "is_blocked": True}])
        self.assertEqual(Report.with_user(self.director).search([]).user_id, self.anna | self.viktor)
        self.assertEqual(self.env["sales.call"].search(row.action_view_calls()["domain"]).user_id, self.anna)
        with self.assertRaises(AccessError):
            Report.with_user(self.anna).search([])
        form = Form(self.env["sales.block.lift"].with_user(self.olga).with_context(**row.action_lift()["context"]))
        form.reason = "Выставка"
        form.save()
        row.invalidate_recordset()
        self.assertFalse(row.is_blocked)

    def test_who_owes_nothing_costs_one_query(self):
        values = [{"name": "Новый лид", "user_id": self.boris.id}]
        Lead = self.env["crm.lead"].with_user(self.boris)
        Lead.create(values)
        counts = {}
        for rule in ("off", "block"):
            self._set_rule(rule)
            self.env.flush_all()
            self.boris._check_reports_written()  # parameters are kept in memory
            before = self.env.cr.sql_log_count
            self.boris._check_reports_written()
            counts[rule] = self.env.cr.sql_log_count - before
        self.assertEqual(counts, {"off": 0, "block": 1})
