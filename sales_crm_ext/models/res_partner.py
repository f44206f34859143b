from odoo import fields, models


class ResPartner(models.Model):
    """The client's card: who decides there, what troubles them, what they want."""
    _inherit = "res.partner"
    _client_line_fields = ("pain_ids", "interest_ids", "client_user_ids")

    decision_role = fields.Selection(
        [("decision_maker", "Decision Maker"), ("economic_buyer", "Economic Buyer"), ("influencer", "Influencer"),
         ("technical", "Technical Expert"), ("user", "User"), ("champion", "Our Champion"),
         ("gatekeeper", "Gatekeeper")],
        "Role in the Decision", help="What this person's word means when their company decides to buy.")
    pain_ids = fields.One2many("sales.pain", "partner_id", "Pains")
    interest_ids = fields.One2many("sales.interest", "partner_id", "Interests")
