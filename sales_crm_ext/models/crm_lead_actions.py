from odoo import api, fields, models

from .sales_action_source_mixin import Fact


class CrmLead(models.Model):
    """A deal counts when it is won, for whose it is then; a later change of salesperson leaves the credit where it is."""
    _name = "crm.lead"
    _inherit = ["crm.lead", "sales.action.source.mixin"]
    _action_credit_stays = True

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        leads.filtered(lambda lead: lead.won_status == "won")._settle_actions(is_new=True)
        return leads

    def write(self, vals):
        # What decides whether a deal is won.
        if not vals.keys() & {"stage_id", "probability", "active"}:
            return super().write(vals)
        before = {lead: lead.won_status == "won" for lead in self}
        res = super().write(vals)
        self.filtered(lambda lead: (lead.won_status == "won") != before[lead])._settle_actions()
        return res

    def _get_action_facts(self, metric):
        return [Fact(self.user_id, self.date_closed or fields.Datetime.now(), self.partner_id.id, self.id, self.team_id.id,
                     self.company_id.id, is_verified=True)]
