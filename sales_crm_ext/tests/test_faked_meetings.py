from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .faked_common import DAY, HOUR, NOON, FakedWorkCommon


@tagged("post_install", "-at_install")
class TestFakedMeetings(FakedWorkCommon):
    """A meeting is its organizer's word, about their own work, within some days."""

    def _meet(self, user=None, start=NOON - 2 * HOUR, hours=1, **values):
        user = user or self.anna
        return self.env["calendar.event"].with_user(user).create({
            "name": "Показ", "start": start, "stop": start + hours * HOUR,
            "partner_ids": [Command.set((user.partner_id | self.contact_of[user]).ids)], **values})

    def test_organizer_does_not_accept_for_the_client(self):
        meeting = self._meet()
        attendee = meeting.attendee_ids.filtered(lambda one: one.partner_id == self.contact_of[self.anna])
        attendee.do_accept()
        attendee.write({"state": "accepted", "is_own_answer": True})
        meeting.write({"attendee_ids": [Command.update(attendee.id, {"state": "accepted", "is_own_answer": True})]})
        self.assertEqual(self._sums("meeting"), (1, 0))
        attendee.sudo().write({"state": "needsAction"})
        attendee.sudo().do_accept()  # as the link of the invitation does
        meeting.write({"attendee_ids": []})
        self.assertEqual(self._sums("meeting"), (1, 1))

    def test_meeting_of_a_day_long_past_does_not_count(self):
        self._meet(start=NOON - 30 * DAY)
        self.assertEqual(self._sums("meeting"), (0, 0))
        self._meet(start=NOON - 2 * DAY)
        self.assertEqual(self._sums("meeting"), (1, 0))

    def test_meeting_is_not_moved_into_the_past(self):
        meeting = self._meet(start=NOON + 30 * DAY)
        meeting.write({"start": NOON - 30 * DAY, "stop": NOON - 30 * DAY + HOUR})
        self.assertEqual(self._sums("meeting"), (0, 0))

    def test_old_meeting_gets_no_client(self):
        meeting = self._meet(start=NOON - 30 * DAY, partner_ids=[Command.set(self.anna.partner_id.ids)])
        meeting.partner_ids += self.contact_of[self.anna]
        self.assertEqual(self._sums("meeting"), (0, 0))

    def test_no_meeting_stops_the_job(self):
        self.anna.tz = "America/New_York"  # where the first day of all is the day before
        self._meet(start=datetime(1, 1, 1), hours=(NOON + HOUR - datetime(1, 1, 1)) / HOUR)
        other = self._meet(self.boris, start=NOON)
        with freeze_time(NOON + HOUR + timedelta(minutes=1)):
            self.env["calendar.event"]._cron_settle_meetings()
        self.assertEqual(self._sums("meeting", res_id=other.id), (1, 0))

    def test_long_meeting_counts_when_it_ends(self):
        meeting = self._meet(start=NOON - 30 * DAY, hours=30 * 24 - 1)
        self.assertEqual(self._sums("meeting", date=date(2025, 12, 3), res_id=meeting.id), (1, 0))

    def test_what_counted_stays_counted_when_it_is_mended_later(self):
        meeting = self._meet()
        with freeze_time(NOON + 20 * DAY):
            meeting.write({"name": "Показ насосов", "start": meeting.start, "opportunity_id": self.lead.id})
            self.assertEqual(self._sums("meeting", date=date(2025, 12, 3)), (1, 0))
            meeting.active = False
            self.assertEqual(self._sums("meeting"), (0, 0))

    def test_colleague_takes_no_meeting(self):
        guests = [Command.set((self.anna.partner_id | self.boris.partner_id | self.contact_of[self.anna]).ids)]
        for start in (NOON - 2 * HOUR, NOON + 2 * DAY):
            meeting = self._meet(start=start, partner_ids=guests).with_user(self.boris)
            with self.subTest(start=start), self._refused():
                meeting.user_id = self.boris
        self.assertEqual(self._sums("meeting"), (1, 0))

    def test_colleague_undoes_no_meeting_that_was_held(self):
        guests = (self.anna.partner_id | self.boris.partner_id | self.contact_of[self.anna]).ids
        meeting = self._meet(partner_ids=[Command.set(guests)]).with_user(self.boris)
        for attack in (meeting.unlink, lambda: meeting.write({"active": False}),
                       lambda: meeting.write({"start": NOON + DAY, "stop": NOON + DAY + HOUR}),
                       lambda: meeting.write({"partner_ids": [Command.unlink(self.contact_of[self.anna].id)]})):
            with self._refused():
                attack()
        meeting.write({"partner_ids": [Command.link(self.olga.partner_id.id)]})
        self.assertEqual(self._sums("meeting", user_id=self.anna.id), (1, 0))

    def test_nobody_reports_a_colleagues_meeting(self):
        with self._refused():
            self._meet(user_id=self.boris.id)

    def test_meeting_with_whom_nobody_sells_to_does_not_count(self):
        carrier = self.env["res.partner"].create({"name": "Перевозчик", "is_visible_to_all": True})
        for partner in (self.boris.partner_id, self.env.company.partner_id, carrier):
            self._meet(partner_ids=[Command.set((self.anna.partner_id | partner).ids)])
        self.assertEqual(self._sums("meeting"), (0, 0))

    def test_own_meetings_are_moved_and_given_on(self):
        meeting = self._meet(start=NOON + DAY, partner_ids=[Command.set(
            (self.anna.partner_id | self.boris.partner_id | self.contact_of[self.anna]).ids)])
        meeting.write({"start": NOON + 2 * DAY, "stop": NOON + 2 * DAY + HOUR})
        meeting.user_id = self.boris
        self.assertEqual(meeting.sudo().user_id, self.boris)
        self._meet().unlink()
        self._stand_in(self.boris)
        self._meet().with_user(self.boris).unlink()
        self.assertEqual(self._sums("meeting"), (0, 0))
