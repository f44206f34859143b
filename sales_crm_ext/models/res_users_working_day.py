from collections import defaultdict
from datetime import datetime, time, timedelta

import pytz

from odoo import api, models
from odoo.tools.intervals import Intervals

from ..tools import working_day

_DAY = timedelta(days=1)


class ResUsers(models.Model):
    """When a person works: by the working hours and time off of their resource, which is that of their employee where
    employees are kept, else by the hours and public holidays of their company. Hours are those of the person's clock."""
    _inherit = "res.users"

    def _get_zone(self):
        """The time zone that decides on which day something was done."""
        self.ensure_one()
        return pytz.timezone(self.tz or self.company_id.partner_id.tz or "UTC")

    def _get_local_day(self, moment):
        """The day of a moment (UTC) by the person's clock."""
        return pytz.utc.localize(moment).astimezone(self._get_zone()).date()

    def _get_day_end(self, day):
        """The moment (UTC) at which a day of the person's ends."""
        midnight = self._get_zone().localize(datetime.combine(day + _DAY, time.min))
        return midnight.astimezone(pytz.utc).replace(tzinfo=None)

    def _get_full_day_hours(self):
        """Hours of a working day by the company's calendar, which a target is set for; 0 where there is none."""
        return self.company_id.resource_calendar_id.hours_per_day

    def _get_working_days(self, date_from, date_to):
        """``{(user, day): intervals}`` as ``tools.working_day`` has them, for each day of the period.

        To be called as superuser: who works when is asked across companies.
        """
        groups = defaultdict(self.browse)
        for user in self:
            groups[user._get_zone(), user.company_id] |= user
        found = {(user, date_from + _DAY * number): []
                 for user in self for number in range((date_to - date_from).days + 1)}
        for (zone, company), users in groups.items():
            # From a Monday on: a calendar of flexible hours shares out the hours of a week from its first day.
            days = [date_from + _DAY * number for number in range(-date_from.weekday(), (date_to - date_from).days + 1)]
            for key, intervals in users._get_work_in_zone(zone, company, days).items():
                if key in found:
                    found[key] = working_day.merge(intervals)
        return found

    def _get_work_in_zone(self, zone, company, days):
        resources = {user: user.resource_ids.filtered(lambda one: one.active and one.company_id == company)[:1]
                     for user in self}
        work, found = {}, defaultdict(list)
        for day in days:
            for user, calendar in self._get_calendars_on(day, zone, company, resources).items():
                if (user, calendar) not in work:
                    work.update(self._get_work_by_calendar(calendar, resources, zone, company, days))
                found[user, day] = work[user, calendar][day]
        return found

    def _get_calendars_on(self, day, zone, company, resources):
        noon = zone.localize(datetime.combine(day, time(12)))
        known = self.env["resource.resource"].union(*resources.values())._get_calendar_at(noon, zone)
        return {user: known.get(resource) or company.resource_calendar_id for user, resource in resources.items()}

    @api.model
    def _get_work_by_calendar(self, calendar, resources, zone, company, days):
        """``{(user, calendar): {day: intervals}}``, for each of the people, as if the calendar were theirs."""
        start, end = (zone.localize(datetime.combine(day, time.min)) for day in (days[0], days[-1] + _DAY))
        if not calendar:
            return {(user, calendar): _split([
                (zone.localize(datetime.combine(day, time.min)), zone.localize(datetime.combine(day + _DAY, time.min)))
                for day in days], zone) for user in resources}
        hours = calendar._attendance_intervals_batch(start, end, tz=zone)[False]
        leaves, none = self._get_leaves(calendar, resources, company, start, end), self.env["resource.resource"]
        work = {user: hours - Intervals(leaves[resource] + leaves[none] if resource else leaves[none])
                for user, resource in resources.items()}
        return {(user, calendar): _split([(one, other) for one, other, _meta in work[user]], zone) for user in resources}

    @api.model
    def _get_leaves(self, calendar, resources, company, start, end):
        """Time off by resource, public holidays under none. Not as stock has it, which makes whole days of the hours that
        people without a calendar of their own are off."""
        first, last = (moment.astimezone(pytz.utc).replace(tzinfo=None) for moment in (start, end))
        found = defaultdict(list)
        for leave in self.env["resource.calendar.leaves"].search([
                ("time_type", "=", "leave"), ("company_id", "in", (False, company.id)),
                ("calendar_id", "in", (False, calendar.id)), ("date_from", "<", last), ("date_to", ">", first),
                ("resource_id", "in", [False, *(resource.id for resource in resources.values())])]):
            found[leave.resource_id].append((pytz.utc.localize(leave.date_from), pytz.utc.localize(leave.date_to), leave))
        return found


def _split(intervals, zone):
    """Aware intervals, none of them longer than a day, by the day of the zone on which they begin."""
    days = defaultdict(list)
    for start, end in intervals:
        days[start.astimezone(zone).date()].append([int(start.timestamp()), int(end.timestamp())])
    return days
