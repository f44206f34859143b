"""The company itself: Russian, in rubles, in Moscow time."""
from .requisites import kpp, with_inn_check_digits

COMPANY = {
    "name": "ООО «Гидроснаб»",
    "street": "ул. Промышленная, д. 12, стр. 3",
    "city": "Москва",
    "zip": "115088",
    "phone": "+7 495 150-10-20",
    "email": "info@gidrosnab.example.com",
    "website": "https://gidrosnab.example.com",
}
LANGUAGE, TIME_ZONE = "ru_RU", "Europe/Moscow"


def apply(env):
    _use_rubles(env)
    company = env.company
    company.write({**COMPANY, "country_id": env.ref("base.ru").id, "currency_id": env.ref("base.RUB").id})
    inn = with_inn_check_digits("770912345")
    company.partner_id.write({"lang": LANGUAGE, "tz": TIME_ZONE, "vat": inn, **_optional(
        company.partner_id, inn=inn, kpp=kpp(inn))})
    env["ir.default"].set("res.partner", "lang", LANGUAGE)
    env["ir.default"].set("res.partner", "tz", TIME_ZONE)
    env.ref("base.user_admin").write({"name": "Администратор", "lang": LANGUAGE, "tz": TIME_ZONE})


def _use_rubles(env):
    currency = env.ref("base.RUB")
    currency.active = True
    env.ref("base.ru").currency_id = currency


def _optional(record, **values):
    return {name: value for name, value in values.items() if name in record._fields}
