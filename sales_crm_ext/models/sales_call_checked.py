from datetime import timedelta

from odoo import models

from ..tools.control_suspicion import CallFacts, find_reasons
from .sales_call_control_draw import EARLIER_TEXTS

_LATELY = timedelta(days=30)


class SalesCall(models.Model):
    """Which reported calls can be checked, and which are worth it more than others."""
    _inherit = "sales.call"

    # Where there is no phone system, that is found without a walk through all calls.
    _pbx_idx = models.Index("(company_id, date_start) WHERE origin = 'pbx'")

    def _find_suspicions(self, week_calls):
        """As superuser.

        :param week_calls: all conversations of the person in that week, these among them
        :return: ``{id: reasons}``, see ``tools.control_suspicion``
        """
        first = min(week_calls.mapped("date_start"))
        of_person = [("user_id", "=", week_calls.user_id.id), ("disposition", "=", "answered"), ("state", "!=", "due")]
        earlier = self.search_fetch([*of_person, ("date_start", "<", first)], ["topic", "agreement"], limit=EARLIER_TEXTS)
        # Where the phone system has seen no call at all, that it has not seen this one says nothing.
        has_phone_system = bool(self.search_count(
            [("origin", "=", "pbx"), ("company_id", "in", week_calls.company_id.ids), ("date_start", ">=", first)], limit=1))
        changed = week_calls._filter_phone_changed()
        found = find_reasons([call._get_facts(call in changed) for call in week_calls],
                             [call._get_spoken() for call in earlier], has_phone_system)
        return {call.id: found[call.id] for call in self}

    def _get_control_phone(self):
        """The number at which a control call reaches the client, as superuser; empty when there is none."""
        return self.contact_id.phone or self.lead_id.phone or self.partner_id.phone

    def _get_phone_holders(self):
        """Contacts and deals one of whose phones is that of the control call."""
        # The phone of a deal follows that of its client where its salesperson works with the client.
        leads = self.lead_id.filtered(lambda lead: lead._is_client_reached_by_salesperson())
        return self.contact_id | self.partner_id | leads.partner_id, self.lead_id

    def _get_phone_changes(self):
        """Changes of the phone since shortly before the calls, as superuser."""
        if not self:
            return self.env["sales.phone.change"]
        return self.env["sales.phone.change"]._find(*self._get_phone_holders(), min(self.mapped("date_start")) - _LATELY)

    def _filter_phone_changed(self):
        """Calls of one person who changed a phone that the client had; to enter the first one is work."""
        changes = self._get_phone_changes().filtered(
            lambda change: change.phone_before and change.user_id in self.user_id)
        holders = changes.partner_id, changes.lead_id
        return self.filtered(lambda call: any(
            mine & found for mine, found in zip(call._get_phone_holders(), holders, strict=True)))

    def _get_facts(self, is_phone_changed=False):
        return CallFacts(self.id, self.date_start, self.duration, self.create_date, self.origin == "manual",
                         self.quality_score, self._get_spoken(), self.partner_id or self.lead_id,
                         self._get_control_phone() or "", is_phone_changed)

    def _get_spoken(self):
        return f"{self.topic or ''} {self.agreement or ''}"
