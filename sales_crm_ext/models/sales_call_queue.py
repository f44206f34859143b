from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime

# Who is quicker than planned goes on with the next call.
QUEUE_AHEAD = timedelta(hours=1)


class SalesCall(models.Model):
    """The report's screen: opened from anywhere, saved by one key, then the next due call.

    The buttons that save raise what :meth:`action_report` raises.
    """
    _inherit = "sales.call"

    @api.model
    def _get_report_action(self, defaults=None):
        """The action that opens the report form over the present screen; ``defaults`` are its ``default_`` values."""
        action = self.env["ir.actions.actions"]._for_xml_id("sales_crm_ext.sales_call_action_report")
        return {**action, "context": {
            "dialog_size": "extra-large", "sales_crm_ext_queue": self.env.context.get("sales_crm_ext_queue", False),
            **(defaults or {})}}

    def action_open_report(self):
        """Open the report of a call whose report is owed."""
        self.ensure_one()
        return {**self._get_report_action(), "res_id": self.id}

    def action_report_and_next(self):
        """Save the report and open the next call of the queue."""
        self.action_report()
        return self._get_next_call_action()

    def action_no_answer(self):
        """Save a call that nobody answered."""
        return self._report_missed("no_answer")

    def action_busy(self):
        """Save a call to a busy line."""
        return self._report_missed("busy")

    def action_voicemail(self):
        """Save a call that ended in a voicemail."""
        return self._report_missed("voicemail")

    def action_wrong_number(self):
        """Save a call to a number that is not the client's."""
        return self._report_missed("wrong_number")

    def _report_missed(self, disposition):
        """Save without a word; the next attempt is the chosen one, else the proposed one.

        From the queue the next call opens, else the form closes and says when the next attempt is.
        """
        self.ensure_one()
        self.disposition = disposition
        self.action_report()
        if self.env.context.get("sales_crm_ext_queue"):
            return self._get_next_call_action()
        return self._get_notification(self.env._(
            "Saved. Next attempt: %(time)s.", time=self._format_moment(self.next_contact_at)))

    def _get_next_call_action(self, is_saved=True):
        """The report of the next due call of the present user; without any, of a call to the new lead that waits longest
        for the first conversation; or a note that there is none.

        :param is_saved: whether a report was saved just now
        """
        activity = self.env["mail.activity"].search(
            self._get_queue_domain(), order="date_deadline, contact_at, id", limit=1)
        if activity:
            return activity.with_context(sales_crm_ext_queue=True).action_report_call()
        if lead := self.env["crm.lead"]._get_longest_waiting(self._get_queue_user_ids()):
            return lead.with_context(sales_crm_ext_queue=True).action_log_call()
        upcoming = self.env["mail.activity"].search(
            [*self._get_own_calls_domain(), ("contact_at", ">", fields.Datetime.now())], order="contact_at", limit=1)
        return self._get_notification(self._get_queue_end_sentence(upcoming, is_saved))

    @api.model
    def _get_queue_end_sentence(self, upcoming, is_saved):
        if not upcoming:
            return self.env._("Saved. No more calls are planned.") if is_saved else self.env._("No call is planned.")
        time = self._format_moment(upcoming.contact_at)
        if is_saved:
            return self.env._("Saved. The next call is planned for %(time)s.", time=time)
        return self.env._("No call is due. The next one is planned for %(time)s.", time=time)

    @api.model
    def _get_queue_user_ids(self, users=None):
        users = users or self.env.user
        return sorted({*users.ids, *(users._get_deputised_user_ids() if len(users) == 1 else ())})

    @api.model
    def _get_own_calls_domain(self, users=None):
        return Domain([
            ("user_id", "in", self._get_queue_user_ids(users)), ("activity_type_id.category", "=", "phonecall")])

    @api.model
    def _get_queue_domain(self, users=None):
        """Planned calls that are due, own ones and those of whom one stands in for: with an hour by the hour, the
        others by the day. Those of another person, or of several, are asked for by ``users``."""
        now = fields.Datetime.now()
        today = self.env["mail.activity"]._get_local_day(now, (users or self.env.user)[:1])
        # The next attempt at a busy line was planned a moment ago, for its hour.
        ahead = Domain([("contact_at", "<=", now + QUEUE_AHEAD), ("create_date", "<=", now - QUEUE_AHEAD)])
        due = Domain("contact_at", "<=", now) | ahead | Domain(
            [("contact_at", "=", False), ("date_deadline", "<=", today)])
        return self._get_own_calls_domain(users) & due

    def _format_moment(self, moment):
        return format_datetime(self.env, moment, tz=self.env.user.tz, dt_format="short") if moment else ""

    @api.model
    def _get_notification(self, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "message": message, "next": {"type": "ir.actions.act_window_close"}},
        }
