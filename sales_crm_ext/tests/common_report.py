"""A small company with traps for reports: midnights, two currencies, two time zones, contacts, refuted calls."""
from datetime import date

import pytz

from odoo.fields import Command
from odoo.tools import SQL

from .common import SalesCrmExtCommon


def local_day(moment, timezone):
    return pytz.utc.localize(moment).astimezone(pytz.timezone(timezone)).date()


class SalesReportCommon(SalesCrmExtCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ads, cls.fair, cls.silent = cls.env["sales.channel"].create([
            {"name": "Context Ads", "is_paid": True}, {"name": "Autumn Fair", "is_paid": True}, {"name": "Silent"}])
        cls.not_stated = cls.env.ref("sales_crm_ext.sales_channel_not_stated")
        cls.viktor.tz = "Asia/Vladivostok"
        cls._set_currencies()
        cls.abroad = cls.env["res.company"].create({"name": "Abroad", "currency_id": cls.foreign.id})
        (cls.director + cls.viktor).company_ids = [Command.link(cls.abroad.id)]

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
    def _make_lead(cls, created, client=None, user=None, amount=0, won=None, lost=None, company=None, **values):
        """A deal created, and won or lost, at UTC moments given as text."""
        lead = cls.env["crm.lead"].create(dict({
            "name": "Deal", "partner_id": client and client.id, "user_id": user and user.id,
            "expected_revenue": amount, "type": "opportunity", "first_touch_at": created,
            "company_id": (company or cls.env.company).id}, **values))
        if won:
            lead.action_set_won()
        if lost:
            lead.action_set_lost(lost_reason_id=values.get("lost_reason_id") or cls._get_reason("Too expensive").id)
        lead.date_closed = won or lost
        cls._set_column(lead, "create_date", created)
        return lead

    @classmethod
    def _get_reason(cls, name):
        reasons = cls.env["crm.lost.reason"]
        return reasons.search([("name", "=", name)], limit=1) or reasons.create({"name": name})

    @classmethod
    def _make_call(cls, user, client, started, disposition="answered", state="reported", **values):
        call = cls.env["sales.call"].create(dict({
            "partner_id": client.id, "user_id": user.id, "date_start": started, "disposition": disposition}, **values))
        cls._set_column(call, "state", state)
        return call

    @classmethod
    def _set_column(cls, record, column, value):
        """History is written past what the models set by themselves."""
        cls.env.flush_all()
        cls.env.cr.execute(SQL("UPDATE %s SET %s = %s WHERE id = %s", SQL.identifier(record._table),
                               SQL.identifier(column), value, record.id))
        cls.env.invalidate_all()

    # ------------------------------------------------------------
    # THE RECOUNT
    # ------------------------------------------------------------

    def _day_of(self, moment, user):
        return local_day(moment, user.tz or self.director.tz)

    def _closed_day(self, lead):
        return self._day_of(lead.date_closed or lead.create_date, lead.user_id)

    def _amount(self, amount, currency, day):
        if currency == self.own:
            return amount
        rate = self.rates[0][1]
        for since, value in self.rates:
            if since <= day:
                rate = value
        return amount / rate

    def _lead_amount(self, lead, day):
        return self._amount(lead.expected_revenue, lead.company_id.currency_id or self.own, day)

    def _all_leads(self):
        return self.env["crm.lead"].with_context(active_test=False).search([])

    def _report(self, model, user, companies=None):
        companies = companies or (self.env.company + self.abroad if user == self.director else self.env.company)
        return self.env[model].with_user(user).with_context(
            allowed_company_ids=companies.ids, tz=self.director.tz)

    def assertCells(self, report, groupby, cells, measures, domain=()):
        """The cells of a pivot are those counted by hand, none missing and none more.

        :param cells: dict of a tuple (record or value of each grouping) to a dict of sums
        """
        groups = report._read_group(list(domain), groupby, [f"{name}:sum" for name in measures])
        size = len(groupby)
        found = {self._plain(row[:size]): dict(zip(measures, row[size:], strict=True)) for row in groups}
        expected = {self._plain(key): values for key, values in cells.items()}
        self.assertEqual(set(found), set(expected))
        for key, values in expected.items():
            for name in measures:
                self.assertAlmostEqual(found[key][name] or 0, values[name], 6, f"{key} {name}")

    def _plain(self, key):
        return tuple(part.id if hasattr(part, "_name") else part for part in key)
