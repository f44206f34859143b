"""Period totals and refusals against a recount in plain Python."""
from ast import literal_eval
from collections import defaultdict
from datetime import date, timedelta

from odoo.tests import tagged

from .common_report import SalesReportCommon

PERIODS, REFUSALS = "sales.period.report", "sales.refusal.report"
MEASURES = ["won_count", "lost_count", "closed_count", "won_amount", "lost_amount"]
STARTS = {
    "day": lambda day: day,
    "week": lambda day: day - timedelta(days=day.weekday()),
    "month": lambda day: day.replace(day=1),
    "quarter": lambda day: date(day.year, 3 * ((day.month - 1) // 3) + 1, 1),
    "year": lambda day: date(day.year, 1, 1),
}


@tagged("post_install", "-at_install")
class TestPeriodReport(SalesReportCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"].search([("code", "=", "en_US")]).week_start = "1"
        cls.price, cls.time = cls._get_reason("Too expensive"), cls._get_reason("Too late")
        own = cls.client_of
        cls.deals = cls.env["crm.lead"].concat(
            # the last minute of a year, quarter, month and week, and the first of the next, in Moscow
            cls._make_lead("2025-10-01 10:00:00", own[cls.anna], cls.anna, 100, won="2025-12-31 20:59:00"),
            cls._make_lead("2025-10-01 10:00:00", own[cls.anna], cls.anna, 200, won="2025-12-31 21:00:00"),
            cls._make_lead("2025-10-01 10:00:00", own[cls.boris], cls.boris, 400, won="2026-03-01 20:59:00"),
            cls._make_lead("2025-10-01 10:00:00", own[cls.boris], cls.boris, 800, won="2026-03-01 21:00:00"),
            # the new year of Vladivostok, seven hours earlier
            cls._make_lead("2025-10-01 10:00:00", own[cls.viktor], cls.viktor, 1600, won="2025-12-31 14:00:00"),
            cls._make_lead("2025-10-01 10:00:00", own[cls.viktor], cls.viktor, 3200, won="2026-03-10 10:00:00",
                           company=cls.abroad),
        )
        cls.lost = cls.env["crm.lead"].concat(
            cls._make_lead("2026-01-01 10:00:00", own[cls.anna], cls.anna, 10, lost="2026-03-05 10:00:00",
                           lost_reason_id=cls.price.id, channel_id=cls.ads.id),
            cls._make_lead("2026-01-01 10:00:00", own[cls.boris], cls.boris, 20, lost="2026-03-05 10:00:00",
                           lost_reason_id=cls.price.id, channel_id=cls.fair.id),
            cls._make_lead("2026-01-01 10:00:00", own[cls.boris], cls.boris, 20, lost="2026-03-31 21:30:00",
                           lost_reason_id=cls.time.id, channel_id=cls.fair.id),
            cls._make_lead("2026-01-01 10:00:00", None, cls.viktor, 40, lost="2026-03-05 10:00:00",
                           lost_reason_id=cls.time.id, company=cls.abroad),
        )
        cls._make_pains()

    @classmethod
    def _make_pains(cls):
        cls.delay, cls.quality, cls.service = cls.env["sales.pain.category"].create([
            {"name": "Delays"}, {"name": "Quality"}, {"name": "Service"}])
        first, second = cls.lost[0], cls.lost[1]
        cls.env["sales.pain"].create([
            # two pains of one category and one of another: three rows of the base, two of the report, one deal
            {"lead_id": first.id, "category_id": cls.delay.id, "description": "Late by a week"},
            {"lead_id": first.id, "category_id": cls.delay.id, "description": "Late by a month"},
            {"lead_id": first.id, "category_id": cls.quality.id, "description": "Leaks"},
            {"lead_id": second.id, "category_id": cls.quality.id, "description": "Rust"},
            # of the client, in no deal: concerns both deals of Boris's client
            {"partner_id": cls.client_of[cls.boris].id, "category_id": cls.service.id, "description": "Nobody answers"},
        ])

    # ------------------------------------------------------------
    # PERIODS
    # ------------------------------------------------------------

    def _recount(self, key, users=None):
        cells = defaultdict(lambda: dict.fromkeys(MEASURES, 0))
        for lead in self._all_leads():
            if lead.won_status == "pending" or (users is not None and lead.user_id not in users):
                continue
            day = self._closed_day(lead)
            cell = cells[key(lead, day)]
            cell["closed_count"] += 1
            cell[f"{lead.won_status}_count"] += 1
            cell[f"{lead.won_status}_amount"] += self._lead_amount(lead, day)
        return cells

    def test_every_period(self):
        for period, start in STARTS.items():
            with self.subTest(period=period):
                self.assertCells(self._report(PERIODS, self.director), [f"date:{period}"],
                                 self._recount(lambda __, day, start=start: (start(day),)), MEASURES)

    def test_midnight_by_hand(self):
        rows = {(user, day): amount for user, day, amount in self._report(PERIODS, self.director)._read_group(
            [("won_status", "=", "won"), ("lead_id", "in", self.deals.ids)], ["user_id", "date:year"],
            ["won_amount:sum"])}
        self.assertEqual(rows, {
            (self.anna, date(2025, 1, 1)): 100, (self.anna, date(2026, 1, 1)): 200,
            (self.boris, date(2026, 1, 1)): 1200, (self.viktor, date(2026, 1, 1)): 1600 + 3200 / 4})

    def test_average_and_rate(self):
        [(average, rate)] = self._report(PERIODS, self.director)._read_group(
            [("lead_id", "in", (self.deals + self.lost).ids)], [], ["average_deal:avg", "win_rate:avg"])
        self.assertAlmostEqual(average, (100 + 200 + 400 + 800 + 1600 + 800) / 6)
        self.assertAlmostEqual(rate, 6 / 10)

    def test_leader_sees_the_team(self):
        self.assertCells(
            self._report(PERIODS, self.olga), ["user_id", "date:day"],
            self._recount(lambda lead, day: (lead.user_id, day), self.anna + self.boris + self.olga), MEASURES)

    # ------------------------------------------------------------
    # REFUSALS
    # ------------------------------------------------------------

    def _recount_refusals(self, key, users=None):
        """``key(lead, category)``; a lead is counted once in each cell."""
        leads = defaultdict(set)
        for lead in self._all_leads().filtered(lambda lead: lead.won_status == "lost"):
            if users is not None and lead.user_id not in users:
                continue
            client = lead.partner_id.commercial_partner_id
            pains = [pain for pain in self.env["sales.pain"].search([])
                     if pain.lead_id == lead or (client and not pain.lead_id and pain.partner_id == client)]
            for category in {pain.category_id for pain in pains} or {self.env["sales.pain.category"]}:
                leads[key(lead, category)].add(lead)
        return {
            cell: {"lead_count": len(found),
                   "lost_amount": sum(self._lead_amount(lead, self._closed_day(lead)) for lead in found)}
            for cell, found in leads.items()}

    def test_reason_by_pain_by_channel(self):
        self.assertCells(
            self._report(REFUSALS, self.director), ["lost_reason_id", "category_id", "channel_id"],
            self._recount_refusals(lambda lead, category: (lead.lost_reason_id, category, lead.channel_id)),
            ["lead_count", "lost_amount"])

    def test_lost_day_is_that_of_the_period_report(self):
        """A deal that came in as lost has no closing date: both reports take the day it was created, which stays."""
        lead = self.lost[0]
        lead.date_closed = False
        self._set_column(lead, "write_date", "2026-04-20 10:00:00")
        for model in (PERIODS, REFUSALS):
            rows = self._report(model, self.director).search([("lead_id", "=", lead.id)])
            self.assertEqual(set(rows.mapped("date")), {date(2026, 1, 1)}, model)

    def test_totals_count_a_deal_once(self):
        sets = self._report(REFUSALS, self.director).formatted_read_grouping_sets(
            [("lead_id", "in", self.lost.ids)], [[], ["lost_reason_id"], ["category_id"]],
            ["lead_count:sum", "lost_amount:sum"])
        self.assertEqual((sets[0][0]["lead_count:sum"], sets[0][0]["lost_amount:sum"]), (4, 10 + 20 + 20 + 20))
        self.assertEqual({group["lost_reason_id"][0]: group["lead_count:sum"] for group in sets[1]},
                         {self.price.id: 2, self.time.id: 2})
        by_pain = {group["category_id"] and group["category_id"][0]: group["lead_count:sum"] for group in sets[2]}
        self.assertEqual(by_pain, {self.delay.id: 1, self.quality.id: 2, self.service.id: 2, False: 1})

    def test_refusals_of_the_team(self):
        self.assertCells(
            self._report(REFUSALS, self.olga), ["lost_reason_id", "category_id"],
            self._recount_refusals(lambda lead, category: (lead.lost_reason_id, category), self.anna + self.boris),
            ["lead_count", "lost_amount"])

    # ------------------------------------------------------------
    # FAVOURITES
    # ------------------------------------------------------------

    def test_favourites_ask_for_what_exists(self):
        """Each shipped favourite reads its groups and measures without an error, for a director and a leader."""
        data = self.env["ir.model.data"].search([("model", "=", "ir.filters"), ("module", "=", "sales_crm_ext")])
        favourites = self.env["ir.filters"].browse(data.mapped("res_id"))
        self.assertGreaterEqual(len(favourites), 17)
        for favourite in favourites:
            context = literal_eval(favourite.context)
            groupby = context["pivot_row_groupby"] + context["pivot_column_groupby"]
            for user in (self.director, self.olga):
                model = self._report(favourite.model_id, user)
                fields = model.fields_get()
                specs = [f"{name}:{fields[name]['aggregator']}" for name in context["pivot_measures"]
                         if name in fields]
                if user == self.director:
                    self.assertEqual(len(specs), len(set(context["pivot_measures"]) - {"__count"}))
                with self.subTest(favourite=favourite.name, user=user.login):
                    groups = model.formatted_read_group(literal_eval(favourite.domain), groupby, specs)
                    self.assertIsInstance(groups, list)

    def test_favourites_speak_the_readers_language(self):
        favourite = self.env.ref("sales_crm_ext.sales_period_report_filter_year")
        action = self.env.ref("sales_crm_ext.sales_period_report_action")
        read = self.env["ir.filters"].with_user(self.director).get_filters(PERIODS, action.id)
        self.assertEqual({row["name"] for row in read},
                         {f"Won by {period}" for period in ("day", "week", "month", "quarter", "year")})
        favourite.name = "Renamed by us"
        read = self.env["ir.filters"].with_user(self.director).get_filters(PERIODS, action.id)
        self.assertIn("Renamed by us", {row["name"] for row in read})
