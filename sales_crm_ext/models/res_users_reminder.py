from odoo import fields, models


class ResUsers(models.Model):
    """How long before a planned contact a person wants to be reminded."""
    _inherit = "res.users"

    reminder_minutes = fields.Selection(
        [("off", "Never"), ("0", "At the minute"), ("5", "5 minutes before"), ("10", "10 minutes before"),
         ("15", "15 minutes before"), ("30", "30 minutes before"), ("60", "An hour before")],
        "Contact Reminders", default="10", required=True,
        help="When a pop-up reminds of a planned contact that has an hour.")

    @property
    def SELF_READABLE_FIELDS(self):
        return super().SELF_READABLE_FIELDS + ["reminder_minutes"]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return super().SELF_WRITEABLE_FIELDS + ["reminder_minutes"]

    def write(self, vals):
        res = super().write(vals)
        if "reminder_minutes" in vals:
            self.env["sales.reminder"]._announce_to(self)
        return res
