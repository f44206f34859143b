from odoo import api, models
from odoo.fields import Domain

_DECISIVE = {"state", "disposition", "duration", "origin", "date_start", "lead_id", "partner_id"}


class SalesCall(models.Model):
    """A conversation answers a lead, until a control call refutes it."""
    _inherit = "sales.call"

    @api.model_create_multi
    def create(self, vals_list):
        calls = super().create(vals_list)
        calls._get_answered_leads()._settle_first_response()
        return calls

    def write(self, vals):
        if not vals.keys() & _DECISIVE:
            return super().write(vals)
        self._check_client_metadata()  # before superuser reads what would stay in the cache
        leads = self._get_answered_leads()
        res = super().write(vals)
        (leads | self._get_answered_leads())._settle_first_response()
        return res

    def unlink(self):
        self._check_client_metadata()
        leads = self._get_answered_leads()
        res = super().unlink()
        leads.exists()._settle_first_response()
        return res

    def _get_answered_leads(self):
        """The leads that these conversations may be the first ones with, as superuser."""
        # A client's leads may be a colleague's; that they were answered is a fact of theirs.
        talks = self.sudo().filtered("is_conversation")
        leads = talks.lead_id
        if clients := talks.filtered(lambda call: not call.lead_id).partner_id:
            of_clients = Domain("partner_id", "any!", [("commercial_partner_id", "in", clients.ids)])
            leads |= leads.with_context(active_test=False).search(of_clients)
        return leads
