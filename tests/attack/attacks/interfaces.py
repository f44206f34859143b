"""XML-RPC, JSON-RPC and the newer JSON interface, as programs use them: for every model that has records of the side."""
import xmlrpc.client

from .. import marks
from ..findings import DIFFERENT
from .reads import RELATIONS


def run(battle):
    for model in battle.models:
        if battle.get_ids(model):
            for number, (method, named) in enumerate(get_requests(battle, model)):
                answers = [ask_by(battle, send, model, number, method, "ids" in named)
                           for send in (by_xmlrpc, by_jsonrpc, by_json2)]
                if len(set(map(is_failure, answers))) > 1 and b"cannot marshal" not in answers[0].body:
                    battle.findings.add(DIFFERENT, "", (model, method, ""), [answer.body[-200:] for answer in answers])
    pages(battle)


def is_failure(answer):
    """XML-RPC knows no statuses."""
    return bool(answer.error) or b"<fault>" in answer.body


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


def ask_by(battle, send, model, number, method, has_ids):
    """The request of this number is made anew each time: it is also sent about records that are not there."""
    def ask():
        named = list(get_requests(battle, model))[number][1]
        return send(battle.attacker, model, method, named)
    return battle.send((model, method, send.__name__), ask) if has_ids else ask()


def by_xmlrpc(attacker, model, method, named):
    """Failures there have a text of their own, which may tell more than the web client's."""
    body = xmlrpc.client.dumps(get_arguments(attacker, model, method, named), "execute_kw", allow_none=True)
    return attacker.send("/xmlrpc/2/object", (model, method, "by_xmlrpc"), data=body.encode())


def by_jsonrpc(attacker, model, method, named):
    return attacker.post("/jsonrpc", (model, method, "by_jsonrpc"), {
        "service": "object", "method": "execute_kw", "args": get_arguments(attacker, model, method, named)})


def get_arguments(attacker, model, method, named):
    arguments = [named.pop("ids")] if "ids" in named else []
    return attacker.database, attacker.uid, attacker.login, model, method, arguments, named


def by_json2(attacker, model, method, named):
    return attacker.send(f"/json/2/{model}/{method}", (model, method, "by_json2"), json=named,
                         headers={"Authorization": f"Bearer {attacker.key}"})


def pages(battle):
    """The client's own pages, and the description of the interface."""
    for address in ("/doc", "/doc/res.partner.json", "/doc-bearer/res.partner.json", "/odoo/contacts/{}", "/odoo/crm/{}",
                    "/mail/view?model=res.partner&res_id={}", "/odoo/res.partner/{}", "/mail/view?model=crm.lead&res_id={}"):
        model = "crm.lead" if "crm" in address else "res.partner"
        battle.attacker.send(address.format(battle.get_target(model)), (model, "page", ""), "GET")
