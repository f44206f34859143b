from datetime import date, datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import ForeignKeyViolation

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.res_users import SALESMAN
from ..tools import working_day
from .call_common import OTHER_GOOD, CallCommon

TODAY = date(2025, 12, 3)  # a Wednesday, noon in Moscow
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
WEEK = [(str(day), hours) for day in range(5) for hours in ((9, 13), (14, 18))]
HALF_WEEK = [(str(day), (9, 13)) for day in range(5)]


class QuotaCommon(CallCommon):
    """The company works from 9 to 13 and from 14 to 18, Monday to Friday, by the clock of Moscow."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["sales.quota"].with_context(active_test=False).search([]).unlink()
        cls.env["sales.quota.day"].search([]).unlink()
        cls.calendar = cls._make_calendar("Full Week", WEEK)
        cls.env.company.resource_calendar_id = cls.calendar
        cls.metric = cls.env.ref("sales_crm_ext.sales_metric_call")
        cls.Quota = cls.env["sales.quota"].with_user(cls.director)
        cls.Day = cls.env["sales.quota.day"]

    @classmethod
    def _make_calendar(cls, name, hours):
        return cls.env["resource.calendar"].create({
            "name": name, "tz": "Europe/Moscow", "company_id": cls.env.company.id, "hours_per_day": 8, "attendance_ids": [
                Command.create({"name": name, "dayofweek": day, "hour_from": start, "hour_to": end})
                for day, (start, end) in hours]})

    def _set(self, target=8, **values):
        return self.Quota.create({"metric_id": self.metric.id, "target": target, "date_from": TODAY, **values})

    def _employ(self, user, calendar):
        return self.env["resource.resource"].create({
            "name": user.name, "user_id": user.id, "company_id": self.env.company.id, "calendar_id": calendar.id,
            "tz": "Europe/Moscow"})

    def _result(self, user=None, day=TODAY, metric=None):
        self.env["sales.quota.result"].invalidate_model()
        return self.env["sales.quota.result"].search([
            ("user_id", "=", (user or self.anna).id), ("date", "=", day), ("metric_id", "=", (metric or self.metric).id)])

    def _report(self, **values):
        call = self._answered(**values)
        call.sudo()._report_history()
        return call

    def _report_many(self, count, **values):
        for _number in range(count):
            self._report(**values)

    def _pace(self, user=None, day=TODAY):
        return self._result(user, day).pace


@tagged("post_install", "-at_install")
class TestQuotaPrecedence(QuotaCommon):
    """Which quota holds for whom."""

    def _target(self, user):
        return self._result(user).target

    def test_the_nearest_one_holds(self):
        self._set(8)
        self._set(7, group_ids=self.env.ref(SALESMAN).ids)
        self._set(6, team_ids=self.team.ids)
        personal = self._set(5, user_ids=self.anna.ids)
        self.assertEqual([self._target(user) for user in (self.anna, self.boris, self.viktor, self.alla)], [5, 6, 7, 8])
        personal.active = False
        self.assertEqual(self._target(self.anna), 6)

    def test_role_is_the_highest_one(self):
        self._set(7, group_ids=self.env.ref(SALESMAN).ids)
        self.assertFalse(self._result(self.olga))
        self.assertFalse(self._result(self.director))

    def test_everybody_are_those_who_sell(self):
        self._set(8)
        self.assertTrue(self._result(self.olga))
        self.assertFalse(self._result(self.director))
        self.assertFalse(self._result(self.accountant))
        self.env["crm.team.member"].create({"user_id": self.director.id, "crm_team_id": self.other_team.id})
        self.Day._cron_settle()
        self.assertEqual(self._target(self.director), 8)

    def test_two_that_are_equally_near_are_refused_by_name(self):
        self._set(8, user_ids=(self.anna | self.boris).ids)
        with self.assertRaisesRegex(ValidationError, "Calls: 8 a day, Anna, Boris"):
            self._set(9, user_ids=self.anna.ids)
        self._set(9, user_ids=self.viktor.ids)
        self._set(9, user_ids=self.anna.ids, metric_id=self.env.ref("sales_crm_ext.sales_metric_dialogue").id)

    def test_one_ends_before_the_next_begins(self):
        self._set(8, date_to=TODAY)
        self._set(9, date_from=TOMORROW)
        self.assertEqual((self._target(self.anna), self._result(day=TOMORROW).target), (8, 9))
        with self.assertRaises(ValidationError):
            self._set(10, date_from=TOMORROW)

    def test_of_two_teams_the_later_quota_holds(self):
        self.env["ir.config_parameter"].sudo().set_param("sales_team.membership_multi", True)
        self.env["crm.team.member"].create({"user_id": self.anna.id, "crm_team_id": self.other_team.id})
        self._set(6, team_ids=self.team.ids, date_from=YESTERDAY)
        self._set(5, team_ids=self.other_team.ids)
        self.assertEqual(self._target(self.anna), 5)

    def test_whom_it_names_does_not_go_before_it(self):
        """Without them it would be everybody's."""
        self._set(8, team_ids=self.other_team.ids)
        leaver = self._make_user("leaver", SALESMAN)
        self._set(9, user_ids=leaver.ids)
        for record in (self.other_team, leaver):
            with self.assertRaises(ForeignKeyViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                record.unlink()

    def test_quota_of_who_left_is_nobody_elses(self):
        self._set(9, user_ids=self.viktor.ids)
        quota = self._set(7, team_ids=self.other_team.ids)
        self.viktor.active = self.other_team.active = False
        self.Day._cron_settle()
        self.assertFalse(self._result(self.boris) | self._result(self.anna))
        self.assertEqual(quota.whom, "Chairs")

    def test_archived_ones_do_not_hold_whoever_asks(self):
        quota = self._set(8)
        quota.active = False
        self._set(3, user_ids=self.viktor.ids).with_context(active_test=False).target = 4
        self.assertEqual((self._target(self.viktor), bool(self._result())), (4, False))
        self.Quota.with_context(active_test=False).create({"metric_id": self.metric.id, "target": 5, "date_from": TODAY})
        self.assertEqual(self._target(self.anna), 5)

    def test_of_a_leaver_nothing_is_asked_from_tomorrow_on(self):
        self._set(8)
        self._report_many(2)
        self.anna.active = False
        self.Day._cron_settle()
        self.assertEqual((self._result().claimed, bool(self._result(day=TOMORROW))), (2, False))
        self.assertTrue(self._result(self.boris, TOMORROW))

    def test_for_whom_it_is_in_words(self):
        self.assertEqual(self._set(8).whom, "everybody in sales")
        self.assertEqual(self._set(7, team_ids=self.team.ids, user_ids=self.viktor.ids).whom, "Viktor, Pumps")

    def test_only_people_of_its_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.Quota.with_user(self.env.user).sudo().create({
            "metric_id": self.metric.id, "target": 8, "date_from": TODAY, "company_id": other.id})
        self.assertFalse(self._result())


@tagged("post_install", "-at_install")
class TestQuotaCalendar(QuotaCommon):
    """What the calendar makes of a target."""

    def _take_off(self, user, start, end, **values):
        return self.env["resource.calendar.leaves"].create({
            "name": "Off", "date_from": start, "date_to": end, "resource_id": user.resource_ids.id, **values})

    def test_part_time_scales(self):
        self._employ(self.anna, self._make_calendar("Half Week", HALF_WEEK))
        self._set(8)
        self.assertEqual([self._result(user).target for user in (self.anna, self.boris)], [4, 8])

    def test_weekend_is_a_day_off(self):
        self._set(8, date_from=date(2025, 11, 29))
        self.assertEqual([self._result(day=date(2025, 11, 29 + number)).pace for number in (0, 1)], ["day_off"] * 2)
        self.assertEqual(self._result(day=date(2025, 12, 1)).pace, "off_track")

    def test_public_holiday_is_a_day_off_for_everybody(self):
        self.env["resource.calendar.leaves"].create({
            "name": "Holiday", "date_from": datetime(2025, 12, 2, 21), "date_to": datetime(2025, 12, 3, 20, 59, 59)})
        self._employ(self.anna, self.calendar)
        self._set(8)
        self.assertEqual((self._pace(self.anna), self._pace(self.boris)), ("day_off", "day_off"))
        self.assertEqual(self._result(day=TOMORROW).target, 8)

    def test_holiday_of_another_company_is_none(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.env["resource.calendar.leaves"].with_company(other).create({
            "name": "Holiday", "date_from": datetime(2025, 12, 2, 21), "date_to": datetime(2025, 12, 3, 20, 59, 59),
            "company_id": other.id})
        self._set(8)
        self.assertEqual(self._result(self.boris).target, 8)

    def test_time_off_is_the_persons_own(self):
        for user in self.anna + self.boris:
            self._employ(user, self.calendar)
        self._set(8)
        self._take_off(self.anna, datetime(2025, 12, 3, 6), datetime(2025, 12, 3, 15))
        self.assertEqual([self._result(user).target for user in (self.anna, self.boris)], [0, 8])

    def test_half_a_day_off_asks_for_half(self):
        self._employ(self.anna, self.calendar)
        self._set(8)
        leave = self._take_off(self.anna, datetime(2025, 12, 3, 11), datetime(2025, 12, 3, 15))
        self.assertEqual(self._result().target, 4)
        leave.unlink()
        self.assertEqual(self._result().target, 8)

    def test_training_is_work(self):
        self._employ(self.anna, self.calendar)
        self._set(8)
        self._take_off(self.anna, datetime(2025, 12, 3, 6), datetime(2025, 12, 3, 15), time_type="other")
        self.assertEqual(self._result().target, 8)

    def test_hours_are_those_of_the_persons_clock(self):
        self.anna.tz = "Asia/Vladivostok"
        self._set(8)
        with freeze_time("2025-12-03 03:00:00"):  # 13:00 there
            self.assertEqual(self._result().expected, 4)
        with freeze_time("2025-12-02 23:00:00"):  # 9:00 there
            self.assertEqual(self._result().expected, 0)

    def test_clocks_are_set_back(self):
        self.anna.tz = "Europe/Berlin"
        with freeze_time("2025-10-24 06:00:00"):
            self._set(8, date_from=date(2025, 10, 24))
        # Nine o'clock is seven in Greenwich on Friday, and eight on Monday.
        for moment, day, expected in (("2025-10-24 08:00", 24, 1), ("2025-10-27 08:00", 27, 0), ("2025-10-27 09:00", 27, 1)):
            with freeze_time(moment):
                self.Day._cron_settle()
                self.assertEqual(self._result(day=date(2025, 10, day)).expected, expected, moment)
        self.assertEqual(self.anna._get_day_end(date(2025, 10, 25)), datetime(2025, 10, 25, 22))
        self.assertEqual(self.anna._get_day_end(date(2025, 10, 26)), datetime(2025, 10, 26, 23))

    def test_flexible_hours_are_shared_out_from_monday_on(self):
        flexible = self.env["resource.calendar"].create({
            "name": "Flexible", "tz": "Europe/Moscow", "company_id": self.env.company.id, "flexible_hours": True,
            "hours_per_day": 8, "full_time_required_hours": 40})
        self._employ(self.anna, flexible)
        self._set(8, date_from=date(2025, 11, 24))
        targets = [self._result(day=date(2025, 11, day)).target for day in range(24, 31)]
        self.assertEqual(targets, [8, 8, 8, 8, 8, 0, 0])

    def test_who_has_no_hours_of_their_own_works_as_the_company(self):
        self._employ(self.anna, self.env["resource.calendar"]).calendar_id = False
        self._set(8)
        self.assertEqual(self._result().target, 8)

    def test_a_morning_off_is_a_morning_without_hours_of_ones_own(self):
        self._employ(self.anna, self.calendar).calendar_id = False
        self._set(8)
        self._take_off(self.anna, datetime(2025, 12, 3, 6), datetime(2025, 12, 3, 10))
        self.assertEqual((self._result().target, self._result().expected), (4, 0))

    def test_an_hour_off_in_the_morning_stays_in_its_day(self):
        self.anna.tz = "Asia/Vladivostok"  # where it is the day before in Greenwich
        self._employ(self.anna, self.calendar)
        self._set(8)
        self._take_off(self.anna, datetime(2025, 12, 2, 22), datetime(2025, 12, 2, 23, 30))
        self.assertEqual([self._result(day=day).target for day in (TODAY, TOMORROW)], [7.5, 8])

    def test_a_company_without_a_calendar_works_each_day(self):
        self.env.company.resource_calendar_id = False
        self._set(8, date_from=date(2025, 11, 29))
        self.assertEqual((self._result().target, self._result().expected), (8, 4))
        self.assertEqual(self._result(day=date(2025, 11, 29)).target, 8)

    def test_a_year_of_holidays_is_worked_out_once(self):
        self._set(8)
        Day = type(self.Day)
        with patch.object(Day, "_work_out", autospec=True, side_effect=Day._work_out) as work_out:
            self.env["resource.calendar.leaves"].create([
                {"name": "Holiday", "date_from": datetime(2026, month, 2, 21), "date_to": datetime(2026, month, 3, 20, 59)}
                for month in range(1, 13)])
            work_out.assert_not_called()
            self.env["resource.calendar.leaves"].create([
                {"name": "Holiday", "date_from": datetime(2025, 12, day, 21), "date_to": datetime(2025, 12, day + 1, 20, 59)}
                for day in (2, 3)])
            work_out.assert_called_once()
        self.assertEqual([self._pace(), self._pace(day=TOMORROW)], ["day_off"] * 2)

    def test_another_target_leaves_the_past_alone(self):
        quota = self._set(8, date_from=date(2025, 1, 1))
        with patch.object(type(self.Day), "_insert") as insert:
            quota.target = 9
        past, coming = (call.args[0] for call in insert.call_args_list)
        self.assertEqual(len(past), 0)
        self.assertEqual({row["target"] for row in coming if row["user"] == self.anna}, {9})

    def test_a_past_day_keeps_its_target(self):
        quota = self._set(8, date_from=date(2025, 12, 1))
        quota.target = 10
        self.calendar.attendance_ids.unlink()
        self.Day._cron_settle()
        self.assertEqual([self._result(day=day).target for day in (YESTERDAY, TODAY)], [8, 0])
        quota.unlink()
        self.assertEqual((self._result(day=YESTERDAY).target, bool(self._result())), (8, False))

    def test_time_off_entered_later_shows(self):
        self._employ(self.anna, self.calendar)
        self._set(8, date_from=date(2025, 12, 1))
        self.Day._cron_settle()
        leave = self._take_off(self.anna, datetime(2025, 12, 2, 6), datetime(2025, 12, 2, 15))
        result = self._result(day=YESTERDAY)
        self.assertEqual((result.target, result.target_before, result.pace), (0, 8, "day_off"))
        self.assertEqual(self._result(day=date(2025, 12, 1)).target, 8)
        leave.unlink()
        self.assertEqual(self._pace(day=YESTERDAY), "off_track")

    def test_nobody_gives_themselves_a_day_off(self):
        self._employ(self.anna, self.calendar)
        self._set(8)
        leave = self._take_off(self.anna, datetime(2025, 12, 2, 6), datetime(2025, 12, 2, 15))
        with self.assertRaises(AccessError):
            leave.with_user(self.anna).date_to = datetime(2025, 12, 4, 6)
        with self.assertRaises(AccessError):
            self.env["resource.calendar.leaves"].with_user(self.anna).create({
                "name": "Off", "date_from": datetime(2025, 12, 4, 6), "date_to": datetime(2025, 12, 4, 15),
                "resource_id": self.anna.resource_ids.id})

    def test_days_in_which_the_job_stood_still_are_added(self):
        self._set(8)
        self._employ(self.boris, self.calendar)
        with freeze_time("2025-12-08 09:00:00"):
            # Somebody enters time off before the job has run again.
            self._take_off(self.boris, datetime(2025, 12, 8, 6), datetime(2025, 12, 8, 15))
            self.Day._cron_settle()
            self.assertEqual(self._result(self.boris, date(2025, 12, 8)).target, 0)
            self.assertEqual([self._result(day=date(2025, 12, day)).target for day in range(3, 10)], [8, 8, 8, 0, 0, 8, 8])


@tagged("post_install", "-at_install")
class TestQuotaPace(QuotaCommon):
    """Where a person stands."""

    def test_pace_by_the_part_of_the_day_that_is_gone(self):
        self._set(20)  # at noon 3 of 8 hours are gone: 7.5 are expected
        self.assertEqual((self._result().expected, self._pace()), (7.5, "off_track"))
        self._report_many(6)
        self.assertEqual(self._pace(), "off_track")
        self._report()
        self.assertEqual(self._pace(), "behind")  # 7 of 7.5
        self._report()
        self.assertEqual(self._pace(), "on_track")
        self._report_many(12)
        self.assertEqual(self._pace(), "reached")

    def test_breaks_and_evenings_do_not_count(self):
        self._set(8)
        for hour, expected in ((5, 0), (10, 4), (11, 4), (12, 5), (15, 8), (20, 8)):  # UTC
            with freeze_time(datetime(2025, 12, 3, hour)):
                self.assertEqual(self._result().expected, expected, hour)

    def test_report_and_calculation_agree(self):
        self._set(37)
        self._report_many(9)
        for minute in range(0, 18 * 60, 17):
            with freeze_time(datetime(2025, 12, 3, 4) + timedelta(minutes=minute)) as clock:
                now = int(clock().replace(tzinfo=None).timestamp())
                result, day = self._result(), self.Day.search([("user_id", "=", self.anna.id), ("date", "=", TODAY)])
                expected = working_day.get_expected(day.target, day.intervals, now, is_over=clock() >= day.ends_at)
                self.assertEqual((result.expected, result.pace), (expected, working_day.get_pace(day.target, 9, expected)))

    def test_a_deal_in_the_morning_excuses_nothing(self):
        self._set(8)
        self.lead.action_set_won()
        result = self._result()
        self.assertEqual((result.target, result.claimed, result.pace), (8, 0, "off_track"))

    def test_work_on_a_day_off_is_counted(self):
        self._set(8, date_from=date(2025, 11, 30))
        self._report(date_start=datetime(2025, 11, 30, 9))
        result = self._result(day=date(2025, 11, 30))
        self.assertEqual((result.claimed, result.target, result.pace), (1, 0, "day_off"))

    def test_pace_is_searched_and_summed(self):
        self._set(8)
        self._set(1, user_ids=self.anna.ids)
        self._report_many(3)
        Result = self.env["sales.quota.result"]
        domain = [("date", "=", TODAY), ("metric_id", "=", self.metric.id)]
        self.assertEqual(Result.search([*domain, ("pace", "=", "reached")]).user_id, self.anna)
        (target, claimed, completion), = Result._read_group(
            [*domain, ("user_id", "in", (self.anna | self.boris).ids)], [],
            ["target:sum", "claimed:sum", "completion:avg"])
        self.assertEqual((target, claimed, completion), (9, 3, 1 / 3))

    def test_claimed_and_verified_stand_apart(self):
        self._set(8)
        call = self._report()
        self._report(disposition="no_answer")
        call.sudo().state = "confirmed"
        self.assertEqual((self._result().claimed, self._result().verified), (2, 1))

    def test_a_refuted_call_leaves_the_quota(self):
        self._set(1)
        call = self._report()
        self.assertEqual(self._pace(), "reached")
        call.sudo().state = "refuted"
        self.assertEqual((self._pace(), self._result().claimed), ("off_track", 0))

    def test_a_result_opens_what_stands_behind_it(self):
        self._set(8)
        call = self._report()
        action = self._result().action_view_actions()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]).res_id, call.id)


@tagged("post_install", "-at_install")
class TestQuotaDays(QuotaCommon):
    """Days that are over."""

    def _day(self, day=TODAY):
        return self.Day.search([("user_id", "=", self.anna.id), ("date", "=", day), ("metric_id", "=", self.metric.id)])

    def _stored(self, day=TODAY):
        return self._day(day).read(["is_closed", "claimed", "verified"], load=None)[0]

    def test_a_day_is_closed_some_hours_after_its_end(self):
        self._set(8)
        self._report_many(2)
        with freeze_time("2025-12-03 23:59:00"):  # 2:59 in Moscow
            self.Day._cron_settle()
            self.assertFalse(self._day().is_closed)
        with freeze_time("2025-12-04 00:01:00"):
            self.Day._cron_settle()
            self.assertEqual((self._day().is_closed, self._day().claimed), (True, 2))
            self.assertEqual((self._result().claimed, self._pace()), (2, "off_track"))

    def test_a_correction_reaches_a_closed_day(self):
        self._set(2, date_from=date(2025, 12, 1))
        calls = [self._report(date_start=datetime(2025, 12, 2, hour)) for hour in (8, 9)]
        self.Day._cron_settle()
        self.assertEqual((self._day(YESTERDAY).claimed, self._pace(day=YESTERDAY)), (2, "reached"))
        calls[0].sudo().state = "refuted"
        self.assertEqual((self._result(day=YESTERDAY).claimed, self._pace(day=YESTERDAY)), (1, "off_track"))
        self.assertEqual(self._day(YESTERDAY).claimed, 2)
        self.Day._cron_settle()
        self.assertEqual((self._day(YESTERDAY).claimed, self._pace(day=YESTERDAY)), (1, "off_track"))
        self.assertFalse(self.env["sales.quota.late"].search([]))

    def test_rebuilding_changes_nothing(self):
        self._set(2, date_from=date(2025, 12, 1))
        self._report_many(3, date_start=datetime(2025, 12, 2, 8))
        self.Day._cron_settle()
        before = self.Day.search([]).read()
        self.assertEqual(self.Day._rebuild(), 0)
        self.assertEqual(self.Day.search([]).read(), before)
        self._day(YESTERDAY).claimed = 77
        self.assertEqual(self.Day._rebuild(YESTERDAY, YESTERDAY, self.boris), 0)
        self.assertEqual(self.Day._rebuild(YESTERDAY, YESTERDAY, self.anna), 1)
        self.assertEqual(self._day(YESTERDAY).claimed, 3)

    def test_a_quota_of_the_past_adds_what_is_missing_of_its_metric(self):
        dialogue = self.env.ref("sales_crm_ext.sales_metric_dialogue")
        monday = date(2025, 12, 1)
        self._set(8, date_from=monday)
        self._day(monday).unlink()
        self._set(5, metric_id=dialogue.id, date_from=monday)
        self.assertEqual([bool(self._day(monday)), self._result(day=monday, metric=dialogue).target], [False, 5])
        before = self._result(day=YESTERDAY).id
        quota = self._set(9, user_ids=self.anna.ids, date_from=monday)
        self.assertEqual((self._result(day=monday).target, self._result(day=YESTERDAY).target), (9, 8))
        quota.target = 3
        self.assertEqual((self._result(day=monday).target, self._result(day=YESTERDAY).id), (9, before))

    def test_many_people_take_as_many_queries_as_few(self):
        self._set(8)

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            self.env.cr.cache.clear()
            before = self.cr.sql_log_count
            self.Day._work_out()
            return self.cr.sql_log_count - before
        count()
        few = count()
        newcomers = self.env["res.users"].union(
            *(self._make_user(f"newcomer {number}", SALESMAN) for number in range(10)))
        self.env["crm.team.member"].create([
            {"crm_team_id": self.anna.sale_team_id.id, "user_id": user.id} for user in newcomers])
        count()  # scopes are made once
        self.assertLessEqual(count(), few)

    def test_work_of_today_tells_nobody(self):
        self._set(8)
        self._report()
        self.assertFalse(self.env["sales.quota.late"].search([]))

    def test_nobody_waits_for_an_unconcerned_day(self):
        self._report(date_start=datetime(2025, 12, 2, 8))
        self.assertFalse(self.env["sales.quota.late"].search([]))


@tagged("post_install", "-at_install")
class TestQuotaAccess(QuotaCommon):
    """Who reads and sets quotas."""

    def test_results_are_ones_own_and_the_teams(self):
        self._set(8)
        everybody = self.anna | self.boris | self.viktor
        found = {user.login: self.env["sales.quota.result"].with_user(user).search([
            ("user_id", "in", everybody.ids)]).user_id.mapped("login") for user in everybody | self.olga | self.director}
        self.assertEqual({login: sorted(logins) for login, logins in found.items()}, {
            "anna": ["anna"], "boris": ["boris"], "viktor": ["viktor"], "olga": ["anna", "boris"],
            "director": ["anna", "boris", "viktor"]})

    def test_a_deputy_sees_the_results(self):
        self._set(8)
        self.env["sales.deputy"].create({"user_id": self.anna.id, "deputy_id": self.viktor.id, "date_from": TODAY})
        self.assertTrue(self._result().with_user(self.viktor).read(["target"]))

    def test_quotas_are_read_by_those_they_concern(self):
        quotas = (self._set(8), self._set(7, team_ids=self.team.ids), self._set(6, user_ids=self.boris.ids))
        readers = [[user.login for user in (self.anna, self.boris, self.viktor, self.olga, self.alla)
                    if quota.with_user(user).has_access("read")] for quota in quotas]
        self.assertEqual(readers, [["anna", "boris", "viktor", "olga", "alla"], ["anna", "boris", "olga", "alla"],
                                   ["boris", "olga", "alla"]])

    def test_directors_set_quotas(self):
        quota = self._set(8)
        for user in (self.anna, self.olga, self.alla):
            with self.assertRaises(AccessError):
                quota.with_user(user).target = 1
            with self.assertRaises(AccessError):
                self.Day.with_user(user).search([]).read(["target"])


@tagged("post_install", "-at_install")
class TestQuotaPhoneSystem(QuotaCommon):
    """What the phone system knows of a call that was typed in."""

    def _miss(self, **values):
        return self._report(disposition="no_answer", outcome_id=False, topic=False, agreement=False, stop_point=False,
                            **values)

    def test_a_talk_that_was_reported_as_missed_owes_its_report(self):
        self._set(8)
        call = self._miss()
        self.assertEqual(self._result().claimed, 1)
        call.sudo().is_owed_warned = True  # of the first report
        call.sudo()._take_pbx_record("pbx-1", datetime(2025, 12, 3, 8, 58), 42, "answered")
        self.assertRecordValues(call, [{
            "state": "due", "origin": "pbx", "duration": 42, "disposition": "answered", "is_owed_warned": False}])
        self.assertEqual((self._result().claimed, self._result().verified), (0, 0))
        call.write({**OTHER_GOOD, "outcome_id": self.interested.id})
        call.action_report()
        self.assertEqual((self._result().claimed, self._result().verified), (1, 1))

    def test_a_connection_is_no_talk(self):
        self._set(8)
        call = self._miss()
        call.sudo()._take_pbx_record("pbx-1", datetime(2025, 12, 3, 8, 58), 9, "answered")
        self.assertEqual((call.state, self._result().verified), ("reported", 1))

    def test_a_missed_call_is_borne_out_by_its_record(self):
        self._set(8)
        call = self._miss()
        call.sudo()._take_pbx_record("pbx-1", datetime(2025, 12, 3, 8, 58), 0, "busy")
        self.assertEqual((call.state, call.disposition, self._result().verified), ("reported", "busy", 1))

    def test_a_record_bears_out_one_call(self):
        self._miss().sudo()._take_pbx_record("pbx-1", datetime(2025, 12, 3, 8, 58), 0, "busy")
        with self.assertRaises(ValidationError):
            self._miss().sudo()._take_pbx_record("pbx-1", datetime(2025, 12, 3, 8, 58), 0, "busy")
