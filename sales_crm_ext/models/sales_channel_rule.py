from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

BATCH = 20_000  # leads that follow a rule within the request, some seconds of work


class SalesChannelRule(models.Model):
    """Which utm source and medium belong to which channel.

    The first rule that fits decides. A rule without a source fits any source, one without a medium any medium; the
    narrower rule stands first unless the director orders them otherwise. Spellings are not guessed: ``Google`` and
    ``google`` are two sources, and the list of unmapped values shows them side by side.

    A new or changed rule moves the leads of before as well, except those whose channel a person chose.
    """
    _name = "sales.channel.rule"
    _description = "Channel Mapping Rule"
    _order = "sequence, id"
    _rec_name = "channel_id"

    channel_id = fields.Many2one("sales.channel", required=True, index=True, ondelete="cascade")
    source_id = fields.Many2one("utm.source", index="btree_not_null", ondelete="cascade")
    medium_id = fields.Many2one("utm.medium", index="btree_not_null", ondelete="cascade")
    sequence = fields.Integer(compute="_compute_sequence", store=True, readonly=False, precompute=True)

    _source_id_medium_id_uniq = models.UniqueIndex(
        "(COALESCE(source_id, 0), COALESCE(medium_id, 0))", "This source and medium are mapped already.")
    _source_or_medium_set = models.Constraint(
        "CHECK (source_id IS NOT NULL OR medium_id IS NOT NULL)", "A rule names a source, a medium or both.")

    @api.depends("source_id", "medium_id")
    def _compute_sequence(self):
        for rule in self:
            rule.sequence = 10 if rule.source_id and rule.medium_id else 20 if rule.source_id else 30

    @api.depends("source_id.name", "medium_id.name")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = ", ".join(name for name in (rule.source_id.name, rule.medium_id.name) if name)

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules._apply_to_past(rules._get_values())
        return rules

    def write(self, vals):
        before = self._get_values()
        res = super().write(vals)
        self._apply_to_past(before | self._get_values())
        return res

    def unlink(self):
        values = self._get_values()
        res = super().unlink()
        if not self.env.context.get(MODULE_UNINSTALL_FLAG):
            self._apply_to_past(values)
        return res

    def _get_values(self):
        return {(rule.source_id.id or None, rule.medium_id.id or None) for rule in self}

    @api.model
    def _apply_to_past(self, values=None):
        """Sort the leads of before by the rules of now. Leads whose channel was set by hand stay.

        At most ``BATCH`` leads are written at once; a job in the background does the rest.

        :param values: pairs (source id or None for any, medium id or None for any) that changed; None: all leads
        """
        self.env.registry.clear_cache()
        self.env["crm.lead"].flush_model(["source_id", "medium_id", "channel_id", "channel_origin", "partner_id"])
        written = []
        for source_id, medium_id in self._get_used_pairs():
            if values is None or any(
                    source in (None, source_id) and medium in (None, medium_id) for source, medium in values):
                written += self._apply_to_pair(source_id, medium_id, BATCH - len(written))
            if len(written) >= BATCH:
                self.env.ref("sales_crm_ext.ir_cron_apply_channel_rules")._trigger()
                break
        self.env["crm.lead"].invalidate_model(["channel_id", "channel_origin"])
        self.env["sales.touch"]._follow_leads(written)

    @api.model
    def _cron_apply_to_past(self):
        """One more batch; it asks for the next by itself."""
        self._apply_to_past()

    @api.model
    def _get_used_pairs(self):
        return self.env.execute_query(SQL(
            "SELECT DISTINCT source_id, medium_id FROM crm_lead WHERE source_id IS NOT NULL OR medium_id IS NOT NULL"))

    @api.model
    def _apply_to_pair(self, source_id, medium_id, limit):
        """One statement for all leads of a source and medium, at most ``limit``. Returns the ids of those written."""
        Channel = self.env["sales.channel"]
        channel = Channel._match(source_id or False, medium_id or False)
        rows = self.env.execute_query(SQL(
            """UPDATE crm_lead SET channel_id = %(channel)s, channel_origin = %(origin)s
                WHERE id IN (
                      SELECT id FROM crm_lead
                       WHERE %(source)s AND %(medium)s AND channel_origin IS DISTINCT FROM 'manual'
                         AND (channel_id IS DISTINCT FROM %(channel)s OR channel_origin IS DISTINCT FROM %(origin)s)
                       LIMIT %(limit)s)
            RETURNING id""",
            channel=(channel or Channel._get_not_stated()).id, origin="rule" if channel else "none", limit=limit,
            source=self._sql_is(SQL("source_id"), source_id), medium=self._sql_is(SQL("medium_id"), medium_id)))
        return [lead_id for lead_id, in rows]

    @api.model
    def _sql_is(self, column, value):
        # Not IS NOT DISTINCT FROM, which no index serves.
        return SQL("%s = %s", column, value) if value else SQL("%s IS NULL", column)
