from odoo import api, fields, models

_REPORTED = {  # field of the check: of the call
    "called_at": "date_start", "duration": "duration", "outcome_id": "outcome_id", "topic": "topic",
    "agreement": "agreement", "stop_point": "stop_point", "next_contact_at": "next_contact_at",
}


class SalesCallControl(models.Model):
    """What was reported, as far as the checker needs it: shown by the check, whoever may read the call itself.

    Not by related fields: those have a value for whoever asks for it, as some of Odoo's routes do without a check.
    """
    _inherit = "sales.call.control"

    client_name = fields.Char("Client", compute="_compute_client")
    contact_name = fields.Char("Contact", compute="_compute_client")
    phone = fields.Char(compute="_compute_client")
    phone_note = fields.Text("About the Number", compute="_compute_phone_note")
    called_at = fields.Datetime(compute="_compute_reported")
    duration = fields.Integer("Duration (s)", compute="_compute_reported")
    outcome_id = fields.Many2one("sales.call.outcome", compute="_compute_reported")
    topic = fields.Text("Discussed", compute="_compute_reported")
    agreement = fields.Text("Agreed", compute="_compute_reported")
    stop_point = fields.Text("Stopped At", compute="_compute_reported")
    next_contact_at = fields.Datetime("Next Contact", compute="_compute_reported")

    def _get_shown_calls(self):
        """Pairs of a check and its call as superuser, empty for who may not read the check."""
        # prefetch_fields: what is read to decide would stay in the cache, where whoever asks again would find it.
        shown = self._origin.with_context(prefetch_fields=False)._filtered_access("read")
        nothing = self.env["sales.call"].sudo()
        for control in self:
            # sudo: checkers need not reach the call.
            yield control, control._origin.sudo().call_id if control._origin in shown else nothing

    @api.depends("call_id.partner_id", "call_id.contact_id", "call_id.lead_id")
    @api.depends_context("uid")
    def _compute_client(self):
        for control, call in self._get_shown_calls():
            client = call.partner_id or call.lead_id.partner_id.commercial_partner_id
            contact = call.contact_id or call.lead_id.partner_id - client
            control.client_name = client.name or call.lead_id.partner_name or call.lead_id.name
            control.contact_name = contact.name or call.lead_id.contact_name
            control.phone = call._get_control_phone()

    @api.depends("call_id")
    @api.depends_context("uid", "lang", "tz")
    def _compute_phone_note(self):
        for control, call in self._get_shown_calls():
            control.phone_note = "\n".join(change._get_sentence() for change in call._get_phone_changes()) or False

    @api.depends(*(f"call_id.{name}" for name in _REPORTED.values()))
    @api.depends_context("uid")
    def _compute_reported(self):
        for control, call in self._get_shown_calls():
            for name, source in _REPORTED.items():
                control[name] = call[source]
