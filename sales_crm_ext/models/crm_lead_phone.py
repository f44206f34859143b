from odoo import models


class CrmLead(models.Model):
    """The phone of a deal, which follows its client's and may be another."""
    _name = "crm.lead"
    _inherit = ["crm.lead", "sales.phone.trail.mixin"]
    _phone_change_field = "lead_id"
    _phone_decisive_fields = ("phone", "partner_id")

    def _merge_opportunity(self, *args, **kwargs):
        phones = self.mapped("phone")
        head = super()._merge_opportunity(*args, **kwargs)
        head._note_lost_phones(phones)
        return head

    def _merge_dependences(self, opportunities):
        res = super()._merge_dependences(opportunities)
        # sudo: the notes are nobody's; they go on with the calls.
        self.env["sales.phone.change"].sudo().search([("lead_id", "in", opportunities.ids)]).write({"lead_id": self.id})
        return res
