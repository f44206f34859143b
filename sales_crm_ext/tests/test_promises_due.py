from datetime import date, datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .call_common import CallCommon


@tagged("post_install", "-at_install")
class TestPromisesDue(CallCommon):
    """Noon in Moscow, Wednesday 3 December 2025."""

    def _promise(self, user=None, due="2025-12-03", **values):
        user = user or self.anna
        call = self.env["sales.call"].with_user(user).create({"lead_id": self.lead_of[user].id})
        return self.env["sales.promise"].with_user(user).create({
            "call_id": call.id, "description": "Выслать прайс", "date_due": due, **values})

    def _search(self, user, *domain):
        return self.env["sales.promise"].with_user(user).search(list(domain))

    def test_overdue_from_the_day_after(self):
        late, today, later = (self._promise(due=due) for due in ("2025-12-02", "2025-12-03", "2025-12-04"))
        self.assertEqual((late | today | later).mapped("days_overdue"), [1, 0, 0])
        self.assertEqual(self._search(self.anna, ("is_overdue", "=", True)), late)
        self.assertEqual(self._search(self.anna, ("is_overdue", "=", False)), today | later)
        self.assertEqual(self._search(self.anna, ("date_due", "=", "today")), today)

    def test_the_day_is_the_readers(self):
        promise = self._promise(due="2025-12-02")
        self.assertEqual(promise.with_context(tz="Europe/Moscow").days_overdue, 1)
        self.assertEqual(promise.with_context(tz="Pacific/Honolulu").days_overdue, 0)  # still the second, 23:00

    def test_an_overdue_one_stays_open_however_late(self):
        promise = self._promise(due="2024-01-09")
        self.assertRecordValues(promise, [{"state": "open", "is_overdue": True, "closed_at": False}])
        promise.action_break()
        self.assertRecordValues(promise, [{"state": "broken", "is_overdue": False, "days_overdue": 0}])

    def test_who_closed_it_and_when(self):
        promises = self._promise() | self._promise()
        promises.action_keep()
        self.assertEqual(promises.mapped("state"), ["kept", "kept"])
        self.assertEqual(promises.closed_by_id, self.anna)
        self.assertEqual(promises[0].closed_at, datetime(2025, 12, 3, 9, 0))
        promises[0].with_user(self.olga).action_break()
        self.assertEqual(promises[0].closed_by_id, self.olga)
        promises.action_reopen()
        self.assertRecordValues(promises, [{"closed_at": False, "closed_by_id": False}] * 2)

    def test_the_closing_is_nobodys_to_write(self):
        promise = self._promise(state="kept", closed_by_id=self.boris.id, closed_at="2025-01-01 00:00:00")
        self.assertRecordValues(promise, [{"closed_by_id": self.anna.id, "closed_at": datetime(2025, 12, 3, 9, 0)}])
        promise.write({"closed_by_id": self.boris.id, "closed_at": "2025-01-01 00:00:00"})
        self.assertRecordValues(promise, [{"closed_by_id": self.anna.id, "closed_at": datetime(2025, 12, 3, 9, 0)}])
        promise.with_user(self.director).write({"state": "kept", "closed_by_id": self.boris.id})
        self.assertEqual(promise.closed_by_id, self.anna)
        Promise = self.env["sales.promise"].with_user(self.anna).with_context(default_closed_by_id=self.boris.id)
        other = Promise.create({"call_id": promise.call_id.id, "description": "Перезвонить", "date_due": "2025-12-05"})
        self.assertFalse(other.closed_by_id)

    def test_who_keeps_our_promises(self):
        self.env["sales.deputy"].create({"user_id": self.anna.id, "deputy_id": self.boris.id, "date_from": "2025-12-01"})
        for user in (self.anna, self.boris, self.olga, self.director):
            with self.subTest(user=user.login):
                self._promise().with_user(user).action_keep()
        for user in (self.viktor, self.alla):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._promise().with_user(user).action_keep()
        self._promise(promised_by="client").with_user(self.alla).action_keep()

    def test_a_form_that_changes_nothing_is_not_refused(self):
        promise = self._promise().with_user(self.alla)
        promise.write({"state": "open", "description": "Выслать прайс и паспорт"})
        self.assertEqual(promise.description, "Выслать прайс и паспорт")

    def test_who_sees_them(self):
        promise = self._promise()
        seen = {user.login: bool(promise.with_user(user).search_count([("id", "=", promise.id)]))
                for user in (self.anna, self.boris, self.olga, self.viktor, self.director)}
        self.assertEqual(seen, {"anna": True, "boris": False, "olga": True, "viktor": False, "director": True})

    def test_one_of_a_reported_call_is_not_deleted(self):
        promise = self._promise()
        promise.call_id.with_user(self.anna).action_no_answer()
        with self.assertRaises(UserError):
            promise.unlink()
        open_one = self._promise()
        open_one.unlink()
        self.assertFalse(open_one.exists())

    def test_cards_count_those_still_open(self):
        contact = self.contact_of[self.anna]
        promise, kept = self._promise(), self._promise()
        promise.call_id.sudo().contact_id = contact
        kept.action_keep()
        self._promise(self.boris)
        for record in (self.client, self.lead, contact):
            with self.subTest(record=record):
                self.assertEqual(record.with_user(self.anna).open_promise_count, 1)
                action = record.with_user(self.anna).action_view_promises()
                self.assertIn(promise, self._search(self.anna, *action["domain"]))
        self.assertEqual(self.client.with_user(self.viktor).open_promise_count, 0)
        self.assertEqual(promise.partner_id, self.client)
        self.assertEqual(promise.date_due, date(2025, 12, 3))

    def test_cards_count_together_what_they_count_apart(self):
        self._promise()
        record = self.client.with_user(self.anna)
        self.env.invalidate_all()
        together, = record.read(["call_count", "next_contact_at", "open_promise_count"])
        self.env.invalidate_all()
        self.assertEqual(record.read(["open_promise_count"])[0]["open_promise_count"], together["open_promise_count"])
        self.assertEqual(together["open_promise_count"], 1)
