from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class CrmLead(models.Model):
    """Calls of a lead."""
    _name = "crm.lead"
    _inherit = ["crm.lead", "sales.call.history.mixin"]

    # A person's open deals in the order in which they came, without those that are won or lost.
    _pending_user_idx = models.Index(
        "(user_id, create_date, id) INCLUDE (client_scope_id, company_id) WHERE won_status = 'pending' AND active IS TRUE")

    def _get_call_fields(self):
        return ("lead_id",)

    def _get_contacts_sql(self, records):
        self.env["mail.activity"].flush_model(["active", "contact_at", "res_id", "res_model"])
        contacts = SQL("FROM mail_activity WHERE active AND contact_at IS NOT NULL AND res_model = 'crm.lead'")
        if not records:
            return SQL("SELECT res_id AS id, contact_at %s", contacts)
        # One lead at a time: of some hundred together PostgreSQL would rather read everybody's.
        return SQL(
            """SELECT lead.id, contact.contact_at FROM unnest(%(ids)s) lead(id)
                CROSS JOIN LATERAL (
                    SELECT contact_at %(contacts)s AND res_id = lead.id ORDER BY contact_at LIMIT 1) contact""",
            ids=records.ids, contacts=contacts)

    @api.model
    def _search_next_contact_at(self, operator, value):
        if operator != "in" or not set(value) <= {False, True}:
            return super()._search_next_contact_at(operator, value)
        contacts, is_planned = self._get_contacts_sql(None), True in value
        # Of one's own leads one at a time, from the index: what is planned in the company is much more. Of everybody's
        # PostgreSQL joins the two.
        form = "COALESCE(%s, FALSE)" if self.env.user._is_client_restricted() else "EXISTS %s"
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(form if is_planned else f"NOT {form}", SQL(
                "(SELECT TRUE FROM (%s) contact WHERE contact.id = %s LIMIT 1)", contacts, SQL.identifier(alias, "id"))),
            predicate=lambda lead: bool(lead.next_contact_at) is is_planned)

    def _merge_dependences_history(self, opportunities):
        """Planned and past calls go on with the merged lead."""
        # A restricted user may not move a planned call (see mail_activity_call_lock), a merge does.
        planned = opportunities.sudo().activity_ids.filtered(lambda activity: activity._is_call())
        planned.write({"res_id": self.id})
        # Calls of colleagues with these leads may be out of reach, and the lead of a reported call is fixed for people.
        self.env["sales.call"].sudo().search([("lead_id", "in", opportunities.ids)]).write({"lead_id": self.id})
        return super()._merge_dependences_history(opportunities)
