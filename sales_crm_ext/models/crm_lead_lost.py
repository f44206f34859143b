from odoo import api, models
from odoo.exceptions import ValidationError


class CrmLead(models.Model):
    """A deal is not lost without a refusal reason, by whatever way it gets lost (``won_status``: archived with
    probability 0). Superuser code passes, and what was lost without a reason before stays as it is."""
    _name = "crm.lead"
    _inherit = ["crm.lead"]

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        leads._check_lost_reason()
        return leads

    def write(self, vals):
        if not vals.keys() & {"active", "probability", "stage_id", "lost_reason_id"}:
            return super().write(vals)
        lost_without_reason = self.filtered(lambda lead: lead._is_lost_without_reason())
        res = super().write(vals)
        (self - lost_without_reason)._check_lost_reason()
        return res

    def action_set_lost(self, **additional_values):
        # Stock archives first: a lead whose probability is 0 already is lost then, before its reason is written.
        if reason_id := additional_values.get("lost_reason_id"):
            self.write({"lost_reason_id": reason_id})
        return super().action_set_lost(**additional_values)

    def _is_lost_without_reason(self):
        return self.won_status == "lost" and not self.lost_reason_id

    def _check_lost_reason(self):
        """:raise ValidationError: for a lead of these that is lost and has no refusal reason"""
        if self.env.su:
            return
        for lead in self:
            if lead._is_lost_without_reason():
                raise ValidationError(self.env._(
                    'To close "%(lead)s" as lost, choose a refusal reason: press Lost on the lead.', lead=lead.name))
