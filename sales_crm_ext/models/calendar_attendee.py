from odoo import api, fields, models


class CalendarAttendee(models.Model):
    """Stock lets the organizer accept in the client's name. What a client accepted by the link of the invitation, which is
    superuser's work, bears a meeting out."""
    _inherit = "calendar.attendee"

    is_own_answer = fields.Boolean(
        "Answered in Person", readonly=True, copy=False, help="By the link of the invitation, and not by a colleague.")

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([{**vals, "is_own_answer": False} for vals in vals_list])

    def write(self, vals):
        if "state" in vals or "is_own_answer" in vals:
            vals = {name: value for name, value in vals.items() if name != "is_own_answer"}
            if "state" in vals:
                vals["is_own_answer"] = self.env.su
        return super().write(vals)
