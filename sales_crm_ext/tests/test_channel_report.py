"""Channel analysis against a recount in plain Python, over the records of a small company with traps in it."""
from collections import defaultdict
from datetime import date, timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_report import SalesReportCommon

MEASURES = ["lead_count", "client_count", "won_count", "buyer_count", "revenue", "spend"]
REPORT = "sales.channel.report"


@tagged("post_install", "-at_install")
class TestChannelReport(SalesReportCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leads = cls._make_leads()
        cls.spends = cls._make_spends()
        # a share opens a client of another team to Olga's team, not the figures of its salesperson
        cls.client_of[cls.viktor].client_user_ids = cls.boris

    @classmethod
    def _make_leads(cls):
        own, contact = cls.client_of, cls.contact_of
        return cls.env["crm.lead"].concat(
            cls._make_lead("2026-03-01 20:59:00", own[cls.anna], cls.anna, 1000, won="2026-03-09 20:59:00",
                           channel_id=cls.ads.id),
            # a minute later: the next day in Moscow
            cls._make_lead("2026-03-01 21:01:00", contact[cls.anna], cls.anna, 500, won="2026-03-09 21:01:00",
                           channel_id=cls.fair.id),
            cls._make_lead("2026-03-02 09:00:00", own[cls.boris], cls.boris, 700, channel_id=cls.ads.id),
            cls._make_lead("2026-03-31 22:00:00", own[cls.boris], cls.boris, 10, channel_id=cls.not_stated.id),
            # Vladivostok: the 2nd of March starts at 14:00 UTC of the 1st
            cls._make_lead("2026-03-01 14:30:00", own[cls.viktor], cls.viktor, 300, won="2026-03-09 13:00:00",
                           channel_id=cls.ads.id, company=cls.abroad),
            cls._make_lead("2026-03-01 15:30:00", own[cls.viktor], cls.viktor, 300, won="2026-03-09 15:00:00",
                           channel_id=cls.ads.id, company=cls.abroad),
            cls._make_lead("2026-03-05 12:00:00", channel_id=cls.silent.id),
            cls._make_lead("2026-03-06 12:00:00", user=cls.anna, lost="2026-03-07 12:00:00", channel_id=cls.fair.id),
        )

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

    def _recount(self, leads, clients, spends, key):
        """``key(channel, user, day)`` names the cell of a fact."""
        cells = defaultdict(lambda: dict.fromkeys(MEASURES, 0))
        bought = set()
        for lead in leads.sorted(lambda lead: (lead.date_closed or lead.create_date, lead.id)):
            cells[key(lead.channel_id, lead.user_id, self._day_of(lead.create_date, lead.user_id))]["lead_count"] += 1
            if lead.won_status != "won":
                continue
            day = self._closed_day(lead)
            cell = cells[key(lead.channel_id, lead.user_id, day)]
            cell["won_count"] += 1
            cell["revenue"] += self._lead_amount(lead, day)
            client = lead.partner_id.commercial_partner_id
            if client and client not in bought:
                bought.add(client)
                cells[key(client.channel_id, lead.user_id, day)]["buyer_count"] += 1
        for client in clients:
            day = self._day_of(client.first_touch_at, client.user_id)
            cells[key(client.channel_id, client.user_id, day)]["client_count"] += 1
        for spend in spends:
            days = (spend.date_to - spend.date_from).days + 1
            for number in range(days):
                day = spend.date_from + timedelta(days=number)
                cells[key(spend.channel_id, self.env["res.users"], day)]["spend"] += self._amount(
                    spend.amount / days, spend.currency_id, day)
        return cells

    def _everything(self):
        clients = self.env["res.partner"].search([("first_touch_at", "!=", False)])
        return self._all_leads(), clients, self.env["sales.channel.spend"].search([])

    def test_channel_by_day_by_salesperson(self):
        self.assertCells(
            self._report(REPORT, self.director), ["channel_id", "user_id", "date:day"],
            self._recount(*self._everything(), lambda *key: key), MEASURES)

    def test_channel_by_month(self):
        self.assertCells(
            self._report(REPORT, self.director), ["channel_id", "date:month"],
            self._recount(*self._everything(), lambda channel, __, day: (channel, day.replace(day=1))), MEASURES)

    def test_midnight_and_rates(self):
        """Named cells, by hand: the same traps as in the recount, so that both cannot be wrong alike."""
        rows = {
            (channel, day): (leads, won, revenue) for channel, day, leads, won, revenue in
            self._report(REPORT, self.director)._read_group(
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
        report = self._report(REPORT, self.director)
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
        sets = self._report(REPORT, self.director).formatted_read_grouping_sets(
            [("lead_id", "in", self.leads.ids)], [[], ["channel_id"]], ["lead_count:sum", "conversion:avg"])
        self.assertEqual(sets[0][0]["lead_count:sum"], 8)
        self.assertAlmostEqual(sets[0][0]["conversion:avg"], 4 / 8)
        by_channel = {group["channel_id"][0]: group["conversion:avg"] for group in sets[1]}
        self.assertAlmostEqual(by_channel[self.ads.id], 3 / 4)
        self.assertAlmostEqual(by_channel[self.fair.id], 1 / 2)

    def test_companies_by_choice(self):
        [(leads, revenue)] = self._report(REPORT, self.director, self.abroad)._read_group(
            [("lead_id", "in", self.leads.ids)], [], ["lead_count:sum", "revenue:sum"])
        self.assertEqual((leads, revenue), (2, 600))  # in the currency of the company abroad, no rate needed

    def test_first_purchase_is_counted_once(self):
        """Anna's client bought twice, once by its contact; Viktor's twice."""
        rows = self._report(REPORT, self.director)._read_group(
            [("kind", "=", "buyer"), ("lead_id", "in", self.leads.ids)], ["partner_id"], ["buyer_count:sum"])
        self.assertEqual(dict(rows), {self.client_of[self.anna]: 1, self.client_of[self.viktor]: 1})

    def test_unknown_stays_visible(self):
        self.env.cr.execute("UPDATE crm_lead SET channel_id = NULL WHERE id = %s", (self.leads[0].id,))
        self.env.invalidate_all()
        row = self._report(REPORT, self.director).search([("lead_id", "=", self.leads[0].id), ("kind", "=", "lead")])
        self.assertRecordValues(row, [{"channel_id": self.not_stated.id, "is_not_stated": True}])

    def test_not_stated_by_person(self):
        self.env["crm.lead"].with_user(self.anna).create([{"name": "One"}, {"name": "Two"}])
        rows = dict(self._report(REPORT, self.director)._read_group(
            [("is_not_stated", "=", True), ("kind", "=", "lead")], ["author_id"], ["lead_count:sum"]))
        self.assertEqual(rows[self.anna], 2)

    def test_rows_open_their_record(self):
        report = self._report(REPORT, self.director)
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
        cells = self._recount(
            leads.filtered(lambda lead: lead.user_id in mine), clients.filtered(lambda client: client.user_id in mine),
            self.env["sales.channel.spend"], lambda *key: key)
        self.assertCells(self._report(REPORT, self.olga), ["channel_id", "user_id", "date:day"], cells,
                         [name for name in MEASURES if name != "spend"])

    def test_spend_is_the_directors(self):
        for user in (self.olga, self.alla):
            report = self._report(REPORT, user)
            self.assertFalse(report.search([("kind", "=", "spend")]))
            for spec in ("spend:sum", "cost_per_lead:avg", "return_on_spend:avg"):
                with self.assertRaises(AccessError):
                    report._read_group([], [], [spec])
            self.assertNotIn("cost_per_lead", report.get_view(view_type="pivot")["arch"])
        with self.assertRaises(AccessError):
            self._report(REPORT, self.anna).search([])
