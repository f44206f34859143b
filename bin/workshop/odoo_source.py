"""Finds or brings Odoo 19 Community: a source tree named by ODOO_SRC, or Debian's packages unpacked privately.

Debian's package links scripts and fonts to other packages, so those are unpacked beside it.
"""
import os
import re
import shutil
import subprocess
from pathlib import Path

from . import paths
from .say import Refusal, run, step

ARCHIVE_KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
PACKAGES = {
    "sid": ["odoo-19", "libjs-jquery", "libjs-jquery-form", "libjs-underscore", "fonts-roboto-unhinted",
            "fonts-inconsolata", "fonts-ocr-b", "fonts-montserrat"],
    # Odoo links to the file names of Font Awesome 4.7, which newer suites no longer have.
    "bookworm": ["fonts-font-awesome"],
}
# Missing in Debian's package; without it each page logs an error. It only blurs the background of video calls.
MISSING_SCRIPT = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"


def find():
    """Folder to put on Python's path. Downloads Odoo when there is none yet."""
    given = os.environ.get("ODOO_SRC")
    if given:
        return _checked(Path(given).expanduser().resolve())
    if not is_ready():
        with step("Downloading Odoo 19 Community (about 170 MB)", _progress):
            _download()
        (_unpacked() / "odoo/addons" / MISSING_SCRIPT).parent.mkdir(parents=True, exist_ok=True)
        (_unpacked() / "odoo/addons" / MISSING_SCRIPT).touch()
    return _unpacked()


def is_ready():
    """Whether nothing needs downloading. The missing script is added last, so it marks a complete set."""
    return bool(os.environ.get("ODOO_SRC")) or (_unpacked() / "odoo/addons" / MISSING_SCRIPT).exists()


def _unpacked():
    return paths.UNPACKED / "usr/lib/python3/dist-packages"


def _progress():
    if paths.UNPACKED.exists():
        return "unpacking"
    megabytes = sum(path.stat().st_size for path in paths.DOWNLOADS.rglob("*") if path.is_file()) / 1e6
    return f"{megabytes:.0f} MB are here"


def addons_folders(source):
    """Folders with Odoo's own addons: a source tree keeps most beside the framework, the package keeps all inside."""
    return [folder for folder in (source / "addons", source / "odoo/addons") if folder.is_dir()]


def _checked(source):
    release = source / "odoo/release.py"
    if not release.is_file() and (source / "release.py").is_file():
        return _checked(source.parent)
    if not release.is_file():
        raise Refusal(f"ODOO_SRC={source} is not an Odoo 19 source tree: it has no odoo/release.py. Name the folder"
                      " that holds the folder odoo, or unset ODOO_SRC to let this command bring Odoo itself.")
    found = re.search(r"version_info\s*=\s*\((\d+)", release.read_text())
    if not found or found[1] != "19":
        raise Refusal(f"ODOO_SRC={source} holds Odoo {found[1] if found else 'of an unknown version'}; 19 is needed.")
    return source


def _download():
    if not shutil.which("apt-get"):
        raise Refusal("Odoo 19 comes from Debian's archive through apt-get, which this machine lacks. Set ODOO_SRC to a"
                      " folder with Odoo 19 (https://github.com/odoo/odoo, branch 19.0).")
    mirror = _mirror()
    for suite, packages in PACKAGES.items():
        _download_suite(mirror, suite, packages)
    for package in sorted(paths.DOWNLOADS.glob("*.deb")):
        run(["dpkg-deb", "-x", str(package), str(paths.UNPACKED)], f"{package.name} could not be unpacked.")


def _mirror():
    """Debian's main archive as this machine's own apt configuration names it."""
    addresses = _archives()
    if not addresses and not os.geteuid():
        # A fresh image has no package lists, and without them apt does not know which archive is Debian's.
        run(["apt-get", "update", "-q"], "The list of Debian's packages could not be read.", network=True)
        addresses = _archives()
    if not addresses:
        raise Refusal("apt's configuration names no Debian archive, from which Odoo 19 comes. Add one, run apt-get"
                      " update, or set ODOO_SRC to a folder with Odoo 19.")
    return min(addresses, key=len)


def _archives():
    listed = subprocess.run(["apt-get", "indextargets", "--format", "$(REPO_URI) $(ORIGIN)"],
                            capture_output=True, text=True).stdout
    return {line.split()[0] for line in listed.splitlines()
            if line.rstrip().endswith("Debian") and "security" not in line}


def _download_suite(mirror, suite, packages):
    state = paths.DOWNLOADS / suite
    (state / "lists/partial").mkdir(parents=True, exist_ok=True)
    sources = state / "sources.list"
    sources.write_text(f"deb [signed-by={ARCHIVE_KEYRING}] {mirror} {suite} main\n")
    options = {"Dir::Etc::sourcelist": sources, "Dir::Etc::sourceparts": "-", "Dir::State::lists": state / "lists",
               "Dir::Cache::pkgcache": "", "Dir::Cache::srcpkgcache": "", "APT::Sandbox::User": "root",
               # Without it a mirror that does not answer is a warning, and the download fails for a wrong reason.
               "APT::Update::Error-Mode": "any"}
    apt = ["apt-get", "-q", *(word for key, value in options.items() for word in ("-o", f"{key}={value}"))]
    run([*apt, "update"], f"The package list of Debian {suite} could not be read.", network=True)
    run([*apt, "download", *packages], "Odoo's packages could not be downloaded.", network=True, cwd=paths.DOWNLOADS)
