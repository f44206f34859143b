from odoo import api, models
from odoo.fields import Domain


class CalendarEvent(models.Model):
    """A meeting is reached by its organiser, its attendees and their leaders."""
    _name = "calendar.event"
    _inherit = ["calendar.event", "sales.client.access.mixin"]

    @api.depends("user_id", "partner_ids")
    def _compute_is_client_accessible(self):
        return super()._compute_is_client_accessible()

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Stock reads the privacy of each meeting, and a search of messages comes with meetings out of reach."""
        reached = self._filtered_access("read")
        result = super(CalendarEvent, reached)._mail_get_operation_for_mail_message_operation(message_operation)
        result.update(dict.fromkeys(self - reached, "read"))
        return result

    @api.model
    def _get_contact_details_description(self, organizer, partners):
        """Stock writes the phone and e-mail of the first attendee into the text of a new meeting, for all who attend: it is
        one whom they all reach."""
        # Whose clients they are is compared only.
        people = (organizer | partners.sudo().user_ids).filtered(lambda user: user._is_client_restricted())
        known = partners.filtered(lambda partner: all(
            partner.with_user(user).sudo().is_client_accessible for user in people))
        return super()._get_contact_details_description(organizer, known)

    @api.model
    def _get_client_access_domain(self):
        user = self.env.user
        if not user._is_client_restricted():
            return Domain.TRUE
        return Domain("user_id", "in", sorted(user._get_client_user_ids())) | Domain(
            "partner_ids", "in", sorted(user._get_client_user_partner_ids()))
