"""What the machine itself must have: a Python, disk space and a few system packages."""
import os
import shutil
import subprocess
import sys
from glob import glob
from pathlib import Path

from . import paths
from .say import Refusal, explain, step

PYTHONS = [(3, 10), (3, 11), (3, 12), (3, 13)]
GIGABYTES_TO_SET_UP = 4  # Odoo unpacked 1.3, the Python packages 0.5, databases and files of a test run about 1.5
GIGABYTES_TO_WORK = 1
CREATE_CLUSTER = Path("/etc/postgresql-common/createcluster.conf")


def check_disk():
    paths.HOME.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(paths.HOME).free / 1e9
    needed = GIGABYTES_TO_WORK if (paths.VENV / "stamp-product").exists() else GIGABYTES_TO_SET_UP
    if free < needed:
        raise Refusal(f"The disk is full: {paths.HOME} has {free:.1f} GB free and {needed} GB are needed. Free some"
                      " space, or set SALES_CRM_EXT_HOME to a folder on another disk.")


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
        wanted["libatomic1"] = glob("/usr/lib/*/libatomic.so.1*")  # for the program that Playwright drives it with
    return [package for package, present in wanted.items() if not present]


def _has_ensurepip():
    return not subprocess.run([find_python(), "-c", "import ensurepip, venv"], capture_output=True).returncode


def install_packages(with_browser):
    missing = missing_packages(with_browser)
    if not missing:
        return
    names = " ".join(missing)
    if os.geteuid() or not shutil.which("apt-get"):
        raise Refusal(f"These system packages are missing: {names}. Install them, or run this command as root on"
                      " Debian.")
    with step(f"Installing system packages: {names}"):
        if "postgresql" in missing and not CREATE_CLUSTER.exists():
            # Debian starts a cluster of its own on installation; this project runs a private one.
            CREATE_CLUSTER.parent.mkdir(exist_ok=True)
            CREATE_CLUSTER.write_text("create_main_cluster = false\n")
        _apt_install(missing, f"Installing {names} failed.")


def _apt_install(packages, why):
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    # A list that cannot be fetched is only a warning to apt, so its output is kept for the explanation.
    update = subprocess.run(["apt-get", "update", "-q"], env=env, capture_output=True, text=True, errors="replace",
                            stdin=subprocess.DEVNULL)
    install = subprocess.run(["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages], env=env,
                             capture_output=True, text=True, errors="replace", stdin=subprocess.DEVNULL)
    if install.returncode:
        raise Refusal(explain(why, update.stdout + update.stderr + install.stdout + install.stderr, network=True))
