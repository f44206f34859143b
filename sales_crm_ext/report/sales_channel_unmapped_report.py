from odoo import fields, models
from odoo.tools import SQL


class SalesChannelUnmappedReport(models.Model):
    """Utm sources and media of leads that no mapping rule names, with the spellings that look alike.

    A row is a pair of source and medium. Its id is that of the newest lead that carries the pair.
    """
    _name = "sales.channel.unmapped.report"
    _description = "Unmapped Sources"
    _auto = False
    _rec_name = "source_id"
    _order = "spelling, lead_count desc, id"

    source_id = fields.Many2one("utm.source", readonly=True)
    medium_id = fields.Many2one("utm.medium", readonly=True)
    spelling = fields.Char(
        "Looks Like", readonly=True,
        help="The source, or the medium of leads without a source, in lower case without spaces and signs.")
    spelling_count = fields.Integer(
        "Spellings", readonly=True, aggregator="max",
        help="Sources that differ in letter case, spaces or signs alone. Map them together, or one by one.")
    lead_count = fields.Integer("Leads", readonly=True)
    won_count = fields.Integer("Won", readonly=True)
    last_lead_at = fields.Datetime("Last Lead", readonly=True, aggregator="max")

    _depends = {
        "crm.lead": ["source_id", "medium_id", "channel_origin", "won_status"],
        "utm.source": ["name"],
        "utm.medium": ["name"],
        "sales.channel": ["active"],
        "sales.channel.rule": ["channel_id", "source_id", "medium_id"],
    }

    @property
    def _table_query(self):
        return SQL(
            """SELECT pair.*, dense_rank() OVER alike + dense_rank() OVER alike_down - 1 AS spelling_count
                 FROM (%s) pair
               WINDOW alike AS (PARTITION BY pair.spelling ORDER BY pair.written),
                      alike_down AS (PARTITION BY pair.spelling ORDER BY pair.written DESC)""",
            self._pairs())

    def _pairs(self):
        # Counted before they are named: a million leads have a few hundred pairs.
        return SQL(
            """SELECT lead.*, COALESCE(source.name, medium.name) AS written,
                      regexp_replace(lower(COALESCE(source.name, medium.name)), '[[:punct:][:space:]]+', '', 'g')
                          AS spelling
                 FROM (SELECT max(id) AS id, source_id, medium_id, count(*) AS lead_count,
                              count(*) FILTER (WHERE won_status = 'won') AS won_count,
                              max(create_date) AS last_lead_at
                         FROM crm_lead
                        WHERE (source_id IS NOT NULL OR medium_id IS NOT NULL)
                          AND channel_origin IS DISTINCT FROM 'manual'
                        GROUP BY source_id, medium_id) lead
            LEFT JOIN utm_source source ON source.id = lead.source_id
            LEFT JOIN utm_medium medium ON medium.id = lead.medium_id
                WHERE NOT EXISTS (
                      SELECT FROM sales_channel_rule rule
                        JOIN sales_channel channel ON channel.id = rule.channel_id AND channel.active
                       WHERE (rule.source_id IS NULL OR rule.source_id = lead.source_id)
                         AND (rule.medium_id IS NULL OR rule.medium_id = lead.medium_id))""")

    def action_map(self):
        """Ask for the channel of these rows."""
        return {
            "type": "ir.actions.act_window", "res_model": "sales.channel.map", "view_mode": "form", "target": "new",
            "name": self.env._("Map to a Channel"), "context": {"default_row_ids": self.ids},
        }

    def action_open_leads(self):
        """Open the leads of this source and medium, archived ones included."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "crm.lead", "view_mode": "list,form",
            "name": self.display_name, "context": {"active_test": False},
            "domain": [("source_id", "=", self.source_id.id), ("medium_id", "=", self.medium_id.id)],
        }
