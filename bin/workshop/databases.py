"""Databases: created, filled by Odoo, marked when complete, copied in a second, dropped with their files.

The mark is the database's comment, because a copy made by `createdb -T` does not take it along and the product inside
never sees it.
"""
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
from contextlib import contextmanager

from . import paths
from .say import NO_SPACE, Refusal, explain, run, step

BUILDING = "workshop: building"
PROGRESS = "progress: "  # what follows on a line of a command's output is shown while it runs
PREPARE_WEB_CLIENT = """
for name in ("web.assets_web", "web.assets_web_print", "web.assets_backend_lazy", "web.chartjs_lib",
             "web.assets_frontend", "web.assets_frontend_minimal", "web.assets_frontend_lazy"):
    bundle = env["ir.qweb"]._get_asset_bundle(name, css=True, js=True)
    bundle.js()
    bundle.css()
    env.cr.commit()
"""
_LOADING = re.compile(r"Loading module (\S+) \((\d+)/(\d+)\)")


def query(statement, env, database="postgres", **values):
    """Lines of the answer; `values` are put in as psql variables (:'name', :"name")."""
    variables = [word for name, value in values.items() for word in ("-v", f"{name}={value}")]
    return run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", *variables, database], f"PostgreSQL refused: {statement}",
               input=statement, env=env).splitlines()


def exists(name, env):
    return bool(query("SELECT 1 FROM pg_database WHERE datname = :'name'", env, name=name))


def is_empty(name, env):
    return not query("SELECT 1 FROM pg_class WHERE relname = 'ir_module_module'", env, name)


def mark(name, env, text=None):
    """The database's mark; with `text`, set it first."""
    if text is not None:
        query("COMMENT ON DATABASE :\"name\" IS :'text'", env, name=name, text=text)
    found = query("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = :'name'", env,
                  name=name)
    return found[0] if found else ""


def create(name, env, template="template0"):
    """An empty database, or a copy of `template` with its files, marked as being built."""
    run(["createdb", "-T", template, name], f"The database {name} could not be created.", env=env)
    mark(name, env, BUILDING)
    files = filestore(template)
    if files.exists():
        shutil.rmtree(filestore(name), ignore_errors=True)
        # Odoo never changes a file in its store: links are as good as copies and cost nothing.
        shutil.copytree(files, filestore(name), copy_function=os.link)


def drop(name, env):
    run(["dropdb", "--if-exists", "--force", name], f"The database {name} could not be dropped.", env=env)
    shutil.rmtree(filestore(name), ignore_errors=True)


def filestore(name):
    return paths.DATA / "filestore" / name


@contextmanager
def locked(name):
    """Two commands that want the same database built wait for each other."""
    paths.LOGS.mkdir(parents=True, exist_ok=True)
    with (paths.LOGS / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def odoo(name, env, title, *arguments, **options):
    """Run an Odoo command on the database as a step with progress; its log goes to a file.

    :raises workshop.say.Refusal: it failed; the text ends with what the log says
    """
    log = paths.LOGS / f"{name}.log"
    with step(title, lambda: _progress(log)), log.open("w") as output:
        done = subprocess.run(["python", "-m", "odoo", *arguments], env=env, stdout=output, stderr=output,
                              **{"stdin": subprocess.DEVNULL, **options})
    if done.returncode:
        text = log.read_text(errors="replace")
        why = f"{title}: failed; the whole log is {log}."
        # The traceback's end is what matters; a full disk may have been said long before it.
        raise Refusal(explain(NO_SPACE if "No space left" in text else why, text))


def script(name, env, title, text):
    """Run a Python text in Odoo's shell on the database; `env` in it is the superuser's environment."""
    path = paths.LOGS / f"{name}.py"
    path.write_text(text)
    with path.open() as source:
        odoo(name, env, title, "shell", "-d", name, "--no-http", stdin=source, cwd=paths.ROOT)


def prepare_web_client(name, env):
    """Make the bundles of scripts and styles, which the first visitor would wait for."""
    script(name, env, "Preparing the web client's files", PREPARE_WEB_CLIENT)


def install(name, env, modules, title, language="ru_RU"):
    """Install addons, by default with Russian loaded; without demo data.

    :raises workshop.say.Refusal: one of them did not get installed
    """
    languages = [f"--load-language={language}"] if language else []
    odoo(name, env, title, "server", "-d", name, "-i", ",".join(modules), *languages, "--no-http", "--stop-after-init")
    installed = query("SELECT name FROM ir_module_module WHERE state = 'installed'", env, name)
    if missing := [module for module in modules if module not in installed]:
        raise Refusal(f"Odoo does not install {', '.join(missing)}; its log is {paths.LOGS / name}.log.")
    query("ANALYZE", env, name)  # plans made before the server finds time for it can take minutes


def fingerprint(source):
    """Changes whenever an installed database would: content of the addons, except their tests, and Odoo's folder."""
    seen = hashlib.sha256(str(source).encode())
    for addon in paths.ADDONS:
        for path in sorted((paths.ROOT / addon).rglob("*")):
            inner = path.relative_to(paths.ROOT)
            if path.is_file() and "tests" not in inner.parts and "__pycache__" not in inner.parts:
                seen.update(str(inner).encode() + b"\0" + path.read_bytes())
    return seen.hexdigest()[:16]


def _progress(log):
    for line in reversed(log.read_text(errors="replace").splitlines()):
        if line.startswith(PROGRESS):
            return line.removeprefix(PROGRESS)
        if found := _LOADING.search(line):
            return f"module {found[1]}, {found[2]} of {found[3]}"
    return None
