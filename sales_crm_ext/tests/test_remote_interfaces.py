import xmlrpc.client

from odoo.tests import HttpCase, tagged

from .common import SalesCrmExtCommon

PASSWORD = "their own word"
ABSENT = 1_000_000_000
XMLRPC = {"/xmlrpc/2/object": "<int>4</int>", "/xmlrpc/object": "warning -- AccessError"}


@tagged("post_install", "-at_install")
class TestRemoteInterfaces(SalesCrmExtCommon, HttpCase):
    """What programs are answered: their interfaces log in with each call, outside of the screens' session."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.anna + cls.director).password = PASSWORD

    def _call_jsonrpc(self, user, ids, password=PASSWORD):
        return self.url_open("/jsonrpc", json={"jsonrpc": "2.0", "method": "call", "id": 1, "params": {
            "service": "object", "method": "execute_kw",
            "args": [self.env.cr.dbname, user.id, password, "res.partner", "read", [ids],
                     {"fields": ["name"]}]}}).json()

    def _call_xmlrpc(self, route, user, ids, method="read", *arguments, password=PASSWORD):
        call = (self.env.cr.dbname, user.id, password, "res.partner", method, ids, *arguments)
        return self.url_open(route, data=xmlrpc.client.dumps(call, "execute", allow_none=True).encode()).text

    def test_own_client_is_read(self):
        own = self.client_of[self.anna]
        self.assertEqual(self._call_jsonrpc(self.anna, own.ids)["result"], [{"id": own.id, "name": own.name}])
        for route in XMLRPC:
            self.assertIn(own.name, self._call_xmlrpc(route, self.anna, own.ids, "read", ["name"]))

    def test_strangers_and_absent_client_are_refused_alike(self):
        stranger = self.client_of[self.boris]
        refused, absent = (self._call_jsonrpc(self.anna, [id_])["error"] for id_ in (stranger.id, ABSENT))
        self.assertEqual(refused, absent)
        self.assertIn("Ask your director", refused["data"]["message"])
        for route, code in XMLRPC.items():
            for method in ("read", "message_get_suggested_recipients", "action_archive"):
                refused, absent = (self._call_xmlrpc(route, self.anna, [id_], method) for id_ in (stranger.id, ABSENT))
                self.assertEqual(refused, absent)
                self.assertIn("Ask your director", refused)
                self.assertIn(code, refused)

    def test_director_is_told_why(self):
        """A client that is not there is another thing than one that they do not reach."""
        self.assertEqual(self._call_jsonrpc(self.director, [ABSENT])["result"], [])
        self.assertIn("MissingError", self._call_xmlrpc("/xmlrpc/object", self.director, [ABSENT], "action_archive"))

    def test_wrong_password_is_stocks_refusal(self):
        """It says nothing about the record: whoever knows only a salesperson's id asks nothing."""
        for client in self.client_of[self.anna], self.client_of[self.boris]:
            self.assertIn("AccessDenied", self._call_jsonrpc(self.anna, client.ids, "wrong")["error"]["data"]["name"])
            for route in XMLRPC:
                answer = self._call_xmlrpc(route, self.anna, client.ids, password="wrong")
                self.assertEqual(answer, self._call_xmlrpc(route, self.anna, [ABSENT], password="wrong"))
                self.assertIn("Access Denied", answer)
