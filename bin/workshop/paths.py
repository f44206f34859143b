"""Where things are. `SALES_CRM_EXT_HOME` moves the private folder; several checkouts may share one."""
import ast
import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOME = Path(os.environ.get("SALES_CRM_EXT_HOME") or ROOT / ".odoo").resolve()
# A configuration names the addons of one checkout, and sockets and data folders need short unique names.
MARK = hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]
_HOME_MARK = hashlib.sha256(str(HOME).encode()).hexdigest()[:8]

DOWNLOADS = HOME / "downloads"
UNPACKED = HOME / "debian"
VENV = HOME / "venv"
DATA = HOME / "data"
LOGS = HOME / "logs"
RC = HOME / f"odoo-{MARK}.conf"
POSTGRES_HOME = HOME / "postgres"
# For PostgreSQL's account, which cannot enter a folder below /root or a private temporary folder.
POSTGRES_ELSEWHERE = Path("/var/lib/sales_crm_ext") / _HOME_MARK
SHORT_SOCKETS = Path("/tmp") / f"sales_crm_ext-{_HOME_MARK}"

_MANIFESTS = {path.parent.name: ast.literal_eval(path.read_text(encoding="utf-8"))
              for path in sorted(ROOT.glob("sales_crm_ext*/__manifest__.py"))}
ADDONS = list(_MANIFESTS)
# Bridges come by themselves where the addons that they stand between are.
BRIDGES = [name for name, manifest in _MANIFESTS.items() if manifest.get("auto_install")]
CHOSEN_ADDONS = [name for name in ADDONS if name not in BRIDGES]
