"""The addon's plain modules, loaded by path: no Odoo needed, none imported."""

import importlib
import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_PACKAGE = "sales_crm_ext_tools"


def load_tool(name):
    """Module `name` of `sales_crm_ext/tools`, without running the addon itself."""
    if _PACKAGE not in sys.modules:
        folder = ROOT / "sales_crm_ext" / "tools"
        # An empty package of our own: the addon's tools/__init__.py may import Odoo.
        spec = importlib.util.spec_from_loader(_PACKAGE, loader=None, is_package=True)
        spec.submodule_search_locations = [str(folder)]
        sys.modules[_PACKAGE] = importlib.util.module_from_spec(spec)
    return importlib.import_module(f"{_PACKAGE}.{name}")
