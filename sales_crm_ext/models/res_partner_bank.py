from odoo import models


class ResPartnerBank(models.Model):
    """The holder's name follows from the partner, also in a form that is not saved yet."""
    _name = "res.partner.bank"
    _inherit = ["res.partner.bank", "sales.client.reference.mixin"]
    _client_reference_fields = ("partner_id",)
