"""Print shell exports for the private environment."""
import shlex

from .. import setup


def main(_arguments):
    setup.ensure()
    for name, value in setup.variables().items():
        print(f"export {name}={shlex.quote(value)}")
