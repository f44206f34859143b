"""The virtual environment with what Odoo and the tests need."""
import hashlib
import shutil
import subprocess
from pathlib import Path

from . import paths
from .say import run, step
from .system import find_python

REQUIREMENTS = Path(__file__).with_name("requirements.txt")


def is_ready(source):
    stamp = paths.VENV / "stamp"
    return stamp.is_file() and stamp.read_text() == _wanted(source) and _runs()


def ensure(source):
    """Make the environment, or bring it up to date when the list of requirements or the Odoo beside it changed."""
    if is_ready(source):
        return
    with step("Installing Python packages", _progress):
        if not _runs():
            shutil.rmtree(paths.VENV, ignore_errors=True)
            run([find_python(), "-m", "venv", str(paths.VENV)], "The virtual environment could not be made.")
        run([str(paths.VENV / "bin/python"), "-m", "pip", "install", "-q", "--disable-pip-version-check",
             "-r", str(REQUIREMENTS)], "Installing the Python packages failed.", network=True)
    _packages().joinpath("odoo_source.pth").write_text(f"{source}\n")
    (paths.VENV / "stamp").write_text(_wanted(source))


def _wanted(source):
    return hashlib.sha256(REQUIREMENTS.read_bytes() + str(source).encode()).hexdigest()


def _runs():
    """Whether the environment's interpreter and its pip work: the Python it was made from may be gone."""
    python = paths.VENV / "bin/python"
    return python.exists() and not subprocess.run([str(python), "-c", "import pip"], capture_output=True).returncode


def _packages():
    return next((paths.VENV / "lib").glob("python3*/site-packages"))


def _progress():
    installed = len(list(paths.VENV.glob("lib/python3*/site-packages/*.dist-info")))
    return f"{installed} packages installed so far, about 100 in all" if installed > 1 else "downloading"
