from odoo import api, models
from odoo.tools import SQL


class ResPartner(models.Model):
    """A company's calls and contacts are those with its people and about its deals too."""
    _name = "res.partner"
    _inherit = ["res.partner", "sales.call.history.mixin"]

    def _get_call_fields(self):
        return ("partner_id", "contact_id")

    def _get_contacts_sql(self, records):
        self.env["mail.activity"].flush_model(["active", "contact_at", "res_id", "res_model"])
        self.flush_model(["commercial_partner_id"])
        # A deal that the user may not read tells nothing here either; accounts and stock read none.
        Lead, leads = self.env["crm.lead"], SQL("SELECT 0 AS id, 0 AS partner_id WHERE FALSE")
        if Lead.has_access("read"):
            leads = Lead._search([("partner_id", "!=", False)]).select("crm_lead.id", "crm_lead.partner_id")
        return SQL(
            """WITH doc AS %(materialized)s (%(docs)s)
               SELECT doc.owner_id AS id, activity.contact_at
                 FROM doc
                 JOIN mail_activity activity ON activity.res_id = doc.id AND activity.res_model = 'res.partner'
                WHERE activity.active AND activity.contact_at IS NOT NULL
            UNION ALL
               SELECT doc.owner_id, activity.contact_at
                 FROM doc
                 JOIN (%(leads)s) lead ON lead.partner_id = doc.id
                 JOIN mail_activity activity ON activity.res_id = lead.id AND activity.res_model = 'crm.lead'
                WHERE activity.active AND activity.contact_at IS NOT NULL""",
            docs=self._get_owned_sql(records), leads=leads,
            # All partners there are would be written down first.
            materialized=SQL() if records else SQL("NOT MATERIALIZED"))

    @api.model
    def _get_owned_sql(self, records):
        """``SELECT id, owner_id``: each partner is its own and its commercial entity's."""
        if not records:
            return SQL("SELECT doc.id, owner.id AS owner_id FROM res_partner doc"
                       " CROSS JOIN LATERAL (VALUES (doc.id), (doc.commercial_partner_id)) owner(id)")
        # Two arms, each by an index of its own.
        return SQL(
            "SELECT id, id AS owner_id FROM res_partner WHERE id IN %(ids)s"
            " UNION SELECT id, commercial_partner_id FROM res_partner WHERE commercial_partner_id IN %(ids)s",
            ids=tuple(records.ids))
