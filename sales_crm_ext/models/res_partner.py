from odoo import fields, models


class ResPartner(models.Model):
    """The client's card: who decides there, what troubles them, what they want."""
    _name = "res.partner"
    _inherit = ["res.partner", "sales.phone.trail.mixin"]
    _phone_change_field = "partner_id"
    _client_line_fields = ("pain_ids", "interest_ids", "client_user_ids")

    decision_role = fields.Selection(
        [("decision_maker", "Decision Maker"), ("economic_buyer", "Economic Buyer"), ("influencer", "Influencer"),
         ("technical", "Technical Expert"), ("user", "User"), ("champion", "Our Champion"),
         ("gatekeeper", "Gatekeeper")],
        "Role in the Decision", help="What this person's word means when their company decides to buy.")
    pain_ids = fields.One2many("sales.pain", "partner_id", "Pains")
    interest_ids = fields.One2many("sales.interest", "partner_id", "Interests")

    def unlink(self):
        """Calls with a contact that goes fall to the number of the client: who checks them learns of the number before."""
        # sudo: calls and notes that the person does not reach fall to it too.
        calls = self.env["sales.call"].sudo().search([("contact_id", "in", self.ids)])
        lost = {(call.partner_id, call.contact_id.phone) for call in calls}
        for contact, contact_calls in calls.grouped("contact_id").items():
            self.env["sales.phone.change"].sudo().search([("partner_id", "=", contact.id)]).write(
                {"partner_id": contact_calls[:1].partner_id.id})
        res = super().unlink()
        for client, phone in lost:
            client._note_lost_phones([phone])
        return res
