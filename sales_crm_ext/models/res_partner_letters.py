from odoo import models


class ResPartner(models.Model):
    """Stock looks for partners by their address all the time, and has no index for it."""
    _inherit = "res.partner"

    _sales_email_normalized_idx = models.Index("(email_normalized) WHERE email_normalized IS NOT NULL")
