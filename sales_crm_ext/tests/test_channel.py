from datetime import datetime
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..models import sales_channel_rule
from .common import SalesCrmExtCommon


@tagged("post_install", "-at_install")
class TestChannel(SalesCrmExtCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.not_stated = cls.env.ref("sales_crm_ext.sales_channel_not_stated")
        cls.ads, cls.fair = cls.env["sales.channel"].create([
            {"name": "Context Ads", "is_paid": True}, {"name": "Autumn Fair"}])
        cls.google, cls.google_small, cls.olark = cls.env["utm.source"].create([
            {"name": "Gooogle"}, {"name": "gooogle"}, {"name": "Olark Chat"}])
        cls.cpc = cls.env["utm.medium"].create({"name": "cpc"})

    def _rule(self, channel, source=None, medium=None, **values):
        return self.env["sales.channel.rule"].create(dict({
            "channel_id": channel.id, "source_id": source and source.id, "medium_id": medium and medium.id}, **values))

    def _lead(self, user=None, **values):
        return self.env["crm.lead"].with_user(user or self.env.user).create(dict({"name": "Inquiry"}, **values))

    def assertChannel(self, record, channel, origin):
        self.assertRecordValues(record.sudo(), [{"channel_id": channel.id, "channel_origin": origin}])

    # ------------------------------------------------------------
    # LEADS
    # ------------------------------------------------------------

    def test_lead_by_rule(self):
        self._rule(self.ads, self.google)
        self.assertChannel(self._lead(self.anna, source_id=self.google.id), self.ads, "rule")

    def test_lead_of_default_values(self):
        """A web form gives utm values as defaults."""
        self._rule(self.ads, self.google)
        lead = self.env["crm.lead"].with_context(default_source_id=self.google.id).create({"name": "From the form"})
        self.assertChannel(lead, self.ads, "rule")

    def test_lead_without_origin_is_visible(self):
        self.assertChannel(self._lead(self.anna), self.not_stated, "none")
        self.assertChannel(self._lead(source_id=self.olark.id), self.not_stated, "none")

    def test_lead_by_name_and_mail(self):
        model = self.env["crm.lead"].with_user(self.anna)
        self.assertChannel(model.browse(model.name_create("Quick")[0]), self.not_stated, "none")
        self.assertChannel(model.sudo().message_new({"subject": "Hello", "from": "a@b.ru"}), self.not_stated, "none")

    def test_narrower_rule_decides(self):
        self._rule(self.fair, medium=self.cpc)
        self._rule(self.ads, self.google, self.cpc)
        self.assertChannel(self._lead(source_id=self.google.id, medium_id=self.cpc.id), self.ads, "rule")
        self.assertChannel(self._lead(source_id=self.olark.id, medium_id=self.cpc.id), self.fair, "rule")
        self.assertChannel(self._lead(source_id=self.google.id), self.not_stated, "none")

    def test_order_of_rules_is_the_directors(self):
        self._rule(self.fair, self.google, sequence=1)
        self._rule(self.ads, self.google, self.cpc)
        self.assertChannel(self._lead(source_id=self.google.id, medium_id=self.cpc.id), self.fair, "rule")

    def test_channel_that_is_archived_or_deleted_is_given_no_more(self):
        self._rule(self.ads, self.google)
        self.assertChannel(self._lead(source_id=self.google.id), self.ads, "rule")
        self.ads.action_archive()
        self.assertChannel(self._lead(source_id=self.google.id), self.not_stated, "none")
        self.ads.action_unarchive()
        self.assertChannel(self._lead(source_id=self.google.id), self.ads, "rule")
        self._rule(self.fair, self.olark)
        self.assertEqual(self.env["sales.channel"]._match(self.olark.id, False), self.fair)
        self.fair.unlink()
        self.assertChannel(self._lead(source_id=self.olark.id), self.not_stated, "none")

    def test_values_of_the_caller_stay(self):
        self._rule(self.ads, self.google)
        values = {"name": "First", "source_id": self.google.id}
        self._lead(**values)
        self.env["crm.lead"].create(values)
        self.assertEqual(values, {"name": "First", "source_id": self.google.id})

    def test_spellings_are_two_sources(self):
        self._rule(self.ads, self.google)
        self.assertChannel(self._lead(source_id=self.google_small.id), self.not_stated, "none")

    def test_channel_given_by_hand_stays(self):
        self._rule(self.ads, self.google)
        lead = self._lead(source_id=self.google.id, channel_id=self.fair.id)
        self.assertChannel(lead, self.fair, "manual")
        lead.source_id = self.olark
        self.assertChannel(lead, self.fair, "manual")

    def test_source_given_later(self):
        self._rule(self.ads, self.google)
        lead = self._lead()
        lead.source_id = self.google
        self.assertChannel(lead, self.ads, "rule")
        lead.source_id = False
        self.assertChannel(lead, self.not_stated, "none")

    def test_emptied_channel_is_found_again(self):
        self._rule(self.ads, self.google)
        lead = self._lead(source_id=self.google.id, channel_id=self.fair.id)
        lead.channel_id = False
        self.assertChannel(lead, self.ads, "rule")

    def test_new_lead_of_known_client(self):
        client = self.client_of[self.anna]
        client.channel_id = self.fair
        self.assertChannel(self._lead(self.anna, partner_id=self.contact_of[self.anna].id), self.fair, "client")
        self._rule(self.ads, self.google)
        lead = self._lead(self.anna, partner_id=client.id, source_id=self.google.id)
        self.assertChannel(lead, self.ads, "rule")
        self.assertChannel(client, self.fair, "manual")

    def test_strangers_channel_is_not_told(self):
        self.client_of[self.viktor].channel_id = self.fair
        with self.assertRaises(AccessError):
            self.env["crm.lead"].with_user(self.anna).onchange(
                {"name": "Fishing", "partner_id": self.client_of[self.viktor].id}, ["partner_id"],
                {"channel_id": {"fields": {"display_name": {}}}})

    def test_form_asks_and_proposes(self):
        self._rule(self.ads, self.google)
        with self.assertRaisesRegex(AssertionError, "channel_id is a required field"), \
                Form(self.env["crm.lead"].with_user(self.anna)) as form:
            form.name = "No channel"
        with Form(self.env["crm.lead"].with_user(self.anna)) as form:
            form.name = "By source"
            form.source_id = self.google
            self.assertEqual(form.channel_id, self.ads)
        self.assertChannel(form.record, self.ads, "rule")

    def test_quick_create_asks_and_takes_the_channel_of_the_company(self):
        quick = self.env["crm.lead"].with_user(self.anna).with_context(default_type="opportunity")
        view = "crm.quick_create_opportunity_form"
        with self.assertRaisesRegex(AssertionError, "channel_id is a required field"), Form(quick, view) as form:
            form.name = "No channel"
        self.client_of[self.anna].write({"is_company": True, "channel_id": self.fair.id})
        with Form(quick, view) as form:
            form.commercial_partner_id = self.client_of[self.anna]
            self.assertEqual(form.channel_id, self.fair)
        self.assertChannel(form.record, self.fair, "client")

    def test_origin_is_not_the_writers_to_set(self):
        lead = self._lead(self.anna, channel_origin="manual")
        self.assertChannel(lead, self.not_stated, "none")
        lead.write({"channel_origin": "manual"})
        self.assertChannel(lead, self.not_stated, "none")

    # ------------------------------------------------------------
    # MAPPING
    # ------------------------------------------------------------

    def test_mapping_reaches_the_past(self):
        by_source, by_hand, other = (
            self._lead(source_id=self.google.id), self._lead(source_id=self.google.id, channel_id=self.fair.id),
            self._lead(source_id=self.olark.id))
        lost = self._lead(source_id=self.google.id, active=False, probability=0)
        rule = self._rule(self.ads, self.google)
        self.assertChannel(by_source, self.ads, "rule")
        self.assertChannel(lost, self.ads, "rule")
        self.assertChannel(by_hand, self.fair, "manual")
        self.assertChannel(other, self.not_stated, "none")
        rule.channel_id = self.fair
        self.assertChannel(by_source, self.fair, "rule")
        rule.source_id = self.olark
        self.assertChannel(by_source, self.not_stated, "none")
        self.assertChannel(other, self.fair, "rule")
        rule.unlink()
        self.assertChannel(other, self.not_stated, "none")

    def test_mapping_reaches_clients_of_the_past(self):
        lead = self._lead(source_id=self.google.id, partner_id=self.contact_of[self.anna].id)
        self.assertChannel(self.client_of[self.anna], self.not_stated, "none")
        self._rule(self.ads, self.google)
        self.assertChannel(self.client_of[self.anna], self.ads, "lead")
        self.assertEqual(lead.touch_ids.channel_id, self.ads)

    def _unmapped(self):
        rows = self.env["sales.channel.unmapped.report"].with_user(self.director).search([])
        return {(row.source_id.name, row.medium_id.name): row for row in rows}

    def test_unmapped_values_are_listed(self):
        for source, times in [(self.google, 3), (self.google_small, 1), (self.olark, 2)]:
            for __ in range(times):
                self._lead(source_id=source.id)
        self._lead(source_id=self.olark.id, medium_id=self.cpc.id)
        rows = self._unmapped()
        self.assertEqual(
            {key: (rows[key].lead_count, rows[key].spelling_count) for key in [
                ("Gooogle", False), ("gooogle", False), ("Olark Chat", False), ("Olark Chat", "cpc")]},
            {("Gooogle", False): (3, 2), ("gooogle", False): (1, 2), ("Olark Chat", False): (2, 1),
             ("Olark Chat", "cpc"): (1, 1)})
        self._rule(self.ads, medium=self.cpc)
        self.assertNotIn(("Olark Chat", "cpc"), self._unmapped())

    def test_map_one_spelling_or_all(self):
        leads = [self._lead(source_id=source.id) for source in (self.google, self.google_small)]
        row = self._unmapped()["Gooogle", False]
        action = row.action_map()
        wizard = self.env["sales.channel.map"].with_user(self.director).with_context(**action["context"])
        wizard.create({"channel_id": self.ads.id}).action_map()
        self.assertChannel(leads[0], self.ads, "rule")
        self.assertChannel(leads[1], self.not_stated, "none")
        row = self._unmapped()["gooogle", False]
        self._lead(source_id=self.olark.id)
        with Form(wizard.with_context(**row.action_map()["context"])) as form:
            form.channel_id = self.ads
            form.is_all_spellings = True
            self.assertEqual(form.lead_count, 1)
        form.record.action_map()
        self.assertChannel(leads[1], self.ads, "rule")
        with self.assertRaises(UserError):
            form.record.action_map()

    def test_map_all_spellings_with_media(self):
        leads = self._lead(source_id=self.google.id) + self._lead(source_id=self.google_small.id) \
            + self._lead(source_id=self.google_small.id, medium_id=self.cpc.id)
        row = self._unmapped()["Gooogle", False]
        self.env["sales.channel.map"].with_user(self.director).create({
            "row_ids": [Command.set(row.ids)], "channel_id": self.ads.id, "is_all_spellings": True}).action_map()
        for lead in leads:
            self.assertChannel(lead, self.ads, "rule")

    def test_a_large_mapping_goes_on_in_the_background(self):
        leads = self.env["crm.lead"].concat(*(self._lead(source_id=self.google.id) for __ in range(5)))
        cron = self.env.ref("sales_crm_ext.ir_cron_apply_channel_rules")
        triggers = self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
        with patch.object(sales_channel_rule, "BATCH", 2):
            self._rule(self.ads, self.google)
            for mapped, asked in [(2, 1), (4, 2), (5, 2)]:
                self.assertEqual(len(leads.filtered(lambda lead: lead.channel_id == self.ads)), mapped)
                self.assertEqual(
                    self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)]) - triggers, asked)
                self.env["sales.channel.rule"]._cron_apply_to_past()
        self.assertEqual(leads.touch_ids.channel_id, self.ads)

    # ------------------------------------------------------------
    # CLIENTS AND TOUCHES
    # ------------------------------------------------------------

    def test_lead_gives_its_channel_to_the_new_client(self):
        lead = self._lead(self.anna, channel_id=self.fair.id, partner_name="New Works", contact_name="Ivan")
        lead._handle_partner_assignment(create_missing=True)
        client = lead.partner_id.commercial_partner_id
        self.assertEqual(client.name, "New Works")
        self.assertChannel(client, self.fair, "lead")
        self.assertEqual(client.first_touch_at, min(lead.first_touch_at, client.create_date))
        self.assertEqual(client.touch_ids, lead.touch_ids)

    def test_first_stated_touch_is_the_clients_channel(self):
        client = self.client_of[self.anna]
        self._lead(partner_id=client.id, channel_id=self.fair.id, first_touch_at=datetime(2026, 3, 2))
        self._lead(partner_id=client.id, channel_id=self.ads.id, first_touch_at=datetime(2026, 3, 1))
        self._lead(partner_id=client.id, channel_id=self.not_stated.id, first_touch_at=datetime(2026, 2, 1))
        self.assertChannel(client, self.ads, "lead")
        self.assertEqual(client.first_touch_at, datetime(2026, 2, 1))

    def test_client_by_hand(self):
        with self.assertRaisesRegex(AssertionError, "channel_id is a required field"), \
                Form(self.env["res.partner"].with_user(self.anna)) as form:
            form.name = "No channel"
        with Form(self.env["res.partner"].with_user(self.anna)) as form:
            form.name = "By hand"
            form.channel_id = self.fair
        client = form.record
        self.assertChannel(client, self.fair, "manual")
        self.assertEqual(client.first_touch_at, client.create_date)
        self.assertRecordValues(client.touch_ids.sudo(), [{"origin": "client", "channel_id": self.fair.id}])
        client.channel_id = self.ads
        self.assertEqual(client.touch_ids.channel_id, self.ads)
        self._lead(partner_id=client.id, channel_id=self.fair.id, first_touch_at=datetime(2020, 1, 1))
        self.assertChannel(client, self.ads, "manual")

    def test_client_by_name_is_visible(self):
        model = self.env["res.partner"].with_user(self.anna)
        self.assertChannel(model.browse(model.name_create("Quick")[0]), self.not_stated, "none")

    def test_who_is_no_client(self):
        vendor = self.env["res.partner"].with_user(self.accountant).create({"name": "Vendor", "is_company": True})
        self.assertRecordValues(vendor + self.contact_of[self.anna] + self.anna.partner_id, [
            {"channel_id": False, "first_touch_at": False}] * 3)
        vendor.user_id = self.anna
        self.assertChannel(vendor, self.not_stated, "none")
        self.assertEqual(vendor.first_touch_at, vendor.create_date)

    def test_merge_keeps_the_first_origin(self):
        first = self._lead(channel_id=self.fair.id, first_touch_at=datetime(2026, 1, 1), type="lead")
        second = self._lead(type="opportunity", first_touch_at=datetime(2026, 2, 1))
        merged = (first + second).merge_opportunity()
        self.assertEqual(merged.channel_id, self.fair)
        self.assertEqual(merged.first_touch_at, datetime(2026, 1, 1))
        self.assertEqual(len(merged.touch_ids), 2)

    # ------------------------------------------------------------
    # ACCESS
    # ------------------------------------------------------------

    def test_touches_by_role(self):
        touches = self.env["sales.touch"].concat(*(lead.touch_ids for lead in self.lead_of.values()))
        self.assertEqual(len(touches), 3)
        mine = {user: lead.touch_ids for user, lead in self.lead_of.items()}
        for user, expected in [(self.anna, mine[self.anna]), (self.olga, mine[self.anna] + mine[self.boris]),
                               (self.alla, touches), (self.director, touches)]:
            with self.subTest(user=user.login):
                model = self.env["sales.touch"].with_user(user)
                found = model.search([("id", "in", touches.ids)])
                self.assertEqual(found.sudo().sorted("id"), expected.sorted("id"))
                self.assertEqual(found, touches.with_user(user)._filtered_access("read"))

    def test_touch_written_by_a_salesperson(self):
        model = self.env["sales.touch"].with_user(self.anna)
        touch = model.create({
            "partner_id": self.contact_of[self.anna].id, "channel_id": self.fair.id, "origin": "lead"})
        self.assertRecordValues(touch.sudo(), [{"partner_id": self.client_of[self.anna].id, "origin": "manual"}])
        for refused in (lambda: touch.write({"channel_id": self.ads.id}), touch.unlink,
                        lambda: model.create({"partner_id": self.client_of[self.viktor].id,
                                              "channel_id": self.fair.id}),
                        lambda: model.create({"lead_id": self.lead_of[self.viktor].id, "channel_id": self.fair.id})):
            with self.assertRaises(AccessError):
                refused()

    def test_configuration_by_role(self):
        spend = self.env["sales.channel.spend"].create({"channel_id": self.ads.id, "amount": 100})
        for user in (self.anna, self.olga, self.alla, self.accountant):
            with self.subTest(user=user.login):
                self.assertEqual(self.ads.with_user(user).name, "Context Ads")
                for model in ("sales.channel.rule", "sales.channel.spend", "sales.channel.unmapped.report"):
                    with self.assertRaises(AccessError):
                        self.env[model].with_user(user).search([])
                with self.assertRaises(AccessError):
                    self.ads.with_user(user).write({"is_paid": False})
                with self.assertRaises(AccessError):
                    self.ads.with_user(user).read(["spend_ids"])
        self.assertEqual(spend.with_user(self.director).amount, 100)

    def test_not_stated_cannot_go(self):
        for refused in (self.not_stated.unlink, self.not_stated.action_archive):
            with self.assertRaises(UserError):
                refused()
