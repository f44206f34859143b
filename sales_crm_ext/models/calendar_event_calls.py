from odoo import models


class CalendarEvent(models.Model):
    """A meeting made of a planned call."""
    _inherit = "calendar.event"

    def unlink(self):
        """A deleted meeting takes its activity with it (a cascade of the database); a planned call stays due."""
        # The activity of the meeting may be a colleague's, out of reach; nothing of it is shown.
        activities = self.sudo().with_context(active_test=False).activity_ids
        # Its link alone is cleared, by who may delete the meeting and with it the activity.
        activities.with_env(self.env)._get_locked_calls().sudo().calendar_event_id = False
        return super().unlink()
