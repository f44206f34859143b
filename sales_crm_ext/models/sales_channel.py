from odoo import api, fields, models, tools
from odoo.exceptions import UserError

NOT_STATED = "sales_crm_ext.sales_channel_not_stated"


class SalesChannel(models.Model):
    """Where leads and clients come from: an advertisement, the website, a recommendation, a cold call.

    One record stands for "not stated", so that an unknown origin is a visible value and never an empty cell.
    """
    _name = "sales.channel"
    _description = "Channel"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer()
    is_paid = fields.Boolean("Paid", help="Money is spent on this channel: its leads and clients have a cost.")
    rule_ids = fields.One2many("sales.channel.rule", "channel_id", "Mapping Rules")
    spend_ids = fields.One2many(
        "sales.channel.spend", "channel_id", groups="sales_team.group_sale_manager")
    is_not_stated = fields.Boolean(compute="_compute_is_not_stated")

    _name_uniq = models.UniqueIndex("((name->>'en_US'))", "A channel of this name is there already.")

    def _compute_is_not_stated(self):
        not_stated = self._get_not_stated()
        for channel in self:
            channel.is_not_stated = channel._origin == not_stated

    @api.depends("name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        # Shown with every client and lead, and there are few: known without a query.
        names = self._get_names()
        for channel in self:
            channel.display_name = names.get(channel.id) or channel.name

    @api.model_create_multi
    def create(self, vals_list):
        channels = super().create(vals_list)
        self.env.registry.clear_cache()  # of _get_names()
        return channels

    def write(self, vals):
        if vals.get("active") is False and self._get_not_stated() in self:
            self._refuse_removal()
        res = super().write(vals)
        if vals.keys() & {"active", "name"}:
            self.env.registry.clear_cache()  # of _get_rules() and _get_names()
        return res

    def _update_field_translations(self, *args, **kwargs):
        res = super()._update_field_translations(*args, **kwargs)
        self.env.registry.clear_cache()  # of _get_names()
        return res

    def unlink(self):
        """The database deletes the mapping rules along with their channel, past ``sales.channel.rule.unlink``."""
        res = super().unlink()
        self.env.registry.clear_cache()  # of _get_rules() and _get_names()
        return res

    @api.model
    @tools.ormcache("self.env.lang")
    def _get_names(self):
        """Names by id in the reader's language. Who sees a client or lead sees the name of its channel."""
        channels = self.sudo().with_context(active_test=False).search_fetch([], ["name"])
        return {channel.id: channel.name for channel in channels}

    @api.ondelete(at_uninstall=False)
    def _unlink_except_not_stated(self):
        if self._get_not_stated() in self:
            self._refuse_removal()

    def _refuse_removal(self):
        raise UserError(self.env._(
            "Channel \"%(channel)s\" holds the leads and clients of unknown origin. Rename it, but keep it.",
            channel=self._get_not_stated().name))

    # ------------------------------------------------------------
    # MAPPING
    # ------------------------------------------------------------

    @api.model
    def _get_not_stated(self):
        """The channel of leads and clients whose origin nobody knows."""
        return self.browse(self.env["ir.model.data"]._xmlid_to_res_id(NOT_STATED, raise_if_not_found=True))

    @api.model
    def _match(self, source_id, medium_id):
        """The channel that the rules give to a utm source and medium (ids or False); empty when no rule fits."""
        for rule_source_id, rule_medium_id, channel_id in self._get_rules():
            if rule_source_id in (False, source_id) and rule_medium_id in (False, medium_id):
                return self.browse(channel_id)
        return self.browse()

    @api.model
    @tools.ormcache()
    def _get_rules(self):
        # Rules are the director's; who creates a lead need not read them, and learns its channel only.
        rules = self.env["sales.channel.rule"].sudo().search([("channel_id.active", "=", True)])
        return tuple((rule.source_id.id, rule.medium_id.id, rule.channel_id.id) for rule in rules)
