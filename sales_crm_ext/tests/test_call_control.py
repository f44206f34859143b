from collections import Counter
from datetime import date, datetime, timedelta
from random import Random
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged, users
from odoo.tools import mute_logger

from ..models import sales_call_control_draw
from .call_common import GOOD, CallCommon

WEEK = date(2025, 11, 24)  # the Monday of the week that is over
ANSWERS = {"was_call": "yes", "was_when": "reported", "about": "О насосах для котельной", "promised": "Выслать прайс",
           "takes_next": "yes"}
WORDS = ("насос станок кабель клапан фильтр привод редуктор подшипник датчик муфта щит шкаф мотор корпус вал лента ремень "
         "труба кран гайка болт шайба плита опора рама стойка балка кожух втулка пружина").split()
NO_CALL = {"was_call": "no", "takes_next": "no", "note": "Главный инженер говорит, что ему не звонили"}


@tagged("post_install", "-at_install")
class TestCallControl(CallCommon):
    """Anna and boris are of olga's team, viktor's team has no leader; the secretary is outside sales."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(patch.object(sales_call_control_draw, "_CHANCE", Random(7)))
        # Who else the database has must not check.
        cls.env["sales.call.checker"].search([]).unlink()
        cls.Control = cls.env["sales.call.control"]
        cls.texts = cls.env["sales.call"]
        cls.secretary = cls._make_user("secretary", "base.group_user")
        cls.secretary.group_ids -= cls.env.ref("sales_crm_ext.group_client_base_all")

    @classmethod
    def _make_calls(cls, user, count, days=None, **values):
        """Reported conversations of last week, plain ones: each at its time, about something of its own."""
        calls = cls.env["sales.call"].create([{
            "user_id": user.id, "lead_id": cls.lead_of[user].id, "outcome_id": cls.interested.id,
            "date_start": datetime(2025, 11, 24, 7) + timedelta(
                days=number % 5 if days is None else days, minutes=25 * (number // 5)), **GOOD,
            **dict(zip(("topic", "agreement"), cls._get_texts(number + len(cls.texts)))), **values,
        } for number in range(count)])
        cls.texts += calls
        calls._report_history()
        calls.sudo().write({"quality_score": 80})
        for call in calls:
            cls._date(call)
        return calls

    @classmethod
    def _get_texts(cls, number):
        words = Random(number).sample(WORDS, 8)
        return f"Обсудили {' '.join(words[:5])}", f"Выслать {' '.join(words[5:])}"

    @classmethod
    def _date(cls, call):
        cls.env.cr.execute("UPDATE sales_call SET create_date = %s WHERE id = %s", [call.date_start, call.id])
        call.invalidate_recordset(["create_date"])

    def _draw(self, user=None, week=WEEK, **options):
        return self.Control._draw_of_person(user or self.anna, week, **options)

    def _choose(self, *checkers):
        for checker in checkers:
            self.env["sales.call.checker"].with_user(self.director).create({"user_id": checker.id})

    def _check(self, control, verdict, **answers):
        control = control.with_user(control.checker_id)
        control.write({**(NO_CALL if verdict == "refute" else ANSWERS if verdict != "unreachable" else {}), **answers})
        return getattr(control, f"action_{verdict}")()

    # ------------------------------------------------------------
    # THE DRAW
    # ------------------------------------------------------------

    def test_share_of_reported_conversations(self):
        self._make_calls(self.anna, 30)
        self._make_calls(self.anna, 20, disposition="no_answer")
        self.env["sales.call"].create({"user_id": self.anna.id, "lead_id": self.lead.id,
                                       "date_start": datetime(2025, 11, 25, 8)})
        drawn = self._draw()
        self.assertEqual(len(drawn), 3)
        self.assertEqual(drawn.call_id.mapped("disposition"), ["answered"] * 3)
        self.assertEqual(drawn.call_id.mapped("state"), ["reported"] * 3)
        self.assertRecordValues(drawn, [
            {"user_id": self.anna.id, "checker_id": self.olga.id, "week": WEEK, "number": number, "state": "open"}
            for number in (1, 2, 3)])

    def test_draw_adds_what_is_missing(self):
        self._make_calls(self.anna, 10)
        self.assertEqual(len(self._draw()), 1)
        self.assertFalse(self._draw())
        self._make_calls(self.anna, 10, days=5)  # reported late
        self.assertEqual(len(self._draw()), 1)

    def test_one_call_is_drawn(self):
        self._make_calls(self.anna, 1)
        self.assertEqual(len(self._draw()), 1)

    def test_weeks_are_of_the_persons_own_clock(self):
        self._make_calls(self.anna, 1, date_start=datetime(2025, 11, 30, 20, 30))
        self._make_calls(self.anna, 1, date_start=datetime(2025, 11, 30, 21, 30))
        self.assertEqual(self._draw().called_at, datetime(2025, 11, 30, 20, 30))
        self.assertEqual(self._draw(week=WEEK + timedelta(days=7)).called_at, datetime(2025, 11, 30, 21, 30))

    def test_client_without_a_phone_is_drawn_and_suspicious(self):
        self.client_of[self.anna].phone = self.lead.phone = False
        self._make_calls(self.anna, 5)
        self.assertEqual(self._draw().suspicion, "no_phone")

    def test_many_missed_calls_typed_in_raise_the_share(self):
        self._make_calls(self.anna, 20)
        self._make_calls(self.anna, 40, disposition="no_answer")
        self.assertEqual(len(self._draw()), 4)

    def test_share_is_the_directors(self):
        self._make_calls(self.anna, 20)
        self.env["sales.settings"].with_user(self.director).create({"control_share_percent": 15}).action_save()
        self.assertEqual(len(self._draw()), 3)
        for percent in (9, 21):
            with self.assertRaises(ValidationError):
                self.env["sales.settings"].with_user(self.director).create({"control_share_percent": percent})

    def test_reasons_are_kept(self):
        calls = self._make_calls(self.anna, 5)
        calls[0].sudo().quality_score = 20
        calls[1].sudo().write({"topic": "Обсудили ремонт градирни, подшипник вентилятора, смета",
                               "agreement": "Приедет бригада Сидорова"})
        twin = self._make_calls(self.anna, 1, topic=calls[1].topic, agreement=calls[1].agreement,
                                date_start=datetime(2025, 11, 29, 9))
        self.env["sales.call"].create({"user_id": self.boris.id, "lead_id": self.lead_of[self.boris].id,
                                       "origin": "pbx", "date_start": datetime(2025, 11, 26, 9)})
        found = (calls + twin)._find_suspicions(calls + twin)
        self.assertEqual(found[calls[0].id], ("weak", "no_record"))
        self.assertEqual(found[calls[2].id], ("no_record",))
        self.assertEqual(found[twin.id], ("no_record", "copy"))
        drawn = self._draw(is_whole=True)
        self.assertEqual(drawn.mapped("suspicion_text"), ["The whole week is checked."] * 6)

    def test_reports_in_a_burst(self):
        calls = self._make_calls(self.anna, 6)
        self.env.cr.execute("UPDATE sales_call SET create_date = '2025-11-28 15:00' WHERE id = ANY(%s)", [calls.ids])
        calls.invalidate_recordset(["create_date"])
        self.assertEqual(set(calls._find_suspicions(calls).values()), {("burst",)})

    def test_suspicious_calls_are_drawn_more_often(self):
        """A year of weeks through the database: everybody, every week, within the share."""
        self._make_calls(self.anna, 20)
        self._make_calls(self.viktor, 4)
        calls = self.env["sales.call"].search([("user_id", "=", self.anna.id), ("state", "=", "reported")])
        weak = calls[:4]
        weak.sudo().quality_score = 10
        drawn = Counter()
        for number in range(52):
            week = WEEK + timedelta(days=7 * number)
            found = self._draw(self.anna, week) | self._draw(self.viktor, week)
            self.assertEqual(Counter(control.user_id.login for control in found), {"anna": 2, "viktor": 1})
            drawn.update(control.call_id in weak for control in found if control.user_id == self.anna)
            found.unlink()
            for call in self.env["sales.call"].search([("user_id", "in", (self.anna + self.viktor).ids)]):
                call.date_start += timedelta(days=7)
                self._date(call)
        self.assertEqual(drawn.total(), 104)
        self.assertGreaterEqual(drawn[True] / 4, 3 * drawn[False] / 16)

    def test_cron_draws_assigns_and_settles(self):
        self._make_calls(self.anna, 10)
        self._make_calls(self.viktor, 10)
        with self.enter_registry_test_mode():
            self.env.ref("sales_crm_ext.ir_cron_control").method_direct_trigger()
        drawn = self.Control.search([("user_id", "in", (self.anna + self.viktor).ids)])
        self.assertEqual(sorted(drawn.user_id.mapped("login")), ["anna", "viktor"])
        self.assertTrue(drawn.filtered(lambda control: control.user_id == self.viktor).checker_id._has_group(
            "sales_team.group_sale_manager"))

    def test_job_goes_on_with_those_who_are_left(self):
        """Odoo gives a run some seconds; with many people the next one begins where it stopped."""
        self._make_calls(self.anna, 10)
        self._make_calls(self.viktor, 10)
        callers = self.Control._get_callers(WEEK)
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=0) as progress:
            for _run in callers:
                self.Control._cron_control()
            self.assertEqual(self.Control.search([("week", "=", WEEK)]).user_id, callers)
            progress.reset_mock()
            self.Control._cron_control()
            progress.assert_called_once_with(remaining=0)

    def test_draw_now_is_the_directors(self):
        self._make_calls(self.anna, 10, date_start=datetime(2025, 12, 2, 9))
        for user in (self.anna, self.olga, self.alla):
            with self.assertRaises(AccessError):
                self.Control.with_user(user).action_draw_now()
        self.Control.with_user(self.director).action_draw_now()
        self.assertEqual(self.Control.search([("user_id", "=", self.anna.id)]).week, date(2025, 12, 1))

    def test_two_draws_at_a_time_do_not_add_up(self):
        calls = self._make_calls(self.anna, 2)
        self.Control._draw_calls(calls[:1], WEEK, 1, {})
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.Control._draw_calls(calls[1:], WEEK, 1, {})

    # ------------------------------------------------------------
    # WHO CHECKS, AND WHAT THEY SEE
    # ------------------------------------------------------------

    def test_checks_go_to_the_chosen_ones_evenly(self):
        self._choose(self.secretary, self.boris)
        self._make_calls(self.anna, 40)
        self.assertEqual(Counter(control.checker_id.login for control in self._draw()), {"secretary": 2, "boris": 2})

    def test_many_checks_take_as_many_queries_as_few(self):
        self._choose(self.secretary, self.boris)
        self._make_calls(self.anna, 20)
        controls = self._draw(is_whole=True)

        def count(checks):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            checks._assign()
            return self.cr.sql_log_count - before
        count(controls)
        self.assertLessEqual(count(controls), count(controls[:2]))

    def test_nobody_checks_their_own_calls(self):
        self._choose(self.boris)
        self._make_calls(self.boris, 40)
        drawn = self._draw(self.boris)
        self.assertEqual(drawn.checker_id, self.olga)
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            drawn.checker_id = self.boris
            drawn.flush_recordset()
        for method in ("action_confirm", "action_unreachable"):
            with self.assertRaises(AccessError):
                getattr(drawn[:1].with_user(self.boris), method)()

    def test_checker_sees_the_client_of_open_checks_alone(self):
        self._choose(self.secretary)
        self._make_calls(self.anna, 10)
        self._make_calls(self.boris, 10)
        control, other = self._draw(), self._draw(self.boris)
        mine = control.with_user(self.secretary)
        self.assertEqual(mine.read(["client_name", "phone", "topic"]), [{
            "id": control.id, "client_name": "Client of Anna", "phone": "+7 495 111-22-33", "topic": control.call_id.topic}])
        for record in (self.client_of[self.anna], self.lead):
            self.assertFalse(record.with_user(self.secretary).has_access("read"))
        self.assertFalse(control.call_id.with_user(self.secretary).has_access("read"))
        with self.assertRaises(AccessError):
            mine.read(["suspicion_text"])
        other.checker_id = self.olga
        self.assertEqual(mine.search([]), control)
        with self.assertRaises(AccessError):
            other.with_user(self.secretary).read(["phone"])
        self._check(control, "confirm")
        self.assertFalse(mine.search([]))
        with self.assertRaises(AccessError):
            mine.read(["phone"])

    def test_salespeople_and_deputies_do_not_know_what_is_checked(self):
        self._choose(self.boris)
        self._make_calls(self.anna, 10)
        control = self._draw()
        self.env["sales.deputy"].create({"user_id": self.anna.id, "deputy_id": self.viktor.id})
        self._choose(self.viktor, self.anna)
        control.checker_id = self.boris
        for user in (self.anna, self.viktor, self.accountant):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                control.with_user(user).read(["client_name"])
        for user in (self.olga, self.director, self.boris):
            self.assertTrue(control.with_user(user).read(["client_name"])[0]["client_name"])

    def test_computed_fields_are_silent_without_a_check_of_access(self):
        """Some of Odoo's routes take a field of any record as it is."""
        self._choose(self.secretary)
        call = self._make_calls(self.anna, 1)
        self.env["sales.promise"].create({"call_id": call.id, "description": "Прайс", "date_due": date(2025, 12, 1)})
        control = self._draw()
        for user, is_shown in ((self.viktor, False), (self.anna, False), (self.secretary, True), (self.director, True)):
            self.env.invalidate_all()
            line = control.promise_line_ids.with_user(user)
            self.env.invalidate_all()
            with self.subTest(user=user.login):
                self.assertEqual(line.description, "Прайс" if is_shown else False)
                for name in ("client_name", "phone", "topic", "called_at", "outcome_id"):
                    self.assertEqual(bool(control.with_user(user)[name]), is_shown, name)
                if not is_shown:
                    with self.assertRaises(AccessError):
                        line.display_name  # noqa: B018

    def test_leader_does_not_see_checks_of_own_calls(self):
        self._make_client(self.olga)
        self._make_calls(self.olga, 10)
        control = self._draw(self.olga)
        self.assertTrue(control.checker_id._has_group("sales_team.group_sale_manager"))
        self.assertFalse(self.Control.with_user(self.olga).search([("id", "=", control.id)]))

    def test_director_chooses_checkers_and_takes_the_right_away(self):
        group = self.env.ref("sales_crm_ext.group_sale_call_checker")
        self._choose(self.secretary)
        self.assertIn(group, self.secretary.group_ids)
        self._make_calls(self.anna, 10)
        control = self._draw()
        self.assertEqual(control.checker_id, self.secretary)
        self.env["sales.call.checker"].with_user(self.director).search([]).active = False
        self.assertNotIn(group, self.secretary.group_ids)
        self.assertEqual(control.checker_id, self.olga)
        with self.assertRaises(AccessError):
            self.env["sales.call.checker"].with_user(self.olga).create({"user_id": self.olga.id})

    def test_check_of_a_leaver_goes_to_somebody(self):
        self._make_calls(self.anna, 10)
        control = self._draw()
        self.olga.active = False
        self.Control._hand_over()
        self.assertTrue(control.checker_id._has_group("sales_team.group_sale_manager"))

    # ------------------------------------------------------------
    # WHAT CALLERS MAY NOT DO
    # ------------------------------------------------------------

    def test_nobody_creates_chooses_or_deletes(self):
        self._choose(self.secretary)
        calls = self._make_calls(self.anna, 10)
        control = self._draw()
        free = (calls - control.call_id)[0]
        vals = {"call_id": free.id, "user_id": self.anna.id, "week": WEEK, "checker_id": self.secretary.id}
        for user in (self.secretary, self.olga, self.director, self.anna):
            with self.subTest(user=user.login):
                Control = self.Control.with_user(user)
                with self.assertRaises(AccessError):
                    Control.create(vals)
                with self.assertRaises(AccessError):
                    control.with_user(user).copy({"call_id": free.id})
                with self.assertRaises(AccessError):
                    control.with_user(user).unlink()

    def test_all_but_answers_is_the_systems(self):
        self._choose(self.secretary)
        calls = self._make_calls(self.anna, 10)
        control = self._draw()
        for name, value in {
                "call_id": (calls - control.call_id)[0].id, "checker_id": self.olga.id, "user_id": self.boris.id,
                "week": date(2025, 1, 6), "verdict": "confirmed", "state": "done", "drawn_at": datetime(2025, 1, 1),
                "date": datetime(2025, 12, 1), "attempt_count": 9, "suspicion": "x", "company_id": False,
                "is_week_proposed": True, "verdict_ids": [Command.create({"verdict": "confirmed"})]}.items():
            for user in (self.secretary, self.olga, self.director):
                with self.subTest(name=name, user=user.login), self.assertRaises(AccessError):
                    control.with_user(user).write({name: value})
        with self.assertRaises(AccessError):
            control.with_user(self.olga).write({"about": "Не моя проверка"})

    def test_promise_lines_take_answers_alone(self):
        self._choose(self.secretary)
        call = self._make_calls(self.anna, 1)
        promise = self.env["sales.promise"].create(
            {"call_id": call.id, "description": "Прайс", "date_due": date(2025, 12, 1)})
        control = self._draw()
        line = control.promise_line_ids.with_user(self.secretary)
        self.assertEqual(line.description, "Прайс")
        for attack in (lambda: line.write({"promise_id": promise.copy().id}), lambda: line.copy(), line.unlink,
                       lambda: control.with_user(self.secretary).write(
                           {"promise_line_ids": [Command.create({"promise_id": promise.id})]})):
            with self.assertRaises(AccessError):
                attack()

    def test_drawn_calls_are_not_deleted(self):
        self._make_calls(self.anna, 1)
        control = self._draw()
        with self.assertRaises(UserError):
            control.call_id.with_user(self.director).unlink()

    # ------------------------------------------------------------
    # VERDICTS
    # ------------------------------------------------------------

    def test_verdict_needs_the_facts(self):
        self._make_calls(self.anna, 1)
        control = self._draw().with_user(self.olga)
        for verdict in ("confirm", "discrepancy", "refute"):
            with self.subTest(verdict=verdict), self.assertRaises(ValidationError):
                getattr(control, f"action_{verdict}")()
        for name in ANSWERS:
            with self.subTest(missing=name), self.assertRaises(ValidationError):
                control.write({**ANSWERS, name: False})
                control.action_confirm()
        for text in ("...", "asdfgh", " "):
            with self.subTest(text=text), self.assertRaises(ValidationError):
                control.write({**ANSWERS, "about": text})
                control.action_confirm()
        self.assertEqual((control.state, control.call_id.state), ("open", "reported"))

    def test_verdict_follows_from_the_answers(self):
        self._make_calls(self.anna, 1)
        control = self._draw().with_user(self.olga)
        for values, verdict in (({"was_call": "no", "note": "Не звонили"}, "confirm"), ({"was_when": "other"}, "confirm"),
                                ({"note": "Звонок был"}, "refute")):
            control.write({**ANSWERS, "note": False, **values})
            with self.subTest(verdict=verdict), self.assertRaises(ValidationError):
                getattr(control, f"action_{verdict}")()

    def test_nothing_is_asked_about_a_call_that_never_was(self):
        self._make_calls(self.anna, 1)
        control = self._draw().with_user(self.olga)
        control.was_call = "no"
        with self.assertRaisesRegex(ValidationError, "no call: the report is refuted"):
            control.action_confirm()

    def test_verdicts_move_the_call(self):
        self._choose(self.secretary)
        calls = self._make_calls(self.anna, 3)
        control = self._draw(is_whole=True)
        for check, verdict in zip(control, ("confirm", "discrepancy", "refute")):
            self._check(check, verdict)
        self.assertEqual(control.mapped("verdict"), ["confirmed", "discrepancy", "refuted"])
        self.assertEqual(control.call_id.mapped("state"), ["confirmed", "reported", "refuted"])
        self.assertEqual(control.call_id.mapped("is_conversation"), [True, True, False])
        self.assertEqual(calls.with_user(self.anna).filtered(lambda call: call.state == "refuted").message_ids[0].body,
                         f"<p>Control call: Refuted.</p><p>{NO_CALL['note']}</p>")
        with self.assertRaises(AccessError):
            control[0].with_user(self.secretary).action_refute()

    def test_ledger_follows_the_verdict_and_its_correction(self):
        self._choose(self.secretary)
        self._make_calls(self.anna, 3)
        controls = self._draw(is_whole=True)
        self.assertEqual([self._sum(control) for control in controls], [(1, 0)] * 3)
        for control, verdict in zip(controls, ("confirm", "discrepancy", "refute")):
            self._check(control, verdict)
        self.assertEqual([self._sum(control) for control in controls], [(1, 1), (1, 0), (0, 0)])
        self.env["sales.call.control.correct"].with_user(self.director).create({
            "control_id": controls[2].id, "verdict": "confirmed", "reason": "Ответил другой человек, звонок был"},
        ).action_correct()
        self.assertEqual(self._sum(controls[2]), (1, 1))

    def _sum(self, control):
        """What the call counts for under the metric of all calls: claimed, verified."""
        rows = self.env["sales.action"].search([
            ("res_model", "=", "sales.call"), ("res_id", "=", control.call_id.id), ("metric_id.code", "=", "call")])
        return sum(rows.mapped("claimed")), sum(rows.mapped("verified"))

    def test_promises_are_asked_and_follow(self):
        self._choose(self.secretary)
        call = self._make_calls(self.anna, 1)
        promises = self.env["sales.promise"].create([
            {"call_id": call.id, "description": name, "date_due": date(2025, 12, 1), "state": state}
            for name, state in (("Прайс", "open"), ("Паспорт", "open"), ("Схема", "kept"))])
        control = self._draw()
        self.assertEqual(control.promise_line_ids.promise_id, promises[:2])
        with self.assertRaises(ValidationError):
            self._check(control, "confirm")
        self._check(control, "confirm", promise_line_ids=[
            Command.update(line.id, {"answer": answer})
            for line, answer in zip(control.promise_line_ids, ("kept", "broken"))])
        self.assertEqual(promises.mapped("state"), ["kept", "broken", "kept"])

    def test_denied_promise_is_a_discrepancy(self):
        self._choose(self.secretary)
        call = self._make_calls(self.anna, 1)
        self.env["sales.promise"].create({"call_id": call.id, "description": "Прайс", "date_due": date(2025, 12, 1)})
        control = self._draw()
        control.promise_line_ids.answer = "denied"
        with self.assertRaises(ValidationError):
            self._check(control, "confirm")
        self._check(control, "discrepancy")

    def test_saving_opens_the_next_check(self):
        self._choose(self.secretary)
        self._make_calls(self.anna, 2)
        first, second = self._draw(is_whole=True)
        self.assertEqual(self._check(first, "confirm")["res_id"], second.id)
        self.assertEqual(self._check(second, "unreachable")["tag"], "display_notification")

    @users("secretary")
    def test_questions_on_the_screen(self):
        self._choose(self.secretary)
        self._make_calls(self.anna, 1)
        control = self._draw().with_user(self.env.user)
        with Form(control, view="sales_crm_ext.sales_call_control_view_form_check") as form:
            self.assertEqual(form.client_name, "Client of Anna")
            for name, value in ANSWERS.items():
                form[name] = value
        control.action_confirm()
        self.assertEqual(control.sudo().verdict, "confirmed")

    # ------------------------------------------------------------
    # NOT REACHED
    # ------------------------------------------------------------

    def test_unreached_client_stays_drawn(self):
        self._choose(self.secretary)
        self._make_calls(self.anna, 1)
        control = self._draw()
        self._check(control, "unreachable")
        self.assertRecordValues(control, [{
            "state": "open", "verdict": "unreachable", "attempt_count": 1, "date": False,
            "last_attempt_at": datetime(2025, 12, 3, 9), "next_attempt_at": datetime(2025, 12, 3, 11)}])
        self.assertEqual(control.call_id.state, "reported")
        self._check(control, "unreachable")
        self.assertEqual(control.attempt_count, 2)
        self._check(control, "confirm")
        control.invalidate_recordset(["verdict_ids"])
        self.assertEqual(control.verdict_ids.mapped("verdict"), ["confirmed", "unreachable", "unreachable"])

    def test_who_reaches_nobody_gives_checks_away(self):
        self._choose(self.secretary)
        self._make_calls(self.anna, 8)
        controls = self._draw(is_whole=True)
        for control in controls[:4]:
            self._check(control, "unreachable")
            self._check(control, "unreachable")  # a second try does not make it two checks
        self._check(controls[4], "confirm")
        self._choose(self.boris)
        self.Control._hand_over()
        self.assertEqual(controls[:4].checker_id, self.secretary)
        self._check(controls[5], "unreachable")
        self.Control._hand_over()
        self.assertEqual((controls[:4] + controls[5]).checker_id, self.boris)
        self.assertEqual((controls[6:]).checker_id, self.secretary)

    def test_who_reaches_most_keeps_the_checks(self):
        self._choose(self.secretary)
        self._make_calls(self.anna, 10)
        controls = self._draw(is_whole=True)
        for number, control in enumerate(controls):
            self._check(control, "unreachable" if number < 5 else "confirm")
        self._choose(self.boris)
        self.Control._hand_over()
        self.assertEqual(controls[:5].checker_id, self.secretary)

    # ------------------------------------------------------------
    # DIRECTOR AND LEADER
    # ------------------------------------------------------------

    def test_director_corrects_with_history(self):
        self._choose(self.secretary)
        self._make_calls(self.anna, 1)
        control = self._draw()
        wizard = {"control_id": control.id, "verdict": "confirmed", "reason": "Ответил другой человек, звонок был"}
        Correct = self.env["sales.call.control.correct"]
        with self.assertRaises(UserError):
            Correct.with_user(self.director).create(wizard).action_correct()
        self._check(control, "refute")
        with self.assertRaises(AccessError):
            Correct.with_user(self.olga).create(wizard)
        Correct.with_user(self.director).create(wizard).action_correct()
        self.assertEqual((control.verdict, control.call_id.state), ("confirmed", "confirmed"))
        self.assertRecordValues(control.verdict_ids, [
            {"user_id": self.director.id, "verdict": "confirmed", "note": wizard["reason"]},
            {"user_id": self.secretary.id, "verdict": "refuted", "note": NO_CALL["note"]}])

    def test_director_gives_a_check_to_somebody_else(self):
        self._choose(self.secretary, self.boris)
        self._make_calls(self.anna, 1)
        control = self._draw()
        before = control.checker_id
        with self.assertRaises(AccessError):
            control.with_user(self.olga).action_redraw_checker()
        control.with_user(self.director).action_redraw_checker()
        self.assertEqual(control.checker_id, self.secretary + self.boris - before)

    def test_many_discrepancies_propose_the_whole_week(self):
        self._choose(self.secretary)
        self._make_calls(self.anna, 45)
        controls = self._draw()
        self.assertEqual(len(controls), 5)
        for control, verdict in zip(controls, ("confirm", "refute", "confirm", "confirm")):
            self._check(control, verdict)
        self.assertFalse(any(controls.mapped("is_week_proposed")))
        self._check(controls[4], "discrepancy")
        self.assertFalse(any(controls.mapped("is_week_proposed")), "two of five are not more than 40 %")
        late = self._make_calls(self.anna, 10, days=6)
        more = self._draw()
        self.assertTrue(late and len(more) == 1)
        self._check(more, "refute")
        proposed = (controls + more).filtered("is_week_proposed")
        self.assertEqual(proposed, more)
        self.assertEqual(proposed.activity_ids.user_id, self.olga)
        self.assertIn("3 of 6", proposed.activity_ids.summary)
        for user in (self.anna, self.secretary, self.boris):
            with self.assertRaises(AccessError):
                proposed.with_user(user).action_check_week()
        proposed.with_user(self.olga).action_check_week()
        self.assertEqual(self.Control.search_count([("user_id", "=", self.anna.id), ("week", "=", WEEK)]), 55)
        self.assertFalse(proposed.activity_ids)

    # ------------------------------------------------------------
    # TRUST
    # ------------------------------------------------------------

    def test_trust_index(self):
        self._choose(self.secretary)
        self._make_calls(self.anna, 6)
        controls = self._draw(is_whole=True)
        for control, verdict in zip(controls, ("confirm", "confirm", "confirm", "refute", "unreachable")):
            self._check(control, verdict)
        self.env["sales.trust"]._settle()
        self.env["sales.trust"]._settle()
        rows = self.env["sales.trust"].search([("user_id", "=", self.anna.id)])
        self.assertRecordValues(rows, [{
            "week": date(2025, 12, 1), "checked": 4, "confirmed": 3, "discrepancy": 0, "refuted": 1, "unreachable": 1,
            "index": 0.3}])
        for user, number in ((self.anna, 1), (self.olga, 1), (self.director, 1), (self.boris, 0), (self.viktor, 0)):
            self.assertEqual(len(rows.with_user(user).search([("user_id", "=", self.anna.id)])), number, user.login)
        with self.assertRaises(AccessError):
            rows.with_user(self.olga).write({"index": 1})

    def test_trust_of_earlier_weeks_stays(self):
        self._choose(self.secretary)
        self._make_calls(self.anna, 2)
        controls = self._draw(is_whole=True)
        self._check(controls[0], "confirm")
        self.env["sales.trust"]._settle()
        for day, weeks in (("2025-12-17", 3), ("2026-06-17", 3)):  # the second time all checks are older than 90 days
            with freeze_time(f"{day} 09:00:00"):
                if controls[1].state == "open":
                    self._check(controls[1], "refute")
                self.env["sales.trust"]._settle()
            rows = self.env["sales.trust"].search([("user_id", "=", self.anna.id)], order="week")
            self.assertEqual([(row.week.isoformat(), row.checked, row.confirmed) for row in rows], [
                ("2025-12-01", 1, 1), ("2025-12-08", 1, 1), ("2025-12-15", 2, 1)][:weeks])

    def test_age_stands_beside_the_checkers_name(self):
        self._choose(self.secretary)
        self._make_calls(self.anna, 2)
        controls = self._draw(is_whole=True)
        controls[0].drawn_at -= timedelta(days=9)
        controls[1].drawn_at -= timedelta(days=30)
        self._check(controls[1], "confirm")
        checker = self.env["sales.call.checker"].with_user(self.director).search([])
        self.assertRecordValues(checker, [{"open_count": 1, "age": 9, "done_count": 1, "unreached_count": 0}])
        groups = self.Control.with_user(self.director).formatted_read_group(
            [("id", "in", controls.ids)], ["checker_id"], ["age:max"])
        self.assertEqual([group["age:max"] for group in groups], [9])
        self.assertEqual(self.Control.fields_get(["age"])["age"]["aggregator"], "max")
