"""Brings the whole private environment up and says with which variables a command runs inside it."""
import fcntl
import os
import sys

from . import odoo_source, paths, postgres, python_env, system

CONFIG = """[options]
addons_path = {addons}
data_dir = {data}
db_host = {socket}
db_port = {port}
db_user = {user}
http_interface = 127.0.0.1
max_cron_threads = 1
log_handler = :INFO,werkzeug:WARNING
"""


def ensure(with_browser=False, with_tests=True):
    """Set up what is missing, start PostgreSQL, write Odoo's configuration. Returns the environment for commands.

    :param with_browser: bring Chromium too
    :param with_tests: bring the Python packages of tests and lint too
    :raises workshop.say.Refusal: something that only a person can mend (no network, full disk, wrong Python, …)
    """
    system.check_disk()
    with (paths.HOME / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        system.install_packages(with_browser)
        for folder in (paths.DOWNLOADS, paths.DATA, paths.LOGS):
            folder.mkdir(exist_ok=True)
        source = odoo_source.find()
        python_env.ensure(source, with_tests)
        postgres.ensure()
        _write_config(source)
    return dict(os.environ, **variables())


def pending(with_browser=False, with_tests=True):
    """How many steps of `ensure` take noticeable time, to say how far it is."""
    packages = bool(system.missing_packages(with_browser))
    odoo = not odoo_source.is_ready()
    python = odoo or not python_env.is_ready(odoo_source.find(), with_tests)
    return packages + odoo + python + (not postgres.is_complete())


def variables():
    """What differs from the caller's environment."""
    # Our bin comes last: its env, test and run must not hide the system's.
    path = f"{paths.VENV / 'bin'}:{system.find_postgres()}:{os.environ.get('PATH', '')}:{paths.ROOT / 'bin'}"
    changed = {"PGHOST": str(postgres.socket_folder()), "PGPORT": postgres.PORT, "PGUSER": postgres.SUPERUSER,
               "ODOO_RC": str(paths.RC), "PATH": path}
    if os.environ.get("PYTHONDONTWRITEBYTECODE"):
        changed["PYTHONDONTWRITEBYTECODE"] = ""  # Odoo without compiled files starts in twice the time
    return changed


def _write_config(source):
    addons = ",".join(map(str, [*odoo_source.addons_folders(source), paths.ROOT]))
    text = CONFIG.format(addons=addons, data=paths.DATA, socket=postgres.socket_folder(), port=postgres.PORT,
                         user=postgres.SUPERUSER)
    if not paths.RC.exists() or paths.RC.read_text() != text:
        paths.RC.write_text(text)


def execute(env, *command):
    """Replace this process by `command`, so that signals and the exit code are its own."""
    sys.stdout.flush()
    os.execvpe(command[0], command, env)
