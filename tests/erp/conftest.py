"""The company's database before and after the addon came, built once and kept until data or loaders change."""
import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from . import client, people, snapshot, sources

ADDON = "sales_crm_ext"
BUILD = Path(__file__).with_name("build.py")
_LOADERS = ("around", "build", "maven", "moscow", "people", "sources", "x_education")
_INSTALLED = {"crm", "contacts"}


@pytest.fixture(scope="session")
def company():
    """Name of the stock database with the company's history, without the addon. Read it, copy it, do not change it."""
    if sentence := sources.missing():
        pytest.skip(sentence)
    name = f"erp_before_{_mark()}"
    if name not in _databases():
        for stale in _databases("erp_before_"):
            drop(stale)
        command = [sys.executable, str(BUILD), f"{name}_unfinished", *_template()]
        drop(f"{name}_unfinished")
        subprocess.run(command, check=True)
        subprocess.run(["psql", "-qXc", f'ALTER DATABASE "{name}_unfinished" RENAME TO "{name}"', "postgres"], check=True)
    return name


@pytest.fixture(scope="session")
def joined(company):
    """The company after the addon was installed: `database`, and `seconds` that the installation took."""
    name = "erp_joined"
    drop(name)
    copy(company, name)
    started = time.monotonic()
    odoo(name, "-i", ADDON)
    yield SimpleNamespace(database=name, seconds=time.monotonic() - started)
    drop(name)


@pytest.fixture(scope="session")
def copy_of_joined(joined):
    """Copies of the database as it was right after the installation, by name; made before the server touches it."""
    names = {purpose: f"erp_{purpose}" for purpose in ("updated", "left")}
    for name in names.values():
        drop(name)
        copy(joined.database, name)
    yield names
    for name in names.values():
        drop(name)


@pytest.fixture(scope="session")
def office(joined, copy_of_joined, tmp_path_factory):
    """The running server after the installation: `sign_in(name)` gives a person's session."""
    with (tmp_path_factory.mktemp("erp") / "odoo.log").open("w") as log, client.serve(joined.database, log) as url:
        sessions = {}

        def sign_in(name):
            if name not in sessions:
                sessions[name] = client.Client(url, joined.database, people.login(name), people.PASSWORD)
            return sessions[name]

        yield SimpleNamespace(url=url, sign_in=sign_in, database=joined.database)


def odoo(database, *arguments, code=None):
    """Run Odoo once on `database`; with `code`, in its shell. Fails when Odoo fails or logs an error."""
    command = [sys.executable, "-m", "odoo", "shell" if code else "server", "-d", database, "--no-http",
               "--log-level=warn", *arguments, *([] if code else ["--stop-after-init"])]
    ran = subprocess.run(command, input=code, capture_output=True, text=True, check=False)
    output = ran.stdout + ran.stderr
    assert ran.returncode == 0, output[-3000:]
    assert " ERROR " not in output and "Traceback" not in output, output[-3000:]


def copy(template, name):
    subprocess.run(["createdb", "-T", template, name], check=True)


def drop(name):
    subprocess.run(["dropdb", "--if-exists", "--force", name], check=True, capture_output=True)


def _databases(prefix=""):
    return [name for name, in snapshot.fetch("postgres", "SELECT datname FROM pg_database") if name.startswith(prefix)]


def _template():
    """A stock database made by the workshop, when there is one: it saves installing ``crm`` again."""
    stock = os.environ.get("SALES_CRM_EXT_STOCK", "stock")
    return [stock] if stock in _databases() else []


def _mark():
    """Changes when a loader or a data set does."""
    digest = hashlib.sha256()
    for name in _LOADERS:
        digest.update(Path(__file__).with_name(f"{name}.py").read_bytes())
    for path in sorted(sources.MAVEN.glob("*.csv")) + [sources.MOSCOW_XLSX, sources.X_EDUCATION]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
