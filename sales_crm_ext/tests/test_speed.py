import re
from contextlib import contextmanager
from unittest.mock import patch

from lxml import etree

from odoo.fields import Command
from odoo.tests import tagged

from ..tools import scope_condition
from .common import SalesCrmExtCommon


@tagged("post_install", "-at_install")
class TestSpeed(SalesCrmExtCommon):
    """What protection and our figures add to a screen is a set number of queries, however much there is to show.

    Queries are those of a request of its own: the caches of the server are warm, those of the transaction are not.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.specifications = {}
        # Stock's addons that are installed, demo data and groups decide what else is asked: who reaches everything is
        # shown the same fields.
        cls.alla.group_ids = [Command.link(cls.env.ref("base.group_partner_manager").id)]
        call = cls.env["sales.call"].with_user(cls.anna).create({"lead_id": cls.lead_of[cls.anna].id})
        cls.env["ir.attachment"].create({"name": "offer.txt", "raw": b"-", "res_model": "sales.call", "res_id": call.id})

    def _ask(self, user, request):
        """Statements of ``request``, a function of the environment of ``user``."""
        context = {"lang": "en_US", "tz": "Europe/Moscow", "allowed_company_ids": self.env.company.ids}
        env = self.env(user=user, context=context)
        statements = []
        # Of the cold run views are part, which read what the next one looks for and does not find.
        for _run in ("cold", "lukewarm", "warm"):
            self.env.flush_all()
            self.env.invalidate_all()
            self.env.cr.cache.clear()
            statements.clear()
            with contextmanager(self._patchExecute)(statements, flush=False):
                request(env)
        return statements

    def _get_specification(self, env, model, kind):
        """The fields of the view itself, as the web client reads them. Views are there already, as in a browser."""
        key = env.uid, model, kind
        if key not in self.specifications:
            self.specifications[key] = self._make_specification(env, model, kind)
        return self.specifications[key]

    def _make_specification(self, env, model, kind):
        arch = etree.fromstring(env[model].get_views([(False, kind)])["views"][kind]["arch"])
        names = {node.get("name") for node in arch.xpath("//field[not(ancestor::field)][not(ancestor::groupby)]")}
        specification = {}
        for name in names:
            field = env[model]._fields[name]
            specification[name] = {"fields": {"display_name": {}}} if field.type == "many2one" else {}
        return specification

    def _assert_adds(self, request, restricted, ours):
        """
        :param restricted: how many queries more than who reaches everything needs a restricted person
        :param ours: how many statements read tables of this addon
        """
        everything, own = self._ask(self.alla, request), self._ask(self.anna, request)
        self.assertLessEqual(len(own) - len(everything), restricted, "\n".join(text[:300] for text in own))
        tables = [text[:300] for text in own if re.search(r'(FROM|JOIN|INTO) "?sales_', text)]
        self.assertLessEqual(len(tables), ours, "\n".join(tables))

    def _make_list_request(self, model, kind):
        def request(env):
            env[model].web_search_read([], self._get_specification(env, model, kind), limit=80)
        return request

    def _make_card_request(self, record):
        def request(env):
            env[record._name].browse(record.id).web_read(self._get_specification(env, record._name, "form"))
        return request

    def test_lists_add_whose_clients_and_figures(self):
        for kind in ("list", "kanban"):
            with self.subTest(kind=kind):
                # Whose clients the person reaches; calls, next contacts and open pains together.
                self._assert_adds(self._make_list_request("crm.lead", kind), restricted=1, ours=2)

    def test_lists_of_contacts_add_whose_clients(self):
        for kind in ("list", "kanban"):
            with self.subTest(kind=kind):
                self._assert_adds(self._make_list_request("res.partner", kind), restricted=1, ours=1)

    def test_cards_add_whose_clients_lines_and_figures(self):
        for record in (self.client_of[self.anna], self.contact_of[self.anna], self.lead_of[self.anna]):
            with self.subTest(record=record):
                # Whose clients; pains, interests and shares together; calls, next contact, documents and stages together.
                self._assert_adds(self._make_card_request(record), restricted=1, ours=3)

    def test_new_client_adds_nothing(self):
        def request(env):
            specification = self._get_specification(env, "res.partner", "form")
            env["res.partner"].with_context(default_is_company=True).onchange({}, [], specification)
        self._assert_adds(request, restricted=0, ours=0)

    def test_new_lead_makes_no_scope(self):
        """A form that is only opened writes nothing."""
        newcomer = self._make_user("newcomer", "sales_team.group_sale_salesman")
        specification = self._get_specification(self.env(user=newcomer), "crm.lead", "form")
        self.env["crm.lead"].with_user(newcomer).onchange({}, [], specification)
        self.assertFalse(self.env["sales.client.scope"].search([("key", "=", f"people:{newcomer.id}:")]))

    def test_client_saved_adds_whose_clients_and_its_touch(self):
        channel = self.env["sales.channel"].create({"name": "Fair"})

        def request(env):
            env["res.partner"].web_save({"name": "New", "company_type": "company", "channel_id": channel.id}, {"name": {}})
            env.flush_all()
        # Whose clients; the touch. Who reaches everything makes a client of nobody: without follower and salesperson.
        self._assert_adds(request, restricted=4, ours=2)

    def test_number_of_records_adds_nothing(self):
        request = self._make_list_request("res.partner", "list")
        before = len(self._ask(self.anna, request))
        self.env["res.partner"].create([
            {"name": f"Client {number}", "is_company": True, "user_id": self.anna.id} for number in range(20)])
        self.assertEqual(len(self._ask(self.anna, request)), before)

    def test_card_of_many_calls_and_files_adds_nothing(self):
        request = self._make_card_request(self.client_of[self.anna])
        before = len(self._ask(self.anna, request))
        calls = self.env["sales.call"].with_user(self.anna).create([{"lead_id": self.lead_of[self.anna].id}] * 5)
        self.env["ir.attachment"].create([
            {"name": "call.mp3", "raw": b"-", "res_model": "sales.call", "res_id": call.id} for call in calls])
        self.assertEqual(len(self._ask(self.anna, request)), before)


@tagged("post_install", "-at_install")
class TestClientPages(SalesCrmExtCommon):
    """Pages of who reaches several scopes are those of the whole list."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client_of[cls.viktor].client_user_ids = cls.anna
        cls.env["sales.deputy"].create({"user_id": cls.viktor.id, "deputy_id": cls.anna.id, "date_from": "2020-01-01"})
        cls.env["crm.lead"].create([
            {"name": f"Deal {number}", "user_id": user.id, "priority": str(number % 3), "type": "opportunity"}
            for number in range(5) for user in cls.anna + cls.boris + cls.viktor])
        cls.env["sales.call"].create([
            {"lead_id": cls.lead_of[user].id, "user_id": user.id, "date_start": f"2025-12-0{number} 09:00:00"}
            for number in range(1, 6) for user in cls.anna + cls.boris + cls.viktor])
        cls.env.flush_all()

    def _get_pages(self, records, domain, size=3):
        pages, found = records.browse(), None
        while found is None or found:
            found = records.search(domain, limit=size, offset=len(pages))
            pages += found
        return pages

    def test_pages_are_the_list(self):
        for user in self.anna + self.olga:
            for model, domain in [
                    ("res.partner", []), ("res.partner", [("id", "in", [])]),
                    ("res.partner", [("complete_name", "ilike", "client")]),
                    ("res.partner", ["|", ("parent_id.name", "ilike", "client"), ("email", "!=", False)]),
                    ("crm.lead", []), ("crm.lead", [("priority", "=", "1")]),
                    ("crm.lead", [("partner_id", "ilike", "client")]), ("sales.call", [])]:
                with self.subTest(user=user.login, model=model, domain=domain):
                    records = self.env[model].with_user(user)
                    self.assertGreater(len(records._get_reached_scope_ids()), 1)
                    whole = records.search(domain)
                    self.assertEqual(self._get_pages(records, domain), whole)
                    self.assertEqual(whole, records.sudo().search(domain).sudo(False)._filtered_access("read"))

    def test_pages_hold_no_stranger(self):
        found = self.env["crm.lead"].with_user(self.anna).search([], limit=80)
        self.assertEqual(found.user_id, self.anna + self.viktor)
        strange = self.client_of[self.boris]
        self.assertFalse(strange.with_user(self.anna).search([("id", "=", strange.id)], limit=1))

    def test_stranger_is_not_found_through_a_subquery(self):
        """The rule of a related record of the same model stays as it is."""
        self.contact_of[self.anna].write({"name": "Own"})
        Partner = self.env["res.partner"].with_user(self.anna)
        own = Partner.search([("child_ids", "any", [("name", "=", "Own")])], limit=5)
        self.assertEqual(own, self.client_of[self.anna].with_user(self.anna))
        own.sudo().parent_id = self.client_of[self.boris]
        self.assertFalse(Partner.search([("parent_id", "any", [("name", "ilike", "boris")])], limit=5))

    def test_pages_follow_a_change_at_once(self):
        Lead = self.env["crm.lead"].with_user(self.anna)
        self.assertIn(self.viktor, Lead.search([], limit=80).user_id)
        self.env["sales.deputy"].search([("deputy_id", "=", self.anna.id)]).date_to = "2020-01-02"
        self.assertEqual(Lead.search([], limit=80).user_id, self.anna)

    def test_bars_of_a_pipeline_are_those_of_stock(self):
        self.lead_of[self.anna].activity_schedule("mail.mail_activity_data_todo", user_id=self.anna.id)
        self.lead_of[self.boris].activity_schedule("mail.mail_activity_data_todo", user_id=self.boris.id)
        bar = {"field": "activity_state", "colors": {"planned": "success", "today": "warning", "overdue": "danger"}}
        domain = [("user_id", "in", (self.anna + self.viktor).ids)]
        own, all_ = (self.env["crm.lead"].with_user(user).read_progress_bar(domain, "stage_id", bar)
                     for user in (self.anna, self.alla))
        self.assertEqual(own, all_)
        self.assertEqual(sum(states["today"] + states["planned"] for states in own.values()), 1)

    def test_pages_of_many_scopes(self):
        """A page of each scope, by the short condition and by the long one alike; what is looked for, among all at once."""
        for most in (scope_condition.MOST_WRITTEN_OUT, 0):
            with patch.object(scope_condition, "MOST_WRITTEN_OUT", most):
                Partner = self.env["res.partner"].with_user(self.anna)
                pages = Partner._search([("active", "=", True)], limit=3, order=Partner._order).select().code
                self.assertIn("LATERAL", pages)
                self.assertNotIn("client_scope_id\" IN", pages)
                self.assertNotIn("ANY", pages)
                found = Partner._search([("name", "ilike", "client")], limit=3, order=Partner._order).select().code
                self.assertNotIn("LATERAL", found)
                self.assertEqual("ANY" in found, not most)


@tagged("post_install", "-at_install")
class TestClientPagesOfManyScopes(TestClientPages):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(patch.object(scope_condition, "MOST_WRITTEN_OUT", 0))


@tagged("post_install", "-at_install")
class TestFiguresTogether(SalesCrmExtCommon):
    """Figures that are asked for together are those that are asked for one by one, at any moment of a transaction."""

    def _assert_figures(self, record, names):
        record = record.with_user(self.anna)
        self.env.invalidate_all()
        together, = record.read(names)
        for name in names:
            self.env.invalidate_all()
            self.assertEqual(record.read([name])[0][name], together[name], name)
        return together

    def test_figures_of_cards_follow_what_is_written(self):
        lead, client = self.lead_of[self.anna], self.client_of[self.anna]
        names = ["call_count", "last_call_at", "last_call_id", "next_contact_at", "document_count"]
        categories = self.env["sales.pain.category"].search([], limit=2)
        pain = self.env["sales.pain"].create({"lead_id": lead.id, "category_id": categories[0].id, "description": "Late"})
        call = self.env["sales.call"].with_user(self.anna).create({"lead_id": lead.id})
        for record in (client, lead):
            found = self._assert_figures(record, names)
            self.assertEqual((found["call_count"], found["document_count"]), (1, 0))
        pain.category_id = categories[1]
        call.sudo().date_start = "2025-11-05 08:00:00"
        self.env["ir.attachment"].create({"name": "call.mp3", "raw": b"-", "res_model": "sales.call", "res_id": call.id})
        lead.activity_schedule("mail.mail_activity_data_call", user_id=self.anna.id).contact_at = "2025-12-05 08:00:00"
        for record in (client, lead):
            found = self._assert_figures(record, names)
            self.assertEqual(str(found["last_call_at"]), "2025-11-05 08:00:00")
            self.assertEqual(str(found["next_contact_at"]), "2025-12-05 08:00:00")
            self.assertEqual(found["document_count"], 1)
        pains, stages = (self._assert_figures(lead, [name, "next_contact_at"])[name]
                         for name in ("open_pain_category_ids", "allowed_stage_ids"))
        self.assertEqual(pains, categories[1].ids)
        self.assertEqual(set(stages), set(self.env["crm.stage"].search([("team_ids", "in", [False, lead.team_id.id])]).ids))

    def test_lines_together_are_in_their_order(self):
        client = self.client_of[self.anna]
        category = self.env["sales.pain.category"].search([], limit=1)
        for severity in "132":
            self.env["sales.pain"].create({
                "partner_id": client.id, "category_id": category.id, "description": severity, "severity": severity})
        client.client_user_ids = self.viktor + self.boris
        self.env.flush_all()
        names = ["pain_ids", "interest_ids", "client_user_ids"]
        found = self._assert_figures(client, names)
        pains = self.env["sales.pain"].browse(found["pain_ids"])
        self.assertEqual("".join(pains.mapped("severity")), "321")
        self.assertEqual(found["client_user_ids"], (self.boris + self.viktor).ids)
        self.assertEqual(found["interest_ids"], [])

    def test_name_of_a_channel_is_the_present_one(self):
        channel = self.env["sales.channel"].create({"name": "Fair"})
        client = self.client_of[self.anna]
        client.channel_id = channel
        for name in ("Fair", "Fair in Kazan"):
            channel.name = name
            self.env.invalidate_all()
            shown, = client.with_user(self.anna).web_read({"channel_id": {"fields": {"display_name": {}}}})
            self.assertEqual(shown["channel_id"]["display_name"], name)
