"""What makes a reported call worth a check. Each reason alone may be innocent; together they raise the chance of a check,
and nothing else."""
from collections import defaultdict, deque
from datetime import timedelta
from typing import Any, NamedTuple

from . import report_text
from .client_phone import phone_key

WEAK, NO_RECORD, NO_PHONE, NEW_PHONE, BURST, OVERLAP, COPY, NUMBER = (
    "weak", "no_record", "no_phone", "new_phone", "burst", "overlap", "copy", "number")

WEAK_SCORE = 50  # of 100, see report_quality
# Who writes so many reports in so short a time has not called in between, and did not write them while they were fresh.
BURST_COUNT = 5
BURST_SPAN = timedelta(minutes=5)
# Two conversations of one person do not begin within this time, nor within the talk time of the first.
LEAST_GAP = timedelta(minutes=1)
# Share of common words. Those that repeat almost all were refused when they were saved.
NEAR_TEXT = 0.6
NEIGHBOURS = 500  # texts that one is compared with: who makes up thousands would keep the draw from everybody
LEAST_WORDS = 4  # of fewer words too many are common by chance
# Clients with one phone are rather one friend who confirms everything; two may share a switchboard.
SHARED_CLIENTS = 3
# A person with so large a share of missed calls among those typed in by hand has a reason to invent some.
MISSED_SHARE = 0.6
MISSED_LEAST = 10


class CallFacts(NamedTuple):
    """One reported conversation of a person; ``key`` is whatever the caller knows it by."""
    key: Any
    started_at: Any
    talk_seconds: int
    written_at: Any
    is_manual: bool
    quality: int
    text: str
    client: Any = None
    phone: str | None = None  # at which the client could have been called; empty when there is none
    is_phone_changed: bool = False  # by the caller, lately


def find_reasons(calls, earlier_texts=(), has_phone_system=False):
    """
    :param calls: :class:`CallFacts` of one person and one week
    :param earlier_texts: what the person wrote before that week
    :param has_phone_system: whether calls are recorded, so that one without a record is odd
    :return: mapping of the keys to tuples of the reasons above; empty for a call that has none
    """
    found = {call.key: [] for call in calls}
    for call in calls:
        if call.quality < WEAK_SCORE:
            found[call.key].append(WEAK)
        if has_phone_system and call.is_manual:
            found[call.key].append(NO_RECORD)
        if call.is_manual and call.phone == "":
            found[call.key].append(NO_PHONE)
        if call.is_phone_changed:
            found[call.key].append(NEW_PHONE)
    for reason, keys in ((BURST, _find_bursts(calls)), (OVERLAP, _find_overlaps(calls)),
                         (COPY, _find_copies(calls, earlier_texts)), (NUMBER, _find_shared_numbers(calls))):
        for key in keys:
            found[key].append(reason)
    return {key: tuple(reasons) for key, reasons in found.items()}


def is_doubtful(manual, missed):
    """Whether a person's numbers of calls typed in by hand, and of missed ones among them, ask for more checks."""
    return missed >= MISSED_LEAST and missed >= manual * MISSED_SHARE


def _find_bursts(calls):
    """What the phone system recorded is reported in one go by who finds the time for it."""
    manual = sorted((call for call in calls if call.is_manual), key=lambda call: call.written_at)
    burst = set()
    for start, last in enumerate(manual[BURST_COUNT - 1:]):
        if last.written_at - manual[start].written_at <= BURST_SPAN:
            burst.update(call.key for call in manual[start:start + BURST_COUNT])
    return burst


def _find_overlaps(calls):
    calls = sorted(calls, key=lambda call: call.started_at)
    overlapping = set()
    for call, following in zip(calls, calls[1:]):
        gap = max(LEAST_GAP, timedelta(seconds=call.talk_seconds))
        if (call.is_manual or following.is_manual) and following.started_at - call.started_at < gap:
            overlapping |= {call.key, following.key}
    return overlapping


def _find_copies(calls, earlier_texts):
    known = deque((words for text in earlier_texts if len(words := _get_words(text)) >= LEAST_WORDS), NEIGHBOURS)
    copies = set()
    for call in sorted(calls, key=lambda call: call.written_at):
        words = _get_words(call.text)
        if len(words) < LEAST_WORDS:
            continue
        if any(_is_near(words, other) for other in known):
            copies.add(call.key)
        known.append(words)
    return copies


def _find_shared_numbers(calls):
    numbers = defaultdict(list)
    for call in calls:
        if key := phone_key(call.phone):
            numbers[key].append(call)
    return {call.key for found in numbers.values() if len({call.client for call in found}) >= SHARED_CLIENTS
            for call in found}


def _get_words(text):
    return report_text.profile(text).significant


def _is_near(words, other):
    shared = len(words & other)
    return shared >= NEAR_TEXT * (len(words) + len(other) - shared)
