"""A Python shell on the demo company's database, or on the one that DB names."""
import sys

from .. import databases, demo_database, setup
from ..say import Refusal


def main(arguments):
    env = setup.ensure(with_tests=False)
    name = demo_database.name()
    if not databases.exists(name, env):
        raise Refusal(f"There is no database {name} yet: make run creates it, and DB= names another one.")
    print(f"Shell on {name}; env is the environment of the superuser.", file=sys.stderr)
    setup.execute(env, "python", "-m", "odoo", "shell", "-d", name, "--no-http", "--log-level=warn", *arguments)
