"""Stop the private PostgreSQL and delete the private folder with everything in it."""
import shutil

from .. import paths, postgres, say


def main(_arguments):
    postgres.clean()
    shutil.rmtree(paths.HOME, ignore_errors=True)
    say.say(f"Deleted {paths.HOME}")
