"""The virtual environment with what Odoo and the tests need."""
import hashlib
from pathlib import Path

from . import paths
from .say import run, step
from .system import find_python

REQUIREMENTS = Path(__file__).with_name("requirements.txt")


def ensure(source):
    """Make the environment, or bring it up to date when the list of requirements or the Odoo beside it changed."""
    stamp = paths.VENV / "stamp"
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes() + str(source).encode()).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    with step("Installing Python packages"):
        if not (paths.VENV / "bin/pip").exists():
            run([find_python(), "-m", "venv", str(paths.VENV)], "The virtual environment could not be made.")
        run([str(paths.VENV / "bin/pip"), "install", "-q", "-r", str(REQUIREMENTS)],
            "Installing the Python packages failed.")
    packages = next((paths.VENV / "lib").glob("python3*/site-packages"))
    (packages / "odoo_source.pth").write_text(f"{source}\n")
    stamp.write_text(wanted)
