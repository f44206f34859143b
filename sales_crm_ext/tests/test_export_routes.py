import json

from odoo.fields import Command
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from ..models.res_users import ALLOW_EXPORT
from .common import SalesCrmExtCommon

FIELDS = [{"name": "name", "label": "Name", "type": "char"}]


@tagged("post_install", "-at_install")
class TestExportRoutes(SalesCrmExtCommon, HttpCase):
    """No file of clients leaves over HTTP, own clients included; who reaches all clients keeps stock's right."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.anna + cls.alla).group_ids = [Command.link(cls.env.ref(ALLOW_EXPORT).id)]

    def _export(self, user, kind):
        self.authenticate(user.login, user.login)
        data = {"model": "res.partner", "fields": FIELDS, "ids": self.client_of[self.anna].ids, "domain": [],
                "groupby": [], "import_compat": False, "context": {}}
        return self.url_open(f"/web/export/{kind}", data={"data": json.dumps(data), "csrf_token": self._token()})

    def _token(self):
        return Request.csrf_token(self)

    def test_list(self):
        for kind in ("csv", "xlsx"):
            with self.subTest(kind=kind):
                refused = self._export(self.anna, kind)
                self.assertGreaterEqual(refused.status_code, 400)
                self.assertNotIn("Client of Anna", refused.text)
                self.assertIn("Ask your director", refused.text)  # what the web client shows
                self.assertEqual(self._export(self.alla, kind).status_code, 200)

    def test_pivot(self):
        table = {"title": "Clients", "model": "res.partner", "measure_count": 1, "origin_count": 1, "col_group_headers": [],
                 "measure_headers": [], "origin_headers": [], "rows": [
                     {"title": "Client of Anna", "indent": 0, "values": [{"value": 1}]}]}
        for user, refused in [(self.anna, True), (self.alla, False)]:
            self.authenticate(user.login, user.login)
            answer = self.url_open("/web/pivot/export_xlsx", data={
                "data": json.dumps(table), "csrf_token": self._token()})
            self.assertEqual(answer.status_code >= 400, refused, answer.text[:200])

    def test_vcard(self):
        for user, refused in [(self.anna, True), (self.alla, False)]:
            self.authenticate(user.login, user.login)
            answer = self.url_open(f"/web/partner/vcard?partner_ids={self.client_of[self.anna].id}")
            self.assertEqual(b"BEGIN:VCARD" not in answer.content, refused)
