from datetime import date, datetime

from lxml import etree

from odoo.tests import tagged

from .call_common import CallCommon


@tagged("post_install", "-at_install")
class TestMailActivityContact(CallCommon):

    def _plan(self, **values):
        return self.env["mail.activity"].create({
            "res_model_id": self.env["ir.model"]._get_id("crm.lead"), "res_id": self.lead.id,
            "activity_type_id": self.call_type.id, "user_id": self.anna.id, **values})

    def test_day_is_the_assignees(self):
        moment = datetime(2025, 12, 10, 21, 30)  # 00:30 of the 11th in Moscow
        self.assertEqual(self._plan(contact_at=moment).date_deadline, date(2025, 12, 11))
        self.boris.tz = "America/New_York"
        activity = self._plan(contact_at=moment, user_id=self.boris.id)
        self.assertEqual(activity.date_deadline, date(2025, 12, 10))
        activity.user_id = self.anna
        self.assertRecordValues(activity, [{"contact_at": moment, "date_deadline": date(2025, 12, 11)}])

    def test_day_of_who_has_no_time_zone_is_the_companys_not_the_planners(self):
        self.boris.tz, self.env.user.tz = False, "America/New_York"
        self.boris.company_id.partner_id.tz = "Asia/Vladivostok"
        activity = self._plan(contact_at=datetime(2025, 12, 10, 15, 0), user_id=self.boris.id)
        self.assertEqual(activity.date_deadline, date(2025, 12, 11))  # 01:00

    def test_in_the_calendar_of_contacts_the_client_is_read_first(self):
        self.lead.partner_id = self.client_of[self.anna]
        activity = self._plan(contact_at=datetime(2025, 12, 10, 9, 0), summary="Насосы")
        self.assertEqual(activity.display_name, "Насосы")
        activity = activity.with_context(show_contact_client=True)
        client = self.client_of[self.anna].name.replace(" ", "\N{NO-BREAK SPACE}")
        self.assertEqual(activity.with_user(self.anna).display_name, f"{client}: Насосы")
        self.lead.partner_id = False
        self.env.invalidate_all()
        self.assertEqual(activity.with_user(self.anna).display_name, "Насосы")

    def test_moved_day_keeps_the_hour(self):
        activity = self._plan(contact_at=datetime(2025, 12, 3, 12, 15))
        activity.action_reschedule_tomorrow()
        self.assertRecordValues(activity, [{
            "date_deadline": date(2025, 12, 4), "contact_at": datetime(2025, 12, 4, 12, 15)}])
        activity.date_deadline = "2025-12-20"
        self.assertEqual(activity.contact_at, datetime(2025, 12, 20, 12, 15))

    def test_hour_survives_the_change_of_clocks(self):
        self.anna.tz = "Europe/Berlin"
        activity = self._plan(contact_at=datetime(2026, 3, 27, 9, 0))  # 10:00 in winter time
        activity.date_deadline = date(2026, 3, 30)
        self.assertEqual(activity.contact_at, datetime(2026, 3, 30, 8, 0))  # 10:00 in summer time

    def test_day_without_hour_stays_so(self):
        activity = self._plan(date_deadline="2025-12-05")
        activity.action_reschedule_today()
        self.assertFalse(activity.contact_at)
        activity.contact_at = datetime(2025, 12, 8, 6, 0)
        self.assertEqual(activity.date_deadline, date(2025, 12, 8))
        activity.contact_at = False
        self.assertEqual(activity.date_deadline, date(2025, 12, 8))

    # ------------------------------------------------------------
    # NEXT CONTACT OF CLIENTS AND LEADS
    # ------------------------------------------------------------

    def _plan_on(self, document, contact_at):
        return document.activity_schedule(
            activity_type_id=self.call_type.id, user_id=self.anna.id, contact_at=contact_at)

    def test_next_contact_is_the_earliest_open_one(self):
        contact = self.contact_of[self.anna]
        early, late = datetime(2025, 12, 4, 8), datetime(2025, 12, 9, 8)
        self._plan_on(self.client, late)
        first = self._plan_on(self.lead, early)
        self._plan_on(contact, datetime(2025, 12, 6, 8))
        mine = (self.client + contact).with_user(self.anna)
        self.assertEqual(mine.mapped("next_contact_at"), [early, datetime(2025, 12, 6, 8)])
        self.assertEqual(self.lead.with_user(self.anna).next_contact_at, early)
        first.action_archive()
        self.env.invalidate_all()
        self.assertEqual(self.client.next_contact_at, datetime(2025, 12, 6, 8))
        self.assertFalse(self.lead.next_contact_at)

    def test_search_agrees_with_the_values(self):
        companies = self.env["res.partner"].create([{"name": f"C{n}", "is_company": True} for n in range(4)])
        for company, day in zip(companies, (4, 6, 8)):
            self._plan_on(company, datetime(2025, 12, day, 8))
            self._plan_on(company, datetime(2025, 12, day + 10, 8))
        border = datetime(2025, 12, 6, 8)
        among = [("id", "in", companies.ids)]
        for operator, test in [
            ("<", lambda at: at and at < border), ("<=", lambda at: at and at <= border),
            (">", lambda at: at and at > border), (">=", lambda at: at and at >= border),
        ]:
            with self.subTest(operator=operator):
                found = companies.search([*among, ("next_contact_at", operator, border)])
                self.assertEqual(set(found), {company for company in companies if test(company.next_contact_at)})
        self.assertEqual(companies.search([*among, ("next_contact_at", "=", False)]), companies[3])
        self.assertEqual(len(companies.search([*among, ("next_contact_at", "!=", False)])), 3)

    def test_search_of_deals_agrees_with_the_values(self):
        leads = self.env["crm.lead"].create([{"name": f"L{n}", "user_id": self.anna.id} for n in range(3)])
        self._plan_on(leads[0], datetime(2025, 12, 8, 8))
        self._plan_on(leads[1], datetime(2025, 12, 8, 8)).action_archive()
        for operator, found in (("=", leads[1:]), ("!=", leads[0])):
            domain = [("id", "in", leads.ids), ("next_contact_at", operator, False)]
            for user in (self.anna, self.director):
                self.assertEqual(leads.with_user(user).search(domain, order="id"), found)
            self.assertEqual(leads.filtered_domain(domain), found)

    def test_own_deals_without_a_contact_are_looked_up_one_by_one(self):
        """A table of all that is planned in the company would be made for each person's screen."""
        for user, expected in ((self.anna, "NOT COALESCE"), (self.director, "NOT EXISTS")):
            query = self.env["crm.lead"].with_user(user)._search([("next_contact_at", "=", False)])
            self.assertIn(expected, query.where_clause.code)

    def test_colleagues_deal_with_a_shared_client_tells_nothing(self):
        self.client.client_user_ids = self.boris
        self._plan_on(self.lead, datetime(2025, 12, 4, 8))
        seen = self.client.with_user(self.boris)
        self.assertFalse(seen.next_contact_at)
        self.assertFalse(seen.search([("id", "=", seen.id), ("next_contact_at", "!=", False)]))
        self.assertTrue(self.client.with_user(self.anna).next_contact_at)

    def test_accounts_open_the_contacts(self):
        """Who reads no deals sees the contacts with all that their screens show."""
        clients = self.env["res.partner"].with_user(self.accountant)
        views = clients.get_views([(False, "list"), (False, "kanban"), (False, "form")])["views"]
        client = clients.browse(self.client.id)
        for view in views.values():
            names = etree.fromstring(view["arch"]).xpath("//field[not(ancestor::field)]/@name")
            self.assertTrue(client.web_read({name: {} for name in names}))
        self.assertTrue(clients.search([("id", "=", client.id), ("next_contact_at", "=", False)]))

    def test_calls_of_clients(self):
        contact = self.contact_of[self.anna]
        old = self._answered(contact_id=contact.id, date_start=datetime(2025, 12, 1, 9))
        new = self._answered(date_start=datetime(2025, 12, 2, 9))
        self.assertRecordValues((self.client + contact).with_user(self.anna), [
            {"call_count": 2, "last_call_id": new.id, "last_call_at": new.date_start},
            {"call_count": 1, "last_call_id": old.id, "last_call_at": old.date_start}])
        self.assertRecordValues(self.lead.with_user(self.anna), [{"call_count": 2, "last_call_id": new.id}])
        self.client.client_user_ids = self.boris
        self.assertEqual(self.client.with_user(self.boris).call_count, 0)

    def test_page_of_clients_takes_a_fixed_number_of_queries(self):
        companies = self.env["res.partner"].create(
            [{"name": f"C{n}", "is_company": True, "user_id": self.anna.id} for n in range(40)])
        for company in companies:
            self._plan_on(company, datetime(2025, 12, 8, 8))
        names = ["next_contact_at", "call_count", "last_call_at"]

        def count(records):
            self.env.invalidate_all()
            records = records.with_user(self.anna)
            before = self.cr.sql_log_count
            records.read(names)
            return self.cr.sql_log_count - before

        count(companies[:1])
        self.assertEqual(count(companies[:2]), count(companies))
