"""Entry of every command in bin/: the first argument names a module of workshop.commands, which has a `main`."""
import os
import sys

if sys.version_info < (3, 9):
    sys.exit("Python 3.10 to 3.13 is needed and python3 is %s: install a newer one (on Debian: apt-get install python3"
             " python3-venv) and put it first on the PATH." % sys.version.split()[0])

sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

from importlib import import_module  # noqa: E402

from workshop import say  # noqa: E402

name, *arguments = sys.argv[1:]
say.main(import_module("workshop.commands." + name).main, arguments)
