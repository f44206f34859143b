"""Lint, unit tests and whole-product tests in one run of pytest, whose summary and exit code are the command's own.

Both cores work: pytest-xdist gives each worker its own copy of the database, whole-product tests start first because
they take longest. Arguments go to pytest; `-n 0` runs everything in this process, as --pdb needs.
"""
import os
import subprocess

from .. import databases, paths, setup, templates
from ..say import expect, say

PREFIX = f"test_{paths.MARK}_"
EVERYTHING = "--everything"


def main(arguments):
    everything = EVERYTHING in arguments
    return run([argument for argument in arguments if argument != EVERYTHING], everything=everything)


def run(arguments, with_browser=True, everything=False):
    expect(setup.pending(with_browser))
    env = setup.ensure(with_browser)
    _drop_leftovers(env)
    made = templates.ensure(env)
    database = f"{PREFIX}{os.getpid()}"
    databases.create(database, env, made["addons"] if paths.ADDONS else made["stock"])
    say("Running the tests …")
    try:
        return subprocess.run(["pytest", *_options(arguments, database, everything)], cwd=paths.ROOT,
                              env=dict(env, WORKSHOP_QUIET="1")).returncode
    finally:
        _drop(database, env)


def _options(arguments, database, everything):
    named = any(not argument.startswith("-") and (paths.ROOT / argument.split("::")[0]).exists()
                for argument in arguments)
    # Browsers inherit Odoo's limit of memory, and reserve far more addresses than it allows.
    return [f"--odoo-database={database}", "--odoo-http", "--odoo-extra=limit-memory-hard=0",
            "-n", str(min(os.cpu_count() or 1, 4)), "--dist=loadfile", "--no-loadscope-reorder",
            *([] if everything else ["-m", "not slow"]), *arguments,
            *([] if named else ["tests", *paths.ADDONS])]


def _drop_leftovers(env):
    """Databases of runs that were killed."""
    for database in databases.query("SELECT datname FROM pg_database", env):
        owner = database.removeprefix(PREFIX).split("-")[0].split("_")[0]
        if database.startswith(PREFIX) and not (owner.isdigit() and os.path.exists(f"/proc/{owner}")):
            databases.drop(database, env)


def _drop(prefix, env):
    for database in databases.query("SELECT datname FROM pg_database", env):
        if database == prefix or database.startswith((f"{prefix}-", f"{prefix}_")):
            databases.drop(database, env)
