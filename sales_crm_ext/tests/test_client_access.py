from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..models.res_users import CLIENT_BASE_ALL, SALESMAN
from ..tools import scope_condition
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

    def test_vendors_whom_nobody_sells_to(self):
        """An order may need goods from them; a vendor that is somebody's client is one."""
        foundry = self.env["res.partner"].create({"name": "Foundry", "is_company": True})
        seller = foundry.create({"name": "Ivan", "parent_id": foundry.id})
        prices = self.env["product.supplierinfo"].create([
            {"product_tmpl_id": self.env["product.template"].create({"name": "Pump"}).id, "partner_id": vendor.id}
            for vendor in (seller, self.client_of[self.viktor], self.client_of[self.anna])])
        self.assertEqual(self._seen(self.anna, prices), prices[0] + prices[2])
        self.assertEqual(self._seen(self.anna, foundry + seller), foundry + seller)
        self.assertFalse(self.client_of[self.viktor].is_visible_to_all)
        self.assertFalse(self.client_of[self.anna].is_visible_to_all)

    def test_new_client_belongs_to_its_author(self):
        client = self.env["res.partner"].with_user(self.anna).create({"name": "New", "is_company": True})
        contact = client.create({"name": "Ivan", "parent_id": client.id})
        self.assertEqual(client.user_id, self.anna)
        self.assertEqual(self._seen(self.anna, client + contact), (client + contact).sudo())
        self.assertFalse(self._seen(self.boris, client + contact))

    def test_leader_makes_a_client_for_a_member(self):
        lead = self.env["crm.lead"].create({
            "name": "Wants pumps", "partner_name": "New Pumps", "user_id": self.anna.id, "type": "lead"})
        lead.with_user(self.olga).convert_opportunity(False)
        client = lead.with_user(self.olga)._create_customer()
        self.assertEqual(client.sudo().commercial_partner_id.user_id, self.anna)
        with self.assertRaises(AccessError):
            client.create({"name": "For another team", "is_company": True, "user_id": self.viktor.id})

    def test_leader_makes_the_company_of_a_members_client(self):
        person = self.env["res.partner"].with_user(self.anna).create({"name": "Ivan", "company_name": "Pump Works"})
        person.with_user(self.olga).create_company()
        self.assertEqual(person.parent_id.user_id, self.anna)
        self.assertEqual(person.client_owner_id, self.anna)

    def test_deal_with_a_colleagues_client_is_worked_on(self):
        client, lead = self.client_of[self.anna], self.lead_of[self.anna].with_user(self.anna)
        client.write({"user_id": self.viktor.id, "email": "buyer@client.ru"})
        self.env.invalidate_all()
        lead.web_read({name: {} for name in lead.get_views([(False, "form")])["models"]["crm.lead"]["fields"]})
        lead.write({"phone": "+7 495 000-00-00", "email_from": "other@client.ru"})
        self.assertRecordValues(client, [{"phone": "+7 495 111-22-33", "email": "buyer@client.ru"}])
        lead.action_view_documents()

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

    def test_shares_are_not_taken_away(self):
        client = self.client_of[self.anna]
        client.client_user_ids = [Command.link(self.boris.id)]
        for value in (False, None, [Command.clear()], [Command.set([])]):
            with self.subTest(value=value), self.assertRaises(AccessError):
                client.with_user(self.anna).write({"client_user_ids": value})
        client.with_user(self.anna).write({"client_user_ids": [], "name": "Renamed"})
        self.assertEqual(client.client_user_ids, self.boris)

    def test_new_client_takes_no_share_from_defaults(self):
        Partner = self.env["res.partner"].with_user(self.anna)
        Default = self.env["ir.default"].with_user(self.anna)
        Default.set("res.partner", "is_visible_to_all", True, user_id=True)
        for Model in (Partner, Partner.with_context(
                default_client_user_ids=self.boris.ids, default_is_visible_to_all=True, default_user_id=self.boris.id)):
            client = Model.create({"name": "New", "is_company": True})
            self.assertRecordValues(client, [{
                "user_id": self.anna.id, "client_user_ids": [], "is_visible_to_all": False}])

    def test_shared_client_stays_with_its_salesperson(self):
        """A share lets work with a client; it does not let take the client or its people over."""
        own, client, contact = self.client_of[self.anna], self.client_of[self.boris], self.contact_of[self.boris]
        client.client_user_ids = [Command.link(self.anna.id)]
        for record, values in [
            (contact, {"parent_id": own.id}), (client, {"is_company": False, "parent_id": own.id}),
            (self.contact_of[self.anna], {"parent_id": client.id}), (contact, {"parent_id": False}),
        ]:
            with self.subTest(values=values), self.assertRaises(AccessError):
                record.with_user(self.anna).write(values)
        contact.with_user(self.anna).write({"parent_id": client.id, "function": "Buyer"})
        self.assertEqual(contact.client_owner_id, self.boris)

    def test_contact_that_leaves_its_company_keeps_its_salesperson(self):
        for values in ({"is_company": True}, {"parent_id": False}):
            contact = self.contact_of[self.anna].copy({"user_id": False})
            contact.with_user(self.anna).write(values)
            self.assertEqual(contact.client_owner_id, self.anna)
            self.assertEqual(self._seen(self.anna, contact), contact)

    def test_clients_of_two_salespeople_are_not_merged(self):
        own, client = self.client_of[self.anna], self.client_of[self.boris]
        client.client_user_ids = [Command.link(self.anna.id)]
        (own + client).email = "same@client.ru"
        Wizard = self.env["base.partner.merge.automatic.wizard"].with_user(self.anna)
        with self.assertRaises(AccessError):
            Wizard.create({"partner_ids": (own + client).ids, "dst_partner_id": own.id}).action_merge()
        twin = own.with_user(self.anna).create({"name": "Twin", "is_company": True, "email": "same@client.ru"})
        Wizard.create({"partner_ids": (own + twin).ids, "dst_partner_id": own.id}).action_merge()
        self.assertFalse(twin.exists())

    def test_barcode_of_a_strangers_client(self):
        self.client_of[self.viktor].barcode = "4600000000017"
        own = self.client_of[self.anna].with_user(self.anna)
        own.barcode = "4600000000017"
        with self.assertRaises(ValidationError):
            self.contact_of[self.anna].with_user(self.anna).barcode = "4600000000017"
        with self.assertRaises(ValidationError):
            self.client_of[self.boris].with_user(self.director).barcode = "4600000000017"

    def test_duplicates_tell_of_reachable_records_only(self):
        own, strange = self.client_of[self.anna], self.client_of[self.viktor]
        (own + strange).vat = "12345678"
        (own + strange).company_registry = "87654321"
        self.assertRecordValues(own.with_user(self.director), [{
            "same_vat_partner_id": strange.id, "same_company_registry_partner_id": strange.id}])
        self.assertRecordValues(own.with_user(self.anna), [{
            "same_vat_partner_id": False, "same_company_registry_partner_id": False}])
        lead, others = self.lead_of[self.anna], self.lead_of[self.viktor] + self.lead_of[self.boris]
        (lead + others).email_from = "buyer@factory.ru"
        self.assertEqual(lead.with_user(self.director).duplicate_lead_count, 2)
        self.assertRecordValues(lead.with_user(self.anna), [{
            "duplicate_lead_count": 0, "duplicate_lead_ids": lead.ids}])

    def test_followers_and_notifications_of_strangers(self):
        """Stock lets every employee list who follows what and whom each letter went to, with names and addresses."""
        mine, strange = self.contact_of[self.anna], self.contact_of[self.viktor]
        for client, contact in ((self.client_of[self.anna], mine), (self.client_of[self.viktor], strange)):
            client.message_subscribe(contact.ids)
            client.message_post(body="Offer", partner_ids=contact.ids)
        followers = self.env["mail.followers"].search([("partner_id", "in", (mine + strange).ids)])
        notifications = self.env["mail.notification"].search([("res_partner_id", "in", (mine + strange).ids)])
        for user, partners in ((self.anna, mine), (self.olga, mine), (self.alla, mine + strange)):
            with self.subTest(user=user.login):
                self.assertEqual(self._seen(user, followers).partner_id, partners)
                self.assertEqual(self._seen(user, notifications).res_partner_id, partners)

    def test_addresses_of_other_peoples_letters(self):
        message = self.client_of[self.viktor].message_post(body="Offer", author_id=self.viktor.partner_id.id)
        notification = self.env["mail.notification"].create({
            "mail_message_id": message.id, "mail_email_address": "secret@client.ru", "notification_type": "email",
            "author_id": self.viktor.partner_id.id})
        self.assertFalse(self._seen(self.anna, notification))
        self.assertEqual(self._seen(self.viktor, notification), notification)
        self.assertEqual(self._seen(self.director, notification), notification)

    def test_refusals_name_nobody_in_debug_mode(self):
        def is_in_debug_mode(user, group):
            return group == "base.group_no_one" or has_group(user, group)
        has_group = type(self.env["res.users"]).has_group
        self.patch(type(self.env["res.users"]), "has_group", is_in_debug_mode)
        strange = self.client_of[self.viktor]
        for user, is_told in ((self.anna, False), (self.olga, False)):
            with self.subTest(user=user.login), self.assertRaises(AccessError) as refusal:
                strange.with_user(user).read(["name"])
            self.assertEqual(strange.name in str(refusal.exception), is_told)

    def test_messages_are_searched_past_meetings_of_others(self):
        meeting = self.env["calendar.event"].with_user(self.viktor).create(
            {"name": "Visit", "start": "2026-12-01", "stop": "2026-12-01"})
        theirs = meeting.message_post(body="Bring the pump").sudo()
        mine = self.client_of[self.anna].with_user(self.anna).message_post(body="Mine").sudo()
        self.env.invalidate_all()
        found = self.env["mail.message"].with_user(self.anna).search([("id", "in", (theirs + mine).ids)])
        self.assertEqual(found.sudo(), mine)

    def test_lead_owner_is_moved_by_leaders(self):
        lead = self.lead_of[self.anna]
        for vals in [{"user_id": self.boris.id}, {"user_id": False}, {"partner_id": self.client_of[self.boris].id}]:
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                lead.with_user(self.anna).write(vals)
        lead.with_user(self.anna).write({"user_id": self.anna.id, "partner_id": lead.partner_id.id, "priority": "2"})
        lead.with_user(self.olga).user_id = self.boris
        self.assertEqual(lead.user_id, self.boris)
        with self.assertRaises(AccessError):
            lead.with_user(self.olga).user_id = self.viktor
        self.assertEqual(lead.create({"name": "Mine"}).with_user(self.anna).sudo().user_id, self.env.user)
        self.assertEqual(lead.with_user(self.anna).create({"name": "Mine", "user_id": False}).user_id, self.anna)

    def test_scope_cannot_be_written(self):
        public = self.env["sales.client.scope"]._get_for_everybody("public")
        client = self.client_of[self.anna].with_user(self.anna)
        with self.assertRaises(AccessError):
            client.client_scope_id = public
        with self.assertRaises(AccessError):
            client.create({"name": "X", "client_scope_id": public.id})

    def test_new_salesperson_leaves_the_group_of_all_clients(self):
        self.assertTrue(self.accountant._has_group(CLIENT_BASE_ALL))
        self.accountant.group_ids = [Command.link(self.env.ref(SALESMAN).id)]
        self.assertFalse(self.accountant._has_group(CLIENT_BASE_ALL))
        self.assertFalse(self._seen(self.accountant, self._all_clients()))

    def test_new_salesperson_by_the_form_of_a_group(self):
        clerk, keeper = (self._make_user(login, "base.group_user") for login in ("clerk", "keeper"))
        self.env.ref(SALESMAN).user_ids = [Command.link(clerk.id)]
        self.assertTrue(clerk._is_client_restricted())
        self.assertFalse(keeper._is_client_restricted())

    def test_new_staff_without_the_directors_consent(self):
        self.env["ir.config_parameter"].set_param("sales_crm_ext.client_base_for_new_users", "False")
        guest = self._make_user("guest", "base.group_user")
        self.assertFalse(guest._has_group(CLIENT_BASE_ALL))
        self.assertFalse(self._seen(guest, self._all_clients()))

    def test_groups_are_known_at_once(self):
        """Also by the form of a group, and by a group that implies another."""
        anna = self.anna.with_user(self.anna)
        salesman, system = self.env.ref(SALESMAN), self.env.ref("base.group_system")
        self.assertLessEqual({SALESMAN, "base.group_system"}, anna._get_field_group_specs())  # which are kept
        self.assertTrue(anna.has_groups(f"base.group_system,{SALESMAN}"))
        self.assertFalse(anna.has_groups(f"!base.group_user,{SALESMAN}"))
        self.assertFalse(anna.has_groups("base.group_system"))
        system.user_ids = [Command.link(anna.id)]
        self.assertTrue(anna.has_groups("base.group_system"))
        system.user_ids = [Command.unlink(anna.id)]
        self.assertFalse(anna.has_groups("base.group_system"))
        salesman.implied_ids = [Command.link(system.id)]
        self.assertTrue(anna.has_groups("base.group_system"))
        salesman.implied_ids = [Command.unlink(system.id)]
        self.assertFalse(anna.has_groups("base.group_system"))
        self.assertTrue(anna.has_groups(SALESMAN))
        self.anna.group_ids = [Command.unlink(salesman.id)]
        self.assertFalse(anna.has_groups(SALESMAN))

    def test_groups_of_debug_mode_are_asked_for_each_time(self):
        anna, is_debug = self.anna.with_user(self.anna), False
        self.anna.group_ids = [Command.link(self.env.ref("base.group_no_one").id)]

        def has_group(user, group):
            return is_debug if group == "base.group_no_one" else original(user, group)

        original = type(anna).has_group
        self.patch(self.env["res.partner"]._fields["comment"], "groups", "base.group_no_one")
        self.env.registry.clear_all_caches()
        self.addCleanup(self.env.registry.clear_all_caches)
        self.patch(type(anna), "has_group", has_group)
        for spec, wanted in (("base.group_no_one", True), ("!base.group_no_one", False)):
            for is_debug in (False, True, False):
                self.assertEqual(anna.has_groups(spec), is_debug == wanted)

    def test_bank_accounts_and_meetings(self):
        account = self.env["res.partner.bank"].create(
            {"acc_number": "40702810900000000001", "partner_id": self.client_of[self.anna].id})
        self.assertFalse(self._seen(self.viktor, account))
        self.assertEqual(self._seen(self.olga, account), account)
        meeting = self.env["calendar.event"].create({
            "name": "At the client's", "user_id": self.anna.id, "start": "2026-03-02 09:00:00",
            "stop": "2026-03-02 10:00:00", "partner_ids": [Command.set(self.contact_of[self.anna].ids)]})
        for user, reached in [(self.anna, meeting), (self.olga, meeting), (self.viktor, meeting.browse()),
                              (self.accountant, meeting)]:
            with self.subTest(user=user.login):
                self.assertEqual(self._seen(user, meeting), reached)
        attendees = meeting.attendee_ids
        self.assertFalse(self._seen(self.viktor, attendees))

    def test_activities_and_attachments_follow_their_client(self):
        client = self.client_of[self.anna]
        activity = client.activity_schedule("mail.mail_activity_data_todo", user_id=self.anna.id)
        file = self.env["ir.attachment"].create({
            "name": "contract.txt", "raw": b"secret", "res_model": "res.partner", "res_id": client.id})
        for records in (activity, file):
            self.assertEqual(self._seen(self.anna, records), records)
            self.assertFalse(self._seen(self.viktor, records))
            self.assertEqual(self._seen(self.olga, records), records)

    def test_no_invitation_of_strangers(self):
        """With an invitation to the portal its page shows the name and the e-mail of whom it is for."""
        self.env["ir.config_parameter"].set_param("auth_signup.invitation_scope", "b2c")
        mine, strange = self.contact_of[self.anna], self.contact_of[self.viktor]
        given = (mine + strange).with_user(self.anna).signup_get_auth_param()
        self.assertEqual([*given], mine.ids)
        self.assertCountEqual((mine + strange).with_user(self.alla).signup_get_auth_param(), (mine + strange).ids)

    def test_no_export_for_restricted(self):
        allowed = self.env.ref("base.group_allow_export")
        (self.anna + self.olga + self.alla).group_ids = [Command.link(allowed.id)]
        for user in (self.anna, self.olga):
            client = self.client_of[self.anna].with_user(user)
            with self.subTest(user=user.login):
                self.assertFalse(user.has_group("base.group_allow_export"))
                with self.assertRaises(UserError):
                    client.export_data(["name"])
                with self.assertRaises(AccessError):
                    client._get_vcard_file()
        exported = self.client_of[self.anna].with_user(self.alla).export_data(["name"])
        self.assertEqual(exported["datas"], [["Client of Anna"]])

    def test_portal_and_superuser_are_untouched(self):
        portal = self._make_user("portal", "base.group_portal")
        self.assertFalse(portal._is_client_restricted())
        self.assertEqual(self._seen(self.env.ref("base.user_root"), self._all_clients()), self._all_clients())

    def test_company_of_the_rows(self):
        other = self.env["res.company"].create({"name": "Company B"})
        self.anna.company_ids = [Command.link(other.id)]
        lead, client = self.lead_of[self.anna], self.client_of[self.anna]
        client.company_id = lead.company_id = self.env.company
        for record in (lead, client):
            inside = record.with_user(self.anna).with_context(allowed_company_ids=[other.id])
            self.assertFalse(inside.search([("id", "=", record.id)]))

    def test_leads_are_asked_for_by_owner_scopes_alone(self):
        """Shares and public scopes never hold a lead: one id is what the database finds in the order of a list."""
        self.client_of[self.viktor].client_user_ids = self.anna
        self.env.flush_all()
        own = self.env["sales.client.scope"].search([("key", "=", f"people:{self.anna.id}:")])
        self.assertEqual(self.anna._get_owner_scope_ids(), frozenset(own.ids))
        self.assertGreater(len(self.anna._get_client_scope_ids()), 3)
        self.assertIsNone(self.director._get_owner_scope_ids())
        found = self.env["crm.lead"].with_user(self.olga).search([])
        self.assertLessEqual(self.lead_of[self.anna] | self.lead_of[self.boris], found)
        self.assertNotIn(self.lead_of[self.viktor], found)

    def test_refused_record_is_not_in_the_cache_afterwards(self):
        """Odoo asks a field that was refused once more: what the rules had read as superuser answered."""
        strange = self.client_of[self.viktor]
        lead = self.env["crm.lead"].create({"name": "Deal", "partner_id": strange.id, "user_id": self.viktor.id})
        letter = strange.message_post(body="Offer", subject="Offer")
        for record, name in [(strange, "display_name"), (strange, "contact_address"), (strange, "email_formatted"),
                             (lead, "display_name"), (letter, "display_name")]:
            with self.subTest(model=record._name, field=name):
                self.env.invalidate_all()
                for _time in range(2):
                    with self.assertRaises(AccessError):
                        record.with_user(self.anna)[name]


@tagged("post_install", "-at_install")
class TestClientAccessOfManyScopes(TestClientAccess):
    """Who reaches hundreds of scopes is asked for by another condition, and reaches the same."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(patch.object(scope_condition, "MOST_WRITTEN_OUT", 0))
