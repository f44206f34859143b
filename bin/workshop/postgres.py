"""A private PostgreSQL cluster: a Unix socket in a private folder, no TCP port, run by an unprivileged account."""
import os
import pwd
import secrets
import shutil
import subprocess
from pathlib import Path

from . import paths
from .say import Refusal, explain, run, step
from .system import find_postgres

ACCOUNT = "sales_crm_ext"
SUPERUSER = "odoo"
PORT = "5432"  # names the socket's file only; said everywhere, because a caller's PGPORT would count otherwise
SOCKET_PATH_LIMIT = 90  # the kernel's limit is 107 bytes, and PostgreSQL adds the file's name
IDENTITY = "cluster-id"
INCLUDE = "include_dir = 'conf.d'\n"
SETTINGS = """
listen_addresses = ''
max_connections = 100
shared_buffers = 1GB
work_mem = 32MB
maintenance_work_mem = 256MB
max_wal_size = 4GB
# Containers give shared memory 64 MB only.
dynamic_shared_memory_type = mmap
# The cluster holds rebuildable databases only: a crash may cost them, speed matters more.
fsync = off
synchronous_commit = off
full_page_writes = off
"""


def socket_folder():
    folder = paths.POSTGRES_HOME / "run"
    return folder if len(str(folder)) < SOCKET_PATH_LIMIT and _home() == paths.POSTGRES_HOME else paths.SHORT_SOCKETS


def ensure():
    """Start the cluster, making it first where there is none."""
    if not is_complete():
        _create(_home())
    if not answers():
        _start(_home())


def is_complete():
    """Whether the cluster is there: its configuration is written last, and it belongs to this private folder."""
    config = _home() / "data/postgresql.conf"
    return config.exists() and INCLUDE in config.read_text() and _is_ours()


def _is_ours():
    """A cluster outside the private folder outlives it; its databases are of no use then, as their files are gone."""
    if _home() == paths.POSTGRES_HOME:
        return True
    identity = _identity(paths.HOME)
    return identity is not None and identity == _identity(_home())


def _create(home):
    with step("Creating the private PostgreSQL cluster"):
        _wipe(home)
        for folder in (home, socket_folder()):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            _give(folder)
        _as_account([_tool("initdb"), "-D", str(home / "data"), "-U", SUPERUSER, "--auth=trust",
                     "--encoding=UTF8", "--locale=C.UTF-8"], "The PostgreSQL cluster could not be made.")
        (home / "data/conf.d").mkdir()
        (home / "data/conf.d/workshop.conf").write_text(SETTINGS)
        identity = secrets.token_hex(8)
        for folder in (paths.HOME, home):
            (folder / IDENTITY).write_text(identity)
        with (home / "data/postgresql.conf").open("a") as config:
            config.write(INCLUDE)
        _give(home)


def _wipe(home):
    if (home / "data").exists():
        subprocess.run(_command([_tool("pg_ctl"), "-D", str(home / "data"), "-m", "immediate", "stop"]),
                       capture_output=True, cwd="/")
        shutil.rmtree(home / "data")


def _identity(folder):
    path = folder / IDENTITY
    return path.read_text() if path.exists() else None


def stop():
    home = _home()
    if (home / "data/postmaster.pid").exists():
        _as_account([_tool("pg_ctl"), "-D", str(home / "data"), "-m", "fast", "stop"], "PostgreSQL did not stop.")


def clean():
    """Stop the cluster and remove what of it lies outside the private folder."""
    if find_postgres():
        stop()
    shutil.rmtree(paths.POSTGRES_ELSEWHERE, ignore_errors=True)
    shutil.rmtree(paths.SHORT_SOCKETS, ignore_errors=True)


def _start(home):
    socket_folder().mkdir(mode=0o700, exist_ok=True)
    _give(socket_folder())
    # pg_ctl's child keeps the files it inherits open: a pipe would make the caller wait for ever.
    log = home / "server.log"
    command = _command([_tool("pg_ctl"), "-D", str(home / "data"), "-l", str(log), "-w", "-t", "60",
                        "-o", f"-p {PORT} -k {socket_folder()}", "start"])
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                          cwd="/")
    if done.returncode:
        raise Refusal(explain(f"PostgreSQL did not start; its log is {log}.",
                              log.read_text(errors="replace") if log.exists() else ""))


def answers():
    return not subprocess.run([_tool("pg_isready"), "-q", "-p", PORT, "-h", str(socket_folder())]).returncode


def _tool(name):
    folder = find_postgres()
    if not folder:
        raise Refusal("PostgreSQL's server is not installed (on Debian: apt-get install postgresql).")
    return str(folder / name)


def _home():
    """The private folder, or one below /var/lib where PostgreSQL's account cannot enter the private folder."""
    if os.geteuid() or _can_enter(paths.HOME):
        return paths.POSTGRES_HOME
    return paths.POSTGRES_ELSEWHERE


def _can_enter(folder):
    return all(parent.stat().st_mode & 0o001 for parent in [folder, *folder.parents] if parent.exists())


def _give(folder):
    if not os.geteuid():
        shutil.chown(folder, _account(), _account())
        for path in folder.rglob("*"):
            shutil.chown(path, _account(), _account())


def _account():
    try:
        return pwd.getpwnam(ACCOUNT).pw_name
    except KeyError:
        run(["useradd", "--system", "--user-group", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin",
             ACCOUNT], f"The account {ACCOUNT}, which runs PostgreSQL, could not be made.")
        return ACCOUNT


def _command(command):
    return command if os.geteuid() else ["runuser", "-u", _account(), "--", *command]


def _as_account(command, why):
    return run(_command(command), why, cwd=Path("/"))
