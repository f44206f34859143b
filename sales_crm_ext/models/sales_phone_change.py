from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

_KEPT = timedelta(days=365)


class SalesPhoneChange(models.Model):
    """That the phone of a client or a deal was changed, from what, by whom: who checks a call learns of it.

    A friend of the salesperson answers a control call as they are told. The chatter keeps the change too, where it is not
    suppressed or deleted; this is nobody's to change.
    """
    _name = "sales.phone.change"
    _description = "Change of a Phone Number"
    _order = "date desc, id desc"
    _log_access = False

    partner_id = fields.Many2one("res.partner", "Contact", readonly=True, index="btree_not_null", ondelete="cascade")
    lead_id = fields.Many2one("crm.lead", readonly=True, index="btree_not_null", ondelete="cascade")
    user_id = fields.Many2one("res.users", "Changed by", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", readonly=True)
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    phone_before = fields.Char("Before", readonly=True)

    @api.model
    def _find(self, clients, leads, since):
        """Changes since a moment (UTC) in these contacts and deals, as superuser."""
        return self.search(Domain("date", ">=", since) & (
            Domain("partner_id", "in", clients.ids) | Domain("lead_id", "in", leads.ids)))

    def _get_sentence(self):
        """For whoever checks, in their language and on their calendar."""
        self.ensure_one()
        values = {"date": format_date(self.env, fields.Datetime.context_timestamp(self, self.date).date()),
                  "name": self.user_id.name, "phone": self.phone_before}
        if self.phone_before:
            return self.env._("%(date)s: %(name)s changed the number, before it was %(phone)s.", **values)
        return self.env._("%(date)s: %(name)s entered the number, before there was none.", **values)

    @api.autovacuum
    def _gc_old_changes(self):
        """Calls are checked within weeks."""
        self.search([("date", "<", fields.Datetime.now() - _KEPT)]).unlink()
