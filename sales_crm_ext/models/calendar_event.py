from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class CalendarEvent(models.Model):
    """A meeting is reached by its organiser, its attendees and their leaders."""
    _inherit = "calendar.event"

    is_client_accessible = fields.Boolean(
        compute="_compute_is_client_accessible", search="_search_is_client_accessible", groups=fields.NO_ACCESS)

    @api.depends("user_id", "partner_ids")
    @api.depends_context("uid")
    def _compute_is_client_accessible(self):
        # Asked by the very rule that lets the user read the meeting: env.user decides, never env.su.
        accessible = self.sudo().filtered_domain(self._get_client_access_domain())
        for event in self:
            event.is_client_accessible = event in accessible

    def _search_is_client_accessible(self, operator, value):
        if operator != "in":
            return NotImplemented
        accessible = self._get_client_access_domain()
        return Domain.OR(accessible if wanted else ~accessible for wanted in value)

    @api.model
    def _get_client_access_domain(self):
        user = self.env.user
        if not user._is_client_restricted():
            return Domain.TRUE
        user_ids = sorted(user._get_client_user_ids())
        partner_ids = [partner_id for partner_id, in self.env.execute_query(SQL(
            "SELECT partner_id FROM res_users WHERE id IN %s", tuple(user_ids)))]
        return Domain("user_id", "in", user_ids) | Domain("partner_ids", "in", partner_ids)
