"""The virtual environment with what Odoo and the tests need."""
import hashlib
import shutil
import subprocess
from pathlib import Path

from . import paths
from .say import run, step
from .system import find_python

_FOLDER = Path(__file__).parent
REQUIREMENTS = {"product": _FOLDER / "requirements.txt", "tests": _FOLDER / "requirements-tests.txt"}


def is_ready(source, with_tests):
    return not _get_outdated(source, with_tests) and _runs()


def ensure(source, with_tests):
    """Make the environment, or bring it up to date when a list of requirements or the Odoo beside it changed."""
    if is_ready(source, with_tests):
        return
    with step("Installing Python packages", _progress):
        if not _runs():
            shutil.rmtree(paths.VENV, ignore_errors=True)
            run([find_python(), "-m", "venv", str(paths.VENV)], "The virtual environment could not be made.")
        outdated = _get_outdated(source, with_tests)
        lists = [word for kind in outdated for word in ("-r", str(REQUIREMENTS[kind]))]
        run([str(paths.VENV / "bin/python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", *lists],
            "Installing the Python packages failed.", network=True)
    _packages().joinpath("odoo_source.pth").write_text(f"{source}\n")
    for kind in outdated:
        _stamp(kind).write_text(_wanted(kind, source))


def _get_outdated(source, with_tests):
    kinds = ("product", "tests") if with_tests else ("product",)
    return [kind for kind in kinds if not _stamp(kind).is_file() or _stamp(kind).read_text() != _wanted(kind, source)]


def _stamp(kind):
    return paths.VENV / f"stamp-{kind}"


def _wanted(kind, source):
    # The tests' packages do not depend on where Odoo is.
    of_source = str(source) if kind == "product" else ""
    return hashlib.sha256(REQUIREMENTS[kind].read_bytes() + of_source.encode()).hexdigest()


def _runs():
    """Whether the environment's interpreter and its pip work: the Python it was made from may be gone."""
    python = paths.VENV / "bin/python"
    return python.exists() and not subprocess.run([str(python), "-c", "import pip"], capture_output=True).returncode


def _packages():
    return next((paths.VENV / "lib").glob("python3*/site-packages"))


def _progress():
    installed = len(list(paths.VENV.glob("lib/python3*/site-packages/*.dist-info")))
    return f"{installed} packages are in place" if installed > 5 else "downloading"
