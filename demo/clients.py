"""Client companies with requisites, two to four contacts each, phones and roles in the decision."""
import re
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

from . import requisites
from .clock import QUIET
from .names import INDUSTRIES, JOBS, person

CITIES = {  # city: region of the tax office, dialling code, postal index, team
    "Москва": ("77", "495", "115", 0), "Подольск": ("50", "4967", "142", 0), "Химки": ("50", "495", "141", 0),
    "Мытищи": ("50", "495", "141", 0), "Тула": ("71", "4872", "300", 0), "Калуга": ("40", "4842", "248", 0),
    "Тверь": ("69", "4822", "170", 0), "Санкт-Петербург": ("78", "812", "190", 1),
    "Нижний Новгород": ("52", "831", "603", 1), "Казань": ("16", "843", "420", 1), "Самара": ("63", "846", "443", 1),
    "Воронеж": ("36", "473", "394", 1), "Екатеринбург": ("66", "343", "620", 1), "Челябинск": ("74", "351", "454", 1),
}
STREETS = ("Заводская", "Промышленная", "Индустриальная", "Складская", "Энергетиков", "Советская", "Железнодорожная",
           "Станционная", "Гагарина", "Химическая")
_LATIN = dict(zip("абвгдежзийклмнопрстуфхцчшщъыьэюя", (
    "a b v g d e zh z i y k l m n o p r s t u f h c ch sh sch - y - e yu ya").split(), strict=True))


@dataclass
class Client:
    """A client as the story goes on: its records, and where its pumps stand."""
    values: dict
    contacts: list
    site_in: str
    site_for: str
    team: int
    login: str = ""
    channel: str = ""
    start: int = -1  # number of the working day on which it becomes a client; -1 for those of before
    record: Any = None
    people: list = field(default_factory=list)


def draw_clients(draw, count):
    """`count` different companies, each with the number of its region's team in ``values["team"]``."""
    clients, taken, industries = [], set(), cycle(INDUSTRIES)
    while len(clients) < count:
        legal, name, site_in, site_for = next(industries)
        city = draw.choice(sorted(CITIES))
        full = f"{legal} «{draw.choice(name).format(city=_adjective(city))}»"
        if full not in taken:
            taken.add(full)
            clients.append(_draw_client(draw, full, city, site_in, site_for))
    return clients


def create(env, client, user, channel):
    """Create the company and its contacts as `user`'s client. Dates are those of the present moment."""
    client.record = env["res.partner"].with_context(**QUIET).create({
        **client.values, "is_company": True, "user_id": user.id, "country_id": env.ref("base.ru").id,
        **({"channel_id": channel.id} if channel else {})})
    client.people = env["res.partner"].create([
        {**contact, "parent_id": client.record.id, "type": "contact"} for contact in client.contacts])


def _draw_client(draw, name, city, site_in, site_for):
    region, dialling, index, team = CITIES[city]
    inn = requisites.inn(draw, region)
    domain = f"{_transliterate(re.sub('.*«|»', '', name))}.example.com"
    values = {
        "name": name, "city": city, "zip": f"{index}{draw.randint(100, 999)}", "vat": inn, "kpp": requisites.kpp(inn),
        "company_registry": requisites.ogrn(draw, region), "email": f"info@{domain}",
        "street": f"ул. {draw.choice(STREETS)}, д. {draw.randint(1, 98)}", "phone": _city_phone(draw, dialling),
        "website": f"https://{domain}",
    }
    number = draw.choice((2, 3, 3, 4))
    contacts = [_draw_contact(draw, domain, *job) for job in draw.sample(JOBS, number)]
    return Client(values, contacts, site_in, site_for, team)


def _draw_contact(draw, domain, function, role):
    name, login = person(draw)
    return {"name": name, "function": function, "decision_role": role, "email": f"{_transliterate(login)}@{domain}",
            "phone": _format_phone(f"9{draw.randint(10, 89)}", draw.randint(2_000_000, 9_999_999))}


def _city_phone(draw, dialling):
    length = 10 - len(dialling)
    return _format_phone(dialling, draw.randrange(2 * 10 ** (length - 1), 8 * 10 ** (length - 1)))


def _format_phone(code, number):
    digits = str(number)
    return f"+7 {code} {digits[:-4]}-{digits[-4:-2]}-{digits[-2:]}"


def _adjective(city):
    return {"Москва": "Московский", "Подольск": "Подольский", "Химки": "Химкинский", "Мытищи": "Мытищинский",
            "Тула": "Тульский", "Калуга": "Калужский", "Тверь": "Тверской", "Санкт-Петербург": "Балтийский",
            "Нижний Новгород": "Нижегородский", "Казань": "Казанский", "Самара": "Самарский",
            "Воронеж": "Воронежский", "Екатеринбург": "Уральский", "Челябинск": "Челябинский"}[city]


def _transliterate(text):
    letters = "".join(_LATIN.get(letter, letter) for letter in text.lower())
    return re.sub("[^a-z0-9]+", "-", letters).strip("-")
