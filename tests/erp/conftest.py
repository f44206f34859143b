"""The company, before and after the addon came, and its people at work."""
import os
from types import SimpleNamespace

import pytest
from workshop import databases

from tests.rpc import Client

from . import company as companies
from . import people, sources
from .maven_count import MavenCount


@pytest.fixture(scope="session")
def count():
    """The pipeline's files, counted apart from Odoo."""
    if sentence := sources.missing():
        pytest.skip(sentence)
    return MavenCount.of_files()


@pytest.fixture(scope="session")
def company(environment):
    """Name of the stock database with the company's history, without the addon: read it, do not change it."""
    if sentence := sources.missing():
        pytest.skip(sentence)
    return companies.before(environment)


@pytest.fixture(scope="session")
def joined(environment):
    """Name of the database as it is right after the installation: read it, do not change it."""
    if sentence := sources.missing():
        pytest.skip(sentence)
    return companies.joined(environment)


@pytest.fixture(scope="module")
def copy_of_joined(environment, joined):
    """A copy of one's own to change."""
    name = f"{joined}_{os.getpid()}"
    databases.drop(name, environment)
    databases.create(name, environment, joined)
    yield name
    databases.drop(name, environment)


@pytest.fixture(scope="module")
def office(server, copy_of_joined):
    """The running server after the installation: `sign_in(name)` gives a person's session."""
    with server(copy_of_joined) as running:
        sessions = {}

        def sign_in(name):
            if name not in sessions:
                sessions[name] = Client(running.url, copy_of_joined, people.login(name), people.PASSWORD)
            return sessions[name]

        yield SimpleNamespace(url=running.url, sign_in=sign_in, database=copy_of_joined)
