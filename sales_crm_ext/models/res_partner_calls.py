from odoo import models
from odoo.tools import SQL


class ResPartner(models.Model):
    """A company's calls and contacts are those with its people and about its deals too."""
    _name = "res.partner"
    _inherit = ["res.partner", "sales.call.history.mixin"]

    def _get_call_fields(self):
        return ("partner_id", "contact_id")

    def _get_contacts_sql(self, records):
        self.env["mail.activity"].flush_model(["active", "contact_at", "res_id", "res_model"])
        self.env["crm.lead"].flush_model(["partner_id"])
        self.flush_model(["commercial_partner_id"])
        ids = records and tuple(records.ids)
        of_records = SQL("AND (doc.id IN %s OR doc.commercial_partner_id IN %s)", ids, ids) if ids else SQL()
        # A deal that the user may not read tells nothing here either; accounts and stock read none.
        Lead = self.env["crm.lead"]
        of_leads = SQL("FALSE")
        if Lead.has_access("read"):
            of_leads = SQL("lead.id IN %s", Lead._search([("partner_id", "!=", False)]).subselect())
        return SQL(
            """SELECT owner.id, activity.contact_at
                 FROM res_partner doc
                 JOIN mail_activity activity ON activity.res_id = doc.id AND activity.res_model = 'res.partner'
                CROSS JOIN LATERAL (VALUES (doc.id), (doc.commercial_partner_id)) owner(id)
                WHERE activity.active AND activity.contact_at IS NOT NULL %(of_records)s
            UNION ALL
               SELECT owner.id, activity.contact_at
                 FROM res_partner doc
                 JOIN crm_lead lead ON lead.partner_id = doc.id
                 JOIN mail_activity activity ON activity.res_id = lead.id AND activity.res_model = 'crm.lead'
                CROSS JOIN LATERAL (VALUES (doc.id), (doc.commercial_partner_id)) owner(id)
                WHERE activity.active AND activity.contact_at IS NOT NULL AND %(of_leads)s %(of_records)s""",
            of_records=of_records, of_leads=of_leads)
