import random
from collections import defaultdict
from datetime import datetime, timedelta
from statistics import mean, median

import pytz
from freezegun import freeze_time

from odoo.fields import Command, Datetime
from odoo.tests import BaseCase, tagged

from ..models.crm_lead_first_response import SINCE_PARAM
from ..tools.working_time import WorkingTime
from .call_common import CallCommon
from .common_report import SalesReportCommon

STEP = timedelta(minutes=5)
WEEK = [(day, start, stop) for day in range(5) for start, stop in ((9, 13), (14, 18))]


def count_hours(start, stop, zone):
    """Working hours of WEEK between two moments (UTC), counted by steps of five minutes on the clock of ``zone``."""
    zone, steps = pytz.timezone(zone), 0
    moment = start
    while moment < stop:
        clock = pytz.utc.localize(moment).astimezone(zone)
        hour = clock.hour + clock.minute / 60
        steps += any(clock.weekday() == day and begin <= hour < end for day, begin, end in WEEK)
        moment += STEP
    return steps / 12


def make_calendar(env):
    return env["resource.calendar"].create({
        "name": "Nine to six", "tz": "Europe/Moscow", "attendance_ids": [Command.clear()] + [Command.create({
            "name": "Work", "dayofweek": str(day), "hour_from": start, "hour_to": stop,
            "day_period": "morning" if start < 13 else "afternoon"}) for day, start, stop in WEEK]})


@tagged("post_install", "-at_install")
class TestWorkingTime(BaseCase):
    """The calculation alone."""

    def test_any_span_is_what_a_clock_counts(self):
        draw = random.Random(5)
        monday = datetime(2025, 12, 1)
        time_of_work = WorkingTime([
            (monday + timedelta(days=7 * week + day, hours=start), monday + timedelta(days=7 * week + day, hours=stop))
            for week in range(3) for day, start, stop in WEEK])
        for _number in range(100):
            start = monday + draw.randrange(20 * 24 * 12) * STEP
            stop = start + draw.randrange(60 * 12) * STEP
            self.assertAlmostEqual(time_of_work.get_hours(start, min(stop, monday + timedelta(days=21))), count_hours(
                start, min(stop, monday + timedelta(days=21)), "UTC"))

    def test_edges(self):
        day = WorkingTime([(datetime(2025, 12, 1, 9), datetime(2025, 12, 1, 18))])
        for start, stop, hours in (
                (datetime(2025, 12, 1, 9), datetime(2025, 12, 1, 18), 9), (datetime(2025, 11, 30), datetime(2025, 12, 2), 9),
                (datetime(2025, 12, 1, 18), datetime(2025, 12, 2), 0), (datetime(2025, 11, 1), datetime(2025, 12, 1, 9), 0),
                (datetime(2025, 12, 1, 12), datetime(2025, 12, 1, 11), 0)):
            self.assertEqual(day.get_hours(start, stop), hours)
        self.assertEqual(WorkingTime([]).get_hours(datetime(2025, 12, 1), datetime(2025, 12, 2)), 0)


@tagged("post_install", "-at_install")
class TestFirstResponse(CallCommon):
    """Leads created at noon in Moscow, Wednesday 3 December 2025, within nine to six with an hour for lunch."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.resource_calendar_id = make_calendar(cls.env)
        cls.env["ir.config_parameter"].set_param(SINCE_PARAM, False)
        cls.new = cls.lead  # made before the clock stood still: what counts is when it was written down
        cls.env.flush_all()
        cls.env.cr.execute("UPDATE crm_lead SET create_date = '2025-12-03 09:00:00' WHERE id IN %s",
                           [tuple(lead.id for lead in cls.lead_of.values())])
        cls.env.invalidate_all()

    def setUp(self):
        super().setUp()
        clock = freeze_time("2025-12-03 10:00:00")
        clock.start()
        self.addCleanup(clock.stop)

    def _talk(self, moment, **values):
        call = self._answered(date_start=moment, **values)
        call.sudo()._report_history()
        return call

    def _responses(self, lead=None):
        lead = lead or self.new
        return lead.first_response_call_id, lead.first_response_at, lead.first_response_hours

    def test_from_the_first_conversation_in_working_hours(self):
        with freeze_time("2025-12-05 09:00:00"):
            second = self._talk(datetime(2025, 12, 4, 7, 30))  # 10:30 in Moscow
            self.assertEqual(self._responses(), (second, datetime(2025, 12, 4, 7, 30), 6.5))
            first = self._talk(datetime(2025, 12, 3, 16, 0))  # 19:00: after work
            self.assertEqual(self._responses(), (first, datetime(2025, 12, 3, 16, 0), 5.0))

    def test_a_call_that_is_only_due_or_missed_answers_nobody(self):
        self._answered()
        self._answered().action_no_answer()
        self.assertEqual(self._responses(), (self.env["sales.call"], False, 0))

    def test_talk_time_of_a_conversation(self):
        self._talk(datetime(2025, 12, 3, 9, 10), duration=59)
        recorded = self._answered(date_start=datetime(2025, 12, 3, 9, 20))
        recorded.sudo().write({"origin": "pbx", "duration": 0})
        recorded.sudo()._report_history()
        self.assertFalse(self.new.first_response_at)
        recorded.sudo().duration = 60
        self.assertEqual(self.new.first_response_call_id, recorded)
        self.env["sales.metric"].search([("code", "=", "dialogue")]).min_talk_seconds = 30
        self.new.sudo()._settle_first_response()
        self.assertEqual(self.new.first_response_at, datetime(2025, 12, 3, 9, 10))

    def test_a_refuted_call_answered_nobody(self):
        first, second = self._talk(datetime(2025, 12, 3, 9, 15)), self._talk(datetime(2025, 12, 3, 9, 45))
        self.assertEqual(self._responses(), (first, first.date_start, 0.25))
        first.sudo().state = "refuted"
        self.assertEqual(self._responses(), (second, second.date_start, 0.75))
        second.sudo().state = "due"
        self.assertEqual(self._responses(), (self.env["sales.call"], False, 0))
        first.sudo().state = "confirmed"
        self.assertEqual(self._responses(), (first, first.date_start, 0.25))
        first.sudo().unlink()
        self.assertEqual(self._responses(), (self.env["sales.call"], False, 0))

    def test_a_call_moved_to_another_deal(self):
        call = self._talk(datetime(2025, 12, 3, 9, 15))
        other = self.new.copy()
        call.sudo().lead_id = other
        self.assertFalse(self.new.first_response_at)
        self.assertEqual(other.first_response_call_id, call)
        self.assertFalse(other.copy().first_response_at)

    def test_a_conversation_with_the_client_about_no_deal(self):
        call = self._talk(datetime(2025, 12, 3, 9, 15), lead_id=False, partner_id=self.client.id)
        self.assertEqual(self._responses(), (call, call.date_start, 0.25))
        self.new.sudo().partner_id = self.client_of[self.boris]
        self.assertFalse(self.new.first_response_at)
        self.new.sudo().partner_id = self.contact_of[self.anna]
        self.assertEqual(self.new.first_response_call_id, call)

    def test_an_earlier_conversation_about_no_deal_answers_no_new_lead(self):
        self._talk(datetime(2025, 12, 3, 8, 0), lead_id=False, partner_id=self.client.id)
        self.assertFalse(self.new.first_response_at)
        call = self._talk(datetime(2025, 12, 3, 8, 30))  # the lead was made of this very call
        self.assertEqual(self._responses(), (call, call.date_start, 0))

    def test_merged_leads(self):
        call = self._talk(datetime(2025, 12, 3, 9, 15))
        other = self.env["crm.lead"].create({"name": "Второй", "user_id": self.anna.id, "partner_id": self.client.id})
        merged = (other | self.new)._merge_opportunity(auto_unlink=True)
        self.assertEqual(merged.first_response_call_id, call)

    def test_nobody_writes_it(self):
        self._talk(datetime(2025, 12, 3, 9, 15))
        before = self._responses()
        for values in ({"first_response_at": False}, {"first_response_hours": 0.0}, {"first_response_call_id": False}):
            self.new.with_user(self.anna).write(values)
            self.assertEqual(self._responses(), before)
        Lead = self.env["crm.lead"].with_user(self.anna).with_context(default_first_response_at="2025-12-03 09:00:00")
        lead = Lead.create({"name": "Новый", "first_response_hours": 3})
        self.assertEqual((lead.first_response_at, lead.first_response_hours), (False, 0))

    def test_who_waits_longest_comes_first(self):
        Lead = self.env["crm.lead"].with_user(self.anna)
        late = Lead.create({"name": "Поздний"})
        early = Lead.create({"name": "Ранний"})
        self.env.flush_all()
        self.env.cr.execute("UPDATE crm_lead SET create_date = '2025-12-03 11:00:00' WHERE id = %s", [late.id])
        self.env.cr.execute("UPDATE crm_lead SET create_date = '2025-12-02 14:00:00' WHERE id = %s", [early.id])
        self.env.invalidate_all()
        action = self.env.ref("sales_crm_ext.crm_lead_action_without_response")
        with freeze_time("2025-12-04 06:30:00"):
            found = Lead.search([("is_response_awaited", "=", True)], order="create_date, id")
            self.assertEqual(found, early | self.new.with_user(self.anna) | late)
            self.assertEqual(found.mapped("waiting_hours"), [9.5, 5.5, 4.5])
            self.assertEqual(action.domain, '[("is_response_awaited", "=", True)]')
            self._talk(datetime(2025, 12, 3, 9, 15))
            late.action_set_lost(lost_reason_id=self.env["crm.lost.reason"].create({"name": "Дорого"}).id)
            self.env["ir.config_parameter"].set_param(SINCE_PARAM, "2025-12-03 00:00:00")
            self.assertFalse(Lead.search([("is_response_awaited", "=", True)]))
            self.env.invalidate_all()
            self.assertFalse((found | late).filtered("is_response_awaited"))
            form = found[0].action_log_call()
            self.assertEqual((form["res_model"], form["context"]["default_lead_id"]), ("sales.call", early.id))

    def test_queue_goes_on_with_who_waits_longest(self):
        late = self.env["crm.lead"].create({"name": "Поздний", "user_id": self.anna.id})
        planned = self._plan_call(self.env["crm.lead"].create({"name": "В плане", "user_id": self.anna.id}),
                                  contact_at=datetime(2025, 12, 3, 9, 50))
        Call = self.env["sales.call"].with_user(self.anna)
        self.assertEqual(Call._get_next_call_action()["context"]["default_activity_id"], planned.id)
        planned.contact_at = datetime(2025, 12, 4, 9, 50)
        for lead in (self.new, late):
            action = Call._get_next_call_action()
            self.assertEqual(action["context"], {
                "dialog_size": "extra-large", "sales_crm_ext_queue": True, "default_lead_id": lead.id})
            call = Call.create({"lead_id": lead.id})
            call.action_no_answer()
        self.assertEqual(Call._get_next_call_action()["tag"], "display_notification")

    def test_calls_of_before_the_columns(self):
        call = self._talk(datetime(2025, 12, 3, 9, 15))
        without_deal = self.env["sales.call"].create({
            "partner_id": self.client_of[self.boris].id, "user_id": self.boris.id,
            "date_start": datetime(2025, 12, 3, 9, 30)})
        without_deal._report_history()
        other = self.lead_of[self.boris]
        right = self._responses(), self._responses(other)
        self.assertEqual(right, ((call, call.date_start, 0.25), (without_deal, without_deal.date_start, 0.5)))
        self.env.flush_all()
        self.env.cr.execute("UPDATE crm_lead SET first_response_at = NULL, first_response_hours = NULL,"
                            " first_response_call_id = NULL")
        self.env.invalidate_all()
        self.env["crm.lead"]._fill_first_responses()
        self.assertEqual((self._responses(), self._responses(other)), right)

    def test_the_installation_begins_anew(self):
        self.env["crm.lead"]._begin_first_responses()
        self.assertEqual(self.env["crm.lead"]._get_first_response_since(), Datetime.now())
        self.assertFalse(self.new.is_response_awaited)


@tagged("post_install", "-at_install")
class TestResponseReport(SalesReportCommon):
    """The report's figures are those of a recount, lead by lead, by steps of five minutes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-03-20 10:20:00"))
        calendar = make_calendar(cls.env)
        (cls.env.company | cls.abroad).resource_calendar_id = calendar
        cls.env["resource.calendar.leaves"].create({
            "name": "Holiday", "calendar_id": calendar.id, "resource_id": False,
            "date_from": datetime(2026, 3, 8, 21), "date_to": datetime(2026, 3, 9, 20, 59, 59)})
        cls.env["ir.config_parameter"].set_param(SINCE_PARAM, "2026-03-01 00:00:00")
        cls._make_month()

    @classmethod
    def _make_month(cls):
        draw = random.Random(8)
        people = [cls.anna, cls.boris, cls.viktor]
        for number in range(60):
            user = draw.choice(people)
            created = datetime(2026, 2, 27) + draw.randrange(20 * 24 * 12) * STEP
            lead = cls._make_lead(
                created, user=user if number % 7 else None, team_id=cls.team.id, name=f"Lead {number}",
                channel_id=draw.choice([cls.ads, cls.fair, cls.silent]).id, type=draw.choice(["lead", "opportunity"]))
            for _call in range(draw.randrange(3)):
                call = cls.env["sales.call"].create({
                    "lead_id": lead.id, "user_id": draw.choice(people).id, "direction": "out",
                    "date_start": min(created + draw.randrange(1800) * STEP, datetime(2026, 3, 20, 10)),
                    "duration": draw.choice([0, 30, 200]), "disposition": draw.choice(["answered", "answered", "busy"])})
                call.state = draw.choice(["reported", "confirmed", "refuted", "due"])
            if number % 9 == 0:
                lead.action_set_lost()
        cls.env.flush_all()

    def _recount(self):
        """``{(person, channel): list of (state, hours)}`` in plain Python."""
        found = defaultdict(list)
        for lead in self.env["crm.lead"].with_context(active_test=False).search([("create_date", ">=", "2026-03-01")]):
            talks = [call for call in self.env["sales.call"].search([("lead_id", "=", lead.id)], order="date_start, id")
                     if call.state in ("reported", "confirmed") and call.disposition == "answered"
                     and call.duration not in range(1, 60)]
            person = talks[0].user_id if talks else lead.user_id
            stop = talks[0].date_start if talks else datetime(2026, 3, 20, 10, 20)
            state = "answered" if talks else "waiting" if lead.active and lead.won_status == "pending" else "closed"
            # The holiday is midnight to midnight in Moscow; in Vladivostok it is noted by the same moments.
            hours = count_hours(lead.create_date, stop, person.tz or "UTC") - self._count_holiday(
                lead.create_date, stop, person.tz or "UTC")
            found[person, lead.channel_id].append((state, hours))
        return found

    def _count_holiday(self, start, stop, zone):
        begin, end = datetime(2026, 3, 8, 21), datetime(2026, 3, 9, 21)
        return count_hours(max(start, begin), min(stop, end), zone)

    def test_figures_are_those_of_a_recount(self):
        rows = self.env["sales.response.report"].with_user(self.director)._read_group(
            [], ["user_id", "channel_id"],
            ["lead_count:sum", "answered_count:sum", "waiting_count:sum", "unanswered_count:sum", "response_hours:sum",
             "average_hours:avg", "median_hours:avg", "waiting_hours:sum", "average_waiting:avg", "answered_share:avg"])
        recount = self._recount()
        self.assertEqual({(user.id, channel.id) for user, channel, *_rest in rows},
                         {(user.id, channel.id) for user, channel in recount})
        self.assertGreater(len(rows), 8)
        for user, channel, *figures in rows:
            facts = recount[user.sudo(), channel.sudo()]
            hours = {state: [value for of, value in facts if of == state] for state in ("answered", "waiting", "closed")}
            answered, waiting = hours["answered"], hours["waiting"]
            expected = [
                len(facts), len(answered), len(waiting), len(hours["closed"]), sum(answered) or None,
                mean(answered) if answered else None, median(answered) if answered else None, sum(waiting) or None,
                mean(waiting) if waiting else None, len(answered) / len(facts)]
            for value, right in zip(figures, expected):
                self.assertAlmostEqual(value or 0, right or 0, 3, (user.login, channel.name, figures, expected))

    def test_totals_are_of_all_leads(self):
        (average, middle, waiting), = self.env["sales.response.report"].with_user(self.director)._read_group(
            [], [], ["average_hours:avg", "median_hours:avg", "average_waiting:avg"])
        facts = [fact for found in self._recount().values() for fact in found]
        hours = [value for state, value in facts if state == "answered"]
        self.assertAlmostEqual(average, mean(hours), 3)
        self.assertAlmostEqual(middle, median(hours), 3)
        self.assertAlmostEqual(waiting, mean(value for state, value in facts if state == "waiting"), 3)

    def test_a_row_opens_its_lead_and_is_the_leaders(self):
        Report = self.env["sales.response.report"]
        row = Report.with_user(self.director).search([], limit=1)
        self.assertEqual(row.action_open_record()["res_id"], row.lead_id.id)
        seen = Report.with_user(self.olga).search([])
        self.assertTrue(seen)
        self.assertLess(len(seen), len(Report.with_user(self.director).search([])))
        self.assertFalse(seen.lead_id.user_id - self.anna - self.boris - self.olga)

    def test_waiting_of_a_list_is_that_of_the_report(self):
        rows = self.env["sales.response.report"].search([("state", "=", "waiting")])
        self.assertGreater(len(rows), 5)
        for row in rows:
            self.assertAlmostEqual(row.waiting_hours, row.lead_id.waiting_hours, 6)
            self.assertTrue(row.lead_id.is_response_awaited)
