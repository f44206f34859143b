"""The figures of the month once more, from what the workers say they did. Knows neither Odoo nor the addon's own modules."""
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from . import plan

FULL_DAY = 8  # hours
_HOUR = timedelta(hours=1)  # what a meeting takes
_BOUNCING = timedelta(hours=72)
_PACES = [(1.0, "on_track"), (0.9, "behind")]


def count(notes, now, busyness):
    """`{(login, metric, day): {target, claimed, verified, pace}}` for the month, as it stands at `now` (UTC)."""
    over = [note for note in notes if note["kind"] != "meeting" or note["at"] + _HOUR <= now]
    claimed, verified = _count_work(over)
    rows = {}
    for person in plan.PEOPLE:
        for day in plan.DAYS:
            for metric in {quota.metric for quota in plan.QUOTAS}:
                if asked := _get_asked(person, metric, day, busyness):
                    key = person.login, metric, day
                    rows[key] = _judge(person, day, asked, claimed[key], verified[key], now)
    return rows


# ------------------------------------------------------------
# WHAT WAS DONE
# ------------------------------------------------------------


def _count_work(notes):
    claimed, verified = Counter(), Counter()
    calls, clients, others = _replay(notes)
    for call in calls.values():
        for metric in _get_metrics(call):
            key = call["login"], metric, _get_day(call["login"], call["at"])
            claimed[key] += 1
            verified[key] += call["is_recorded"] or (call["state"] == "confirmed" and call["is_answered"])
    for client in clients.values():
        key = client["login"], "new_client", _get_day(client["login"], client["at"])
        claimed[key] += 1
        verified[key] += client["is_borne_out"]
    for other in others:
        key = other["login"], {"won": "won_deal"}.get(other["kind"], other["kind"]), _get_day(other["login"], other["at"])
        claimed[key] += 1
        verified[key] += other["kind"] != "meeting"
    for letter, metrics in _count_letters(notes):
        for metric in metrics:
            key = letter["login"], metric, _get_day(letter["login"], letter["at"])
            claimed[key] += 1
            verified[key] += 1
    return claimed, verified


def _count_letters(notes):
    """Letters and what each counts for: decided day by day, in the order in which they left."""
    came_back = {note["of"]: note["at"] for note in notes if note["kind"] == "bounce"}
    known = set()
    for letter in (note for note in notes if note["kind"] == "letter"):
        name, domain = letter["to"].lower().split("@")
        mailbox = name.partition("+")[0], domain
        is_new = mailbox not in known
        known.add(mailbox)
        is_lost = letter["id"] in came_back and came_back[letter["id"]] - letter["at"] <= _BOUNCING
        if letter["is_proposal"] and domain != plan.OWN_DOMAIN and not is_lost:
            yield letter, ["proposal"] + ["proposal_new"] * is_new


def _replay(notes):
    """The calls as they ended, the clients that were entered, and what else counts."""
    calls, clients, others = {}, {}, []
    for note in notes:
        kind, before = note["kind"], calls.get(note.get("of"))
        was_borne_out = before and _bears_out(before)
        if kind in ("talk", "missed"):
            calls[note["id"]] = {**note, "state": "reported", "is_answered": kind == "talk", "is_recorded": False,
                                 "seconds": note.get("seconds", 0)}
        elif kind == "client":
            clients[note["made"]] = {**note, "is_borne_out": False}
        elif kind in ("won", "contract", "meeting"):
            others.append(note)
        elif kind in ("letter", "bounce"):
            continue
        elif kind == "delete":
            del calls[note["of"]]
        else:
            _correct(calls[note["of"]], note)
        call = calls.get(note.get("of"))
        if call and call["with"] in clients:
            if _bears_out(call):
                clients[call["with"]]["is_borne_out"] = True
            elif was_borne_out:  # other calls may still bear the client out
                clients[call["with"]]["is_borne_out"] = any(
                    _bears_out(other) for other in calls.values() if other["with"] == call["with"])
    return calls, clients, others


def _correct(call, note):
    if note["kind"] in ("confirm", "refute"):
        call["state"] = {"confirm": "confirmed", "refute": "refuted"}[note["kind"]]
    elif note["kind"] == "move":
        call["at"] = note["to"]
    elif note["kind"] == "write":
        call["state"] = "reported"
    elif note["kind"] == "record":
        is_talk = note["seconds"] > 0
        if is_talk and note["seconds"] >= 10 and not call["is_answered"]:
            call["state"] = "due"
        call.update(is_recorded=True, is_answered=is_talk, seconds=note["seconds"])


def _bears_out(call):
    is_talk = call["is_answered"] and call["state"] in ("reported", "confirmed")
    return is_talk and (call["is_recorded"] or call["state"] == "confirmed")


def _get_metrics(call):
    if call["state"] not in ("reported", "confirmed"):
        return []
    metrics = ["call"] + ["cold_call"] * call["is_cold"]
    is_known = call["is_recorded"] or call["seconds"]
    if call["is_answered"] and (call["seconds"] >= 60 or not is_known):
        metrics.append("dialogue")
    return metrics


def _get_day(login, at):
    zone = next(person.zone for person in plan.PEOPLE if person.login == login)
    return at.replace(tzinfo=plan.UTC).astimezone(ZoneInfo(zone)).date()


# ------------------------------------------------------------
# WHAT WAS ASKED
# ------------------------------------------------------------


def _get_asked(person, metric, day, busyness):
    """What a full day asks of the person, None without a quota."""
    found = None
    for quota in plan.QUOTAS:
        is_theirs = {3: person.login in quota.whom, 2: person.team in quota.whom, 1: person.is_leader, 0: True}[quota.rank]
        if quota.metric == metric and is_theirs and quota.date_from <= day and (not quota.date_to or day <= quota.date_to):
            if found is None or quota.rank > found.rank:
                found = quota
    return found and found.get_target(day, busyness)


def _get_minutes(person, day):
    """The minutes of the person's clock in which they work that day."""
    if day == plan.HOLIDAY:
        return []
    minutes = []
    midnight = datetime.combine(day, datetime.min.time())
    for start, end in person.hours[day.weekday()]:
        minutes += [midnight + timedelta(minutes=minute) for minute in range(int(start * 60), int(end * 60))]
    for leave in plan.LEAVES:
        if leave.login == person.login and not leave.taken_back:
            minutes = [minute for minute in minutes if not leave.start <= minute < leave.end]
    return minutes


def _judge(person, day, asked, claimed, verified, now):
    minutes = _get_minutes(person, day)
    target = asked * len(minutes) / 60 / FULL_DAY
    clock = now.replace(tzinfo=plan.UTC).astimezone(ZoneInfo(person.zone)).replace(tzinfo=None)
    gone = sum(minute < clock for minute in minutes)  # `now` is a full minute
    return {"target": round(target, 2), "claimed": claimed, "verified": verified,
            "pace": _get_pace(round(target, 2), claimed, gone, len(minutes))}


def _get_pace(target, claimed, gone, minutes):
    if not minutes:
        return "day_off"
    if claimed >= target:
        return "reached"
    return next((pace for share, pace in _PACES if claimed >= share * target * gone / minutes), "off_track")
