"""The company's databases before and after the addon came, built once and kept until what they are made of changes."""
import hashlib
import subprocess
import sys
from pathlib import Path

from workshop import databases, odoo_source, paths, templates
from workshop.say import run

from . import sources

ADDON = "sales_crm_ext"
HERE = Path(__file__).parent
LOADERS = ("around", "build", "maven", "moscow", "people", "sources", "x_education")


def before(env):
    """Name of the stock database with the company's history. To be read and copied, never changed."""
    name = f"workshop_erp_before_{paths.MARK}"
    with databases.locked(name):
        stock = _stock(env)
        if _is_new(name, f"company of {stock}, {_content()}", env):
            databases.create(name, env, stock)
            run([sys.executable, "-c", f"from tests.erp import build; build.load({name!r})"],
                "The company's history could not be loaded.", env=dict(env, PYTHONPATH=f"bin:{paths.ROOT}"))
            databases.mark(name, env, f"company of {stock}, {_content()}")
    return name


def joined(env):
    """Name of the same company after the installation. To be read and copied, never changed."""
    company = before(env)
    name = f"workshop_erp_joined_{paths.MARK}"
    with databases.locked(name):
        wanted = f"{databases.mark(company, env)}, {databases.fingerprint(odoo_source.find())}"
        if _is_new(name, wanted, env):
            databases.create(name, env, company)
            databases.install(name, env, [ADDON], "Installing the addon at the company")
            databases.prepare_web_client(name, env)
            databases.mark(name, env, wanted)
    return name


def odoo(database, env, *arguments, code=None):
    """Run Odoo once on `database`; with `code`, in its shell. Returns its output; fails when Odoo fails or logs an error.
    """
    command = [sys.executable, "-m", "odoo", "shell" if code else "server", "-d", database, "--no-http",
               "--log-level=warn", *arguments, *([] if code else ["--stop-after-init"])]
    done = subprocess.run(command, input=code, capture_output=True, text=True, cwd=paths.ROOT,
                          env=dict(env, PYTHONPATH=str(paths.ROOT)))
    output = done.stdout + done.stderr
    assert done.returncode == 0, output[-3000:]
    assert " ERROR " not in output, output[-3000:]
    assert "Traceback" not in output, output[-3000:]
    return output


def _stock(env):
    if not databases.exists(templates.name("stock"), env):
        templates.ensure(env)
    return templates.name("stock")


def _is_new(name, wanted, env):
    if databases.exists(name, env):
        if databases.mark(name, env) == wanted:
            return False
        databases.drop(name, env)
    return True


def _content():
    """Changes when a loader or a data set does."""
    digest = hashlib.sha256()
    files = [HERE / f"{name}.py" for name in LOADERS]
    for path in [*files, *sorted(sources.MAVEN.glob("*.csv")), sources.MOSCOW_XLSX, sources.X_EDUCATION]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
