"""From a typed text to comparable words.

Steps: cut to `MAX_LENGTH`; Unicode NFKC (full-width and mathematical letters
become plain); drop invisible and combining characters; undo look-alike letters
(the idea of "skeletons" in Unicode Technical Standard 39, with our own short
table: a word that mixes alphabets is read in the one most of its letters
belong to); split into words and numbers; look each word up in `report_words`.

Texts are compared by their sets of significant stems (Jaccard index: shared
stems to all stems) and, for a passage pasted into a longer text, by shared
pairs of neighbouring words (shingles, Broder 1997).  `difflib` only ever sees
a few left-over words.
"""

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from . import report_mash
from . import report_words as words

MAX_LENGTH = 2000
_MAX_LEFTOVER = 4
_FUZZY_RATIO = 0.8

_LATIN = "aceopxykmtABCEHKMOPTXYi"
_CYRILLIC = "асеорхукмтАВСЕНКМОРТХУі"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_GREEK = str.maketrans("αεορνικτχ", "aeopvikтx")
_LATIN_ONLY = frozenset("aceopxykmt")
_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:[.,:/]\d+)*")
_MIXED = re.compile(r"[a-zA-Z\u0370-\u03ff][\u0400-\u04ff]|[\u0400-\u04ff][a-zA-Z\u0370-\u03ff]")
_DOMAINS = frozenset("ru com org net рф su io local biz info".split())
_ENDINGS = frozenset(
    "ами ями ого его ому ему ыми ими ться ешь ить ать ять еть ует уют ают яют ала или али"
    " ая яя ое ее ые ие ый ий ой ей ую юю ом ем ам ям ах ях ов ев ит ет ут ют ат ят ла ло ли"
    " а я о е ы и у ю ь й л es ed ing s".split()
)


@dataclass(frozen=True)
class Token:
    """One word or number: `stem` to compare, `kind` as in `report_words`."""

    text: str
    stem: str
    kind: str
    is_mash: bool = False


@dataclass(frozen=True)
class Profile:
    """What is compared and weighed of one text; independent of its neighbours."""

    tokens: tuple
    has_text: bool
    has_link: bool
    spoken: frozenset  # stems of all words but grammar
    significant: frozenset  # stems that carry meaning, numbers included
    fixed: frozenset  # numbers and dates: never the same unless equal
    shingles: frozenset


def clean(text):
    """Visible characters of `text`, single-spaced, at most MAX_LENGTH."""
    if not isinstance(text, str):
        return ""
    text = text[:MAX_LENGTH]
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = unicodedata.normalize("NFKC", text)[: 2 * MAX_LENGTH]
    kept = (_visible(char) for char in text)
    return " ".join("".join(kept).split())


@lru_cache(maxsize=4096)
def _visible(char):
    category = unicodedata.category(char)
    if category in ("Cf", "Cs", "Co", "Cn", "Mn", "Me") or char in "\u115f\u1160\u3164\uffa0\u2800":
        return ""
    return " " if category in ("Cc", "Zs", "Zl", "Zp") else char


@lru_cache(maxsize=1024)
def profile(text):
    """Profile of a raw text; cached, as every judgement meets the same earlier texts."""
    text = clean(text)
    chunks = text.split()
    plain = [chunk for chunk in chunks if not _is_link(chunk)]
    tokens = tuple(_tokens(" ".join(plain)))
    kept = [token for token in tokens if token.kind != words.FUNCTION]
    empty = (words.GENERIC, words.PLACEHOLDER, words.CALLBACK, words.NEGATION)
    meaning = [token for token in kept if token.kind not in empty]
    stems = [token.stem for token in kept]
    return Profile(
        tokens=tokens,
        has_text=bool(text),
        has_link=len(plain) < len(chunks),
        spoken=frozenset(stems),
        significant=frozenset(token.stem for token in meaning),
        fixed=frozenset(t.stem for t in meaning if t.kind in (words.NUMBER, words.DATE)),
        shingles=frozenset(zip(stems, stems[1:])),
    )


def _is_link(chunk):
    chunk = chunk.strip(".,;()<>\"'").lower()
    if "://" in chunk or chunk.startswith("www.") or ("@" in chunk and "." in chunk):
        return True
    host = chunk.split("/", 1)[0]
    return "." in host and host.rsplit(".", 1)[1] in _DOMAINS and host[0].isalpha()


def _tokens(text):
    spelled = []
    for found in _TOKEN.findall(text):
        if len(found) == 1 and found.isalpha():
            spelled.append(found)
            continue
        yield from _spelled_out(spelled)
        spelled = []
        yield _token(found)
    yield from _spelled_out(spelled)


def _spelled_out(letters):
    """Four and more single letters in a row are one word written apart."""
    if len(letters) >= 4:
        return [_token("".join(letters))]
    return [_token(letter) for letter in letters]


@lru_cache(maxsize=16384)
def _token(surface):
    if surface[0].isdigit():
        return Token(surface, surface.replace(",", ".").rstrip("."), words.NUMBER)
    folded = _one_alphabet(surface)
    word = folded.casefold().replace("ё", "е")
    kind, stem = words.look_up(word)
    if kind is None and _LATIN_ONLY.issuperset(word):
        kind, stem = words.look_up(word.translate(_TO_CYRILLIC))
    if kind:
        return Token(word, stem, kind)
    is_mash = report_mash.is_mash(word, folded.isupper())
    # One letter is a unit, an initial or a slip: it states nothing.
    kind = words.CONTENT if len(word) > 1 else words.FUNCTION
    return Token(word, _stem(word), kind, is_mash)


def _one_alphabet(word):
    if not _MIXED.search(word):
        return word
    word = word.translate(_GREEK)
    latin = sum(char < "\u0250" for char in word)
    return word.translate(_TO_LATIN if 2 * latin > len(word) else _TO_CYRILLIC)


def _stem(word):
    for size in (4, 3, 2, 1):
        if len(word) - size >= 3 and word[-size:] in _ENDINGS:
            return word[:-size]
    return word


def similarity(left, right):
    """Jaccard index of two stem sets, near-equal words counted as shared."""
    shared = len(left & right) + _near_pairs(left - right, right - left)
    union = len(left) + len(right) - shared
    return shared / union if union else 1.0


def _near_pairs(left, right):
    """How many left-over words are misspellings of each other."""
    if not left or not right or max(len(left), len(right)) > _MAX_LEFTOVER:
        return 0
    count, rest = 0, sorted(right)
    for word in sorted(left):
        match = next((other for other in rest if _is_near(word, other)), None)
        if match:
            rest.remove(match)
            count += 1
    return count


def _is_near(left, right):
    left, right = left[:40], right[:40]
    if min(len(left), len(right)) < 4 or not (left.isalpha() and right.isalpha()):
        return False
    return SequenceMatcher(None, left, right, autojunk=False).ratio() >= _FUZZY_RATIO


def is_copy(new, old):
    """True when `new` tells nothing that `old` has not told in the same words.

    A new number or date always makes it another report, and so does a word put
    in place of another one (another product, another person).  A word merely
    added to a long text does not.
    """
    if new.fixed - old.fixed or len(new.significant) < 2:
        return False
    added, dropped = new.significant - old.significant, old.significant - new.significant
    near = _near_pairs(added, dropped)
    if len(added) - near > (1 if len(new.significant) >= 6 and len(dropped) == near else 0):
        return False
    return similarity(new.significant, old.significant) >= 0.7 or _is_within(new, old)


def _is_within(new, old):
    shared = len(new.shingles & old.shingles)
    return len(new.significant) >= 3 and shared >= max(2, 0.8 * len(new.shingles))


def sketches(texts):
    """Sets of word beginnings, cheap enough to take of every earlier text.

    All texts go through the same few C-level passes at once; most of the
    earlier texts share no words with the new one and need no profile.
    """
    joined = "\n".join(" ".join(text[:MAX_LENGTH].split()) for text in texts)
    joined = unicodedata.normalize("NFKC", joined).casefold()
    for char, plain in _SKETCH:
        joined = joined.replace(char, plain)
    return [frozenset([word[:3] for word in line.split()]) for line in joined.split("\n")]


_SKETCH = [*zip(_LATIN[:10] + "ё", _CYRILLIC[:10] + "е")]
_SKETCH += [(char, "") for char in "\u200b\u200c\u200d\u2060\u00ad\ufeff\"'«(№"]
