"""Files: of the stranger's client nothing comes, and of one's own no file of client data leaves either."""
import json
from urllib.parse import quote

from .. import marks

_SHEETS = (b"PK\x03\x04", b"%PDF", b"BEGIN:VCARD", b"BEGIN:VCALENDAR")


def run(battle):
    for ask in (lists, pivots, cards, images, reports, others):
        ask(battle)


def take(battle, label, address, verb="GET", data=None):
    """Ask for a file of own clients; with the addon nothing like a file may come."""
    answer = battle.attacker.send(address, label, verb, data=data and {**data, "csrf_token": battle.attacker.token})
    is_file = answer.status == 200 and (answer.body.startswith(_SHEETS) or b"wm4h9p" in answer.body)
    if battle.is_protected and is_file:
        battle.findings.add("file", address.split("?")[0], label, [answer.body[:40]])


def lists(battle):
    """Exports of all that is found, and of one's own."""
    for model in ("res.partner", "crm.lead", "sales.call", "mail.message", "sale.order"):
        if model not in battle.models:
            continue
        for kind in ("csv", "xlsx"):
            for ids in (False, battle.get_ids(model, marks.OWN)):
                data = {"model": model, "fields": [{"name": "display_name", "label": "Name", "type": "char"}], "ids": ids,
                        "domain": [], "import_compat": False, "context": {}, "groupby": []}
                take(battle, (model, kind, ""), f"/web/export/{kind}", "POST", {"data": json.dumps(data)})
    battle.attacker.post("/web/export/get_fields", ("res.partner", "get_fields", ""), {"model": "res.partner", "domain": []})


def pivots(battle):
    data = {"title": "Own", "model": "crm.lead", "measure_count": 1, "col_group_headers": [[
        {"title": "wm4h9p", "width": 1, "height": 1, "is_bold": False}]], "measure_headers": [], "origin_count": 1,
        "rows": [{"title": "wm4h9p", "indent": 0, "values": [{"value": 1}]}]}
    take(battle, ("crm.lead", "pivot", ""), "/web/pivot/export_xlsx", "POST", {"data": json.dumps(data)})


def cards(battle):
    for side in (marks.STRANGER, marks.OWN):
        ids = battle.get_ids("res.partner", side)
        for some in (ids[:1], ids):
            take(battle, ("res.partner", "vcard", side), f"/web/partner/vcard?partner_ids={','.join(map(str, some))}")
            take(battle, ("res.partner", "vcard", side), f"/web_enterprise/partner/{some[0]}/vcard")
            take(battle, ("res.partner", "vcard", side), f"/web/partner/{some[0]}/vcard")


def images(battle):
    def send(address, label):
        battle.send(label, lambda: battle.attacker.send(address(), label, "GET"))
    for field in ("image_1920", "image_128", "avatar_1920", "avatar_128"):
        for way in ("/web/image/res.partner/{}/{}", "/web/image?model=res.partner&id={}&field={}",
                    "/web/content?model=res.partner&id={}&field={}", "/web/content/res.partner/{}/{}"):
            send(lambda: way.format(battle.get_target("res.partner"), field), ("res.partner", "image", field))
    for number in range(len(battle.get_ids("ir.attachment"))):
        for way in ("/web/content/{}", "/web/image/{}", "/web/content/ir.attachment/{}/raw", "/web/content/{}?download=1"):
            send(lambda: way.format(battle.get_ids("ir.attachment")[number]), ("ir.attachment", "content", ""))


def reports(battle):
    """Of the stranger's document, and of several clients' in one file."""
    for name, model, _kind in battle.seeded["reports"]:
        if not battle.get_target(model):
            continue
        for converter in ("html", "pdf", "text"):
            label = model, name, converter
            battle.send(label, lambda: battle.attacker.send(
                f"/report/{converter}/{name}/{battle.get_target(model)}", label, "GET"))
            if own := battle.get_ids(model, marks.OWN):
                both = ",".join(map(str, [*own[:1], battle.get_target(model)]))
                battle.attacker.send(f"/report/{converter}/{name}/{both}", label, "GET")
        data = json.dumps([f"/report/pdf/{name}/{battle.get_target(model)}", "qweb-pdf"])
        battle.attacker.send("/report/download", (model, name, "download"), data={
            "data": data, "context": "{}", "csrf_token": battle.attacker.token})


def others(battle):
    """Lists as JSON under an action's address, calendars, spreadsheets."""
    for path in ("/json/1/contacts", "/json/1/crm", "/json/contacts", "/odoo/contacts?format=json"):
        take(battle, ("res.partner", "json", path), path)
    for model in ("calendar.event", "calendar.attendee"):
        for side in (marks.STRANGER, marks.OWN):
            target = battle.get_target(model, side)
            take(battle, (model, "ics", side), f"/web/content/{model}/{target}/ics_file?filename={quote('a.ics')}")
