from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import ValidationError

from ..tools.report_quality import judge
from ..tools.report_reasons import Reason

# A reason may be short and plain; it may not be nothing.
EMPTY_REASONS = {
    Reason.EMPTY, Reason.PUNCTUATION_ONLY, Reason.DIGITS_ONLY, Reason.LINK_ONLY, Reason.MASH, Reason.PLACEHOLDER,
    Reason.REPEATED_WORDS,
}


class SalesCallCancel(models.TransientModel):
    """Cancel planned calls with a reason."""
    _name = "sales.call.cancel"
    _description = "Cancel Planned Calls"

    activity_ids = fields.Many2many("mail.activity", string="Planned Calls", required=True)
    reason = fields.Text(required=True)

    def action_cancel_calls(self):
        """Delete the planned calls, keep the reason in the log and in the chatter.

        :raise AccessError: for an activity that the user could not delete in stock either
        :raise ValidationError: for a reason that says nothing
        """
        self.ensure_one()
        activities = self.activity_ids.filtered("active")
        activities.check_access("unlink")
        self._check_reason()
        self.env["sales.call.cancellation"]._log(activities, self.reason)
        for activity in activities:
            self._tell_document(activity)
        # The lock on planned calls lets only superuser code delete them; the rights were checked above.
        activities.sudo().unlink()
        return {"type": "ir.actions.act_window_close"}

    def _check_reason(self):
        problems = judge({"reason": self.reason or ""}, required=["reason"]).problems
        if any(problem.code in EMPTY_REASONS for problem in problems):
            raise ValidationError(self.env._("Say why the call is cancelled, so that it is understood later."))

    def _tell_document(self, activity):
        if not activity.res_model or not hasattr(self.env[activity.res_model], "message_post"):
            return
        text = self.env._("Planned call “%(summary)s” cancelled: %(reason)s",
                          summary=activity.summary or activity.activity_type_id.name, reason=self.reason)
        # Who may cancel an activity may not always write on its document; stock's own "done" note is posted so too.
        self.env[activity.res_model].sudo().browse(activity.res_id).message_post(
            body=Markup("<p>%s</p>") % text, author_id=self.env.user.partner_id.id, subtype_xmlid="mail.mt_note")
