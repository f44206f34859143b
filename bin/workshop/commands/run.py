"""Serve the demo company on 127.0.0.1: DB names the database, PORT the port, ODOO_SRC a source of Odoo 19."""
import os
import signal

from .. import demo_database, ports, setup
from ..say import expect, say
from ..server import Server

LOGINS = """
    {url}

    login     password   who
    director  director   директор: sees all, configuration, reports
    leader    leader     руководитель группы: the clients of her team
    ivanova   ivanova    менеджер: own clients (also smirnov, kuznetsova, popov)
    admin     admin      administrator

    Ctrl+C stops it; make run starts it again with everything you entered.
"""


def main(_arguments):
    signal.signal(signal.SIGTERM, _interrupt)
    port = ports.checked(os.environ.get("PORT") or "8069")
    database = demo_database.name()
    _announce(database)
    env = setup.ensure(with_tests=False)
    if demo_database.ensure(database, env) == "foreign":
        say(f"The database {database} was not made by this command: it is served as it is, its logins are its own.")
    say(f"Starting the server for {database} …")
    with Server(database, ports.checked(str(port)), env, arguments=("--log-handler=:WARNING",)) as server:
        print(LOGINS.format(url=server.url), flush=True)
        try:
            return server.wait()
        except KeyboardInterrupt:
            say("Stopping …")
            return 0


def _announce(database):
    """Say how many steps are ahead; what the database needs is only known where everything else is there already."""
    steps = setup.pending(with_tests=False)
    found = "missing" if steps else demo_database.state(database, setup.ensure(with_tests=False))
    steps += demo_database.steps(found)
    if steps:
        expect(steps)
        say(f"{steps} steps to go" + (", which takes four to six minutes the first time" if steps > 2 else ""))


def _interrupt(*_signal):
    raise KeyboardInterrupt
