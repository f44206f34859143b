"""The websocket: what arrives at an attacker who subscribes to everything of the stranger's while others work there."""
import json
import time
from datetime import UTC, datetime

import websocket

SECONDS = 4
_WORDS = "zq7f3k{:05} щъфюж{:05}"


def run(battle):
    connection = open_socket(battle)
    try:
        connection.send(json.dumps({"event_name": "subscribe", "data": {"channels": list(get_channels(battle)), "last": 0}}))
        time.sleep(1)
        work(battle)
        listen(battle, connection)
    finally:
        connection.close()


def open_socket(battle):
    anna = battle.attacker
    info = anna.session.post(f"{anna.url}/web/session/get_session_info", json={"params": {}}).json()["result"]
    return websocket.create_connection(
        anna.url.replace("http://", "ws://") + f"/websocket?version={info['websocket_worker_version']}",
        cookie=f"session_id={anna.session.cookies['session_id']}", origin=anna.url, timeout=SECONDS)


def get_channels(battle):
    """Names in every spelling that the server knows or may have known."""
    for model, ids in battle.seeded["records"]["stranger"].items():
        for id_ in ids[:3]:
            yield f"{model}_{id_}"
            yield f"{model},{id_}"
            yield f"odoo-presence-{model}_{id_}"
            yield f"odoo-activity-{model}_{id_}"
            yield json.dumps([battle.attacker.database, model, id_])
    yield from (f"res.users_{person['id']}" for person in battle.seeded["people"].values())
    yield from (f"odoo-presence-res.partner_{person['partner']}" for person in battle.seeded["people"].values())


def work(battle):
    """A colleague's day: a letter, a note, a planned call, a change of the deal, all with marks."""
    today = f"{datetime.now(UTC):%Y-%m-%d}"  # the server's: stock tells at once of what is due
    # The attacker's own news first: silence would prove nothing.
    battle.admin.call("crm.lead", "activity_schedule", [battle.get_target("crm.lead", "own")],
                      "mail.mail_activity_data_todo", summary="Own", user_id=battle.attacker.uid, date_deadline=today)
    words = _WORDS.format(*[min(battle.findings.book)] * 2)
    viktor = battle.seeded["people"]["viktor"]
    for model in ("res.partner", "crm.lead"):
        id_ = battle.get_target(model)
        battle.admin.call(model, "message_post", [id_], body=words, partner_ids=[viktor["partner"]])
        battle.admin.call(model, "activity_schedule", [id_], "mail.mail_activity_data_call", summary=words,
                          user_id=viktor["id"], date_deadline=today)
    battle.before = battle.get_state()


def listen(battle, connection):
    heard = ""
    try:
        while True:
            heard += connection.recv()
    except (websocket.WebSocketTimeoutException, websocket.WebSocketConnectionClosedException):
        battle.attacker.note("/websocket", ("bus", "", ""), heard.encode())
    assert "mail.activity" in heard, "the websocket brings nothing, not even one's own"
