"""One process of the month: python -m tests.quota_month.worker DATABASE MAIL_PORT

It has an Odoo registry and a clock of its own. Reads pickled tasks, `(name, arguments)`, and answers each with what it did.
People's work is done as the person, by the methods that their screens call, each in a transaction of its own that is tried
again as a request is.
"""
import os
import pickle
import sys
import traceback
from functools import partial
from random import Random
from unittest.mock import patch

import psycopg2
from freezegun import freeze_time

import odoo.modules.registry
from odoo import SUPERUSER_ID, api
from odoo.service.model import retrying
from odoo.sql_db import BaseCursor
from odoo.tools import config

from . import build, deeds


class Worker:
    def __init__(self, database):
        self._registry = odoo.modules.registry.Registry(database)
        self._freezer = freeze_time("2026-05-29 09:00:00")
        self._clock = self._freezer.start()
        self._now = None
        self._clashes = []
        # The transaction, which dates what is created, believes the clock too.
        patch.object(BaseCursor, "now", lambda cursor: self._clock().replace(tzinfo=None)).start()
        self._doer = deeds.Doer(Random(os.getpid()))

    def know(self):
        """Learn who is who, once everything is set up."""
        return self._run(SUPERUSER_ID, self._doer.learn)

    def work(self, day_deeds):
        """Do what people do on one day; answers with what was done."""
        return [self._do(deed) for deed in day_deeds]

    def run(self, moment, name, *arguments):
        """A function of `build` at a moment, as the system."""
        self._move_to(moment)
        return self._run(SUPERUSER_ID, lambda env: getattr(build, name)(env, *arguments))

    def clashes(self):
        """Statements that had to be tried again because another process was quicker."""
        return self._clashes

    def _do(self, deed):
        self._move_to(deed["at"])
        return self._run(self._doer.get_actor(deed), partial(self._doer.do, deed=deed))

    def _move_to(self, moment):
        self._clock.move_to(moment)

    def _run(self, uid, function):
        with self._registry.cursor() as cursor:
            env = api.Environment(cursor, uid, {"lang": "ru_RU", "tz": "Europe/Moscow"})
            return retrying(partial(self._watched, function, env), env)

    def _watched(self, function, env):
        try:
            result = function(env)
            env.flush_all()
            return result
        except psycopg2.OperationalError:
            self._clashes.append(str(env.cr._obj.query))
            raise


def main(database, mail_port):
    config.parse_config(["-d", database, "--no-http", "--log-level=error", "--max-cron-threads=0", "--smtp=127.0.0.1",
                         f"--smtp-port={mail_port}"])
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what others print is no answer
    worker = Worker(database)
    while True:
        try:
            name, arguments = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            answer = getattr(worker, name)(*arguments)
        except Exception:  # told to the test
            answer = RuntimeError(f"{name}\n{traceback.format_exc()}")
        pickle.dump(answer, answers)
        answers.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
