from odoo import api, models
from odoo.exceptions import AccessError


class ResourceCalendarLeaves(models.Model):
    """Quotas follow holidays and time off, also those that are entered afterwards.

    Stock lets each employee write time off of their own, which nobody has approved: with a quota at stake, that is for
    those who plan it. Requests for time off, which are approved, are turned into it by the system. To take one's time off
    back asks for more, and stays everybody's own affair.
    """
    _inherit = "resource.calendar.leaves"

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._check_not_own()
        leaves._tell_quotas(leaves._get_concerned())
        return leaves

    def write(self, vals):
        self._check_not_own()
        before = self._get_concerned()
        res = super().write(vals)
        self._check_not_own()
        self._tell_quotas(before + self._get_concerned())
        return res

    def unlink(self):
        before = self._get_concerned()
        res = super().unlink()
        self._tell_quotas(before)
        return res

    def _check_not_own(self):
        """
        :raise AccessError: when a salesperson enters or changes their own time off
        """
        if self.env["res.users"]._is_present_user_measured() and self.env.user in self.resource_id.user_id:
            raise AccessError(self.env._(
                "Your time off changes your quotas: it is entered by those who approve it. Ask your director."))

    def _get_concerned(self):
        """``[(people, from when, until when)]``: whom these concern."""
        found = []
        # Whose quotas change is not for the person to see who writes a holiday.
        for leave in self.sudo():
            people = leave.resource_id.user_id
            if not leave.resource_id:
                people = people.search([("company_id", "=", leave.company_id.id), ("share", "=", False)])
            if people:
                found.append((people, leave.date_from, leave.date_to))
        return found

    @api.model
    def _tell_quotas(self, concerned):
        # Days are written by the system alone.
        Day = self.env["sales.quota.day"].sudo()
        if Day.search_count([], limit=1):
            Day._follow_time_off(concerned)
