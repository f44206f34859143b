from contextlib import contextmanager
from datetime import datetime, timedelta

from odoo.exceptions import UserError
from odoo.fields import Command

from .call_common import CallCommon

NOON = datetime(2025, 12, 3, 9, 0)  # in Moscow
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class FakedWorkCommon(CallCommon):

    def _sums(self, code, **where):
        domain = [("metric_id.code", "=", code), *((name, "=", value) for name, value in where.items())]
        rows = self.env["sales.action"].search(domain)
        return sum(rows.mapped("claimed")), sum(rows.mapped("verified"))

    def _share(self, *users):
        """Anna's client with colleagues."""
        self.client.client_user_ids = [Command.link(user.id) for user in users]

    def _stand_in(self, deputy):
        self.env["sales.deputy"].create({"user_id": self.anna.id, "deputy_id": deputy.id, "date_from": "2025-12-01"})

    @contextmanager
    def _refused(self):
        with self.assertRaises(UserError), self.cr.savepoint():
            yield
