"""Runs Odoo's own `test_lint` on our addons only: python tests/odoo_lint.py DATABASE ADDON… prints one JSON object.

The checks look at every addon of Odoo and at Odoo itself; here they are shown ours alone (those that look at loaded
models see all, because an override of ours appears in a stock model).
"""
import json
import os
import sys
import unittest
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from unittest.mock import PropertyMock, patch

import odoo.modules.registry
import odoo.tests
from odoo.modules import Manifest
from odoo.tools import config

import odoo.addons.test_lint

# Tests of the checkers themselves, and one for the accounting localisations.
NOT_OURS = {"test_checkers", "test_l10n"}


def names():
    folder = Path(odoo.addons.test_lint.__path__[0]) / "tests"
    return sorted(path.stem for path in folder.glob("test_*.py") if path.stem not in NOT_OURS)


def check(name, addons):
    """Outcome of one file of checks: `failures` and `skips`, each a list of texts."""
    module = import_module(f"odoo.addons.test_lint.tests.{name}")
    manifests = [Manifest.for_addon(addon) for addon in addons]
    result = unittest.TestResult()
    with ExitStack() as stack:
        for patcher in _ours_only(name, module, addons, manifests):
            stack.enter_context(patcher)
        unittest.defaultTestLoader.loadTestsFromModule(module).run(result)
    return {"failures": [text for _test, text in result.failures + result.errors],
            "skips": [reason for _test, reason in result.skipped], "run": result.testsRun}


def _ours_only(name, module, addons, manifests):
    """Patches that hide everything but our addons from a file of checks."""
    yield patch.object(Manifest, "all_addon_manifests", return_value=manifests)
    yield patch.object(type(config), "root_path", PropertyMock(return_value=manifests[0].path))
    yield patch.object(module, "get_modules", lambda: addons, create=True)
    if name == "test_markers":  # it walks through whole folders
        yield patch.object(odoo.addons, "__path__", [manifest.path for manifest in manifests])
        yield patch.object(odoo, "__path__", [])


def main(database, *addons):
    os.environ.setdefault("ODOO_RC", "")
    config.parse_config(["-d", database, "--no-http", "--log-level=critical"])
    # Odoo's own versions expect its own result class.
    odoo.tests.BaseCase.run = unittest.TestCase.run
    odoo.tests.BaseCase.subTest = unittest.TestCase.subTest
    odoo.modules.registry.Registry(database)
    json.dump({name: check(name, list(addons)) for name in names()}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
