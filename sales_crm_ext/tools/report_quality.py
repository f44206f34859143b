"""Does a call report say anything?  Judgement of its fields, with reasons.

Length proves nothing: "позвонил клиенту поговорили все хорошо перезвоню позже"
is long and empty, "Нет рампы" is short and tells what hinders.  So each field
is weighed by its facts (`report_facts`).  The idea is that of lexical density
(Ure 1971: content words to all words), turned from word classes to the
vocabulary of sales, because verbs such as "поговорили" are content words to a
linguist.  Weights and limits are ours: set on the `tune` rows of
`tests/data/report_examples.tsv`, measured on the `held` ones.

Then texts are compared (`report_text`): the fields with each other, and with
the caller's earlier texts.  An earlier text repeated in half of the fields, or
one long field repeated, refuses the report; one short repeated field ("Ждём
согласования бюджета у главбуха" a week later) is only noted.

How to use::

    verdict = judge({"topic": "...", "agreement": "..."}, names=["Пётр"],
                    earlier=[{"topic": "..."}], required=["topic"])
    for problem in verdict.problems: ...

The score is 64 points for the facts of the fields (each full at `RICH_WEIGHT`,
refused fields at nothing) and 12 each for a date, a number and a next step.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import islice

from . import report_text as text_tools
from . import report_words as words
from .report_facts import FieldFacts, name_bases
from .report_reasons import Problem, Reason, Verdict

__all__ = ["Problem", "Reason", "Verdict", "judge"]

SAME_FIELD = 0.65
# Facts from which one repeated field is a paste, not a standing state.
LONG_FIELD = 6
MAX_EARLIER = 200
# Share of word beginnings an earlier text must have in common to be compared.
SKETCH_SHARE = 0.5

RICH_WEIGHT = 3.5
FACTS_POINTS = 64
BONUS_POINTS = 12
FEW_FACTS_SHARE = 0.5
REFUSED_LIMIT = 40

_CALENDAR = re.compile(r"\d{1,2}[.:/]\d{2}(?:[./]\d{2,4})?")


def judge(
    fields: Mapping[str, str],
    names: Iterable[str] = (),
    earlier: Iterable[Mapping[str, str] | str] = (),
    required: Iterable[str] | None = None,
) -> Verdict:
    """Judge the fields of one report that are required or filled in.

    `names` are the client's and contact's names: repeating them is no report.
    `earlier` are reports (or plain texts) this one must not copy, newest
    first; the first `MAX_EARLIER` of them are compared.  With nothing filled
    in every field is a problem.  Never raises on any text.
    """
    judged = _select(fields, set(required or ()))
    problems = dict.fromkeys(judged)
    bases = name_bases(names)
    facts = {field: FieldFacts(profile, bases) for field, profile in judged.items()}
    for field, held in facts.items():
        if code := held.get_problem_code():
            problems[field] = Problem(field, code, held.detail)
    if not any(profile.has_text for profile in judged.values()):
        return Verdict(0, tuple(problems.values()))
    _add_field_repeats(judged, problems)
    notes = _add_earlier_repeats(judged, problems, fields, earlier)
    return _make_verdict(facts, problems, notes)


def _select(fields, required):
    """Profiles of the fields to judge, in the caller's order."""
    profiles = {field: text_tools.profile(_as_text(text)) for field, text in fields.items()}
    profiles.update((field, text_tools.profile("")) for field in sorted(required - profiles.keys()))
    is_blank = not any(profile.has_text for profile in profiles.values())
    return {
        field: profile
        for field, profile in profiles.items()
        if profile.has_text or field in required or (is_blank and not required)
    }


def _as_text(value):
    return value[: text_tools.MAX_LENGTH] if isinstance(value, str) else ""


def _add_field_repeats(judged, problems):
    """Refuse the later of two fields that say the same."""
    seen = []
    for field, profile in judged.items():
        for other, known in seen:
            if not problems[field] and _is_same_field(profile, known):
                problems[field] = Problem(field, Reason.REPEATS_FIELD, other)
        seen.append((field, profile))


def _is_same_field(left, right):
    """The same words, but for one; or the same facts in other generic words."""
    shared = len(left.spoken & right.spoken)
    if shared >= 3 and max(len(left.spoken), len(right.spoken)) - shared <= 1:
        return True
    if left.significant == right.significant and len(left.significant) >= 2:
        return True
    return bool(left.spoken) and text_tools.similarity(left.spoken, right.spoken) >= SAME_FIELD


def _add_earlier_repeats(judged, problems, fields, earlier):
    """Refuse copies of earlier texts; return notes for tolerated ones."""
    known = _earlier_texts(earlier)
    copies = {}
    for field, profile in judged.items():
        position = _copied_from(profile, _as_text(fields.get(field)), known)
        if position is not None:
            copies[field] = str(position)
    filled = sum(profile.has_text for profile in judged.values())
    refused = {f for f in copies if 2 * len(copies) >= filled or len(judged[f].significant) >= LONG_FIELD}
    for field in refused:
        problems[field] = problems[field] or Problem(field, Reason.REPEATS_EARLIER, copies[field])
    return [Reason.REPEATS_EARLIER] if copies.keys() - refused else []


def _earlier_texts(earlier):
    """(position, text, sketch) of every earlier field and of each whole report."""
    reports = []
    for report in islice((earlier,) if isinstance(earlier, (str, Mapping)) else earlier or (), MAX_EARLIER):
        values = report.values() if isinstance(report, Mapping) else (report,)
        reports.append([value for value in map(_as_text, values) if value and not value.isspace()])
    sketches = iter(text_tools.sketches([text for texts in reports for text in texts]))
    known = []
    for position, texts in enumerate(reports):
        parts = [(position, text, next(sketches)) for text in texts]
        known += parts
        if len(parts) > 1:
            known.append((position, " ".join(texts), frozenset().union(*(part[2] for part in parts))))
    return known


def _copied_from(profile, text, known):
    """Position of the earlier report that `text` copies, None when it is new."""
    own = text_tools.sketches([text])[0]
    for position, old, sketch in known:
        is_near = len(own & sketch) >= SKETCH_SHARE * len(own)
        if is_near and text_tools.is_copy(profile, text_tools.profile(old)):
            return position
    return None


def _make_verdict(facts, problems, notes):
    found = tuple(problem for problem in problems.values() if problem)
    shares = [0.0 if problems[f] else min(1.0, held.weight / RICH_WEIGHT) for f, held in facts.items()]
    missing = _get_missing([facts[field].profile for field in facts if not problems[field]])
    score = FACTS_POINTS * sum(shares) / len(shares) + BONUS_POINTS * (3 - len(missing))
    if min(shares) < FEW_FACTS_SHARE:
        missing.append(Reason.FEW_FACTS)
    if notes:
        score -= BONUS_POINTS
    if found:
        score = min(score, REFUSED_LIMIT)
    return Verdict(max(0, min(100, int(score))), found, tuple(notes + missing))


def _get_missing(profiles):
    """Codes of what the sound fields together do not mention."""
    tokens = [token for profile in profiles for token in profile.tokens]
    kinds = {token.kind for token in tokens}
    if any(_CALENDAR.fullmatch(token.text) for token in tokens):
        kinds.add(words.DATE)
    wanted = (
        (Reason.NO_DATE, {words.DATE, words.TIME}),
        (Reason.NO_NUMBER, {words.NUMBER}),
        (Reason.NO_NEXT_STEP, {words.ACTION, words.CALLBACK}),
    )
    return [code for code, accepted in wanted if not kinds & accepted]
