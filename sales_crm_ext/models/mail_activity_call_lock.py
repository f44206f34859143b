from odoo import api, fields, models
from odoo.exceptions import AccessError, RedirectWarning, UserError

from odoo.addons.mail.tools.discuss import Store


class MailActivity(models.Model):
    """A planned call is closed by its report, or cancelled with a reason that is kept. Nothing else ends it.

    This holds for restricted users (see ``res.users._is_client_restricted``) on every way: buttons, RPC, ``write``,
    ``unlink``. Superuser code passes, and with it the deletion of a record, clean-up jobs and our own report. Merges
    of leads are let through in ``crm.lead``. No context key opens it.
    """
    _inherit = "mail.activity"

    is_report_demanded = fields.Boolean(
        compute="_compute_is_report_demanded", help="Done only by the report of a call, for the present user.")

    @api.depends("activity_type_id.category", "active")
    @api.depends_context("uid")
    def _compute_is_report_demanded(self):
        demanded = self.filtered("active")._get_locked_calls()
        for activity in self:
            activity.is_report_demanded = activity in demanded

    def _get_locked_calls(self):
        """Those of these activities that the present user may end by a report or a cancellation only."""
        if self.env.su or not self.env.user._is_client_restricted():
            return self.browse()
        return self.filtered(lambda activity: activity._is_call())

    # ------------------------------------------------------------
    # WRITING
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            self = self.with_context(default_call_id=False)  # noqa: PLW0642
            for vals in vals_list:
                self._check_call_id_not_given(vals)
        activities = super().create(vals_list)
        if done := activities.filtered(lambda activity: not activity.active)._get_locked_calls():
            done._refuse_finish()
        return activities

    def write(self, vals):
        if not self.env.su:
            self._check_call_id_not_given(vals)
        for activity in self._get_locked_calls():
            activity._check_call_change(vals)
        return super().write(vals)

    def unlink(self):
        if calls := self._get_locked_calls():
            calls._refuse_cancel()
        return super().unlink()

    def _check_call_id_not_given(self, vals):
        if vals.get("call_id"):
            raise AccessError(self.env._("Which call closed an activity is set by the report of that call."))

    def _check_call_change(self, vals):
        """Refuse what would end a planned call or hide it: closing, retyping, moving, handing over."""
        self.ensure_one()
        if ("active" in vals and not vals["active"] and self.active) or vals.get("date_done"):
            self._refuse_finish()
        if "activity_type_id" in vals:
            new_type = self.env["mail.activity.type"].browse(vals["activity_type_id"] or False)
            if new_type.category != "phonecall":
                self._refuse_finish()
        if any(name in vals and (vals[name] or False) != (self._get_raw(name) or False)
               for name in ("res_model_id", "res_model", "res_id")):
            raise UserError(self.env._("A planned call stays with its client. Cancel it with a reason and plan a new one."))
        if "user_id" in vals and vals["user_id"] != self.user_id.id:
            self._check_call_handover(vals["user_id"])

    def _get_raw(self, name):
        return self[name].id if isinstance(self[name], models.BaseModel) else self[name]

    def _check_call_handover(self, user_id):
        """A leader hands calls over within the team; a salesperson takes one that is nobody's."""
        people = self.env.user._get_team_user_ids()
        if self.user_id.id in people and len(people) > 1 and user_id and user_id not in people:
            raise UserError(self.env._(
                'A planned call is handed over within your teams. Ask your director to hand over "%(call)s".',
                call=self.summary or self.activity_type_id.name))
        if user_id not in people or (self.user_id and self.user_id.id not in people):
            raise UserError(self.env._(
                "A planned call stays with its salesperson. Ask your team leader to hand it over."))

    # ------------------------------------------------------------
    # WAYS TO FINISH AND CANCEL
    # ------------------------------------------------------------

    def action_report_call(self):
        """Open the report of this planned call; one that was begun and refused goes on where it was left.

        :raise UserError: when it was done meanwhile
        """
        self.ensure_one()
        self._check_still_planned()
        begun = self.env["sales.call"].search(
            [("activity_id", "=", self.id), ("user_id", "=", self.env.uid), ("state", "=", "due")], limit=1)
        if begun:
            return begun.action_open_report()
        return self.env["sales.call"]._get_report_action({"default_activity_id": self.id})

    def action_cancel_call(self):
        """Ask for the reason of a cancellation.

        :raise UserError: when all of them were done meanwhile
        """
        self._check_still_planned()
        action = self.env["ir.actions.actions"]._for_xml_id("sales_crm_ext.sales_call_cancel_action")
        return {**action, "context": {"default_activity_ids": self.ids}}

    def _check_still_planned(self):
        # Another tab, or a screen not yet refreshed, still shows what is done; of a stranger's nothing else is said.
        if not self.exists()._filtered_access("read").filtered("active"):
            raise UserError(self.env._("This call is done or cancelled already. Reload the page to see what is planned."))

    def action_done(self):
        calls = self.filtered("active")._get_locked_calls()
        if len(calls) == 1 == len(self):
            return calls.action_report_call()
        return super().action_done()

    def action_done_redirect_to_other(self):
        calls = self.filtered("active")._get_locked_calls()
        if len(calls) == 1 == len(self):
            return calls.action_report_call()
        return super().action_done_redirect_to_other()

    def action_feedback_schedule_next(self, feedback=False, attachment_ids=None):
        calls = self.filtered("active")._get_locked_calls()
        if len(calls) == 1 == len(self):
            return self.env["sales.call"]._get_report_action(
                {"default_activity_id": calls.id, "default_topic": feedback})
        return super().action_feedback_schedule_next(feedback=feedback, attachment_ids=attachment_ids)

    def action_cancel(self):
        calls = self.filtered("active")._get_locked_calls()
        if not calls:
            return super().action_cancel()
        super(MailActivity, self - calls).action_cancel()
        return calls.action_cancel_call()

    def _action_done(self, feedback=False, attachment_ids=None):
        if calls := self._get_locked_calls():
            calls._refuse_finish()
        return super()._action_done(feedback=feedback, attachment_ids=attachment_ids)

    def _refuse_finish(self):
        message = self.env._("A planned call is closed by its report: what was discussed, agreed, and what comes next.")
        if len(self) != 1:
            raise UserError(message)
        raise RedirectWarning(
            message, self.env.ref("sales_crm_ext.sales_call_action_report").id, self.env._("Write the Report"),
            {"default_activity_id": self.id})

    def _refuse_cancel(self):
        raise RedirectWarning(
            self.env._("A planned call is cancelled with a reason, which is kept."),
            self.env.ref("sales_crm_ext.sales_call_cancel_action").id, self.env._("Cancel with a Reason"),
            {"default_activity_ids": self.ids})

    def _to_store_defaults(self, target):
        return super()._to_store_defaults(target) + [
            "is_report_demanded", Store.Attr("contact_at", lambda activity: activity._get_contact_iso())]

    def _get_contact_iso(self):
        return fields.Datetime.to_string(self.contact_at) if self.contact_at else False
