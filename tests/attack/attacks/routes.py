"""Every route of the routing map that takes an id, and the routes that take what to show in a form of their own."""
import re

from .. import marks

REQUEST_LIST = ["activities", "attachments", "contact_fields", "followers", "scheduledMessages", "suggestedRecipients"]
# Signing out and other databases; numbers that are drawn anew each time; tests of the web
# client; actions that are no client's.
NOT_TRIED = ("/web/session", "/web/database", "/logout", "/websocket", "/auth/passkey", "/bus/has_missed", "/web/tests",
             "/web/action/run")
_ARGUMENT = re.compile(r"<(?:[^<>:]+:)?(\w+)>")


def run(battle):
    everywhere(battle)
    names(battle)
    mail(battle)


def everywhere(battle):
    """Addresses of the map, filled in with the ids of the side."""
    for route in battle.seeded["routes"]:
        if route["auth"] == "none" or route["rule"].startswith(NOT_TRIED):
            continue
        label = route["rule"], "", ""
        battle.send(label, lambda: get(battle, route, label))
        if "POST" in route["methods"] and route["type"] not in ("jsonrpc", "json"):
            battle.send(label, lambda: battle.attacker.send(get_address(battle, route), label, "POST", data={
                **get_parameters(battle, route), "csrf_token": battle.attacker.token}))


def get(battle, route, label):
    address, values = get_address(battle, route), get_parameters(battle, route)
    if route["type"] in ("jsonrpc", "json"):
        return battle.attacker.post(address, label, values)
    return battle.attacker.send(address, label, "GET", params=values)


def get_address(battle, route):
    rule = re.sub(r"<models?\([^)]*\):(\w+)>", r"<\1>", route["rule"])
    return _ARGUMENT.sub(lambda found: str(get_argument(battle, route, found[1])), rule)


def get_parameters(battle, route):
    return {name: value for name in route["parameters"]
            if (value := get_argument(battle, route, name)) != "x" and f"<{name}" not in route["rule"]}


def get_argument(battle, route, name):
    """What an attacker fills in: an id of the stranger's where an id fits, a harmless word elsewhere."""
    client, lead = battle.get_target("res.partner"), battle.get_target("crm.lead")
    model = route["arguments"].get(name, "")
    if model in battle.models:
        return battle.get_target(model) or 1
    if "attachment" in route["rule"] and name in ("id", "ids", "res_ids"):
        return battle.get_ids("ir.attachment") if name.endswith("s") else battle.get_target("ir.attachment")
    if name == "id" and "image" in route["rule"] and "model" not in route["parameters"]:
        return battle.get_target("ir.attachment")
    if name == "res_model" and "/catalog/" in route["rule"]:
        return "sale.order"
    if name == "action_id":
        return 1
    named = {"model": "res.partner", "res_model": "res.partner", "thread_model": "res.partner", "field": "image_1920",
             "filename": "x", "converter": "html", "attachment_id": battle.get_target("ir.attachment"),
             "message_id": battle.get_target("mail.message"), "partner_id": client, "partner_ids": [client],
             "thread_id": client, "res_id": client, "record_id": client, "id": client, "ids": [client], "lead_id": lead,
             "event_id": battle.get_target("calendar.event"), "search_term": "zq7f3k", "term": "zq7f3k",
             "term_search": "zq7f3k", "search": "zq7f3k", "query": "zq7f3k", "emails": ["zq7f3k"], "fetch_params": {},
             "follower_id": battle.get_target("mail.followers"), "order_id": battle.get_target("sale.order"),
             "invoice_id": battle.get_target("account.move"), "task_id": battle.get_target("project.task"),
             "project_id": battle.get_target("project.project"), "picking_id": battle.get_target("stock.picking"),
             "employee_id": battle.get_target("hr.employee") or 1,
             "model_name": "res.partner", "docids": client, "activity_id": battle.get_target("mail.activity")}
    return named.get(name, client if name.endswith("_id") else "x")


def names(battle):
    """Where the web client asks for the names of what stands in an address."""
    for model in battle.seeded["records"][battle.side]:
        if not battle.get_target(model):
            continue
        for route, parameters in [
                ("/web/action/load_breadcrumbs", lambda: {"actions": [{"model": model, "resId": battle.get_target(model)}]}),
                ("/html_editor/link_preview_internal", lambda: {
                    "preview_url": f"/odoo/{model}/{battle.get_target(model)}"})]:
            battle.send((model, route, ""), lambda: battle.attacker.post(route, (model, route, ""), parameters()))


def mail(battle):
    """Discussions of the client, of the lead, of the meeting and of every other document that has one."""
    for model in battle.seeded["records"][battle.side]:
        if "message_post" in battle.models[model]["methods"]:
            for route, parameters in get_mail_requests():
                battle.send((model, route, ""), lambda: battle.attacker.post(route, (model, route, ""), {
                    "thread_model": model, "thread_id": battle.get_target(model), **parameters}))
            battle.send((model, "/mail/data", ""), lambda: battle.attacker.post("/mail/data", (model, "", ""), {
                "fetch_params": [["mail.thread", {
                    "thread_model": model, "thread_id": battle.get_target(model), "request_list": REQUEST_LIST}]]}))
    if battle.side == marks.STRANGER:
        recipients(battle)


def get_mail_requests():
    yield "/mail/thread/messages", {"fetch_params": {}}
    yield "/mail/thread/messages", {"fetch_params": {"search_term": "zq7f3k"}}
    yield "/mail/thread/recipients", {}
    yield "/mail/thread/recipients/get_suggested_recipients", {}
    yield "/mail/thread/subscribe", {"partner_ids": []}
    yield "/mail/message/post", {"post_data": {"body": "x"}}


def recipients(battle):
    """The stranger's client as a recipient of a letter about an own deal."""
    post, client = battle.attacker.post, battle.get_target("res.partner")
    own = {"thread_model": "crm.lead", "thread_id": battle.get_target("crm.lead", marks.OWN)}
    post("/mail/thread/recipients/get_suggested_recipients", ("crm.lead", "additional", ""), {
        **own, "partner_ids": [client]})
    post("/mail/message/post", ("crm.lead", "recipient", ""), {
        **own, "post_data": {"body": "x", "partner_ids": [client]}})
    post("/mail/thread/subscribe", ("crm.lead", "subscribe", ""), {**own, "partner_ids": [client]})
    post("/mail/partner/from_email", ("crm.lead", "from_email", ""), {
        **own, "emails": [battle.get_mark("res.partner", "email")]})
