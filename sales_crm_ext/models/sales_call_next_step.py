from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.tools import plaintext2html

# After how many working hours to try again, unless the company sets otherwise.
RETRY_HOURS = {"no_answer": 2.0, "busy": 0.5, "voicemail": 4.0, "wrong_number": 1.0}
RETRY_PARAM = "sales_crm_ext.call_retry_hours_"
SUMMARY_LENGTH = 80  # characters, what a list shows in one line


class SalesCall(models.Model):
    """What comes after a call, and when."""
    _inherit = "sales.call"

    @api.onchange("disposition")
    def _onchange_disposition(self):
        if self.disposition != "answered":
            self._fill_next_attempt()

    def _fill_next_attempt(self):
        """Propose when to try a missed call again; what the user chose stays."""
        self.ensure_one()
        if not self.next_step_type_id or self.disposition == "wrong_number":
            self.next_step_type_id = self._get_next_attempt_type()
        if not self.next_contact_at:
            self.next_contact_at = self._propose_next_attempt()

    def _get_next_attempt_type(self):
        """A call again; after a wrong number, the task of finding the right one."""
        if self.disposition == "wrong_number":
            return self.env.ref("mail.mail_activity_data_todo")
        return self.activity_id.activity_type_id or self.env["mail.activity.type"]._get_call_type()

    def _propose_next_attempt(self):
        """The moment (UTC) so many working hours from now, in the person's time zone and the company's calendar."""
        hours, now = self._get_retry_hours(), fields.Datetime.now().replace(second=0)
        # A director who reports for another company's person may not read its holidays; only the hour is told.
        calendar = (self.user_id.resource_calendar_id or self.user_id.company_id.resource_calendar_id).sudo()
        zone = pytz.timezone(self.user_id.tz or self.env.context.get("tz") or "UTC")
        # The working hours of the calendar are hours of the person's own clock.
        clock = pytz.utc.localize(now).astimezone(zone).replace(tzinfo=None)
        planned = calendar and calendar.plan_hours(
            hours, pytz.timezone(calendar.tz).localize(clock), compute_leaves=True)
        if not planned:
            return now + timedelta(hours=hours)
        return zone.localize(planned.replace(tzinfo=None)).astimezone(pytz.utc).replace(tzinfo=None)

    def _get_retry_hours(self):
        """Working hours, of 60 minutes, until a call of this disposition is tried again."""
        # Settings are the administrator's to read; this one is a number that each salesperson works by.
        value = self.env["ir.config_parameter"].sudo().get_param(f"{RETRY_PARAM}{self.disposition}")
        return float(value) if value else RETRY_HOURS.get(self.disposition, 1.0)

    def _schedule_next_step(self):
        """Plan the next step as an activity of the lead, else of the client, at its hour: the author's, or of whom they
        stand in for, so that it stays when the deputy goes."""
        self.ensure_one()
        if not self.next_step_type_id or not self.next_contact_at:
            return self.env["mail.activity"]
        document = self.lead_id or self.partner_id
        return self.env["mail.activity"].with_context(mail_activity_quick_update=True).create({
            "res_model_id": self.env["ir.model"]._get_id(document._name),
            "res_id": document.id,
            "activity_type_id": self.next_step_type_id.id,
            "summary": self._get_next_step_summary(),
            "note": plaintext2html(self.stop_point) if self.stop_point else False,
            "contact_at": self.next_contact_at,
            "user_id": (document.user_id if document.user_id.id in self.user_id._get_deputised_user_ids()
                        else self.user_id).id,
        })

    def _get_next_step_summary(self):
        """What was agreed, in one line; a missed call is tried for the reason it was planned for."""
        agreed = " ".join((self.agreement or "").split())
        if len(agreed) > SUMMARY_LENGTH:
            agreed = f"{agreed[:SUMMARY_LENGTH - 1]}…"
        if self.disposition == "wrong_number":
            return self.env._("Find the right phone number")
        return agreed or self.activity_id.summary or self.next_step_type_id.summary or self.next_step_type_id.name
