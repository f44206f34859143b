from odoo import models


class ResPartner(models.Model):
    """The phone of a client or a contact, at which a control call reaches them."""
    _name = "res.partner"
    _inherit = ["res.partner", "sales.phone.trail.mixin"]
    _phone_change_field = "partner_id"

    def unlink(self):
        """Calls with a contact that goes fall to the number of the client: who checks them learns of the number before."""
        self.check_access("unlink")
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
