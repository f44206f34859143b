from datetime import date, datetime

from lxml import etree

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..models.res_users import SALESMAN
from .call_common import GOOD, CallCommon


@tagged("post_install", "-at_install")
class TestCompanies(CallCommon):
    """What was done in one company is not seen from another, in whatever model of ours it stands."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first, cls.second = cls.env.company, cls.env["res.company"].create({"name": "Second company"})
        (cls.anna + cls.director).company_ids += cls.second
        cls.client.company_id = cls.lead.company_id = cls.first

    def _work(self):
        """A day in the first company that leaves a row in every model."""
        category = self.env.ref("sales_crm_ext.sales_pain_category_price")
        call = self._answered(
            pain_ids=[Command.create({"partner_id": self.client.id, "category_id": category.id, "description": "Дорого"})],
            promise_ids=[Command.create({"description": "Смета", "date_due": date(2025, 12, 5)})])
        call.action_report()
        call.topic = f"{GOOD['topic']} Ещё спросил про доставку в Тулу."
        self.env["sales.interest"].with_user(self.anna).create({
            "partner_id": self.client.id, "product_id": self.env["product.product"].create({"name": "Pump"}).id})
        planned = self._plan_call(self.client, contact_at=datetime(2025, 12, 4, 9))
        self.env["sales.call.cancel"].with_user(self.anna).create(
            {"activity_ids": planned.ids, "reason": "Котельную закрыли в мае"}).action_cancel_calls()
        self.lead.with_user(self.director).action_set_won()
        channel = self.env["sales.channel"].create({"name": "Search"})
        self.lead.channel_id = channel
        self.env["sales.channel.spend"].create({
            "channel_id": channel.id, "amount": 100, "date_from": "2025-12-01", "date_to": "2025-12-31"})
        refused = self.env["crm.lead"].create({"name": "Refused", "partner_id": self.client.id, "user_id": self.anna.id,
                                               "company_id": self.first.id})
        refused.action_set_lost(lost_reason_id=self.env["crm.lost.reason"].create({"name": "Price"}).id)
        self._supervise(call)
        self.env["sales.import.issue"].create({"kind": "taken", "client_name": "A client of the first company"})

    def _supervise(self, call):
        self._make_user("pavel", SALESMAN)
        self._answered(topic="Спросил про рассрочку на полгода")  # its report is owed
        self.env["sales.quota"].create({
            "metric_id": self.env.ref("sales_crm_ext.sales_metric_call").id, "target": 3, "user_ids": self.anna.ids,
            "company_id": self.first.id, "date_from": date(2025, 12, 1)})
        self.env["sales.letter"].create({
            "email": "office@client.ru", "sent_at": datetime(2025, 12, 3, 8), "user_id": self.anna.id,
            "company_id": self.first.id})
        self.env["sales.call.control"].create(
            {"call_id": call.id, "user_id": self.anna.id, "week": date(2025, 12, 1)})

    def _rows(self, user, model, company):
        Model = self.env[model].with_user(user).with_context(allowed_company_ids=company.ids)
        return set(Model.search([]).ids) if Model.has_access("read") else set()

    def _own_models(self):
        return {name: model for name, model in self.env.registry.items() if model._original_module == "sales_crm_ext"
                and not model._abstract and not model._transient}

    def test_what_names_a_client_has_a_company(self):
        without = [name for name, model in self._own_models().items() if "company_id" not in model._fields and any(
            field.comodel_name in ("res.partner", "crm.lead") for field in model._fields.values() if field.store)]
        self.assertEqual(without, [])

    def test_every_model_keeps_to_its_company(self):
        models = [name for name, model in self._own_models().items() if "company_id" in model._fields
                  and self.env[name].with_user(self.director).has_access("read")]
        before = {model: self._rows(self.director, model, self.first) for model in models}
        before |= {record._name: self._rows(self.director, record._name, self.first) - set(record.ids)
                   for record in (self.client, self.lead)}
        self._work()
        self.env.flush_all()
        for model in before:
            with self.subTest(model=model):
                made = self._rows(self.director, model, self.first) - before[model]
                self.assertTrue(made, "the day left no row, so nothing was tested")
                for user in self.director + self.anna:
                    seen = self._rows(user, model, self.second)
                    mine = self.env[model].browse(made & seen).filtered("company_id")
                    self.assertFalse(mine, user.name)


@tagged("post_install", "-at_install")
class TestTimeZones(CallCommon):
    """At noon in Moscow it is 19 o'clock in Vladivostok: one evening call was today there, yesterday here."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boris.tz = "Asia/Vladivostok"
        cls.calls = {
            user: cls.env["sales.call"].with_user(user).create({
                "lead_id": cls.lead_of[user].id, "disposition": "no_answer",
                "date_start": datetime(2025, 12, 2, 20, 30)}) for user in cls.anna + cls.boris}

    def test_today_of_the_filter_is_the_users(self):
        arch = etree.fromstring(self.env["sales.call"].get_view(view_type="search")["arch"])
        today = safe_eval(arch.xpath("//filter[@name='filter_today']/@domain")[0])
        for user, call in self.calls.items():
            seen = call.with_context(tz=user.tz).search([("id", "=", call.id), *today])
            self.assertEqual(bool(seen), user == self.boris, user.tz)

    def test_day_of_the_report_is_the_salespersons(self):
        self.env.flush_all()
        Report = self.env["sales.manager.report"].with_user(self.director).with_context(tz="America/New_York")
        days = {user: Report.search([("call_id", "=", call.id)]).date for user, call in self.calls.items()}
        self.assertEqual(days, {self.anna: date(2025, 12, 2), self.boris: date(2025, 12, 3)})

    def test_day_of_the_next_step_is_the_assignees(self):
        for user, day in ((self.anna, date(2025, 12, 5)), (self.boris, date(2025, 12, 6))):
            activity = self._plan_call(self.lead_of[user], user, contact_at=datetime(2025, 12, 5, 16))
            self.assertEqual(activity.date_deadline, day)
