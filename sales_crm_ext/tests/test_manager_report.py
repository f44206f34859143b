"""Salespeople's efficiency and work with clients against a recount in plain Python."""
from collections import defaultdict
from datetime import date, datetime, timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_report import SalesReportCommon

REPORT, CLIENT_REPORT = "sales.manager.report", "sales.client.work.report"
MEASURES = ["call_count", "conversation_count", "missed_count", "due_count", "refuted_count", "client_count",
            "buyer_count", "won_count", "won_amount"]
CLIENT_MEASURES = ["call_count", "conversation_count", "lead_count", "won_count", "won_amount"]


@tagged("post_install", "-at_install")
class TestManagerReport(SalesReportCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        own, contact = cls.client_of, cls.contact_of
        for row in [
            # 23:59 and 00:01 in Moscow
            (cls.anna, own[cls.anna], "2026-03-02 20:59:00", "answered", "reported"),
            (cls.anna, own[cls.anna], "2026-03-02 21:01:00", "no_answer", "reported"),
            (cls.anna, own[cls.anna], "2026-03-03 09:00:00", "answered", "due"),
            (cls.anna, own[cls.anna], "2026-03-03 10:00:00", "answered", "refuted"),
            (cls.anna, own[cls.anna], "2026-03-03 11:00:00", "busy", "confirmed"),
            (cls.boris, own[cls.boris], "2026-03-03 12:00:00", "answered", "confirmed"),
            # 23:30 of the 2nd and 01:30 of the 3rd in Vladivostok
            (cls.viktor, own[cls.viktor], "2026-03-02 13:30:00", "answered", "reported"),
            (cls.viktor, own[cls.viktor], "2026-03-02 15:30:00", "voicemail", "reported"),
        ]:
            cls._make_call(row[0], row[1], row[2], row[3], row[4])
        cls._make_call(cls.anna, own[cls.anna], "2026-03-04 10:00:00", lead_id=cls.lead_of[cls.anna].id)
        cls._make_lead("2026-03-01 10:00:00", own[cls.anna], cls.anna, 1000, won="2026-03-09 20:59:00")
        cls._make_lead("2026-03-01 10:00:00", contact[cls.anna], cls.anna, 400, won="2026-03-09 21:01:00")
        cls._make_lead("2026-03-01 10:00:00", own[cls.viktor], cls.viktor, 300, won="2026-03-10 10:00:00",
                       company=cls.abroad)
        cls._make_lead("2026-03-01 10:00:00", own[cls.boris], cls.boris, 50, lost="2026-03-09 10:00:00")
        cls._make_lead("2026-03-01 10:00:00", None, cls.boris, 70, won="2026-03-09 10:00:00")
        own[cls.viktor].client_user_ids = cls.boris

    def _recount(self, key, users=None):
        """``key(user, day)`` names the cell of a fact."""
        cells = defaultdict(lambda: dict.fromkeys(MEASURES, 0))
        for call in self.env["sales.call"].search([]):
            cell = cells[key(call.user_id, self._day_of(call.date_start, call.user_id))]
            if call.state == "refuted":
                cell["refuted_count"] += 1
                continue
            cell["call_count"] += 1
            cell["due_count"] += call.state == "due"
            if call.disposition != "answered":
                cell["missed_count"] += 1
            elif call.state != "due":
                cell["conversation_count"] += 1
        for client in self.env["res.partner"].search([("parent_id", "=", False)]):
            if client.first_touch_at and client.user_id:
                cells[key(client.user_id, self._day_of(client.first_touch_at, client.user_id))]["client_count"] += 1
        bought = set()
        won = self._all_leads().filtered(lambda lead: lead.won_status == "won")
        for lead in won.sorted(lambda lead: (lead.date_closed or lead.create_date, lead.id)):
            day = self._closed_day(lead)
            cell = cells[key(lead.user_id, day)]
            cell["won_count"] += 1
            cell["won_amount"] += self._lead_amount(lead, day)
            client = lead.partner_id.commercial_partner_id
            if client and client not in bought:
                bought.add(client)
                cell["buyer_count"] += 1
        return {name: cell for name, cell in cells.items() if users is None or name[0] in users}

    def test_salesperson_by_day(self):
        self.assertCells(self._report(REPORT, self.director), ["user_id", "date:day"],
                         self._recount(lambda user, day: (user, day)), MEASURES)

    def test_calls_by_day_by_outcome_by_disposition(self):
        outcomes = self.env["sales.call.outcome"].create([{"name": "Agreed"}, {"name": "Thinking"}])
        for number, call in enumerate(self.env["sales.call"].search([("disposition", "=", "answered")])):
            self._set_column(call, "outcome_id", outcomes[number % 2].id)
        cells = defaultdict(lambda: {"call_count": 0})
        for call in self.env["sales.call"].search([]):
            day = self._day_of(call.date_start, call.user_id)
            cells[call.user_id.id, day, call.outcome_id.id, call.disposition]["call_count"] += call.state != "refuted"
        self.assertCells(self._report(REPORT, self.director), ["user_id", "date:day", "outcome_id", "disposition"],
                         cells, ["call_count"], [("kind", "=", "call")])

    def test_salesperson_by_quarter(self):
        self.assertCells(
            self._report(REPORT, self.director), ["user_id", "date:quarter"],
            self._recount(lambda user, day: (user, date(day.year, 3 * ((day.month - 1) // 3) + 1, 1))), MEASURES)

    def test_leader_sees_the_team(self):
        """Boris is Olga's; Viktor shares a client with him and stays out of her figures."""
        self.assertCells(self._report(REPORT, self.olga), ["user_id", "date:day"],
                         self._recount(lambda user, day: (user, day), self.anna + self.boris), MEASURES)

    def test_salesperson_sees_no_report(self):
        for model in (REPORT, CLIENT_REPORT, "sales.period.report", "sales.refusal.report"):
            for user in (self.anna, self.accountant):
                with self.assertRaises(AccessError):
                    self._report(model, user).search([])

    def test_fifty_calls_beside_twenty(self):
        """Fifty calls a day and no client; twenty calls and two; three calls and one say nothing."""
        busy, able, fresh = (self._make_user(login, "sales_team.group_sale_salesman")
                             for login in ("busy", "able", "fresh"))
        start = datetime(2026, 5, 4, 6)
        for user, calls, clients in [(busy, 50, 0), (able, 20, 2), (fresh, 3, 1)]:
            client = self.env["res.partner"].create({"name": "Old", "user_id": user.id, "is_company": True})
            client.first_touch_at = datetime(2020, 1, 1)
            for number in range(calls):
                self._make_call(user, client, start + timedelta(minutes=5 * number))
            for number in range(clients):
                won = self.env["res.partner"].create({"name": f"New {number}", "user_id": user.id, "is_company": True})
                won.first_touch_at = start
                self._make_lead("2026-05-04 06:00:00", won, user, 100, won="2026-05-04 12:00:00")
        rows = {user: values for user, *values in self._report(REPORT, self.director)._read_group(
            [("date", "=", "2026-05-04")], ["user_id"],
            ["call_count:sum", "client_count:sum", "client_rate:avg", "won_rate:avg", "amount_per_call:avg",
             "calls_missing:sum"])}
        self.assertEqual(rows[busy], [50, 0, 0, 0, 0, 0])
        self.assertEqual(rows[able], [20, 2, 0.1, 0.1, 10, 0])
        self.assertEqual(rows[fresh], [3, 1, False, False, False, 7])
        self.env["ir.config_parameter"].set_param("sales_crm_ext.rate_minimum", "3")
        [(__, rate, missing)] = self._report(REPORT, self.director)._read_group(
            [("date", "=", "2026-05-04"), ("user_id", "=", fresh.id)], ["user_id"],
            ["client_rate:avg", "calls_missing:sum"])
        self.assertAlmostEqual(rate, 1 / 3)
        self.assertEqual(missing, 0)

    def test_total_is_a_ratio_of_sums(self):
        """Nine of ten and one of thirty make ten of forty, not the middle of 90 % and 3 %."""
        for user, answered, missed in [(self.anna, 9, 1), (self.boris, 1, 29)]:
            for number in range(answered + missed):
                self._make_call(user, self.client_of[user], datetime(2026, 6, 1, 6) + timedelta(minutes=number),
                                "answered" if number < answered else "no_answer")
        sets = self._report(REPORT, self.director).formatted_read_grouping_sets(
            [("date", "=", "2026-06-01")], [[], ["user_id"]], ["conversation_share:avg", "missed_share:avg"])
        self.assertAlmostEqual(sets[0][0]["conversation_share:avg"], 10 / 40)
        self.assertAlmostEqual(sets[0][0]["missed_share:avg"], 30 / 40)
        shares = {group["user_id"][0]: group["conversation_share:avg"] for group in sets[1]}
        self.assertAlmostEqual(shares[self.anna.id], 9 / 10)
        self.assertAlmostEqual(shares[self.boris.id], 1 / 30)

    def test_rows_open_their_record(self):
        report = self._report(REPORT, self.director)
        for kind, model in [("call", "sales.call"), ("client", "res.partner"), ("won", "crm.lead"),
                            ("buyer", "crm.lead")]:
            action = report.search([("kind", "=", kind)], limit=1).action_open_record()
            self.assertEqual(action["res_model"], model)
            self.assertTrue(self.env[model].browse(action["res_id"]).exists())
        ids = report.search([]).ids
        self.assertEqual(len(ids), len(set(ids)))

    # ------------------------------------------------------------
    # SALESPERSON AND CLIENT
    # ------------------------------------------------------------

    def _recount_clients(self, users=None):
        cells = defaultdict(lambda: dict.fromkeys(CLIENT_MEASURES, 0))
        for call in self.env["sales.call"].search([]):
            client = (call.partner_id or call.lead_id.partner_id).commercial_partner_id
            cell = cells[call.user_id, client]
            cell["call_count"] += call.state != "refuted"
            cell["conversation_count"] += call.disposition == "answered" and call.state in ("reported", "confirmed")
        for lead in self._all_leads():
            cell = cells[lead.user_id, lead.partner_id.commercial_partner_id]
            cell["lead_count"] += 1
            if lead.won_status == "won":
                cell["won_count"] += 1
                cell["won_amount"] += self._lead_amount(lead, self._closed_day(lead))
        return {
            (user.id or False, client.id or False): cell for (user, client), cell in cells.items()
            if users is None or user in users}

    def _plain(self, key):
        return tuple(part or False for part in super()._plain(key))

    def test_salesperson_by_client(self):
        self.assertCells(self._report(CLIENT_REPORT, self.director), ["user_id", "partner_id"],
                         self._recount_clients(), CLIENT_MEASURES)

    def test_last_call(self):
        rows = dict(self._report(CLIENT_REPORT, self.director)._read_group(
            [("call_id", "!=", False)], ["partner_id"], ["last_call_at:max"]))
        self.assertEqual(rows[self.client_of[self.anna]], datetime(2026, 3, 4, 10))
        self.assertEqual(rows[self.client_of[self.viktor]], datetime(2026, 3, 2, 15, 30))

    def test_client_work_of_the_team(self):
        self.assertCells(self._report(CLIENT_REPORT, self.olga), ["user_id", "partner_id"],
                         self._recount_clients(self.anna + self.boris), CLIENT_MEASURES)
