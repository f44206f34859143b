from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import UserError

_STATES = {"confirmed": "confirmed", "refuted": "refuted"}


class SalesCall(models.Model):
    """What a control call does to a call."""
    _inherit = "sales.call"

    def _set_verdict(self, verdict, note=False):
        """Move calls by the verdict of a control call, and tell those who read the call.

        A discrepancy leaves the call as it was reported: it took place, and is not confirmed. Called again when the
        verdict is corrected.
        """
        for call in self:
            # The state is set by our methods alone (see sales_call_guard).
            call.sudo().write({"state": _STATES.get(verdict, "reported")})
            call._tell_verdict(verdict, note)

    def _tell_verdict(self, verdict, note):
        labels = dict(self.env["sales.call.control"]._fields["verdict"]._description_selection(self.env))
        text = self.env._("Control call: %(verdict)s.", verdict=labels[verdict])
        body = Markup("<p>%s</p>") % text + (Markup("<p>%s</p>") % note if note else Markup())
        # Who checked is the director's to know; the checker need not reach the call.
        self.sudo().message_post(
            body=body, author_id=self.env.ref("base.partner_root").id, subtype_xmlid="mail.mt_note")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_drawn(self):
        # As superuser: whoever deletes need not know which calls are checked.
        if self.env["sales.call.control"].sudo().search_count([("call_id", "in", self.ids)], limit=1):
            raise UserError(self.env._("A call that was drawn for a control call stays, whatever came of it."))
