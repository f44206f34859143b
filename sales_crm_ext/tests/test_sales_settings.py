from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from ..models.res_users import CLIENT_BASE_ALL
from .common import SalesCrmExtCommon


@tagged("post_install", "-at_install")
class TestSalesSettings(SalesCrmExtCommon):
    """The director, who is no system administrator, sets the rules of work."""

    def _save(self, **values):
        form = Form(self.env["sales.settings"].with_user(self.director))
        for name, value in values.items():
            form[name] = value
        form.save().action_save()

    def test_a_saved_rule_is_shown_again_and_obeyed(self):
        self._save(call_backdate_days=9, call_retry_hours_busy=1.25, rate_minimum=25)
        shown = Form(self.env["sales.settings"].with_user(self.director))
        self.assertEqual((shown.call_backdate_days, shown.call_retry_hours_busy, shown.rate_minimum), (9, 1.25, 25))
        self.assertEqual(self.env["sales.call"]._get_backdate_days(), 9)
        self.assertEqual(self.env["sales.call"].new({"disposition": "busy"})._get_retry_hours(), 1.25)
        self.assertEqual(self.env["sales.manager.report"]._get_rate_minimum(), 25)

    def test_new_staff_with_and_without_the_directors_consent(self):
        self._save(is_base_open_to_new_staff=False)
        self.assertFalse(self._make_user("guest", "base.group_user")._has_group(CLIENT_BASE_ALL))
        self._save(is_base_open_to_new_staff=True)
        self.assertTrue(self._make_user("stock", "base.group_user")._has_group(CLIENT_BASE_ALL))

    def test_only_the_director_sets_them(self):
        self._save(call_backdate_days=9)
        settings = self.env["sales.settings"].with_user(self.director).search([], limit=1)
        for user in self.anna + self.olga + self.alla + self.accountant:
            with self.assertRaises(AccessError):
                self.env["sales.settings"].with_user(user).create({"call_backdate_days": 30})
            with self.assertRaises(AccessError):
                settings.with_user(user).action_save()
            with self.assertRaises(AccessError):
                self.env["sales.settings"].with_user(user).default_get(["call_backdate_days"])
        self.assertEqual(self.env["sales.call"]._get_backdate_days(), 9)

    def test_rules_nobody_could_work_by_are_refused(self):
        for values in ({"call_backdate_days": 0}, {"rate_minimum": 0}, {"call_retry_hours_busy": 0},
                       {"call_retry_hours_no_answer": 1001}):
            with self.assertRaises(ValidationError):
                self._save(**values)
