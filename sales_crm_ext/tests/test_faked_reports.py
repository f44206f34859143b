from datetime import date
from random import Random

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from ..models.sales_call_owed import HOURS_PARAM, RULE_PARAM
from .call_common import OTHER_GOOD
from .faked_common import DAY, HOUR, NOON, FakedWorkCommon

_WORDS = ("насос станок кабель клапан фильтр привод редуктор подшипник датчик муфта щит шкаф мотор корпус вал лента ремень "
          "труба кран гайка болт шайба плита опора рама стойка балка кожух втулка пружина").split()


@tagged("post_install", "-at_install")
class TestFakedReports(FakedWorkCommon):

    def _report(self, **values):
        call = self._answered(**values)
        call.action_report()
        return call

    def test_colleagues_write_nobodys_report(self):
        call = self._report()
        self._stand_in(self.boris)
        for user in (self.boris, self.olga):
            for values in ({"disposition": "busy"}, {"topic": OTHER_GOOD["topic"]}, {"kind": "follow_up"}):
                with self.subTest(user=user.login, values=values), self._refused():
                    call.with_user(user).write(values)
        self.assertEqual(self._sums("dialogue"), (1, 0))
        call.with_user(self.director).write({"topic": OTHER_GOOD["topic"]})

    def test_missed_call_becomes_no_conversation_when_nobody_checks_it_any_more(self):
        call = self._report(next_contact_at=NOON + 60 * DAY)
        call.write({"disposition": "no_answer"})
        with freeze_time(NOON + 2 * DAY):
            call.write({"disposition": "answered"})
            call.write({"disposition": "no_answer"})
        with freeze_time(NOON + 20 * DAY), self._refused():
            call.write({"disposition": "answered"})
        self.assertEqual(self._sums("dialogue"), (0, 0))

    def test_talk_with_whom_nobody_sells_to_does_not_count(self):
        carrier = self.env["res.partner"].create(
            {"name": "Перевозчик", "is_visible_to_all": True, "phone": "+7 495 222-33-44"})
        for partner in (self.boris.partner_id, self.env.company.partner_id, carrier):
            self._report(lead_id=False, partner_id=partner.id, **self._get_words(partner.id))
            lead = self.env["crm.lead"].with_user(self.anna).create({"name": "Сделка", "partner_id": partner.id})
            self._report(lead_id=lead.id, **self._get_words(-lead.id))
        self.assertEqual((self._sums("call"), self._sums("dialogue")), ((0, 0), (0, 0)))
        lead = self.env["crm.lead"].with_user(self.anna).create({"name": "Без клиента", "phone": "+7 495 222-33-44"})
        self._report(lead_id=lead.id)
        self.assertEqual(self._sums("call"), (1, 0))

    def _get_words(self, number):
        words = Random(number).sample(_WORDS, 9)
        return {"topic": f"Обсудили {' '.join(words[:3])} за {abs(number)} рублей",
                "agreement": f"Прислать {' '.join(words[3:6])} к {abs(number) % 27 + 1} января",
                "stop_point": f"Ждут {' '.join(words[6:])} от монтажников"}

    def test_who_sees_all_clients_is_measured_too(self):
        self._make_client(self.alla)
        call = self.Call.with_user(self.alla).create({
            "lead_id": self.lead_of[self.alla].id, "outcome_id": self.interested.id,
            "next_step_type_id": self.call_type.id, "next_contact_at": NOON + 3 * DAY, **OTHER_GOOD})
        call.action_report()
        for values in ({"duration": 600}, {"date_start": NOON - DAY}, {"kind": "follow_up"}):
            with self.subTest(values=values), self._refused():
                call.write(values)
        call.sudo().state = "refuted"
        with self._refused():
            call.write({"topic": "Обсудили насосы К 100-65 для котельной на 90 кубов"})

    def test_clients_word_on_a_promise_outweighs_its_authors(self):
        call = self._report(promise_ids=[Command.create({"description": "Прайс", "date_due": date(2025, 12, 5)})])
        call.promise_ids.action_keep()
        control = self.env["sales.call.control"]._draw_calls(call.sudo(), date(2025, 12, 1), 1, {})
        control.promise_line_ids.answer = "broken"
        control.promise_line_ids._settle_promises()
        self.assertEqual(call.promise_ids.state, "broken")

    def test_report_that_comes_weeks_later_is_in_the_draw(self):
        call = self._answered()
        with freeze_time(NOON + 30 * DAY), self.enter_registry_test_mode():
            call.write({"next_contact_at": NOON + 40 * DAY})
            call.action_report()
            self.env.ref("sales_crm_ext.ir_cron_control").method_direct_trigger()
            drawn = self.env["sales.call.control"].search([("call_id", "=", call.id)])
            self.assertEqual(drawn.week, date(2025, 12, 1))

    def test_history_that_is_loaded_is_not_drawn(self):
        call = self._answered()
        call.sudo().date_start = NOON - 60 * DAY
        call.sudo()._report_history()
        self.assertNotIn(self.anna, [user for user, _week in self.env["sales.call.control"]._get_late_weeks()])

    def test_when_a_report_was_written_is_the_systems_to_say(self):
        for attack in (lambda: self._answered(reported_at=NOON - 60 * DAY),
                       lambda: self._report().write({"reported_at": NOON - 60 * DAY})):
            with self._refused():
                attack()
        self.env["ir.default"].with_user(self.anna).set("sales.call", "reported_at", NOON - DAY, user_id=True)
        self.assertFalse(self.Call.with_context(default_reported_at=NOON).create({"lead_id": self.lead.id}).reported_at)

    def test_call_told_while_blocked_waits_whenever_it_is_said_to_have_been(self):
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param(RULE_PARAM, "block")
        parameters.set_param(HOURS_PARAM, 24)
        owed = self.Call.create({"lead_id": self.lead.id})
        known = self._answered(lead_id=False, partner_id=self.client.id)
        self.env.flush_all()
        self.env.cr.execute("UPDATE sales_call SET create_date = %s WHERE id = %s", [NOON, known.id])
        known.invalidate_recordset(["create_date"])
        with freeze_time(NOON + DAY + HOUR):
            made_up = self._answered(date_start=NOON + HOUR, lead_id=False, partner_id=self.client.id, **OTHER_GOOD)
            known.action_report()
            made_up.action_report()
            self.assertEqual(self._sums("call", res_id=made_up.id), (0, 0))
            self.assertEqual(self._sums("call", res_id=known.id), (1, 0))
            owed.action_no_answer()
            self.assertEqual(self._sums("call", res_id=made_up.id), (1, 0))
