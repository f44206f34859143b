"""XML-RPC, JSON-RPC and the newer JSON interface, as programs use them: for every model that has records of the side."""
import xmlrpc.client

from .. import marks
from .reads import RELATIONS


def run(battle):
    for model in battle.models:
        if battle.get_ids(model):
            by_xmlrpc(battle, model)
            by_json2(battle, model)
            by_jsonrpc(battle, model)
    pages(battle)


def get_requests(battle, model):
    """Methods with their named arguments."""
    names = battle.get_fields(model, may=True)
    texts = [name for name in names if battle.models[model]["fields"][name]["type"] not in RELATIONS][:40]
    yield "read", {"ids": battle.get_ids(model), "fields": names}
    yield "search_read", {"domain": [["id", "in", battle.get_ids(model)]], "fields": texts}
    yield "search_read", {"domain": [], "fields": ["display_name"], "limit": 100, "order": "id desc"}
    yield "name_search", {"name": marks.LATIN[marks.STRANGER]}
    yield "formatted_read_group", {"domain": [["id", "in", battle.get_ids(model)]], "groupby": ["id"], "aggregates": []}
    yield "export_data", {"ids": battle.get_ids(model), "fields_to_export": names[:20]}
    yield "copy_data", {"ids": battle.get_ids(model)}
    if "write" in battle.models[model]["rights"]:
        yield "write", {"ids": battle.get_ids(model), "vals": {}}


def by_xmlrpc(battle, model):
    """Failures there have a text of their own, which may tell more than the web client's."""
    anna = battle.attacker
    proxy = xmlrpc.client.ServerProxy(f"{anna.url}/xmlrpc/2/object", allow_none=True)
    for method, named in get_requests(battle, model):
        arguments = [named.pop("ids")] if "ids" in named else []
        try:
            text = repr(proxy.execute_kw(anna.database, anna.uid, anna.login, model, method, arguments, named))
        except (xmlrpc.client.Fault, xmlrpc.client.ProtocolError) as refusal:
            text = str(refusal)
        except OverflowError as refusal:  # a number too large for the protocol
            text = str(refusal)
        anna.note("/xmlrpc/2/object", (model, method, ""), text.encode())


def by_json2(battle, model):
    """A session serves there as well as a key."""
    for number in range(len(list(get_requests(battle, model)))):
        def ask():
            method, named = list(get_requests(battle, model))[number]
            return battle.attacker.send(f"/json/2/{model}/{method}", (model, method, "json2"), json=named)
        method, named = list(get_requests(battle, model))[number]
        if "ids" in named:
            battle.send((model, method, "json2"), ask)
        else:
            ask()


def by_jsonrpc(battle, model):
    anna = battle.attacker
    for method, named in get_requests(battle, model):
        arguments = [named.pop("ids")] if "ids" in named else []
        anna.post("/jsonrpc", (model, method, ""), {"service": "object", "method": "execute_kw", "args": [
            anna.database, anna.uid, anna.login, model, method, arguments, named]})


def pages(battle):
    """The client's own pages, and the description of the interface."""
    for address in ("/doc", "/doc/res.partner.json", "/doc-bearer/res.partner.json", "/odoo/contacts/{}", "/odoo/crm/{}",
                    "/mail/view?model=res.partner&res_id={}", "/odoo/res.partner/{}", "/mail/view?model=crm.lead&res_id={}"):
        model = "crm.lead" if "crm" in address else "res.partner"
        battle.attacker.send(address.format(battle.get_target(model)), (model, "page", ""), "GET")
