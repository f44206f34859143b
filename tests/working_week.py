"""A week without days off, so that quotas ask for work whenever a test runs."""


def work_each_day(admin):
    """Give the company's calendar eight hours on the weekend too; `admin` is an administrator's client."""
    calendar = admin.call("res.company", "search_read", [], ["resource_calendar_id"])[0]["resource_calendar_id"][0]
    taken = {row["dayofweek"] for row in admin.call(
        "resource.calendar.attendance", "search_read", [("calendar_id", "=", calendar)], ["dayofweek"])}
    admin.call("resource.calendar.attendance", "create", [
        {"calendar_id": calendar, "name": "Смена", "dayofweek": day, "hour_from": 9, "hour_to": 17, "day_period": "morning"}
        for day in sorted(set("0123456") - taken)])
