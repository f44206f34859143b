from datetime import datetime

from freezegun import freeze_time

from .common import SalesCrmExtCommon

GOOD = {
    "topic": "Сравнивали насосы ЦНС 38 и К 100-65, нужен расход 90 кубов в час для котельной.",
    "agreement": "Выслать прайс и паспорт ЦНС 38 до пятницы, они покажут главному энергетику.",
    "stop_point": "Бюджет на ремонт согласует финансовый директор в понедельник.",
}
OTHER_GOOD = {
    "topic": "Спросил про сервис: гарантия 24 месяца, бригада нужна в Тулу на 12 января.",
    "agreement": "Пришлют схему подключения и заявку на пусконаладку к среде.",
    "stop_point": "Ждут ответа от монтажников, есть ли кабель на 380 вольт.",
}


class CallCommon(SalesCrmExtCommon):
    """The clock stands at noon in Moscow, Wednesday 3 December 2025. ``Call`` is anna's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2025-12-03 09:00:00"))
        cls.call_type = cls.env.ref("mail.mail_activity_data_call")
        cls.todo_type = cls.env.ref("mail.mail_activity_data_todo")
        cls.interested = cls.env.ref("sales_crm_ext.sales_call_outcome_interested")
        cls.refused = cls.env.ref("sales_crm_ext.sales_call_outcome_refused")
        cls.client, cls.lead = cls.client_of[cls.anna], cls.lead_of[cls.anna]
        cls.Call = cls.env["sales.call"].with_user(cls.anna).with_context(tz="Europe/Moscow")

    def _plan_call(self, document=None, user=None, **values):
        return (document or self.lead).activity_schedule(
            activity_type_id=self.call_type.id, user_id=(user or self.anna).id, summary="Насосы", **values)

    def _answered(self, **values):
        return self.Call.create({
            "lead_id": self.lead.id, "outcome_id": self.interested.id, "next_step_type_id": self.call_type.id,
            "next_contact_at": datetime(2025, 12, 5, 21, 30), **GOOD, **values})
