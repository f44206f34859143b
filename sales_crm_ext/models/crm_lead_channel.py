from odoo import api, fields, models

_DECIDES = {"channel_id", "source_id", "medium_id", "partner_id", "first_touch_at"}


class CrmLead(models.Model):
    """What brought the lead.

    A channel that was given stays. Otherwise the mapping rules decide by utm source and medium; a lead that has
    neither takes the channel of its client, if the client is known; else its origin is not stated.
    """
    _name = "crm.lead"
    _inherit = ["crm.lead", "sales.channel.mixin"]

    channel_id = fields.Many2one(tracking=True)
    touch_ids = fields.One2many("sales.touch", "lead_id", "Touches")

    @api.model_create_multi
    def create(self, vals_list):
        defaults = self.default_get(["channel_id", "source_id", "medium_id", "partner_id"])
        now = self.env.cr.now().replace(microsecond=0)  # as create_date has it
        # Copies: who creates a second lead of the same values has not chosen the channel that the first one got.
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            given = {**defaults, **vals}
            vals.update(self._prepare_channel_values(
                given.get("channel_id"), *self._find_channel(
                    given.get("source_id"), given.get("medium_id"),
                    given.get("partner_id") or given.get("commercial_partner_id"))))
            vals["first_touch_at"] = vals.get("first_touch_at") or now
        leads = super().create(vals_list)
        leads._write_touches()
        return leads

    def write(self, vals):
        if not self.env.su:
            vals.pop("channel_origin", None)
        if "channel_origin" in vals or not _DECIDES & vals.keys():
            return super().write(vals)
        chosen = self.filtered(lambda lead: "channel_id" in vals and lead.channel_id.id != vals["channel_id"])
        res = super().write(vals)
        for lead in self:
            lead._settle_channel(lead in chosen)
        self._write_touches()
        return res

    @api.onchange("source_id", "medium_id", "partner_id", "commercial_partner_id")
    def _onchange_channel(self):
        not_stated = self.env["sales.channel"]._get_not_stated()
        if self.channel_id and self.channel_id._origin != not_stated:
            return
        partner = self.partner_id or self.commercial_partner_id  # a quick lead may name the company alone
        channel, __ = self._find_channel(self.source_id._origin.id, self.medium_id._origin.id, partner._origin.id)
        if channel != not_stated:  # what nobody knows is the person's to state
            self.channel_id = channel

    def _merge_dependences(self, opportunities):
        res = super()._merge_dependences(opportunities)
        # Touches are not the salesperson's to write; the leads they merge are.
        opportunities.sudo().touch_ids.write({"lead_id": self.id, "origin": "merged"})
        not_stated = self.env["sales.channel"]._get_not_stated()
        stated = opportunities.filtered(lambda lead: lead.channel_id != not_stated).sorted("first_touch_at")[:1]
        # People do not write when a lead came (see crm_lead_figures), a merge takes the earlier day.
        first_touch_at = min(lead.first_touch_at for lead in self + opportunities)
        if self.first_touch_at != first_touch_at:
            self.sudo().first_touch_at = first_touch_at
        if stated and self.channel_id == not_stated:
            self.channel_id = stated.channel_id
        return res

    def _settle_channel(self, is_chosen):
        """``is_chosen``: somebody has just given the lead its present channel."""
        self.ensure_one()
        if self.channel_id and self.channel_origin == "manual" and not is_chosen:
            return
        values = self._prepare_channel_values(
            is_chosen and self.channel_id.id,
            *self._find_channel(self.source_id.id, self.medium_id.id, self.partner_id.id))
        if (self.channel_id.id, self.channel_origin) != (values["channel_id"], values["channel_origin"]):
            # How a channel was found is not the writer's to say, and the lead may be out of their reach by now.
            self.sudo().write(values)

    @api.model
    def _find_channel(self, source_id, medium_id, partner_id):
        """The channel that source and medium, or else the client, give to a lead, and how it was found."""
        Channel = self.env["sales.channel"]
        if source_id or medium_id:
            channel = Channel._match(source_id or False, medium_id or False)
            return (channel, "rule") if channel else (Channel._get_not_stated(), "none")
        partner = self.env["res.partner"].browse(partner_id or [])
        client = partner._filtered_access("read").commercial_partner_id
        # A contact is reached by those who reach its company, which may be of a company not selected now.
        channel = client.sudo().channel_id
        if channel and channel != Channel._get_not_stated():
            return Channel.browse(channel.id), "client"
        return Channel._get_not_stated(), "none"

    @api.model
    def _prepare_channel_values(self, given_id, found, origin):
        """``given_id`` wins over the channel ``found``; the same one given again is not a choice by hand."""
        if given_id and given_id != found.id:
            is_stated = given_id != self.env["sales.channel"]._get_not_stated().id
            return {"channel_id": given_id, "channel_origin": "manual" if is_stated else "none"}
        return {"channel_id": found.id, "channel_origin": origin}

    def _write_touches(self):
        # The touch follows from the lead, whoever writes it.
        self.env["sales.touch"].sudo()._follow_leads(self.ids)
