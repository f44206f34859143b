from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .call_common import CallCommon


@tagged("post_install", "-at_install")
class TestClientFiles(CallCommon, HttpCase):
    """No file about many clients; and who only works with somebody's client does not remove it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.view = cls.env["ir.ui.view"].create({
            "type": "qweb", "name": "clients", "key": "sales_crm_ext.test_clients",
            "arch": """<t t-name="sales_crm_ext.test_clients"><p t-foreach="docs" t-as="doc" t-out="doc.name"/></t>"""})
        cls.report = cls.env["ir.actions.report"].create({
            "name": "Clients", "model": "res.partner", "report_type": "qweb-html",
            "report_name": "sales_crm_ext.test_clients"})
        cls.second = cls.env["res.partner"].create({"name": "Second of Anna", "is_company": True, "user_id": cls.anna.id})

    def _get_report(self, records, user):
        self.authenticate(user.login, user.login)
        return self.url_open(f"/report/html/sales_crm_ext.test_clients/{','.join(map(str, records.ids))}")

    def test_report_of_one_client_only(self):
        own, contact = self.client_of[self.anna], self.contact_of[self.anna]
        answer = self._get_report(own + contact, self.anna)
        self.assertEqual(answer.status_code, 200)
        self.assertIn(own.name, answer.text)
        refused = self._get_report(own + self.second, self.anna)
        self.assertNotEqual(refused.status_code, 200)
        self.assertNotIn(own.name, refused.text)
        self.assertNotIn("Traceback", refused.text)
        self.assertEqual(self._get_report(own + self.second, self.director).status_code, 200)

    def test_several_deals_of_one_client(self):
        leads = self.lead_of[self.anna] + self.env["crm.lead"].create(
            {"name": "Pumps", "partner_id": self.contact_of[self.anna].id, "user_id": self.anna.id})
        leads.with_user(self.anna)._check_files_of_one_client()
        leads += self.env["crm.lead"].create({"name": "Chairs", "partner_id": self.second.id, "user_id": self.anna.id})
        with self.assertRaises(AccessError):
            leads.with_user(self.anna)._check_files_of_one_client()

    def test_deals_without_a_client(self):
        """They have the phones of those who asked."""
        leads = self.env["crm.lead"].with_user(self.anna).create([
            {"name": "Walk-in", "phone": phone} for phone in ("+7 495 000-00-01", "+7 495 000-00-02")])
        leads[:1]._check_files_of_one_client()
        with self.assertRaises(AccessError):
            leads._check_files_of_one_client()
        leads.with_user(self.director)._check_files_of_one_client()

    def test_json_of_a_view(self):
        self.env["ir.config_parameter"].set_param("web.json.enabled", True)
        self.director.group_ids += self.env.ref("base.group_allow_export")
        self.anna.group_ids += self.env.ref("base.group_allow_export")
        answers = {user: self._get_json(user) for user in (self.director, self.anna)}
        self.assertIn(self.client_of[self.anna].name, answers[self.director].text)
        self.assertEqual(answers[self.anna].status_code, 403)
        self.assertNotIn(self.client_of[self.anna].name, answers[self.anna].text)

    def _get_json(self, user):
        key = self.env["res.users.apikeys"].with_user(user).sudo()._generate("rpc", "test", None)
        return self.url_open("/json/1/contacts?view_type=list&limit=1000000&offset=0&domain=[]",
                             headers={"Authorization": f"Bearer {key}"})

    def test_shared_client_is_not_removed(self):
        shared = self.client_of[self.viktor]
        shared.client_user_ids = self.anna
        for client in (shared, self.contact_of[self.viktor]):
            client = client.with_user(self.anna)
            client.comment = "Called"
            for remove in (client.action_archive, client.unlink, lambda client=client: client.write({"active": False})):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    remove()
        self.second.with_user(self.anna).action_archive()
        self.second.with_user(self.olga).action_unarchive()
        self.second.with_user(self.anna).unlink()
        self.assertFalse(self.second.exists())

    def test_contact_of_our_own_company(self):
        own_company = self.env.company.partner_id
        Partner = self.env["res.partner"].with_user(self.anna)
        with self.assertRaises(AccessError):
            Partner.create({"name": "Buyer", "parent_id": own_company.id})
        carrier = self.env["res.partner"].create({"name": "Carrier", "is_company": True, "is_visible_to_all": True})
        self.assertTrue(Partner.create({"name": "Driver", "parent_id": carrier.id}))

    def test_vcard_is_not_offered_to_be_refused(self):
        vcard = self.env.ref("web.download_contact")
        for user, offered in [(self.anna, False), (self.director, True)]:
            bindings = self.env["ir.actions.actions"].with_user(user).get_bindings("res.partner")
            self.assertEqual(vcard.id in [action["id"] for action in bindings["action"]], offered)
