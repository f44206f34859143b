"""What whole-product tests work with: databases, a real server, real RPC, a real browser, the shared data."""
import os
import shutil
from itertools import count
from pathlib import Path

import pytest
from workshop import databases, paths, ports, setup, templates
from workshop.server import Server

from tests import demo_company
from tests.rpc import Client
from tests.screens import Screen

DATA_VARIABLE = "SALES_CRM_EXT_DATA"
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
                      "--disable-sync", "--no-first-run"]
WIDE = ["sale_management", "account", "mass_mailing", "website_crm", "event_crm", "survey", "project", "purchase", "stock",
        "hr_holidays"]
EMPLOYEE = 'env["hr.employee"].create({"name": "Fedor"}); env.cr.commit()'  # without a login, before our addons come
_numbers = count(1)


@pytest.fixture(scope="session")
def environment():
    """Environment variables of the private environment, for subprocesses."""
    return dict(os.environ, **setup.variables())


@pytest.fixture(scope="session")
def shared_data():
    """Folder with the public data sets; the test is skipped where it is absent."""
    folder = Path(os.environ.get(DATA_VARIABLE) or paths.ROOT.parent / "shared/data")
    if not folder.is_dir():
        pytest.skip(f"{folder} is absent: set {DATA_VARIABLE} to the folder with the public data sets")
    return folder


@pytest.fixture(scope="session")
def new_database(environment, request):
    """Factory: `new_database("addons")`, "stock" or "demo" gives the name of a fresh copy, dropped at the end.

    `addons` has our addons installed, `stock` is Odoo with CRM only, `demo` is the company that `make run` shows, all
    with Russian loaded; `empty` is an empty one, or a copy of `template`.
    """
    owner = request.config.getoption("--odoo-database", default=None) or f"test_{paths.MARK}_{os.getpid()}"
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    made = []

    def create(kind="addons", template="template0"):
        name = f"{owner}_{worker}_{next(_numbers)}"
        databases.drop(name, environment)
        if kind != "empty":
            template = demo_company.ensure(environment) if kind == "demo" else templates.name(kind)
        databases.create(name, environment, template)
        made.append(name)
        return name

    yield create
    for name in made:
        databases.drop(name, environment)


@pytest.fixture(scope="session")
def wide_template(new_database, environment):
    """Database with our addons beside many of Odoo's, which bring models and routes of their own, in English; to be
    copied."""
    name = new_database("empty")
    databases.install(name, environment, WIDE, "Installing many of Odoo's addons", language=None)
    databases.script(name, environment, "Creating an employee", EMPLOYEE)
    databases.install(name, environment, paths.CHOSEN_ADDONS, "Installing the addons beside them", language=None)
    return name


@pytest.fixture(scope="module")
def server(environment, tmp_path_factory):
    """Factory: `server(database)` is a context manager that serves it on a free port (`.url`, `.port`, `.output`)."""
    def serve(database, *arguments):
        log = tmp_path_factory.mktemp("server") / "odoo.log"
        return Server(database, ports.free(), environment, log, ("--max-cron-threads=0", *arguments))
    return serve


@pytest.fixture
def rpc():
    """Factory: `rpc(server, login)` is a logged-in :class:`tests.rpc.Client`; the password is the login by default."""
    def connect(running, login, password=None):
        return Client(running.url, running.database, login, password or login)
    return connect


@pytest.fixture(scope="session")
def chromium():
    """A headless Chromium driven by Playwright."""
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    if not executable:
        pytest.skip("chromium is not installed: make test installs it on Debian")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def browser(chromium):
    """A browser context of its own: Russian, Moscow time, 1366 x 768."""
    context = _open_context(chromium)
    yield context
    context.close()


@pytest.fixture(scope="module")
def new_screen(chromium, tmp_path_factory):
    """Factory: `new_screen(server, login)` is a :class:`tests.screens.Screen` of a person who has signed in."""
    pictures, opened = Screen.get_folder(tmp_path_factory), []

    def create(running, login):
        opened.append(_open_context(chromium))
        screen = Screen(opened[-1].new_page(), running.url, pictures)
        screen.sign_in(login)
        return screen

    yield create
    for context in opened:
        context.close()


def _open_context(chromium):
    context = chromium.new_context(locale="ru-RU", timezone_id="Europe/Moscow",
                                   viewport={"width": 1366, "height": 768})
    context.set_default_timeout(30_000)
    return context
