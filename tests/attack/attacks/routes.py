"""Every route of the routing map that takes an id, and the routes that take what to show in a form of their own."""
import json
import re
import xmlrpc.client

_ARGUMENT = re.compile(r"<(?:[^<>:]+:)?(\w+)>")


def run(battle):
    everywhere(battle)
    downloads(battle)
    mail(battle)
    other_interfaces(battle)


def everywhere(battle):
    """Addresses of the map, filled in with the stranger's ids."""
    for route in battle.seeded["routes"]:
        rule = route["rule"]
        if route["auth"] == "none" or rule.startswith(("/web/session", "/web/database", "/logout", "/websocket")):
            continue
        address = _ARGUMENT.sub(lambda found: str(get_argument(battle, route, found[1])), re.sub(
            r'<models?\([^)]*\):(\w+)>', r"<\1>", rule))
        values = {name: value for name in route["parameters"]
                  if (value := get_argument(battle, route, name)) != "x" and f"<{name}" not in rule}
        label = (rule, "", "")
        if route["type"] in ("jsonrpc", "json"):
            battle.anna.post(address, label, values)
        else:
            battle.anna.send(address, label, "GET", params=values)
            if "POST" in route["methods"]:
                battle.anna.send(address, label, "POST", data={**values, "csrf_token": battle.anna.token})


def get_argument(battle, route, name):
    """What an attacker fills in: an id of the stranger's where an id fits, a harmless word elsewhere."""
    client, lead = battle.get_target("res.partner"), battle.get_target("crm.lead")
    model = route["arguments"].get(name, "")
    if model in battle.models:
        return battle.get_target(model) or 1
    named = {"model": "res.partner", "res_model": "res.partner", "thread_model": "res.partner", "field": "image_1920",
             "filename": "x", "converter": "html", "attachment_id": battle.get_target("ir.attachment"),
             "message_id": battle.get_target("mail.message"), "partner_id": client, "partner_ids": [client],
             "thread_id": client, "res_id": client, "record_id": client, "id": client, "ids": [client], "lead_id": lead,
             "event_id": battle.get_target("calendar.event"), "search_term": "zq7f3k", "term": "zq7f3k",
             "term_search": "zq7f3k", "search": "zq7f3k", "query": "zq7f3k", "emails": ["zq7f3k"], "fetch_params": {},
             "model_name": "res.partner", "docids": client, "activity_id": battle.get_target("mail.activity")}
    return named.get(name, client if name.endswith("_id") else "x")


def downloads(battle):
    """Exports, cards, images, files and reports."""
    for model in ("res.partner", "crm.lead"):
        for kind in ("csv", "xlsx"):
            export(battle, model, kind)
    files(battle)
    for name, model, _kind in battle.seeded["reports"]:
        if target := battle.get_target(model):
            for converter in ("html", "pdf", "text"):
                battle.anna.send(f"/report/{converter}/{name}/{target}", (model, name, converter), "GET")


def export(battle, model, kind):
    """Of all that is found, and of one's own: a restricted person gets neither."""
    for ids in (False, battle.get_ids(model, "own")):
        data = {"model": model, "fields": [{"name": "name", "label": "Name", "type": "char"}], "ids": ids, "domain": [],
                "import_compat": False, "context": {}, "groupby": []}
        answer = battle.anna.send(f"/web/export/{kind}", (model, kind, ""), data={
            "data": json.dumps(data), "csrf_token": battle.anna.token})
        if answer.status == 200 and battle.is_protected:
            battle.findings.add("marks", f"/web/export/{kind}", (model, "a file", ""), [f"ids {ids}"])


def files(battle):
    send, client = battle.anna.send, battle.get_target("res.partner")
    for ask in (f"?partner_ids={client}", f"?partner_ids={','.join(map(str, battle.get_ids('res.partner')))}"):
        send(f"/web/partner/vcard{ask}", ("res.partner", "vcard", ""), "GET")
    for field in ("image_1920", "image_128", "avatar_1920", "avatar_128"):
        for way in (f"/web/image/res.partner/{client}/{field}", f"/web/image?model=res.partner&id={client}&field={field}",
                    f"/web/content?model=res.partner&id={client}&field={field}"):
            send(way, ("res.partner", "image", field), "GET")
    for file in battle.get_ids("ir.attachment"):
        for way in (f"/web/content/{file}", f"/web/image/{file}", f"/web/content/ir.attachment/{file}/raw"):
            send(way, ("ir.attachment", "content", ""), "GET")


def mail(battle):
    """Discussions of the stranger's client, of the lead and of the meeting."""
    post, client = battle.anna.post, battle.get_target("res.partner")
    for model in ("res.partner", "crm.lead", "calendar.event", "sales.call"):
        if not (id_ := battle.get_target(model)):
            continue
        label = (model, "", "")
        post("/mail/thread/messages", label, {"thread_model": model, "thread_id": id_, "fetch_params": {}})
        post("/mail/thread/recipients", label, {"thread_model": model, "thread_id": id_})
        post("/mail/thread/recipients/get_suggested_recipients", label, {"thread_model": model, "thread_id": id_})
        post("/mail/message/post", label, {"thread_model": model, "thread_id": id_, "post_data": {"body": "x"}})
        post("/mail/data", label, {"fetch_params": [["mail.thread", {
            "thread_model": model, "thread_id": id_, "request_list": [
                "activities", "attachments", "contact_fields", "followers", "scheduledMessages", "suggestedRecipients"]}]]})
    own = battle.get_target("crm.lead", "own")
    post("/mail/thread/recipients/get_suggested_recipients", ("crm.lead", "additional", ""), {
        "thread_model": "crm.lead", "thread_id": own, "partner_ids": [client]})
    post("/mail/message/post", ("crm.lead", "recipient", ""), {
        "thread_model": "crm.lead", "thread_id": own, "post_data": {"body": "x", "partner_ids": [client]}})
    post("/mail/partner/from_email", ("crm.lead", "from_email", ""), {
        "thread_model": "crm.lead", "thread_id": own, "emails": [battle.get_mark("res.partner", "email")]})


def other_interfaces(battle):
    """XML-RPC and the newer JSON interface, as programs use them."""
    anna, ids = battle.anna, battle.get_ids("res.partner")
    proxy = xmlrpc.client.ServerProxy(f"{anna.url}/xmlrpc/2/object", allow_none=True)
    for model in battle.seeded["records"]["stranger"]:
        for method, arguments in (("read", [battle.get_ids(model)]), ("search_read", [[], ["display_name"]])):
            try:
                text = repr(proxy.execute_kw(anna.database, anna.uid, anna.login, model, method, arguments))
            except (xmlrpc.client.Fault, xmlrpc.client.ProtocolError) as refusal:
                text = str(refusal)
            anna.note("/xmlrpc/2/object", (model, method, ""), text.encode())
        anna.send(f"/json/2/{model}/search_read", (model, "json2", ""), json={"domain": [], "fields": ["display_name"]})
    anna.send("/doc", ("doc", "", ""), "GET")
    anna.send(f"/odoo/contacts/{ids[0]}", ("res.partner", "page", ""), "GET")
