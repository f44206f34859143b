from datetime import timedelta

from odoo import api, fields, models

# A second click dials again: it is the same call.
SAME_CALL = timedelta(minutes=10)


class SalesCall(models.Model):
    """A call that begins on a screen: its report is owed from then on."""
    _inherit = "sales.call"

    @api.model
    def _start(self, vals):
        """The call that the present user begins, or began a moment ago, with this client."""
        vals = self._complete_client_values(vals)
        if not vals.get("activity_id"):
            vals = self._add_planned_call(vals)
        return self._find_started(vals) or self.create(vals)

    @api.model
    def _find_started(self, vals):
        name = "partner_id" if vals.get("partner_id") else "lead_id"
        return self.search([
            ("user_id", "=", self.env.uid), ("owed_since", ">", fields.Datetime.now() - SAME_CALL),
            ("origin", "=", "manual"), (name, "=", vals.get(name))], limit=1)

    def _dial(self, phone):
        """The action that dials the number that was clicked, and opens the report over the present screen."""
        return {
            "type": "ir.actions.client", "tag": "sales_crm_ext_dial",
            "params": {"phone": phone or self.phone or False, "next": self.action_open_report()}}


class SalesCallHistoryMixin(models.AbstractModel):
    _inherit = "sales.call.history.mixin"

    def action_start_call(self):
        """Dial this client: the call begins, its report is owed."""
        self.ensure_one()
        return self.env["sales.call"]._start({self._get_call_fields()[0]: self.id})._dial(self.phone)


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def action_start_call(self):
        """Dial the client of a planned call, which the report of this call closes.

        :raise UserError: when it was done meanwhile
        """
        self.ensure_one()
        self._check_still_planned()
        begun = self.env["sales.call"].search(
            [("activity_id", "=", self.id), ("user_id", "=", self.env.uid), ("state", "=", "due")], limit=1)
        return (begun or self.env["sales.call"]._start({"activity_id": self.id}))._dial(self.call_phone)
