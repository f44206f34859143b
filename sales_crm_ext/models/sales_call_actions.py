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
        if not vals.keys() & _DECISIVE:
            return super().write(vals)
        counted = self.filtered(lambda call: call.state != "due")
        clients = self._filter_borne_out().partner_id
        res = super().write(vals)
        (counted | self.filtered(lambda call: call.state != "due"))._settle_actions()
        self._doubt_clients(clients - self._filter_borne_out().partner_id)
        return res

    def _settle_actions(self, is_new=False, holders=None):
        res = super()._settle_actions(is_new, holders)
        # The first conversation bears out that its client is one. sudo: the ledger is the system's.
        self.env["sales.action"].sudo()._bear_out("res.partner", self._filter_borne_out().partner_id.ids)
        return res

    @api.model
    def _doubt_clients(self, clients):
        """A conversation with these turned out to be none, or is borne out no longer. Perhaps no other bears them out."""
        if clients:
            # sudo: what others talked about with the client counts, and the ledger is the system's.
            calls = self.sudo().search([("partner_id", "in", clients.ids), ("is_conversation", "=", True)])
            others = calls._filter_borne_out().partner_id
            self.env["sales.action"].sudo()._bear_out("res.partner", (clients - others.sudo(False)).ids, is_borne_out=False)

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
