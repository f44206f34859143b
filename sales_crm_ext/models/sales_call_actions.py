from odoo import api, models

from .sales_action_source_mixin import Fact

_DECISIVE = {"state", "origin", "disposition", "duration", "kind", "date_start", "user_id", "partner_id", "lead_id"}


class SalesCall(models.Model):
    """What a call counts for: once its report is written, until it is refuted.

    It is borne out by the phone system's record, or by a control call. A missed call that was entered by hand is borne out
    by nothing.
    """
    _name = "sales.call"
    _inherit = ["sales.call", "sales.action.source.mixin"]

    @api.model_create_multi
    def create(self, vals_list):
        calls = super().create(vals_list)
        calls.filtered(lambda call: call.state != "due")._settle_actions(is_new=True)
        return calls

    def write(self, vals):
        counted = self.filtered(lambda call: call.state != "due") if vals.keys() & _DECISIVE else self.browse()
        res = super().write(vals)
        if vals.keys() & _DECISIVE:
            (counted | self.filtered(lambda call: call.state != "due"))._settle_actions()
        return res

    def _settle_actions(self, is_new=False, holders=None):
        res = super()._settle_actions(is_new, holders)
        talked = self._filter_borne_out().partner_id
        doubted = self.filtered(lambda call: call.state == "refuted").partner_id - talked
        # The ledger is the system's, and so is what others talked about with the client.
        Action, Call = self.env["sales.action"].sudo(), self.env["sales.call"].sudo()
        # The first conversation bears out that its client is one; without it nothing does.
        Action._bear_out("res.partner", talked.ids)
        if doubted:
            known = Call.search([("partner_id", "in", doubted.ids), ("is_conversation", "=", True)])._filter_borne_out()
            Action._bear_out("res.partner", (doubted - known.partner_id).ids, is_borne_out=False)
        return res

    def _filter_borne_out(self):
        return self.filtered(lambda call: call.is_conversation and call._is_borne_out())

    def _filter_counted(self):
        no_clients = self.env["sales.client.scope"]._get_no_clients()
        return self.filtered(lambda call: call.state in ("reported", "confirmed") and (
            call.partner_id or call.lead_id.partner_id).client_scope_id not in no_clients)

    def _get_action_facts(self, metric):
        if self._is_talk_too_short(metric.min_talk_seconds):
            return []
        return [Fact(self.user_id, self.date_start, self.partner_id.id, self.lead_id.id, self.team_id.id, self.company_id.id,
                     is_verified=self._is_borne_out(), known_at=self.origin == "manual" and self.create_date)]

    def _is_talk_too_short(self, seconds):
        """Whether it was no conversation of so many seconds. How long a call entered by hand took, is not known unless its
        author says so."""
        if not seconds:
            return False
        is_known = self.duration or self.origin == "pbx"
        return not self.is_conversation or bool(is_known and self.duration < seconds)

    def _is_borne_out(self):
        if self.origin == "pbx":
            return True
        return self.state == "confirmed" and self.disposition == "answered"
