from odoo.exceptions import AccessError
from odoo.tests import tagged

from .faked_common import FakedWorkCommon


@tagged("post_install", "-at_install")
class TestOwnSettings(FakedWorkCommon):
    """What decides figures is set once, and changed by who administrates."""

    def test_salesperson_changes_nothing_that_decides_figures(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.anna.company_ids += other
        for user in (self.anna, self.olga):
            own = user.with_user(user)
            for values in ({"tz": "Pacific/Honolulu"}, {"email": "me@client.ru"}, {"company_id": other.id}):
                with self.subTest(user=user.login, values=values), self.assertRaises(AccessError), self.cr.savepoint():
                    own.write(values)
            for values in ({"tz": "Pacific/Honolulu"}, {"email": "me@client.ru"}):
                with self.subTest(user=user.login, values=values), self.assertRaises(AccessError), self.cr.savepoint():
                    own.partner_id.with_user(user).write(values)
                with self.subTest(values=values, company=True), self.assertRaises(AccessError), self.cr.savepoint():
                    self.env.company.partner_id.write({"email": "us@example.com", "tz": "Europe/Moscow"})
                    self.env.company.partner_id.with_user(user).write(values)
        own = self.anna.with_user(self.anna)
        own.write({"tz": own.tz, "email": own.email, "company_id": own.company_id.id, "signature": "Анна", "lang": "en_US"})

    def test_it_is_set_once_and_by_others(self):
        self.anna.tz = False
        own = self.anna.with_user(self.anna)
        own.tz = "Asia/Omsk"
        self.assertEqual(own.tz, "Asia/Omsk")
        self.anna.tz = "Europe/Moscow"
        for user in (self.director, self.accountant):
            user.with_user(user).tz = "Asia/Omsk"
        self.client.with_user(self.anna).email = "buyer@client.ru"
