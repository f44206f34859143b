from datetime import timedelta

import pytz

from odoo import models

from ..tools.working_time import WorkingTime

_MARGIN = timedelta(days=1)


class ResUsers(models.Model):
    """The hours in which people work."""
    _inherit = "res.users"

    def _get_working_times(self, start, stop, company, is_nobody_asked=True):
        """``{user id: WorkingTime}`` of these users between two moments (UTC); of nobody, by the id False, those of
        ``company``, unless they are not asked for: a year of hours takes a while. Clock hours where there is no calendar.
        People of the same hours share them."""
        known, found = {}, {}
        for user in [*self, self.browse()] if is_nobody_asked else self:
            # Whoever reads how long a client waited, need not read the holidays of another company.
            calendar = (user.resource_calendar_id or (user.company_id or company).resource_calendar_id).sudo()
            zone = pytz.timezone(user.tz or (user.company_id or company).partner_id.sudo().tz or "UTC")
            key = calendar, zone.zone
            if key not in known:
                known[key] = WorkingTime(self._get_working_intervals(calendar, zone, start - _MARGIN, stop + _MARGIN))
            found[user.id] = known[key]
        return found

    def _get_working_intervals(self, calendar, zone, start, stop):
        """Pairs of moments in UTC. The hours of a calendar are hours of the person's own clock."""
        if not calendar:
            return [(start, stop)]
        intervals = calendar._work_intervals_batch(pytz.utc.localize(start), pytz.utc.localize(stop), tz=zone)[False]
        return [tuple(moment.astimezone(pytz.utc).replace(tzinfo=None) for moment in interval[:2])
                for interval in intervals]
