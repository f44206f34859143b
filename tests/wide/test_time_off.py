"""Time off that was asked for and approved, as Odoo keeps it, is a day off for the quotas."""
from datetime import date, timedelta

import pytest

from .office import get, ref

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3000)]


def test_approved_time_off_asks_for_nothing(office):
    admin, viktor = office.admin, office.viktor  # who is no employee in other tests
    today = date.today()
    wednesday = today - timedelta(days=today.weekday() + 5)  # of last week
    company = get(admin, "res.users", viktor.uid, "company_id")
    employee, = admin.call("hr.employee", "create", [{
        "name": "Viktor", "user_id": viktor.uid, "company_id": company[0] if isinstance(company, list) else company,
        "date_version": "2020-01-01"}])
    admin.call("sales.quota", "create", [{
        "metric_id": ref(admin, "sales_crm_ext.sales_metric_call"), "target": 8, "user_ids": [(6, 0, [viktor.uid])],
        "date_from": f"{wednesday - timedelta(days=2)}"}])
    kind, = admin.call("hr.leave.type", "create", [{
        "name": "Paid", "requires_allocation": False, "leave_validation_type": "hr", "request_unit": "day"}])

    def targets():
        rows = viktor.call("sales.quota.result", "search_read", [
            ("user_id", "=", viktor.uid), ("date", ">=", f"{wednesday}"),
            ("date", "<=", f"{wednesday + timedelta(days=1)}")],
            ["target", "target_before", "pace"], order="date")
        return [(row["target"], row["target_before"], row["pace"]) for row in rows]

    asked_for = (8, 0, "off_track")
    assert targets() == [asked_for, asked_for]
    leave, = viktor.call("hr.leave", "create", [{
        "employee_id": employee, "holiday_status_id": kind, "request_date_from": f"{wednesday}",
        "request_date_to": f"{wednesday}"}])
    assert targets() == [asked_for, asked_for]
    admin.call("hr.leave", "action_approve", [leave])
    assert targets() == [(0, 8, "day_off"), asked_for]
    admin.call("hr.leave", "action_refuse", [leave])
    assert targets()[0][0] == 8
