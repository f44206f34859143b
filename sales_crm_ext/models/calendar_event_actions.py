from datetime import timedelta

from odoo import api, fields, models

from .sales_action_source_mixin import Fact

_DECISIVE = {"active", "start", "stop", "user_id", "partner_ids", "attendee_ids", "opportunity_id"}
_FIRST_LOOK = timedelta(days=3)  # of a job that never ran, or stood still


class CalendarEvent(models.Model):
    """A meeting with a client counts for its organizer when its time is over and it was not cancelled. It is borne out by
    the client's own acceptance of the invitation."""
    _name = "calendar.event"
    _inherit = ["calendar.event", "sales.action.source.mixin"]

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        events._settle_past()  # entered afterwards
        return events

    def write(self, vals):
        res = super().write(vals)
        if vals.keys() & _DECISIVE:
            self._settle_past()
        return res

    def _settle_past(self):
        self.filtered(lambda event: event.stop and event.stop <= fields.Datetime.now())._settle_actions()

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
        """Those who take part and may be sold to."""
        return self.partner_ids._filter_possible_clients()

    def _get_action_facts(self, metric):
        clients = self._get_clients()
        accepted = self.attendee_ids.filtered(lambda one: one.partner_id in clients and one.state == "accepted")
        return [Fact(self.user_id, self.start, clients[:1].commercial_partner_id.id, self.opportunity_id.id,
                     is_verified=bool(accepted))]
