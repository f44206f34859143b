"""Who works when and what is asked of them, and what each of them does on each day of June 2026. No Odoo here."""
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

FIRST, LAST = date(2026, 6, 1), date(2026, 6, 30)
DAYS = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
UTC, MOSCOW = ZoneInfo("UTC"), "Europe/Moscow"
# Hours of each weekday, Monday first.
FULL = [[(9, 13), (14, 18)]] * 5 + [[], []]
MORNINGS = [[(9, 13)]] * 5 + [[], []]
FOUR_DAYS = [[(9, 13), (14, 18)]] * 4 + [[], [], []]
LONG_DAYS = [[], *[[(8, 13), (14, 19)]] * 4, [], []]
SHORT = [[(10, 13.5), (14, 17)]] * 5 + [[], []]
CALENDARS = {"full": FULL, "mornings": MORNINGS, "four_days": FOUR_DAYS, "long_days": LONG_DAYS, "short": SHORT}
HOLIDAY = date(2026, 6, 12)
QUOTA_RAISED = date(2026, 6, 17)


@dataclass
class Person:
    login: str
    zone: str = MOSCOW
    calendar: str = "full"  # the company's is "full"
    has_resource: bool = True  # working hours of their own
    is_flexible: bool = False  # a resource without hours
    team: str = ""
    is_leader: bool = False

    @property
    def hours(self):
        return CALENDARS[self.calendar]


def _make_people():
    people = [Person(f"seller{number:02}", team=("north", "south", "")[number % 3]) for number in range(20)]
    for number, calendar in ((3, "mornings"), (4, "four_days"), (6, "long_days"), (10, "short")):
        people[number].calendar = calendar
    for number, zone in ((12, "Asia/Vladivostok"), (13, "Asia/Vladivostok"), (14, "Asia/Vladivostok"),
                         (16, "Europe/Kaliningrad"), (17, "Asia/Yekaterinburg")):
        people[number].zone = zone
    people[8].has_resource = False
    people[9].is_flexible = True
    people[18].is_leader = people[19].is_leader = True
    people[18].team = people[19].team = ""
    return people


PEOPLE = _make_people()


@dataclass
class Quota:
    """`rank` 3 names people, 2 a team, 1 the leaders, 0 everybody."""
    metric: str
    target: float
    rank: int = 0
    whom: tuple = ()
    date_from: date = FIRST
    date_to: date = None

    def get_target(self, day, busyness):
        """What it asks of a day; of calls and letters more, the busier the month is."""
        target = 9 if self is QUOTAS[0] and day >= QUOTA_RAISED else self.target
        return target * busyness if self.metric in ("call", "cold_call", "dialogue", "proposal", "proposal_new") else target


QUOTAS = [
    Quota("call", 8),  # from QUOTA_RAISED on 9
    Quota("call", 6, 2, ("south",)),
    Quota("call", 3, 1),
    Quota("call", 4, 3, ("seller05",), date_to=date(2026, 6, 14)),
    Quota("call", 5, 3, ("seller05", "seller06"), date_from=date(2026, 6, 15)),
    Quota("cold_call", 2.5, 2, ("north",), date_from=date(2026, 6, 8), date_to=date(2026, 6, 26)),
    Quota("dialogue", 3),
    Quota("new_client", 1),
    Quota("won_deal", 0.5, 2, ("north", "south")),
    Quota("contract", 0.2, 3, ("seller00", "seller12")),
    Quota("meeting", 1, 3, ("seller01", "seller13", "seller18")),
    Quota("proposal", 0.5),
    Quota("proposal_new", 0.3, 2, ("north", "south")),
]


@dataclass
class Leave:
    """Time off from one hour of the person's clock to another; entered on a day, and perhaps taken back on one."""
    login: str
    start: datetime
    end: datetime
    entered: date = FIRST
    taken_back: date = None


LEAVES = [
    Leave("seller02", datetime(2026, 6, 8, 0), datetime(2026, 6, 11, 0)),
    Leave("seller07", datetime(2026, 6, 18, 13), datetime(2026, 6, 18, 18)),  # an afternoon
    Leave("seller09", datetime(2026, 6, 16, 9), datetime(2026, 6, 16, 13)),  # a morning, of flexible hours
    Leave("seller11", datetime(2026, 6, 22, 0), datetime(2026, 6, 24, 0), entered=date(2026, 6, 24)),  # ill
    Leave("seller13", datetime(2026, 6, 25, 0), datetime(2026, 6, 26, 0), entered=date(2026, 6, 4)),
    Leave("seller14", datetime(2026, 6, 19, 0), datetime(2026, 6, 20, 0), taken_back=date(2026, 6, 15)),
]


CLIENTS = 8  # of each person, from the start
OWN_DOMAIN = "example.com"


def get_address(person, number):
    """The address on a card of the set-up: two or three people know each mailbox, and spell it in ways of their own; the
    last card is a colleague's."""
    card = PEOPLE.index(person) * CLIENTS + number
    if number == CLIENTS - 1:
        return f"info{card}@{OWN_DOMAIN}"
    mailbox = card * 7 % 60
    return (f"buyer{mailbox}@client.ru", f"buyer{mailbox}+sales@client.ru", f"Buyer{mailbox}@Client.RU")[card % 3]


def moment(person, day, hour):
    """The moment (UTC, naive) of an hour of the person's clock."""
    local = datetime.combine(day, time.min) + timedelta(hours=hour)
    return local.replace(tzinfo=ZoneInfo(person.zone)).astimezone(UTC).replace(tzinfo=None)


@dataclass
class Plan:
    """What is done on each day: `deeds[day]` in order of time, each a dictionary that `worker.py` understands."""
    seed: int
    per_day: int  # calls of a person on a working day
    deeds: dict = field(default_factory=dict)

    def draw(self):
        self._random = Random(self.seed)
        self._calls, self._number = [], 0
        self._sent_at, self._coming_back = set(), defaultdict(list)
        for day in DAYS:
            deeds = [deed for person in PEOPLE for deed in self._draw_day(person, day)]
            self.deeds[day] = sorted([*deeds, *self._draw_corrections(day)], key=lambda deed: deed["at"])
            self._calls += [deed for deed in deeds if deed["kind"] in ("talk", "missed")]
        return self

    def _draw_day(self, person, day):
        random, is_working = self._random, bool(person.hours[day.weekday()]) and day != HOLIDAY
        count = max(0, self.per_day + random.randint(-2, 2)) if is_working else int(random.random() < 0.1)
        hours = sorted(random.uniform(7, 23.8) if random.random() < 0.1 else random.uniform(9, 18) for _ in range(count))
        deeds = [self._draw_call(person, day, hour) for hour in hours]
        for kind, chance in (("client", 0.4), ("won", 0.15), ("contract", 0.15), ("meeting", 0.2)):
            if is_working and random.random() < chance:
                deeds.append(self._deed(kind, person, day, random.uniform(9, 17)))
        if is_working:
            deeds += [self._draw_letter(person, day) for _ in range(random.randint(0, self.per_day // 4))]
        return deeds

    def _draw_letter(self, person, day):
        deed = self._deed("letter", person, day, self._random.uniform(9, 17), client=self._draw_client(),
                          is_proposal=self._random.random() < 0.7)
        while deed["at"] in self._sent_at:  # who was first is then plain
            deed["at"] += timedelta(seconds=1)
        self._sent_at.add(deed["at"])
        if self._random.random() < 0.1:
            self._coming_back[day + timedelta(days=self._random.choice([1, 2, 4]))].append((person, deed))
        return deed

    def _draw_call(self, person, day, hour):
        kind = "talk" if self._random.random() < 0.45 else "missed"
        deed = self._deed(kind, person, day, hour, client=self._draw_client(), is_cold=self._random.random() < 0.5)
        if kind == "talk":
            deed["seconds"] = self._random.choice([0, 20, 59, 60, 240])
        return deed

    def _draw_client(self):
        """A client of the set-up, or (from 100 on) one that was entered this month."""
        return self._random.choice([*range(CLIENTS), *range(100, 104)])

    def _draw_corrections(self, day):
        """Letters that come back; verdicts, records of the phone system and changes by the director, of calls of the last
        ten days."""
        random = self._random
        deeds = [self._deed("bounce", person, day, random.uniform(9, 18), of=letter["id"])
                 for person, letter in self._coming_back[day]]
        recent = [call for call in self._calls if call["at"] > moment(PEOPLE[0], day - timedelta(days=10), 0)]
        for call in random.sample(recent, len(recent) // 25):
            self._calls.remove(call)  # one correction each, but for those below
            person = next(one for one in PEOPLE if one.login == call["login"])
            kind = random.choice(["confirm", "refute", "delete", "move", "record", "record", "both"])
            hour = random.uniform(9, 18)
            if kind == "both":
                deeds += [self._deed("confirm", person, day, hour, of=call["id"]),
                          self._deed("refute", person, day, hour + 0.5, of=call["id"])]
                continue
            deeds.append(deed := self._deed(kind, person, day, hour, of=call["id"]))
            if kind == "move":
                deed["to"] = call["at"] - timedelta(days=random.randint(1, 2))
            if kind == "record":
                deed["seconds"] = random.choice([0, 5, 30, 90])
                if call["kind"] == "missed" and deed["seconds"] >= 10 and random.random() < 0.7:
                    deeds.append(self._deed("write", person, day, hour + 0.2, of=call["id"]))
        return deeds

    def _deed(self, kind, person, day, hour, **values):
        self._number += 1
        return {"kind": kind, "id": self._number, "login": person.login, "at": moment(person, day, hour).replace(
            microsecond=0), **values}
