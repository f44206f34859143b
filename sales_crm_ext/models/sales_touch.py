from odoo import api, fields, models
from odoo.tools import SQL


class SalesTouch(models.Model):
    """One recorded contact of a client with a channel. The first stated one says where the client came from.

    A lead makes its own touch (origin ``lead``), which follows the lead's channel and client. Others are written by
    people, imports and other addons.
    """
    _name = "sales.touch"
    _inherit = ["sales.client.scope.mixin"]
    _description = "Channel Touch"
    _order = "date desc, id desc"
    _rec_name = "channel_id"
    _client_references_bind_everybody = True

    partner_id = fields.Many2one("res.partner", "Client", index="btree_not_null", ondelete="cascade")
    lead_id = fields.Many2one("crm.lead", index="btree_not_null", ondelete="cascade")
    channel_id = fields.Many2one("sales.channel", required=True, index=True, ondelete="restrict")
    date = fields.Datetime(required=True, default=fields.Datetime.now)
    origin = fields.Selection(
        [("lead", "Lead"), ("merged", "Merged Lead"), ("client", "Client Card"), ("manual", "By Hand")], required=True,
        readonly=True, default="manual")
    source_id = fields.Many2one("utm.source", index="btree_not_null", ondelete="set null")
    medium_id = fields.Many2one("utm.medium", index="btree_not_null", ondelete="set null")
    company_id = fields.Many2one("res.company", index="btree_not_null")

    _client_scope_idx = models.Index("(client_scope_id)")
    _client_set = models.Constraint(
        "CHECK (partner_id IS NOT NULL OR lead_id IS NOT NULL)", "A touch belongs to a client or to a lead.")
    _lead_id_uniq = models.UniqueIndex("(lead_id) WHERE origin = 'lead'")

    @api.depends("partner_id.client_scope_id", "lead_id.client_scope_id")
    def _compute_client_scope_id(self):
        for touch in self:
            touch.client_scope_id = (touch.lead_id or touch.partner_id).client_scope_id

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not self.env.su:
                vals["origin"] = "manual"  # only our methods write a lead's or a client's own touch
            if vals.get("partner_id"):
                vals["partner_id"] = self.env["res.partner"].browse(vals["partner_id"]).commercial_partner_id.id
        touches = super().create(vals_list)
        # A client's own touch is made with the client, by who writes the rest too.
        touches.filtered(lambda touch: touch.origin != "client").partner_id._settle_first_touch()
        return touches

    def write(self, vals):
        if "origin" in vals and not self.env.su:
            vals["origin"] = "manual"
        clients = self.partner_id
        res = super().write(vals)
        (clients | self.partner_id)._settle_first_touch()
        return res

    def unlink(self):
        clients = self.partner_id
        res = super().unlink()
        clients._settle_first_touch()
        return res

    # ------------------------------------------------------------
    # THE TOUCH OF A LEAD
    # ------------------------------------------------------------

    @api.model
    def _follow_leads(self, lead_ids):
        """Let the own touches of these leads take their channel, client, source and company; make missing ones.

        Set-based: a mapping rule may concern a hundred thousand leads.
        """
        if not lead_ids:
            return
        self.env["crm.lead"].flush_model()
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        self.flush_model()
        clients = self._write_lead_touches(list(lead_ids))
        self.invalidate_model()
        self.env["res.partner"].browse(clients)._settle_first_touch()

    @api.model
    def _write_lead_touches(self, lead_ids):
        """Returns the ids of the clients concerned, those of before too."""
        rows = self.env.execute_query(SQL(
            """WITH before AS (
                   SELECT partner_id FROM sales_touch
                    WHERE lead_id = ANY(%(leads)s) AND origin = 'lead' AND partner_id IS NOT NULL
               ), written AS (
                   INSERT INTO sales_touch (lead_id, partner_id, channel_id, source_id, medium_id, company_id,
                                            client_scope_id, date, origin, create_uid, create_date)
                   SELECT lead.id, client.commercial_partner_id, lead.channel_id, lead.source_id, lead.medium_id,
                          lead.company_id, lead.client_scope_id, COALESCE(lead.first_touch_at, lead.create_date),
                          'lead', %(uid)s, %(now)s
                     FROM crm_lead lead LEFT JOIN res_partner client ON client.id = lead.partner_id
                    WHERE lead.id = ANY(%(leads)s) AND lead.channel_id IS NOT NULL
                       ON CONFLICT (lead_id) WHERE origin = 'lead' DO UPDATE
                      SET partner_id = EXCLUDED.partner_id, channel_id = EXCLUDED.channel_id,
                          source_id = EXCLUDED.source_id, medium_id = EXCLUDED.medium_id,
                          company_id = EXCLUDED.company_id, client_scope_id = EXCLUDED.client_scope_id,
                          date = EXCLUDED.date
                RETURNING partner_id
               )
               SELECT partner_id FROM before UNION SELECT partner_id FROM written WHERE partner_id IS NOT NULL""",
            leads=lead_ids, uid=self.env.uid, now=fields.Datetime.now()))
        return [partner_id for partner_id, in rows]
