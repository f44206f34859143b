from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

from .sales_action_source_mixin import Fact

_DECISIVE = {"active", "start", "stop", "user_id", "partner_ids", "attendee_ids", "opportunity_id"}
_FIRST_LOOK = timedelta(days=3)  # of a job that never ran, or stood still
_DAY = timedelta(days=1)


class CalendarEvent(models.Model):
    """A meeting with a client counts for its organizer when its time is over and it was not cancelled. It is borne out by
    the client's own acceptance of the invitation.

    When it was, is its organizer's word: as of calls, it is told within some days. Colleagues who take part change no
    meeting that has begun.
    """
    _name = "calendar.event"
    _inherit = ["calendar.event", "sales.action.source.mixin"]

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        events._settle_past()  # entered afterwards
        return events

    def write(self, vals):
        if not vals.keys() & _DECISIVE:
            return super().write(vals)
        before = self._get_decisive_values()
        res = super().write(vals)
        for event, values in before.items():
            event._check_change(*values)
        self._settle_past()
        return res

    def unlink(self):
        for event in self if self.env["res.users"]._is_present_user_restricted() else ():
            event._check_begun(event.user_id, event.start)
        return super().unlink()

    # ------------------------------------------------------------
    # WHOSE IT IS TO SAY
    # ------------------------------------------------------------

    def _get_decisive_values(self):
        if not self.env["res.users"]._is_present_user_restricted():
            return {}
        self.check_access("write")  # before anything is read as superuser
        return {event: event._get_decisive() for event in self}

    def _get_decisive(self):
        event = self.sudo()  # attendees may be out of reach; they are compared only
        return event.user_id, event.start, event.stop, event.active, event._get_clients()

    def _check_change(self, *before):
        """
        :raise AccessError: when a restricted person takes a colleague's meeting, or changes or gives away one that has begun
        """
        organizer, start, *_rest = before
        after = self._get_decisive()
        if after != before:
            self._check_begun(organizer, start)
        if organizer and after[0] != organizer and (
                start <= fields.Datetime.now() or organizer.id not in self.env.user._get_client_user_ids()):
            self._refuse_change(organizer)

    def _check_begun(self, organizer, start):
        if organizer and start <= fields.Datetime.now() and organizer.id not in self.env.user._get_client_user_ids():
            self._refuse_change(organizer)

    @api.model
    def _refuse_change(self, organizer):
        # A colleague's name is no secret: whoever is refused is told whom to ask.
        raise AccessError(self.env._(
            "A meeting counts for who organizes it, and is theirs to change once it has begun. Ask %(name)s.",
            name=organizer.sudo().name))

    # ------------------------------------------------------------
    # WHAT IT COUNTS FOR
    # ------------------------------------------------------------

    def _settle_past(self):
        """What people say of their own meetings, and of whom they stand in for: nobody makes others' meetings count."""
        people = self.env.user._get_client_user_ids() if self.env["res.users"]._is_present_user_restricted() else None
        self.filtered(lambda event: event.stop and event.stop <= fields.Datetime.now()
                      and (people is None or not event.user_id or event.user_id.id in people))._settle_actions()

    @api.model
    def _cron_settle_meetings(self):
        """Count the meetings that ended since the last time."""
        now = fields.Datetime.now()
        since = self.env.context.get("lastcall") or now - _FIRST_LOOK
        self.search([("stop", "<=", now), ("stop", ">", since - timedelta(hours=1))])._settle_actions()

    def _filter_counted(self):
        now = fields.Datetime.now()
        return self.filtered(lambda event: event.active and event.user_id and event.stop <= now and event._get_clients())

    def _get_clients(self):
        """Those who take part and whom somebody sells to."""
        no_clients = self.env["sales.client.scope"]._get_no_clients()
        return self.partner_ids.filtered(lambda partner: partner.client_scope_id not in no_clients)

    def _get_action_facts(self, metric):
        done_at = self._get_done_at()
        if self._is_told_too_late(metric, done_at):
            return []
        clients = self._get_clients()
        accepted = self.attendee_ids.filtered(
            lambda one: one.partner_id in clients and one.state == "accepted" and one.is_own_answer)
        return [Fact(self.user_id, done_at, clients[:1].commercial_partner_id.id, self.opportunity_id.id,
                     is_verified=bool(accepted), known_at=self.create_date)]

    def _get_done_at(self):
        """When it began; of one that took longer than a day, when it ended: it is known no sooner."""
        return self.start if self.stop - self.start <= _DAY else self.stop

    def _is_told_too_late(self, metric, done_at):
        """Whether a salesperson makes a meeting of a day long past count, that did not count on that day."""
        days = self.env["sales.call"]._get_backdate_days()
        if not self.env.user._is_measured() or done_at >= fields.Datetime.now() - timedelta(days=days):
            return False
        booked, _steps = self.env["sales.action"]._get_booked(self._name, self.ids)
        place = self.user_id.id, self.user_id._get_local_day(done_at)
        claimed, *_rest = booked.get((metric.id, self.id, ""), {}).get(place, (0,))
        return claimed < 1
