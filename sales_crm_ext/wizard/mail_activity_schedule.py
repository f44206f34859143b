from odoo import api, fields, models


class MailActivitySchedule(models.TransientModel):
    """An activity may be scheduled for an hour; the day is then the assignee's local day of it."""
    _inherit = "mail.activity.schedule"

    contact_at = fields.Datetime(help="Date and time of the planned contact.")

    @api.onchange("contact_at", "activity_user_id")
    def _onchange_contact_at(self):
        if self.contact_at:
            self.date_deadline = self.env["mail.activity"]._get_local_day(self.contact_at, self.activity_user_id)

    def action_schedule_activities_done(self):
        """A planned call is done by its report only, which opens."""
        activities = self._action_schedule_activities()
        calls = activities._get_locked_calls()
        (activities - calls).action_done()
        return calls.action_report_call() if len(calls) == 1 else None

    def _action_schedule_activities(self):
        return self._set_hour(super()._action_schedule_activities())

    def _action_schedule_activities_personal(self):
        return self._set_hour(super()._action_schedule_activities_personal())

    def _set_hour(self, activities):
        if self.contact_at:
            activities.contact_at = self.contact_at
        return activities
