from odoo import api, fields, models


class SalesCallRevision(models.Model):
    """A change of a saved report: what stood there, what stands there now. Written by the system, never edited."""
    _name = "sales.call.revision"
    _inherit = ["sales.client.scope.mixin"]
    _description = "Change of a Call Report"
    _order = "id desc"
    _rec_name = "field_label"
    _rec_names_search = ["field_name"]  # the label is computed

    call_id = fields.Many2one("sales.call", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="call_id.company_id", store=True, precompute=True)
    user_id = fields.Many2one("res.users", "Changed By", required=True, readonly=True)
    field_name = fields.Char("Field", required=True, readonly=True)
    field_label = fields.Char("Changed", compute="_compute_field_label")
    old_value = fields.Text("Before", readonly=True)
    new_value = fields.Text("After", readonly=True)

    _client_scope_idx = models.Index("(client_scope_id)")

    @api.depends("call_id.client_scope_id")
    def _compute_client_scope_id(self):
        for revision in self:
            revision.client_scope_id = revision.call_id.client_scope_id

    @api.depends("field_name")
    @api.depends_context("lang")
    def _compute_field_label(self):
        Call = self.env["sales.call"]
        for revision in self:
            known = revision.field_name in Call._fields
            revision.field_label = Call._get_label(revision.field_name) if known else revision.field_name

    @api.model
    def _log_changes(self, before, after):
        """Keep what differs between two answers of ``sales.call._get_report_texts``."""
        # Nobody has the right to write history by hand.
        self.sudo().create([
            {"call_id": call.id, "user_id": self.env.uid, "field_name": name,
             "old_value": old, "new_value": after[call, name]}
            for (call, name), old in before.items() if old != after[call, name]])
