from odoo import models
from odoo.tools import SQL


class CrmLead(models.Model):
    """Calls of a lead."""
    _name = "crm.lead"
    _inherit = ["crm.lead", "sales.call.history.mixin"]

    def _get_call_fields(self):
        return ("lead_id",)

    def _get_contacts_sql(self, records):
        self.env["mail.activity"].flush_model(["active", "contact_at", "res_id", "res_model"])
        of_records = SQL("AND res_id IN %s", tuple(records.ids)) if records else SQL()
        return SQL(
            "SELECT res_id AS id, contact_at FROM mail_activity"
            " WHERE active AND contact_at IS NOT NULL AND res_model = 'crm.lead' %s", of_records)

    def _merge_dependences_history(self, opportunities):
        """Planned and past calls go on with the merged lead."""
        # A restricted user may not move a planned call (see mail_activity_call_lock), a merge does.
        planned = opportunities.sudo().activity_ids.filtered(lambda activity: activity._is_call())
        planned.write({"res_id": self.id})
        # Calls of colleagues with these leads may be out of reach, and the lead of a reported call is fixed for people.
        self.env["sales.call"].sudo().search([("lead_id", "in", opportunities.ids)]).write({"lead_id": self.id})
        return super()._merge_dependences_history(opportunities)
