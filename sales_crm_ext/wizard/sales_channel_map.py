from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class SalesChannelMap(models.TransientModel):
    """Gives unmapped sources and media their channel; the leads of before follow."""
    _name = "sales.channel.map"
    _description = "Map Sources to a Channel"

    row_ids = fields.Many2many("sales.channel.unmapped.report", string="Selected")
    channel_id = fields.Many2one("sales.channel", required=True)
    is_any_medium = fields.Boolean(
        "Whatever the Medium", default=True, help="One rule for the source, whatever medium it comes with.")
    is_all_spellings = fields.Boolean(
        "With the Other Spellings", help="Also map what differs in letter case, spaces or signs alone.")
    mapped_ids = fields.Many2many(
        "sales.channel.unmapped.report", compute="_compute_mapped_ids", string="Will Be Mapped")
    lead_count = fields.Integer("Past Leads", compute="_compute_mapped_ids")

    @api.depends("row_ids", "is_all_spellings", "is_any_medium")
    def _compute_mapped_ids(self):
        for wizard in self:
            rows = wizard.row_ids._origin.exists()
            if wizard.is_all_spellings:
                rows |= rows.search([("spelling", "in", rows.mapped("spelling"))])
            if wizard.is_any_medium:
                rows |= rows.search([("source_id", "in", rows.source_id.ids)])
            wizard.mapped_ids = [Command.set(rows.ids)]
            wizard.lead_count = sum(rows.mapped("lead_count"))

    def action_map(self):
        """Write the rules.

        :raise UserError: the rows are no longer unmapped
        """
        self.ensure_one()
        pairs = sorted({self._get_pair(row) for row in self.mapped_ids.exists()})
        if not pairs:
            raise UserError(self.env._("These sources are mapped by now. Refresh the list to see what is left."))
        self.env["sales.channel.rule"].create([
            {"channel_id": self.channel_id.id, "source_id": source_id, "medium_id": medium_id}
            for source_id, medium_id in pairs])
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _get_pair(self, row):
        medium_id = False if self.is_any_medium and row.source_id else row.medium_id.id
        return row.source_id.id, medium_id
