from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import SalesCrmExtCommon


@tagged("post_install", "-at_install")
class TestClientAccess(SalesCrmExtCommon):

    def _seen(self, user, records):
        """Those of ``records`` that a search finds; each must also be the one that a read accepts."""
        model = records.with_user(user)
        found = model.search([("id", "in", records.ids)])
        self.assertEqual(found, model._filtered_access("read"), "search and single check disagree")
        return found.sudo()

    def _all_clients(self):
        return self.env["res.partner"].concat(*self.client_of.values(), *self.contact_of.values())

    def _clients(self, *users):
        return self.env["res.partner"].concat(*(self.client_of[user] + self.contact_of[user] for user in users))

    def test_clients_by_role(self):
        everything = self._all_clients()
        for user, expected in [
            (self.anna, self._clients(self.anna)),
            (self.viktor, self._clients(self.viktor)),
            (self.olga, self._clients(self.anna, self.boris)),
            (self.alla, everything),
            (self.director, everything),
            (self.accountant, everything),
        ]:
            with self.subTest(user=user.login):
                self.assertEqual(self._seen(user, everything).sorted("id"), expected.sorted("id"))

    def test_leads_by_role(self):
        unassigned = self.env["crm.lead"].create({"name": "Nobody's", "user_id": False, "team_id": self.team.id})
        everything = self.env["crm.lead"].concat(*self.lead_of.values()) + unassigned
        mine = self.lead_of
        for user, expected in [
            (self.anna, mine[self.anna]),
            (self.olga, mine[self.anna] + mine[self.boris] + unassigned),
            (self.viktor, mine[self.viktor]),
            (self.director, everything),
        ]:
            with self.subTest(user=user.login):
                self.assertEqual(self._seen(user, everything).sorted("id"), expected.sorted("id"))

    def test_shared_client_opens_no_deal(self):
        client = self.client_of[self.anna]
        client.client_user_ids = [Command.link(self.viktor.id)]
        self.assertEqual(self._seen(self.viktor, self._clients(self.anna)), self._clients(self.anna))
        self.assertFalse(self._seen(self.viktor, self.lead_of[self.anna]))
        client.client_user_ids = [Command.clear()]
        self.assertFalse(self._seen(self.viktor, self._clients(self.anna)))

    def test_colleagues_and_own_companies_are_visible(self):
        partners = self.boris.partner_id + self.env.company.partner_id
        self.assertEqual(self._seen(self.viktor, partners), partners)
        self.boris.active = False
        self.assertEqual(self._seen(self.viktor, partners), partners)

    def test_visible_to_all(self):
        carrier = self.client_of[self.anna]
        carrier.is_visible_to_all = True
        self.assertEqual(self._seen(self.viktor, self._clients(self.anna)), self._clients(self.anna))

    def test_new_client_belongs_to_its_author(self):
        client = self.env["res.partner"].with_user(self.anna).create({"name": "New", "is_company": True})
        contact = client.create({"name": "Ivan", "parent_id": client.id})
        self.assertEqual(client.user_id, self.anna)
        self.assertEqual(self._seen(self.anna, client + contact), (client + contact).sudo())
        self.assertFalse(self._seen(self.boris, client + contact))

    def test_team_change_is_in_force_at_once(self):
        self.assertFalse(self._seen(self.olga, self._clients(self.viktor)))
        self.other_team.user_id = self.olga
        self.assertEqual(self._seen(self.olga, self._clients(self.viktor)), self._clients(self.viktor))
        self.other_team.crm_team_member_ids.unlink()
        self.assertFalse(self._seen(self.olga, self._clients(self.viktor)))

    def test_contact_not_under_strangers_company(self):
        with self.assertRaises(AccessError):
            self.env["res.partner"].with_user(self.anna).create(
                {"name": "Mole", "parent_id": self.client_of[self.viktor].id})
        with self.assertRaises(AccessError):
            self.contact_of[self.anna].with_user(self.anna).parent_id = self.client_of[self.viktor]

    def test_owner_and_shares_are_not_the_salespersons_to_write(self):
        client = self.client_of[self.anna].with_user(self.anna)
        for vals in [{"user_id": self.boris.id}, {"client_user_ids": [Command.link(self.boris.id)]},
                     {"is_visible_to_all": True}]:
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                client.write(vals)
        client.write({"user_id": self.anna.id, "name": "Renamed"})
        self.assertEqual(client.name, "Renamed")
