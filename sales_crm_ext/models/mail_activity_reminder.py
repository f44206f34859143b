from odoo import api, fields, models

from .sales_reminder import AHEAD, PAST


class MailActivity(models.Model):
    """Whoever is reminded of a planned contact hears of its changes at once; see ``sales.reminder``."""
    _inherit = "mail.activity"

    contact_set_at = fields.Datetime(
        "Hour Set On", readonly=True, copy=False, help="When the hour of the contact was chosen: a contact that is planned"
        " for the next minutes is reminded of at its own minute, and one that is entered afterwards not at all.")

    # What is planned for one person, by the hour: asked by each tab as it opens.
    _user_contact_idx = models.Index("(user_id, contact_at) WHERE active AND contact_at IS NOT NULL")

    @api.model_create_multi
    def create(self, vals_list):
        now = fields.Datetime.now()
        activities = super().create([{**vals, "contact_set_at": now if vals.get("contact_at") else False}
                                     for vals in vals_list])
        self.env["sales.reminder"]._announce(activities._get_reminded())
        return activities

    def write(self, vals):
        if not vals.keys() & {"contact_at", "date_deadline", "user_id", "active"}:
            return super().write(vals)
        self.check_access("write")  # before anything is read as superuser
        before = self._get_reminded()
        moved = self._get_moved(vals)
        if moved:
            super(MailActivity, moved).write({**vals, "contact_set_at": fields.Datetime.now()})
        if self - moved:
            super(MailActivity, self - moved).write(vals)
        after = self._get_reminded()
        self.env["sales.reminder"]._announce({
            user: before.get(user, []) + after.get(user, []) for user in {**before, **after}})
        return True

    def _get_moved(self, vals):
        """Those whose hour changes. What is handed over keeps the moment at which it was planned."""
        moment = fields.Datetime.to_datetime(vals.get("contact_at"))
        # The reader of an activity need not be its assignee, who alone may see some; it is compared only.
        return self.filtered(lambda activity: activity.sudo().contact_at != moment) if moment else self.browse()

    def unlink(self):
        self.check_access("unlink")
        reminded = self._get_reminded()
        res = super().unlink()
        self.env["sales.reminder"]._announce(reminded)
        return res

    def _get_reminded(self):
        """Ids of these activities that are near enough to be reminded of, by assignee."""
        now = fields.Datetime.now()
        # A colleague's activity may be out of reach; the assignee is told its id, and nobody else.
        near = self.sudo().filtered(lambda activity: activity.active and activity.user_id and activity.contact_at
                                    and now - PAST <= activity.contact_at <= now + AHEAD)
        return {user: activities.ids for user, activities in near.grouped("user_id").items()}
