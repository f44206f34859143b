from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_datetime
from odoo.tools.misc import clean_context


class SalesCall(models.Model):
    """From a call that happened to a saved report, in one transaction."""
    _inherit = "sales.call"

    def action_report(self):
        """Save the report: check it, close the planned call, plan the next step, tell client and lead.

        A missed call needs no words; it gets a next attempt when none is given.

        :raise ValidationError: naming each field that is missing or says nothing
        :raise UserError: for a call that has its report already
        :raise AccessError: for somebody else's call
        """
        calls = self.with_env(self.env(context=clean_context(self.env.context)))
        for call in calls:
            call._check_can_report()
            if call.disposition != "answered":
                call._fill_next_attempt()
        calls._check_report()
        calls._set_reported(reported_at=fields.Datetime.now())
        for call in calls:
            call._apply_report()
        return {"type": "ir.actions.act_window_close"}

    def _report_history(self):
        """Mark calls of the past as reported and score them. Refuses nothing, plans nothing, writes no chatter.

        For superuser code that loads a history (imports, demo data).
        """
        self._judge_again()
        self._set_reported()

    def _check_can_report(self):
        if self.state != "due":
            raise UserError(self.env._("The report of this call is saved already."))
        self._check_author()

    def _check_author(self):
        """
        :raise AccessError: when a restricted person writes a colleague's report
        """
        if self.env.su or self.user_id == self.env.user:
            return
        if self.env.user._is_client_restricted():
            raise AccessError(self.env._(
                "The report of a call is written by the one who made it: %(name)s.", name=self.user_id.name))

    def _set_reported(self, **values):
        # The state is set by our methods alone (see sales_call_guard).
        self.sudo().write({"state": "reported", **values})

    def _apply_report(self):
        activity = self._get_planned_call()
        self._post_summary(activity)
        self._close_planned_call(activity)
        if not (self.lead_id or self.partner_id).has_access("read"):
            return  # with a colleague by now, whose is what comes next
        if not self._ends_contact():
            self._schedule_next_step()
        elif self.lead_id.active and self.lead_id.won_status != "won":
            self.lead_id.action_set_lost(lost_reason_id=self.lost_reason_id.id)

    def _ends_contact(self):
        return self.disposition == "answered" and bool(self.outcome_id.is_lost_reason_required)

    def _get_planned_call(self):
        """The open activity that this report closes; it must be a call with the same client.

        :raise UserError: for an activity that another call has to close
        """
        # What was planned with a client who is a colleague's by now is theirs to do.
        activity = self.activity_id._filtered_access("read")
        if not activity or not activity.active:
            return self.env["mail.activity"]
        if not activity._is_call() or not self._is_planned_as(activity):
            raise UserError(self.env._(
                "The planned call “%(activity)s” is with another client. Report that call on its own.",
                activity=activity.display_name))
        return activity

    def _is_planned_as(self, activity):
        # As superuser: a planned call whose client is out of the author's reach is not this client's either.
        planned = activity.sudo()._get_call_client_values()
        if planned["lead_id"]:
            return planned["lead_id"] == self.lead_id.id
        return planned["partner_id"] in (False, self.partner_id.id)

    def _close_planned_call(self, activity):
        if activity:
            # The report is the one way to close a planned call; the author may not do it by hand.
            activity.sudo().write({"active": False, "call_id": self.id, "feedback": self._get_readable("topic")})

    def _post_summary(self, activity):
        """A readable summary in the chatter of the client and of the lead."""
        call = self.with_context(tz=self.user_id.tz)
        body = call.env["ir.qweb"]._render("sales_crm_ext.sales_call_summary", call._prepare_summary_values())
        for document in (self.partner_id, self.lead_id):
            if not document:
                continue
            is_planned_here = (activity.res_model, activity.res_id) == (document._name, document.id)
            # As superuser: whoever has the client by now reads what its salesperson of before was told.
            reached = document if document.has_access("read") else document.sudo()
            reached.message_post(
                body=body, author_id=self.user_id.partner_id.id, subtype_xmlid="mail.mt_note",
                mail_activity_type_id=activity.activity_type_id.id if is_planned_here else False)

    def _prepare_summary_values(self):
        texts = [(name, self[name]) for name in ("topic", "agreement", "stop_point") if self[name]]
        outcome = self.outcome_id.name if self.disposition == "answered" else ""
        # The hour that the author knows it by; the chatter shows it to everybody as it was written.
        called_at = format_datetime(self.env, self.date_start, tz=self.user_id.tz, dt_format="short")
        contact = self.contact_id._filtered_access("read").name
        headline = (self._get_readable("disposition"), outcome, contact, called_at)
        return {
            "call": self,
            "headline": ", ".join(part for part in headline if part),
            "texts": [(self._get_label(name), text.split("\n")) for name, text in texts],
            "label": self._get_label,
        }
