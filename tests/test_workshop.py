"""What goes wrong around the product is said in a plain sentence that names the way out, never in a traceback."""
import errno
import os
import socket
import stat
import subprocess
import sys
from collections import namedtuple

import pytest
from workshop import databases, demo_database, odoo_source, paths, ports, postgres, python_env, say, system

Usage = namedtuple("Usage", "total used free")


def command(name, *arguments, **variables):
    """Run a command of bin/ with changed environment variables; None takes one away."""
    env = {**os.environ, **variables}
    env.pop("WORKSHOP_QUIET", None)
    env = {key: value for key, value in env.items() if value is not None}
    return subprocess.run([str(paths.ROOT / "bin" / name), *arguments], env=env, capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, timeout=120, cwd="/")


def assert_refused(done, *parts):
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    for part in parts:
        assert part in done.stderr


def script(folder, name, text):
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IEXEC)


def ending(function):
    """Exit code with which a command ends that does `function`."""
    with pytest.raises(SystemExit) as exit_info:
        say.main(function, [])
    return exit_info.value.code


def test_a_taken_port_is_named_with_the_way_out():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert_refused(command("run", PORT=str(port)), f"Port {port} is taken", f"PORT={port + 1}")


@pytest.mark.parametrize("port", ["80a", "0", "65536", "-1"])
def test_a_port_that_is_none_is_refused(port):
    assert_refused(command("run", PORT=port), f"PORT={port} is not a port")


@pytest.mark.parametrize("name", ["my db", "клиенты", "postgres", "a;drop", "-x"])
def test_a_database_name_that_cannot_be_used_is_refused(name):
    assert_refused(command("run", DB=name, PORT=str(ports.free())), f"DB={name} cannot be used")


def test_odoo_src_without_odoo_is_refused(tmp_path):
    assert_refused(command("env", ODOO_SRC=str(tmp_path)), f"ODOO_SRC={tmp_path} is not an Odoo 19 source tree")


def test_odoo_src_of_another_version_is_refused(tmp_path):
    (tmp_path / "odoo").mkdir()
    (tmp_path / "odoo/release.py").write_text("version_info = (18, 0, 0, FINAL, 0, '')\n")
    assert_refused(command("odoo", "--version", ODOO_SRC=str(tmp_path)), "holds Odoo 18", "19 is needed")


def test_odoo_src_may_name_the_framework_itself(monkeypatch, tmp_path):
    (tmp_path / "odoo").mkdir()
    (tmp_path / "odoo/release.py").write_text("version_info = (19, 0, 0, FINAL, 0, '')\n")
    monkeypatch.setenv("ODOO_SRC", str(tmp_path / "odoo"))
    assert odoo_source.find() == tmp_path


def test_no_network_for_odoo_is_said(tmp_path):
    script(tmp_path / "bin", "apt-get", """case "$*" in
*indextargets*) echo "http://debian.invalid/debian Debian" ;;
*) echo "Err: Temporary failure resolving 'debian.invalid'" >&2; exit 100 ;;
esac""")
    done = command("env", SALES_CRM_EXT_HOME=str(tmp_path / "home"), ODOO_SRC=None,
                   PATH=f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    assert_refused(done, "The network does not answer: check the connection")


def test_no_network_for_system_packages_is_said(tmp_path, monkeypatch):
    """apt only warns of lists that it cannot fetch, and then fails for a reason that misleads."""
    script(tmp_path, "apt-get", """case "$1" in
update) echo "W: Failed to fetch, Temporary failure resolving 'debian.invalid'" ;;
*) echo "E: Unable to locate package chromium" >&2; exit 100 ;;
esac""")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(system, "missing_packages", lambda _with_browser: ["chromium"])
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(say.Refusal, match=r"Installing chromium failed. The network does not answer"):
        system.install_packages(with_browser=True)


def test_missing_packages_without_root_are_named(monkeypatch):
    monkeypatch.setattr(system, "missing_packages", lambda _with_browser: ["postgresql", "chromium"])
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(say.Refusal, match=r"missing: postgresql chromium. Install them, or run this command as root"):
        system.install_packages(with_browser=True)


def test_no_network_for_python_packages_is_said(tmp_path, monkeypatch):
    script(tmp_path / "venv/bin", "python", """[ "$1" = -c ] && exit 0
echo "WARNING: Retrying after connection broken: Failed to establish a new connection" >&2; exit 1""")
    monkeypatch.setattr(paths, "VENV", tmp_path / "venv")
    with pytest.raises(say.Refusal, match=r"Python packages failed. The network does not answer"):
        python_env.ensure(tmp_path, with_tests=False)


@pytest.mark.parametrize(("is_set_up", "free", "needed"), [(False, 3.9e9, 4), (True, 0.9e9, 1)])
def test_a_full_disk_is_said_before_work_begins(tmp_path, monkeypatch, capsys, is_set_up, free, needed):
    monkeypatch.setattr(paths, "HOME", tmp_path)
    monkeypatch.setattr(paths, "VENV", tmp_path / "venv")
    if is_set_up:
        (tmp_path / "venv").mkdir()
        (tmp_path / "venv/stamp-product").touch()
    monkeypatch.setattr(system.shutil, "disk_usage", lambda _folder: Usage(1e11, 1e11 - free, free))
    assert ending(lambda _arguments: system.check_disk()) == 1
    said = capsys.readouterr().err
    assert f"The disk is full: {tmp_path} has {free / 1e9:.1f} GB free and {needed} GB are needed" in said
    assert "SALES_CRM_EXT_HOME" in said


def test_enough_disk_is_not_refused(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(paths, "HOME", tmp_path)
    monkeypatch.setattr(paths, "VENV", tmp_path / "venv")
    monkeypatch.setattr(system.shutil, "disk_usage", lambda _folder: Usage(1e11, 1e11 - 4e9, 4e9))
    assert ending(lambda _arguments: system.check_disk()) is None
    assert capsys.readouterr().err == ""


def test_a_disk_that_fills_up_meanwhile_is_said(capsys):
    def fill(_arguments):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert ending(fill) == 1
    assert capsys.readouterr().err.strip() == "The disk is full: free some space and run the command again."


def test_a_command_that_finds_the_disk_full_is_said():
    with pytest.raises(say.Refusal, match=r"^The disk is full: free some space"):
        say.run(["sh", "-c", "echo 'tar: write error: No space left on device' >&2; exit 2"], "Unpacking failed.")


def test_python_too_old_or_too_new_is_said(monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.setattr(sys, "version_info", (3, 14, 0))
    monkeypatch.setattr(sys, "version", "3.14.0 (main)")
    with pytest.raises(say.Refusal, match=r"Odoo 19 needs Python 3.10 to 3.13; this one is 3.14.0"):
        system.find_python()


def test_another_python_on_the_path_is_taken(tmp_path, monkeypatch):
    script(tmp_path, "python3.12", "")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "version_info", (3, 14, 0))
    assert system.find_python() == str(tmp_path / "python3.12")


def test_python_too_old_for_the_commands_themselves_is_said():
    old = "import runpy, sys; sys.version_info = (3, 7, 3); runpy.run_path('bin/workshop/__main__.py')"
    done = subprocess.run([sys.executable, "-c", old], cwd=paths.ROOT, capture_output=True, text=True)
    assert_refused(done, "Python 3.10 to 3.13 is needed")


def test_no_python_at_all_is_said(tmp_path):
    done = subprocess.run(["/bin/sh", str(paths.ROOT / "bin/workshop/start"), "env"], env={"PATH": str(tmp_path)},
                          capture_output=True, text=True)
    assert_refused(done, "this machine has no python3", "apt-get install python3")


@pytest.mark.parametrize(("mark", "expected"), [
    (None, "missing"), (databases.BUILDING, "missing"), ("", "foreign"), ("workshop: complete abc", "ready"),
    ("workshop: complete of yesterday", "outdated"),
])
def test_only_own_unfinished_databases_are_built_again(monkeypatch, mark, expected):
    monkeypatch.setattr(databases, "exists", lambda _name, _env: mark is not None)
    monkeypatch.setattr(databases, "is_empty", lambda _name, _env: False)
    monkeypatch.setattr(databases, "mark", lambda _name, _env: mark)
    monkeypatch.setattr(databases, "fingerprint", lambda _source: "abc")
    assert demo_database.state("sales_demo", {}) == expected


def test_a_database_is_marked_as_unfinished_from_its_first_moment(environment, new_database):
    name = new_database("stock")
    assert databases.mark(name, environment) == databases.BUILDING
    assert databases.query("SELECT 1 FROM res_lang WHERE code = 'ru_RU' AND active", environment, name) == ["1"]


def test_postgres_moves_out_of_a_folder_that_its_account_cannot_enter(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    monkeypatch.setattr(paths, "HOME", private / "home")
    monkeypatch.setattr(paths, "POSTGRES_HOME", private / "home/postgres")
    assert postgres._home() == paths.POSTGRES_ELSEWHERE
    assert postgres.socket_folder() == paths.SHORT_SOCKETS


def test_a_cluster_that_outlived_its_private_folder_is_not_taken_over(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "HOME", tmp_path / "home")
    monkeypatch.setattr(postgres, "_home", lambda: tmp_path / "elsewhere")
    for folder in ("home", "elsewhere/data"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "elsewhere/data/postgresql.conf").write_text(postgres.INCLUDE)
    (tmp_path / "elsewhere" / postgres.IDENTITY).write_text("1")
    assert not postgres.is_complete()
    (tmp_path / "home" / postgres.IDENTITY).write_text("1")
    assert postgres.is_complete()


def test_env_prints_what_psql_and_odoo_need():
    done = command("env")
    assert not done.returncode, done.stderr
    names = [line.split("=")[0] for line in done.stdout.splitlines()]
    assert {"export PGHOST", "export PGPORT", "export PGUSER", "export ODOO_RC", "export PATH"} <= set(names)
    shell = subprocess.run(["sh", "-c", f'{done.stdout}\npsql -XAtc "SELECT 1" postgres && python -m odoo --version'
                            ' && command -v env'], cwd=paths.ROOT / "bin", capture_output=True, text=True)
    assert shell.stdout.split("\n")[0] == "1"
    assert "Odoo Server 19.0" in shell.stdout
    assert str(paths.ROOT) not in shell.stdout.splitlines()[-1], "our env hides the system's"


@pytest.mark.parametrize("name", ["run", "test", "test-all", "lint", "bench", "shell", "clean"])
def test_make_target_is_a_thin_name(name):
    script_path = paths.ROOT / "bin" / name
    assert os.access(script_path, os.X_OK)
    assert len(script_path.read_text().splitlines()) <= 3
    assert f" {name}" in (paths.ROOT / "Makefile").read_text()
