"""Builds the demo company in an empty database that has the addon and the Russian language."""
import random

from . import people, settings

SEED = 20_19


def build(env):
    """Fill the database; the caller commits. Prints what it is doing."""
    draw = random.Random(SEED)
    say("company and people")
    settings.apply(env)
    people.create(env)
    return draw


def say(text):
    """A line that `make run` shows as progress."""
    print(f"progress: {text}", flush=True)
