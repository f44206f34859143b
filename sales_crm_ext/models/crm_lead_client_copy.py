from odoo import api, models

_ADDRESS = ("street", "street2", "city", "zip", "state_id", "country_id")


class CrmLead(models.Model):
    """Stock copies the client's phone, e-mail and address into the lead, as superuser and again at every change. A deal
    may be with a client whom its salesperson does not work with: it then has the client's name, and beyond that what
    people wrote on the deal itself."""
    _inherit = "crm.lead"

    def _compute_partner_address_values(self):
        return super(CrmLead, self._keep_uncopied(_ADDRESS))._compute_partner_address_values()

    def _compute_function(self):
        return super(CrmLead, self._keep_uncopied(("function",)))._compute_function()

    def _compute_website(self):
        return super(CrmLead, self._keep_uncopied(("website",)))._compute_website()

    def _get_partner_email_update(self, force_void=True):
        return self._is_client_copied() and super()._get_partner_email_update(force_void=force_void)

    def _get_partner_phone_update(self, force_void=True):
        return self._is_client_copied() and super()._get_partner_phone_update(force_void=force_void)

    def _keep_uncopied(self, names):
        """The leads that are filled in from their client; the others keep what they have in the fields ``names``."""
        copied = self.filtered(lambda lead: lead._is_client_copied())
        for lead in self - copied:
            for name in names:
                lead[name] = lead[name]
        return copied

    def _is_client_copied(self):
        """Whether the salesperson of the lead (its team's leader, when it has none) and the present user work with the
        client."""
        return not self.partner_id or self._is_client_reached() and self._is_client_reached_by_salesperson()

    @api.model
    def _is_scope_of(self, person, scope):
        scope_ids = person._get_client_scope_ids() if person and not person.share else None
        return scope_ids is None or scope.id in scope_ids

    def _is_client_reached_by_salesperson(self):
        # Whose client it is decides; nothing of it is told.
        lead = self.sudo()
        return self._is_scope_of(lead.user_id._origin or lead.team_id.user_id._origin, lead.partner_id.client_scope_id)
