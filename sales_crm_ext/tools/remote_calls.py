"""What a request calls, through whichever of Odoo's interfaces for programs and screens."""
import xmlrpc.client
from dataclasses import dataclass

_SCREENS = ("/web/dataset/call_", "/json/2/")
_OBJECT_SERVICES = ("/xmlrpc/object", "/xmlrpc/2/object")


@dataclass
class Call:
    """Values are as the caller wrote them: nothing about them is sure, and absent ones are None.

    `uid` and `password` are given with each call of the older interfaces, which know no session; others have none.
    """
    model: str
    method: str
    ids: object = None
    uid: object = None
    password: object = None


def read(request):
    """The :class:`Call` that a request makes, or None for one that calls no method of a model."""
    path, params = request.httprequest.path, request.params
    if path.startswith(_SCREENS):
        name, method = (params.get(key) or params.get(f"__{key}__") for key in ("model", "method"))
        args = params.get("args")
        return _make(name, method, args[0] if args else params.get("ids"))
    if path == "/jsonrpc" and params.get("service") == "object":
        return _read_program(request.db, params.get("method"), params.get("args"))
    if path in _OBJECT_SERVICES:
        args, service = xmlrpc.client.loads(request.httprequest.get_data(), use_datetime=True)
        return _read_program(request.db, service, args)
    return None


def _read_program(present_database, service, args):
    """`execute` has the arguments one by one, `execute_kw` in a list and a mapping. What Odoo itself refuses, and calls to
    another database, are none."""
    if service not in ("execute", "execute_kw") or not isinstance(args, (list, tuple)) or len(args) < 5:
        return None
    database, uid, password, model, method, *rest = args
    try:
        uid = int(uid)
    except (TypeError, ValueError):
        return None
    if database != present_database:
        return None
    if service == "execute_kw":
        rest = rest[0] if rest and isinstance(rest[0], (list, tuple)) else []
    return _make(model, method, rest[0] if rest else None, uid, password)


def _make(model, method, ids, uid=None, password=None):
    return Call(model, method, ids, uid, password) if isinstance(model, str) and isinstance(method, str) else None
