"""Channel analysis against a recount in plain Python, over the records of a small company with traps in it."""
from collections import defaultdict
from datetime import date, datetime, timedelta

import pytz

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import SalesCrmExtCommon

MEASURES = ["lead_count", "client_count", "won_count", "buyer_count", "revenue", "spend"]


def local_day(moment, timezone):
    return pytz.utc.localize(moment).astimezone(pytz.timezone(timezone)).date()


@tagged("post_install", "-at_install")
class TestChannelReport(SalesCrmExtCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ads, cls.fair, cls.silent = cls.env["sales.channel"].create([
            {"name": "Context Ads", "is_paid": True}, {"name": "Autumn Fair", "is_paid": True}, {"name": "Silent"}])
        cls.not_stated = cls.env.ref("sales_crm_ext.sales_channel_not_stated")
        cls.won_stage = cls.env["crm.stage"].search([("is_won", "=", True)], limit=1)
        cls.viktor.tz = "Asia/Vladivostok"
        cls._set_currencies()
        cls.abroad = cls.env["res.company"].create({"name": "Abroad", "currency_id": cls.foreign.id})
        cls.director.company_ids = [Command.link(cls.abroad.id)]
        cls.viktor.company_ids = [Command.link(cls.abroad.id)]
        cls.leads = cls._make_leads()
        cls.spends = cls._make_spends()

    @classmethod
    def _set_currencies(cls):
        cls.env["res.currency.rate"].search([]).unlink()
        cls.own = cls.env.company.currency_id
        cls.foreign = cls.env["res.currency"].create({"name": "FRN", "symbol": "F"})
        cls.rates = [(date(2026, 1, 1), 2.0), (date(2026, 3, 10), 4.0)]
        for day, rate in cls.rates:
            cls.env["res.currency.rate"].create({
                "name": day, "rate": rate, "currency_id": cls.foreign.id, "company_id": cls.env.company.id})

    @classmethod
    def _make_leads(cls):
        """Client, salesperson, channel, created at, won at (UTC) or None, amount, company."""
        own, contact = cls.client_of, cls.contact_of
        rows = [
            (own[cls.anna], cls.anna, cls.ads, "2026-03-01 20:59:00", "2026-03-09 20:59:00", 1000, None),
            # a minute later: the next day in Moscow
            (contact[cls.anna], cls.anna, cls.fair, "2026-03-01 21:01:00", "2026-03-09 21:01:00", 500, None),
            (own[cls.boris], cls.boris, cls.ads, "2026-03-02 09:00:00", None, 700, None),
            (own[cls.boris], cls.boris, cls.not_stated, "2026-03-31 22:00:00", None, 10, None),
            # Vladivostok: the 2nd of March starts at 14:00 UTC of the 1st
            (own[cls.viktor], cls.viktor, cls.ads, "2026-03-01 14:30:00", "2026-03-09 13:00:00", 300, cls.abroad),
            (own[cls.viktor], cls.viktor, cls.ads, "2026-03-01 15:30:00", "2026-03-09 15:00:00", 300, cls.abroad),
            (cls.env["res.partner"], cls.env["res.users"], cls.silent, "2026-03-05 12:00:00", None, 0, None),
        ]
        leads = cls.env["crm.lead"]
        for client, user, channel, created, won, amount, company in rows:
            lead = cls.env["crm.lead"].create({
                "name": "Deal", "partner_id": client.id, "user_id": user.id, "channel_id": channel.id,
                "expected_revenue": amount, "type": "opportunity", "first_touch_at": created,
                "company_id": (company or cls.env.company).id})
            if won:
                lead.action_set_won()
                lead.date_closed = won
            leads += lead
        lost = cls.env["crm.lead"].create({
            "name": "Lost", "channel_id": cls.fair.id, "user_id": cls.anna.id, "active": False, "probability": 0})
        cls.env.flush_all()
        for lead, row in zip(leads, rows):
            cls.env.cr.execute("UPDATE crm_lead SET create_date = %s WHERE id = %s", (row[3], lead.id))
        cls.env.invalidate_all()
        return leads + lost

    @classmethod
    def _make_spends(cls):
        return cls.env["sales.channel.spend"].create([
            {"channel_id": cls.ads.id, "date_from": "2026-03-01", "date_to": "2026-03-03", "amount": 100},
            {"channel_id": cls.ads.id, "date_from": "2026-02-27", "date_to": "2026-03-12", "amount": 1400,
             "currency_id": cls.foreign.id},
            {"channel_id": cls.fair.id, "date_from": "2026-03-20", "amount": 900},
        ])

    # ------------------------------------------------------------
    # THE RECOUNT
    # ------------------------------------------------------------

    def _amount(self, amount, currency, day):
        if currency == self.own:
            return amount
        rate = self.rates[0][1]
        for since, value in self.rates:
            if since <= day:
                rate = value
        return amount / rate

    def _recount(self, leads, clients, spends, key):
        """``key(channel, user, day)`` names the cell of a fact."""
        cells = defaultdict(lambda: dict.fromkeys(MEASURES, 0))
        bought = set()
        for lead in leads.sorted(lambda lead: (lead.date_closed or lead.create_date, lead.id)):
            timezone = lead.user_id.tz or self.director.tz
            cells[key(lead.channel_id, lead.user_id, local_day(lead.create_date, timezone))]["lead_count"] += 1
            if lead.won_status != "won":
                continue
            day = local_day(lead.date_closed, timezone)
            cell = cells[key(lead.channel_id, lead.user_id, day)]
            cell["won_count"] += 1
            cell["revenue"] += self._amount(lead.expected_revenue, lead.company_id.currency_id or self.own, day)
            client = lead.partner_id.commercial_partner_id
            if client and client not in bought:
                bought.add(client)
                cells[key(client.channel_id, lead.user_id, day)]["buyer_count"] += 1
        for client in clients:
            day = local_day(client.first_touch_at, client.user_id.tz or self.director.tz)
            cells[key(client.channel_id, client.user_id, day)]["client_count"] += 1
        for spend in spends:
            days = (spend.date_to - spend.date_from).days + 1
            for number in range(days):
                day = spend.date_from + timedelta(days=number)
                cells[key(spend.channel_id, self.env["res.users"], day)]["spend"] += self._amount(
                    spend.amount / days, spend.currency_id, day)
        return cells

    def _report(self, user, companies=None):
        model = self.env["sales.channel.report"].with_user(user)
        return model.with_context(allowed_company_ids=(companies or self.env.company + self.abroad).ids,
                                  tz=self.director.tz)

    def _everything(self):
        clients = self.env["res.partner"].search([("first_touch_at", "!=", False)])
        return self.env["crm.lead"].with_context(active_test=False).search([]), clients, \
            self.env["sales.channel.spend"].search([])

    def assertCells(self, groups, cells):
        found = {tuple(part.id if hasattr(part, "id") else part for part in key): values for key, values in groups}
        expected = {tuple(part.id if hasattr(part, "id") else part for part in key): values
                    for key, values in cells.items()}
        self.assertEqual(set(found), set(expected))
        for key, values in expected.items():
            for name in MEASURES:
                self.assertAlmostEqual(found[key].get(name) or 0, values[name], 6, f"{key} {name}")

    def test_channel_by_day_by_salesperson(self):
        groups = self._report(self.director)._read_group(
            [], ["channel_id", "user_id", "date:day"], [f"{name}:sum" for name in MEASURES])
        self.assertCells(
            [(row[:3], dict(zip(MEASURES, row[3:]))) for row in groups],
            self._recount(*self._everything(), lambda channel, user, day: (channel, user, day)))

    def test_midnight_and_rates(self):
        """Named cells, by hand: the same traps as in the recount, so that both cannot be wrong alike."""
        rows = {
            (channel, day): (leads, won, revenue) for channel, day, leads, won, revenue in
            self._report(self.director)._read_group(
                [("lead_id", "in", self.leads.ids)], ["channel_id", "date:day"],
                ["lead_count:sum", "won_count:sum", "revenue:sum"])}
        self.assertEqual(rows[self.ads, date(2026, 3, 1)], (1, 0, 0))
        self.assertEqual(rows[self.fair, date(2026, 3, 2)], (1, 0, 0))
        self.assertEqual(rows[self.ads, date(2026, 3, 2)], (3, 0, 0))
        # won in Vladivostok on the 9th (13:00 UTC, rate 2) and on the 10th (15:00 UTC, rate 4)
        self.assertEqual(rows[self.ads, date(2026, 3, 9)], (0, 2, 1000 + 150))
        self.assertEqual(rows[self.ads, date(2026, 3, 10)], (0, 1, 75))
        self.assertEqual(rows[self.fair, date(2026, 3, 10)], (0, 1, 500))
        # the reader in charge of nobody's lead: Moscow, the 1st of April
        self.assertEqual(rows[self.not_stated, date(2026, 4, 1)], (1, 0, 0))

    def test_costs_are_ratios_of_sums(self):
        domain = [("date", ">=", "2026-03-01"), ("date", "<=", "2026-03-31")]
        names = ["spend:sum", "lead_count:sum", "client_count:sum", "cost_per_lead:avg", "cost_per_client:avg",
                 "conversion:avg", "won_count:sum"]
        report = self._report(self.director)
        for groupby in ([], ["channel_id"]):
            for row in report._read_group(domain, groupby, names):
                spend, leads, clients, per_lead, per_client, conversion, won = row[len(groupby):]
                with self.subTest(groupby=groupby, row=row[:len(groupby)]):
                    self.assertAlmostEqual(per_lead or 0, spend / leads if leads and spend else 0)
                    self.assertAlmostEqual(per_client or 0, spend / clients if clients and spend else 0)
                    self.assertAlmostEqual(conversion or 0, won / leads if leads else 0)
        # nothing recorded is not "free"
        [(per_lead,)] = report._read_group([("channel_id", "=", self.silent.id)], [], ["cost_per_lead:avg"])
        self.assertIn(per_lead, (None, False))

    def test_pivot_of_the_web_client(self):
        sets = self._report(self.director).formatted_read_grouping_sets(
            [("lead_id", "in", self.leads.ids)], [[], ["channel_id"]], ["lead_count:sum", "conversion:avg"])
        self.assertEqual(sets[0][0]["lead_count:sum"], 8)
        self.assertAlmostEqual(sets[0][0]["conversion:avg"], 4 / 8)
        by_channel = {group["channel_id"][0]: group["conversion:avg"] for group in sets[1]}
        self.assertAlmostEqual(by_channel[self.ads.id], 3 / 4)
        self.assertAlmostEqual(by_channel[self.fair.id], 1 / 2)

    def test_companies_by_choice(self):
        [(leads, revenue)] = self._report(self.director, self.abroad)._read_group(
            [("lead_id", "in", self.leads.ids)], [], ["lead_count:sum", "revenue:sum"])
        self.assertEqual((leads, revenue), (2, 600))  # in the currency of the company abroad, no rate needed

    def test_first_purchase_is_counted_once(self):
        """Anna's client bought twice, once by its contact; Viktor's twice."""
        rows = self._report(self.director)._read_group(
            [("kind", "=", "buyer"), ("lead_id", "in", self.leads.ids)], ["partner_id"], ["buyer_count:sum"])
        self.assertEqual(dict(rows), {self.client_of[self.anna]: 1, self.client_of[self.viktor]: 1})

    def test_unknown_stays_visible(self):
        self.env.cr.execute("UPDATE crm_lead SET channel_id = NULL WHERE id = %s", (self.leads[0].id,))
        self.env.invalidate_all()
        row = self._report(self.director).search([("lead_id", "=", self.leads[0].id), ("kind", "=", "lead")])
        self.assertRecordValues(row, [{"channel_id": self.not_stated.id, "is_not_stated": True}])

    def test_not_stated_by_person(self):
        self.env["crm.lead"].with_user(self.anna).create([{"name": "One"}, {"name": "Two"}])
        rows = dict(self._report(self.director)._read_group(
            [("is_not_stated", "=", True), ("kind", "=", "lead")], ["author_id"], ["lead_count:sum"]))
        self.assertEqual(rows[self.anna], 2)

    def test_rows_open_their_record(self):
        report = self._report(self.director)
        for kind, model in [("lead", "crm.lead"), ("won", "crm.lead"), ("client", "res.partner"),
                            ("buyer", "crm.lead"), ("spend", "sales.channel.spend")]:
            row = report.search([("kind", "=", kind)], limit=1)
            action = row.action_open_record()
            self.assertEqual(action["res_model"], model)
            self.assertTrue(self.env[model].browse(action["res_id"]).exists())
        rows = report.search([])
        self.assertEqual(len(rows.ids), len(set(rows.ids)))

    # ------------------------------------------------------------
    # ACCESS
    # ------------------------------------------------------------

    def test_leader_sees_the_team(self):
        leads, clients, __ = self._everything()
        mine = self.anna + self.boris + self.olga
        groups = self._report(self.olga, self.env.company)._read_group(
            [], ["channel_id", "user_id", "date:day"], [f"{name}:sum" for name in MEASURES if name != "spend"])
        names = [name for name in MEASURES if name != "spend"]
        self.assertCells(
            [(row[:3], dict(zip(names, row[3:]))) for row in groups],
            self._recount(leads.filtered(lambda lead: lead.user_id in mine),
                          clients.filtered(lambda client: client.user_id in mine),
                          self.env["sales.channel.spend"], lambda channel, user, day: (channel, user, day)))

    def test_spend_is_the_directors(self):
        for user in (self.olga, self.alla):
            report = self._report(user, self.env.company)
            self.assertFalse(report.search([("kind", "=", "spend")]))
            for spec in ("spend:sum", "cost_per_lead:avg", "return_on_spend:avg"):
                with self.assertRaises(AccessError):
                    report._read_group([], [], [spec])
            self.assertNotIn("cost_per_lead", report.get_view(view_type="pivot")["arch"])
        with self.assertRaises(AccessError):
            self._report(self.anna, self.env.company).search([])
