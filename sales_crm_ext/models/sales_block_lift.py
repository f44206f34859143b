from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from .res_users import DIRECTOR

_AHEAD = timedelta(days=7)


class SalesBlockLift(models.Model):
    """A day on which a person works on although reports of calls are owed: who allowed it, when, and why.

    Written once, by the person's leader or the director, never by the person.
    """
    _name = "sales.block.lift"
    _description = "Lifted Block"
    _order = "date desc, id desc"
    _rec_name = "user_id"

    user_id = fields.Many2one("res.users", "Salesperson", required=True, index=True, ondelete="cascade")
    date = fields.Date("Day", required=True, help="The day in the person's time zone.", default=fields.Date.context_today)
    reason = fields.Char(required=True)
    lifted_by_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="restrict", default=lambda self: self.env.user)

    _user_date_uniq = models.UniqueIndex("(user_id, date)", "The block of this person is lifted for that day already.")

    @api.model_create_multi
    def create(self, vals_list):
        lifts = super().create([{**vals, "lifted_by_id": self.env.uid} for vals in vals_list])
        for lift in lifts:
            lift._check_may_lift()
        lifts.user_id._release_held_actions()
        return lifts

    def _check_may_lift(self):
        """
        :raise AccessError: for one's own block
        :raise ValidationError: for a day that is past or far ahead
        """
        if self.env.su:
            return
        if self.user_id == self.env.user and not self.env.user._has_group(DIRECTOR):
            raise AccessError(self.env._("Nobody lifts their own block. Ask your director, or write the reports."))
        today = self._get_today(self.user_id)
        if not today <= self.date <= today + _AHEAD:
            raise ValidationError(self.env._("A block is lifted for today or one of the next %(days)s days.",
                                             days=_AHEAD.days))

    @api.model
    def _get_today(self, user):
        return user._get_local_day(fields.Datetime.now())

    @api.model
    def _get_lifted(self, user_ids):
        """``{(user id, day)}`` of the days that are lifted for these users."""
        # Asked for whoever works; the log is read by few.
        lifts = self.sudo().search_fetch([("user_id", "in", list(user_ids))], ["user_id", "date"])
        return {(lift.user_id.id, lift.date) for lift in lifts}
