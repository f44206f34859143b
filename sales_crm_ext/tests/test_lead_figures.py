from datetime import datetime, timedelta

from odoo.fields import Datetime
from odoo.tests import tagged

from .common import SalesCrmExtCommon

LONG_AGO = datetime(2020, 1, 1)


@tagged("post_install", "-at_install")
class TestLeadFigures(SalesCrmExtCommon):
    """What reports count of a deal follows from what was done with it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls.lead_of[cls.anna].with_user(cls.anna)
        cls.won_stage = cls.env["crm.stage"].search([("is_won", "=", True)], limit=1)

    def test_nobody_says_won_without_the_stage(self):
        for user in (self.anna, self.olga):
            for values in ({"won_status": "won"}, {"won_status": "won", "probability": 100}):
                with self.subTest(user=user.login, values=values):
                    self.lead.with_user(user).write(values)
                    self.assertEqual(self.lead.won_status, "pending")

    def test_a_lost_deal_is_not_said_to_be_open(self):
        reason = self.env["crm.lost.reason"].create({"name": "Bought elsewhere"})
        self.lead.action_set_lost(lost_reason_id=reason.id)
        self.lead.write({"won_status": "pending"})
        self.assertEqual(self.lead.won_status, "lost")

    def test_days_are_not_written(self):
        self.lead.stage_id = self.won_stage
        closed, touched = self.lead.date_closed, self.lead.first_touch_at
        for value in (LONG_AGO, False):
            self.lead.write({"date_closed": value, "first_touch_at": value})
            self.assertRecordValues(self.lead, [{"date_closed": closed, "first_touch_at": touched}])

    def test_days_of_a_new_lead(self):
        Lead = self.lead.with_context(default_date_closed=LONG_AGO, default_first_touch_at=LONG_AGO)
        for values in ({}, {"date_closed": LONG_AGO, "first_touch_at": LONG_AGO}):
            lead = Lead.create({"name": "Pumps", "stage_id": self.won_stage.id, **values})
            self.assertLess(Datetime.now() - lead.date_closed, timedelta(minutes=1))
            self.assertLess(Datetime.now() - lead.first_touch_at, timedelta(minutes=1))

    def test_first_touch_of_a_client_is_not_written(self):
        client = self.client_of[self.anna].with_user(self.anna)
        touched = client.first_touch_at
        client.write({"first_touch_at": LONG_AGO})
        self.assertEqual(client.first_touch_at, touched)
        new = client.with_context(default_first_touch_at=LONG_AGO).create({"name": "New", "is_company": True})
        self.assertGreater(new.first_touch_at, LONG_AGO)

    def test_director_corrects_days(self):
        self.lead.with_user(self.director).write({"date_closed": LONG_AGO, "first_touch_at": LONG_AGO})
        self.assertRecordValues(self.lead, [{"date_closed": LONG_AGO, "first_touch_at": LONG_AGO}])
