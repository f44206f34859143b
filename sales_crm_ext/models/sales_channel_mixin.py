from odoo import fields, models


class SalesChannelMixin(models.AbstractModel):
    """What a lead and a client know of their origin.

    Plain columns, not computes: a base of a million rows gets them at once, and what a person chose is never computed
    away. ``create`` and ``write`` of the models keep them filled. Superuser code that gives ``channel_origin`` decides
    itself.
    """
    _name = "sales.channel.mixin"
    _description = "Channel Mixin"

    channel_id = fields.Many2one("sales.channel", index="btree_not_null", ondelete="restrict")
    channel_origin = fields.Selection(
        [("manual", "By Hand"), ("rule", "By Mapping Rule"), ("client", "From the Client"), ("lead", "From a Lead"),
         ("none", "Not Stated")], "Channel Set", readonly=True, copy=False,
        help="How the channel was found. Mapping rules leave alone what was set by hand.")
    first_touch_at = fields.Datetime("First Touch", copy=False, help="When the first contact took place.")
