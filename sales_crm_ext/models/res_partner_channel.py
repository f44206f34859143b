from odoo import api, fields, models
from odoo.tools import SQL


class ResPartner(models.Model):
    """What brought the client: the first stated touch, unless a person chose the channel.

    A partner is a client from its first touch on: when it gets a salesperson, a channel or a lead. Contacts of a
    company are no clients of their own; suppliers and colleagues are none.
    """
    _name = "res.partner"
    _inherit = ["res.partner", "sales.channel.mixin"]

    channel_id = fields.Many2one(help="The channel of the first contact. Later leads may come by other channels.")
    touch_ids = fields.One2many("sales.touch", "partner_id", "Touches")

    @api.model_create_multi
    def create(self, vals_list):
        if self.env["res.users"]._is_present_user_restricted():
            vals_list = [dict(vals, first_touch_at=False) for vals in vals_list]  # nor by a default of their own
        partners = super().create(vals_list)
        partners._become_clients()
        return partners

    def write(self, vals):
        if not self.env.su:
            vals.pop("channel_origin", None)
        if self.env["res.users"]._is_present_user_restricted():
            vals.pop("first_touch_at", None)  # it follows from the touches
        if "channel_origin" in vals:
            return super().write(vals)
        chosen = self.filtered(lambda partner: "channel_id" in vals and partner.channel_id.id != vals["channel_id"])
        res = super().write(vals)
        if chosen:
            chosen._choose_channel()
        if vals.get("user_id") or chosen:
            self._become_clients()
        return res

    def _become_clients(self):
        """Give the first touch and a visible channel to those of the partners that are clients from now on."""
        # The writer may just have given the client away, and does not say themselves how a channel was found.
        clients = self.sudo().filtered(
            lambda partner: (partner.user_id or partner.channel_id) and not partner.first_touch_at
            and partner.commercial_partner_id == partner)
        not_stated = self.env["sales.channel"]._get_not_stated()
        for channel, partners in clients.grouped("channel_id").items():
            is_stated = channel and channel != not_stated
            partners.write({
                "channel_id": (channel or not_stated).id, "channel_origin": "manual" if is_stated else "none"})
            if is_stated:
                partners._write_own_touches()
        for date, partners in clients.grouped("create_date").items():
            partners.write({"first_touch_at": date})

    def _choose_channel(self):
        """A person has just given these clients their channel, or taken it from them."""
        not_stated = self.env["sales.channel"]._get_not_stated()
        # People choose the channel; how it was found and the touches that follow are the system's to write.
        for partner in self.sudo():
            is_stated = partner.channel_id and partner.channel_id != not_stated
            partner.write({
                "channel_id": (partner.channel_id or not_stated).id,
                "channel_origin": "manual" if is_stated else "none"})
            if is_stated:
                partner.touch_ids.filtered(lambda touch: touch.origin == "client").channel_id = partner.channel_id
            else:
                partner._settle_first_touch()

    def _write_own_touches(self):
        self.env["sales.touch"].create([{
            "partner_id": partner.id, "channel_id": partner.channel_id.id, "date": partner.create_date,
            "company_id": partner.company_id.id, "origin": "client",
        } for partner in self])

    def _settle_first_touch(self):
        """Take the first touch, and the channel of the first stated one, from the touches of these clients."""
        if not self.ids:
            return
        names = ["first_touch_at", "channel_id", "channel_origin"]
        self.flush_model(names)
        self.env["sales.touch"].flush_model(["partner_id", "channel_id", "date"])
        self._take_first_touch(self.ids)
        self.invalidate_model(names, flush=False)

    @api.model
    def _take_first_touch(self, partner_ids):
        """One statement for any number of clients; only those that change are written."""
        self.env.execute_query(SQL(
            """UPDATE res_partner client
                  SET first_touch_at = touch.first_touch_at, channel_id = touch.channel_id,
                      channel_origin = touch.channel_origin
                 FROM (SELECT client.id, LEAST(client.first_touch_at, first.date) AS first_touch_at,
                              CASE WHEN client.channel_origin = 'manual' THEN client.channel_id
                                   ELSE COALESCE(first.channel_id, %(not_stated)s) END AS channel_id,
                              CASE WHEN client.channel_origin = 'manual' THEN 'manual'
                                   WHEN first.channel_id IS NULL THEN 'none' ELSE 'lead' END AS channel_origin
                         FROM res_partner client
                         JOIN (SELECT partner_id, min(date) AS date,
                                      (array_agg(channel_id ORDER BY date, id)
                                       FILTER (WHERE channel_id != %(not_stated)s))[1] AS channel_id
                                 FROM sales_touch WHERE partner_id = ANY(%(clients)s) GROUP BY partner_id) first
                           ON first.partner_id = client.id) touch
                WHERE client.id = touch.id
                  AND (client.first_touch_at, client.channel_id, client.channel_origin)
                      IS DISTINCT FROM (touch.first_touch_at, touch.channel_id, touch.channel_origin)
            RETURNING client.id""",
            not_stated=self.env["sales.channel"]._get_not_stated().id, clients=list(partner_ids)))
