from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class SalesCall(models.Model):
    """Whom a call was with: the company, the person in it, the deal. One of them is enough to find the others."""
    _inherit = "sales.call"

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        found = self._complete_client_values(
            {name: self.env.context.get(f"default_{name}") for name in ("activity_id", *self._get_client_fields())})
        if "activity_id" in fields and not found.get("activity_id"):
            found = self._add_planned_call(found)
        values.update({name: value for name, value in found.items() if name in fields and value})
        return values

    @api.onchange("lead_id", "partner_id")
    def _onchange_client(self):
        found = self._complete_client_values(
            {"lead_id": self.lead_id._origin.id, "partner_id": self.partner_id._origin.id,
             "contact_id": self.contact_id._origin.id})
        if not self.activity_id:
            found = self._add_planned_call(found)
            self.activity_id = found.get("activity_id")
            self.lead_id = found.get("lead_id")
        self.partner_id = found["partner_id"]
        self.contact_id = found["contact_id"]

    @api.model
    def _add_planned_call(self, vals):
        """``vals`` with the due planned call that a call with this client is meant to be, and the deal of it."""
        if vals.get("lead_id"):
            planned = Domain([("res_model", "=", "crm.lead"), ("res_id", "=", vals["lead_id"])])
        elif vals.get("partner_id"):
            of_client = [("partner_id", "child_of", vals["partner_id"])]
            planned = Domain("res_model", "=", "crm.lead") & Domain(
                "res_id", "in", self.env["crm.lead"]._search(of_client)) | Domain(
                "res_model", "=", "res.partner") & Domain(
                "res_id", "in", self.env["res.partner"]._search([("id", "child_of", vals["partner_id"])]))
        else:
            return vals
        activity = self.env["mail.activity"].search(
            self._get_queue_domain() & planned, order="date_deadline, contact_at, id", limit=1)
        if not activity:
            return vals
        lead = activity._get_documents("crm.lead")
        return self._complete_client_values({**vals, "activity_id": activity.id, "lead_id": vals.get("lead_id") or lead.id})

    def _has_earlier_conversation(self):
        """Whether anybody of us has talked with this client before."""
        client = Domain("partner_id", "=", self.partner_id._origin.id) if self.partner_id else Domain.FALSE
        client |= Domain("lead_id", "=", self.lead_id._origin.id) if self.lead_id else Domain.FALSE
        if client.is_false():
            return False
        # A colleague's call counts too; only its existence is told.
        return bool(self.env["sales.call"].sudo().search_count(
            client & Domain([("is_conversation", "=", True), ("id", "not in", self._origin.ids)]), limit=1))

    def _check_one_client(self):
        """A report stands in the chatter of its deal and its client: both must be of one company.

        :raise ValidationError: for a lead, a contact and a client that are not
        """
        # The client of a lead may be out of its salesperson's reach; the three are only compared, nothing is told.
        for call in self.sudo():
            partners = call.partner_id + call.contact_id + call.lead_id.partner_id
            if len(partners.commercial_partner_id) > 1:
                raise ValidationError(self.env._(
                    "The contact, the lead and the client of a call belong to one company. Choose them anew."))

    @api.model
    def _get_client_fields(self):
        return ("lead_id", "partner_id", "contact_id")

    @api.model
    def _complete_client_values(self, vals):
        """``vals`` with client, contact and lead filled in from each other and from the planned call.

        Ids are read with the rights of the present user; AccessError for a stranger's.
        """
        vals = dict(vals)
        if vals.get("activity_id") and not any(vals.get(name) for name in self._get_client_fields()):
            activity = self.env["mail.activity"].browse(vals["activity_id"])
            vals.update(activity._get_call_client_values())
        lead = self.env["crm.lead"].browse(vals.get("lead_id") or False)
        partner = self.env["res.partner"].browse(vals.get("partner_id") or vals.get("contact_id") or False)
        # A deal of mine may be with a client of a colleague: the call is then about the deal alone.
        lead_partner = lead.partner_id._filtered_access("read")
        partner = partner or lead_partner
        company = partner.commercial_partner_id
        contact = self.env["res.partner"].browse(vals.get("contact_id") or False)
        if contact.commercial_partner_id != company:
            contact = self.env["res.partner"]
        if not contact:
            contact = next((person for person in (partner, lead_partner)
                            if person != company and person.commercial_partner_id == company), contact)
        return {**vals, "partner_id": company.id, "contact_id": contact.id}
