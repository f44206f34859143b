"""The source is clean: ruff on everything, pylint-odoo and Odoo's own test_lint on the addons."""
import json
import subprocess
import sys

import pytest
from workshop import paths

ODOO_CHECKS = ["docstring", "dunderinit", "eslint", "i18n", "index", "jstranslate", "manifests", "markers", "naming",
               "onchange_domains", "orm_import", "override_signatures", "pofile", "pylint", "routes", "test_holes"]


def run(*command, env=None):
    return subprocess.run(command, cwd=paths.ROOT, env=env, capture_output=True, text=True)


def test_ruff_finds_nothing():
    done = run("ruff", "check", "--no-cache", "--output-format=concise", ".")
    assert not done.returncode, done.stdout + done.stderr


def test_pylint_odoo_finds_nothing():
    # One README at the root speaks for all addons; companies are few; a core model is extended in a file a concern.
    done = run("pylint", "--rcfile=pyproject.toml", "--valid-odoo-versions=19.0", "--score=n",
               "--disable=missing-readme,no-search-all,consider-merging-classes-inherited", *paths.ADDONS)
    assert not done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def odoo_lint(environment, new_database):
    done = run(sys.executable, "tests/odoo_lint.py", new_database("addons"), *paths.ADDONS, env=environment)
    assert not done.returncode, done.stderr
    return json.loads(done.stdout)


def test_the_list_of_odoo_checks_is_complete(odoo_lint):
    assert sorted(odoo_lint) == [f"test_{name}" for name in ODOO_CHECKS]


@pytest.mark.parametrize("name", ODOO_CHECKS)
def test_odoo_test_lint(odoo_lint, name):
    outcome = odoo_lint[f"test_{name}"]
    assert not outcome["failures"], "\n".join(outcome["failures"])
    if outcome["skips"]:
        pytest.skip("; ".join(outcome["skips"]))
    assert outcome["run"], "the file of checks has no test any more"
