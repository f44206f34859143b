from odoo import models


class CrmLead(models.Model):
    """Calls of a lead."""
    _inherit = "crm.lead"

    def _merge_dependences_history(self, opportunities):
        """Planned and past calls go on with the merged lead.

        As superuser: a restricted user may not move a planned call, a merge does (see mail_activity_call_lock).
        """
        merged = opportunities.sudo()
        merged.activity_ids.filtered(lambda activity: activity._is_call()).write({"res_id": self.id})
        self.env["sales.call"].sudo().search([("lead_id", "in", merged.ids)]).write({"lead_id": self.id})
        return super()._merge_dependences_history(opportunities)
