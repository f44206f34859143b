"""Builds the demo company in an empty database that has the addon and the Russian language."""
import random
from datetime import timedelta

from . import (
    calls,
    channels,
    clients,
    colleagues,
    control,
    deals,
    documents,
    incoming,
    letters,
    people,
    products,
    quotas,
    settings,
    story,
)
from .clock import Clock, at, working_days

SEED = 2019
CLIENTS = 60
DOCUMENTS = 24


def build(env):
    """Fill the database; the caller commits. Prints what it is doing."""
    draw = random.Random(SEED)
    say("company and people")
    settings.apply(env)
    users = people.create(env)
    models = products.create(env)
    with Clock(env) as clock:
        channels.create(env, clock.today)
        Story(env, draw, users, models, clock).tell()
        incoming.create(env, draw, users, clock)
        say("control calls")
        control.create(env, draw, users, clock)
        quotas.create(env, clock.today)


def say(text):
    """A line that `make run` shows as progress."""
    print(f"progress: {text}", flush=True)


class Story:
    """Three months of work, day by day."""

    def __init__(self, env, draw, users, models, clock):
        self._env, self._draw, self._users, self._models, self._clock = env, draw, users, models, clock
        self._days = working_days(clock.today, story.DAYS)
        self._stages = deals.set_process(env, users["ivanova"].sale_team_id + users["popov"].sale_team_id)
        self._writer = calls.Writer(env, draw, {login: users[login] for login in story.PROFILES}, clock)
        self._clients = clients.draw_clients(draw, CLIENTS)
        story.assign(draw, self._clients)
        self._deals, self._calls = story.plan(draw, self._clients)

    def tell(self):
        self._create_old_clients()
        for number, day in enumerate(self._days):
            if not number % 10:
                say(f"calls and deals, day {number} of {story.DAYS}")
            self._start_day(number, day)
            self._make_calls(number, day)
            self._end_day(number, day)
        self._clock.move_to(self._clock.now)
        self._finish()

    def _finish(self):
        say("documents and what waits today")
        under_way = [deal for deal in self._deals if len(deal.steps) > 1]
        documents.create(self._env, self._draw, under_way, DOCUMENTS)
        own = {login: [client for client in self._clients if client.login == login]
               for login in story.PROFILES}
        colleagues.create(self._env, self._draw, self._users, own, self._clock)
        letters.create(self._env, self._draw, self._users, own, self._clock)

    def _create_old_clients(self):
        """The base of before, with deals won then."""
        say("clients")
        first = self._days[0]
        old = [client for client in self._clients if client.start < 0]
        for age, client in sorted(((self._draw.randint(5, 300), client) for client in old), key=lambda pair: -pair[0]):
            day = first - timedelta(days=age)
            self._clock.move_to(at(day, self._draw.randint(9, 17), self._draw.randrange(60)))
            self._create_client(client)
            if self._draw.random() < 0.5:
                self._create_old_deal(client, day)

    def _create_old_deal(self, client, day):
        deal = story.Deal(client, client.login, client.channel, 0,
                          [(self._draw.choice(products.PRODUCTS)[1], self._draw.randint(1, 4))])
        self._create_deal(deal, day)
        deals.move(self._stages, deal, "won")

    def _create_client(self, client):
        clients.create(self._env, client, self._users[client.login],
                       channels.get(self._env, client.channel))

    def _create_deal(self, deal, day):
        user = self._users[deal.login]
        deals.create(self._env, self._draw, deal, user, self._models, day, self._stages[user.sale_team_id]["contact"])

    def _start_day(self, number, day):
        self._clock.move_to(at(day, 9))
        for client in self._clients:
            if client.start == number:
                self._create_client(client)
        for deal in self._deals:
            if deal.start == number:
                self._create_deal(deal, day)

    def _make_calls(self, number, day):
        if number >= story.DAYS - story.RECENT:
            self._writer.report(self._calls[number], day, self._clock)
        else:
            self._writer.write_history(self._calls[number], day)

    def _end_day(self, number, day):
        self._clock.move_to(at(day, 18, 20))
        for deal in self._deals:
            for moment, step in deal.steps:
                if moment == number:
                    self._close_or_move(deal, step)

    def _close_or_move(self, deal, step):
        if step != "lost":
            deals.move(self._stages, deal, step)
        elif deal.record.active:
            call = self._env["sales.call"].search([("lead_id", "=", deal.record.id)], limit=1)
            deal.record.action_set_lost(lost_reason_id=call.lost_reason_id.id)
