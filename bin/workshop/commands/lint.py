"""Only the checks of the source; make test counts the same ones."""
from . import test


def main(arguments):
    return test.run(["tests/test_lint.py", *arguments], with_browser=False)
