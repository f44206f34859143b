from odoo import models

from ..tools.control_suspicion import CallFacts, find_reasons
from .sales_call_control_draw import EARLIER_TEXTS


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
        found = find_reasons(
            [call._get_facts() for call in week_calls], [call._get_spoken() for call in earlier], has_phone_system)
        return {call.id: found[call.id] for call in self}

    def _get_control_phone(self):
        """The number at which a control call reaches the client, as superuser; empty when there is none."""
        return self.contact_id.phone or self.lead_id.phone or self.partner_id.phone

    def _get_facts(self):
        return CallFacts(self.id, self.date_start, self.duration, self.create_date, self.origin == "manual",
                         self.quality_score, self._get_spoken(), self.partner_id or self.lead_id,
                         self._get_control_phone() or "")

    def _get_spoken(self):
        return f"{self.topic or ''} {self.agreement or ''}"
