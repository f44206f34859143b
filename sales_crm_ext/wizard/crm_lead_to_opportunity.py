from odoo import models


class CrmLead2opportunityPartner(models.TransientModel):
    """The conversion shows names of the client and the lead that it is about."""
    _name = "crm.lead2opportunity.partner"
    _inherit = ["crm.lead2opportunity.partner", "sales.client.reference.mixin"]
    _client_reference_fields = ("partner_id", "lead_id")
