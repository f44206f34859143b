"""Who sells what to whom, and which calls are made on which day: the plan, without a database."""
from dataclasses import dataclass, field
from typing import Any

from . import channels, products

STEPS = ("needs", "presentation", "objections", "closing")
DAYS = 64  # working days of three months
RECENT = 6  # of them the latest, whose calls are reported the way a screen does it
OLD_SHARE = 0.5  # of the clients were there before
MISSED = ("no_answer", "no_answer", "busy", "voicemail")


@dataclass
class Profile:
    """How a salesperson works: deals, chance to win one against the channel's, cold calls a day, share of missed."""
    deals: int
    luck: float
    cold: float
    missed: float


PROFILES = {
    "leader": Profile(deals=6, luck=1.5, cold=0.0, missed=0.2),
    "ivanova": Profile(deals=30, luck=2.2, cold=0.8, missed=0.25),
    "smirnov": Profile(deals=18, luck=0.2, cold=6.0, missed=0.5),
    "kuznetsova": Profile(deals=26, luck=1.6, cold=1.5, missed=0.3),
    "popov": Profile(deals=18, luck=0.6, cold=2.5, missed=0.4),
}
WOMEN = ("leader", "ivanova", "kuznetsova")
TEAMS = {  # who gets the clients of a region, in turn
    0: ("ivanova", "smirnov", "ivanova", "smirnov", "ivanova", "smirnov", "leader"), 1: ("kuznetsova", "popov"),
}


@dataclass
class Deal:
    """One deal: its lines (model, quantity), the days of its steps and its end (`won`, `lost` or `open`)."""
    client: Any
    login: str
    channel: str
    start: int
    lines: list
    steps: list = field(default_factory=list)
    end: str = "open"
    record: Any = None


@dataclass
class Intent:
    """A call to be made: `kind` is a step of the sale or a key of the other reports, "" for a missed one."""
    login: str
    client: Any
    kind: str
    deal: Any = None
    disposition: str = "answered"
    is_incoming: bool = False


def plan(draw, clients):
    """Deals, and the calls by number of the working day; each client gets its salesperson and channel."""
    deals, calls = [], {day: [] for day in range(DAYS)}
    for login, profile in PROFILES.items():
        own = [client for client in clients if client.login == login]
        for number in range(profile.deals):
            deal = _plan_deal(draw, own[number % len(own)], login, profile, number >= len(own))
            deals.append(deal)
            _plan_calls(draw, deal, profile, calls)
        _plan_other_calls(draw, own, login, profile, calls)
    return deals, calls


def assign(draw, clients):
    """Give each client a salesperson of its region, the channel that brought it, and the day when it did."""
    turns = dict.fromkeys(TEAMS, 0)
    for client in clients:
        team = client.team
        client.login = TEAMS[team][turns[team] % len(TEAMS[team])]
        client.channel = channels.draw_channel(draw)
        client.start = -1 if draw.random() < OLD_SHARE else draw.randrange(DAYS - 3)
        turns[team] += 1


def _plan_deal(draw, client, login, profile, is_repeated):
    channel = client.channel
    lines = [(draw.choice(products.PRODUCTS)[1], draw.randint(1, 5)) for _ in range(draw.choice((1, 1, 2, 3)))]
    first = DAYS // 2 if is_repeated else 0
    start = client.start if client.start >= first else draw.randrange(max(first, client.start), DAYS - 2)
    deal = Deal(client, login, channel, start, lines)
    day = start
    for step in STEPS:
        day += draw.randint(1, 9)
        if day >= DAYS:
            return deal
        deal.steps.append((day, step))
    day += draw.randint(1, 5)
    if day < DAYS:
        is_won = draw.random() < channels.SHARES[channel][1] * profile.luck * 1.5
        deal.end = "won" if is_won else "lost"
        deal.steps.append((day, deal.end))
    return deal


def _plan_calls(draw, deal, profile, calls):
    """The answered call of each step, missed attempts before it; some deals are refused on the way."""
    for position, (day, step) in enumerate(deal.steps):
        if position and step not in ("won", "lost") and draw.random() < 0.16:
            deal.end, deal.steps = "lost", [*deal.steps[:position], (day, "lost")]
            step = "lost"
        for earlier in range(draw.choice((0, 1, 1, 2)) if draw.random() < profile.missed * 1.5 else 0):
            if deal.start <= day - earlier:
                calls[day - earlier].append(
                    Intent(deal.login, deal.client, "", deal, disposition=draw.choice(MISSED)))
        if step != "won":
            kind = "refused" if step == "lost" else step
            if step == "presentation" and draw.random() < 0.25:
                kind = "meeting"
            calls[day].append(Intent(deal.login, deal.client, kind, deal))
        if step == "lost":
            return
        if draw.random() < 0.15 and day + 1 < DAYS and step != "won":
            calls[day + 1].append(Intent(deal.login, deal.client, "call_back", deal))


def _plan_other_calls(draw, clients, login, profile, calls):
    for day in calls:
        known = [client for client in clients if client.start <= day]
        for _ in range(int(profile.cold + draw.random()) if known else 0):
            is_missed = draw.random() < profile.missed * 1.2
            kind = "" if is_missed else draw.choices(("cold", "call_back", "wrong_contact"), (5, 4, 2))[0]
            calls[day].append(Intent(login, draw.choice(known), kind, disposition=(
                draw.choice((*MISSED, "wrong_number")) if is_missed else "answered")))
        if known and draw.random() < 0.5:
            calls[day].append(Intent(login, draw.choice(known), "service", is_incoming=draw.random() < 0.7))
