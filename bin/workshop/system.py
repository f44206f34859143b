"""What the machine itself must have: a Python, disk space and a few system packages."""
import os
import shutil
import subprocess
import sys
from glob import glob
from pathlib import Path

from . import paths
from .say import Refusal, run, step

PYTHONS = [(3, 10), (3, 11), (3, 12), (3, 13)]
GIGABYTES_NEEDED = 4  # Odoo unpacked 1.3, the Python packages 0.5, databases and filestore of a test run about 1.5
CREATE_CLUSTER = Path("/etc/postgresql-common/createcluster.conf")


def check_disk():
    paths.HOME.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(paths.HOME).free / 1e9
    if free < GIGABYTES_NEEDED and not paths.VENV.exists():
        raise Refusal(f"{paths.HOME} has {free:.1f} GB free and {GIGABYTES_NEEDED} GB are needed: free some space, or"
                      " set SALES_CRM_EXT_HOME to a folder on another disk.")


def find_python():
    """The interpreter for the virtual environment: this one if it fits, else the newest on the PATH that does."""
    if sys.version_info[:2] in PYTHONS:
        return sys.executable
    for major, minor in reversed(PYTHONS):
        if found := shutil.which(f"python{major}.{minor}"):
            return found
    raise Refusal(f"Odoo 19 needs Python 3.10 to 3.13; this one is {sys.version.split()[0]} and the PATH has no other."
                  " Install one of them (on Debian: apt-get install python3 python3-venv).")


def find_postgres():
    """Folder of initdb and pg_ctl of the newest PostgreSQL installed, or None."""
    folders = sorted(glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda path: int(path.split("/")[4]))
    if folders:
        return Path(folders[-1]).parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def missing_packages(with_browser):
    wanted = {
        "postgresql": find_postgres(),
        "python3-venv": _has_ensurepip(),
        "libmagic1": glob("/usr/lib/*/libmagic.so.1*"),
        "fonts-dejavu-core": glob("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    }
    if with_browser:
        wanted["chromium"] = shutil.which("chromium") or shutil.which("google-chrome")
    return [package for package, present in wanted.items() if not present]


def _has_ensurepip():
    return not subprocess.run([find_python(), "-c", "import ensurepip, venv"], capture_output=True).returncode


def install_packages(with_browser):
    missing = missing_packages(with_browser)
    if not missing:
        return
    names = " ".join(missing)
    if os.geteuid() or not shutil.which("apt-get"):
        raise Refusal(f"These system packages are missing: {names}. Install them, or run this command as root on Debian.")
    with step(f"Installing system packages: {names}"):
        if "postgresql" in missing and not CREATE_CLUSTER.exists():
            # Debian starts a cluster of its own on installation; this project runs a private one.
            CREATE_CLUSTER.parent.mkdir(exist_ok=True)
            CREATE_CLUSTER.write_text("create_main_cluster = false\n")
        env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        run(["apt-get", "update", "-q"], "The list of Debian's packages could not be read.", env=env)
        run(["apt-get", "install", "-y", "-q", "--no-install-recommends", *missing],
            f"Installing {names} failed.", env=env)
