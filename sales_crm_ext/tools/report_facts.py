"""How many facts one field holds, and what is wrong with it if too few.

A field is weighed by its distinct words and numbers:

* 1 for a concrete word (one that the small vocabulary of empty reports, see
  `report_words`, does not contain), for a weekday, month or season, and for
  the first number; further numbers half, and a number needs some word;
* 1/2 for words of any deal (цена, КП, договор) and loose time (завтра), no
  more than 1 together, and 1/2 once for a name that the caller passed in;
* 1/2 once for a statement: a next-step verb or a negation with its object or
  date ("прислать ... до пятницы", "нет рампы"), or a promise ("КП сегодня");
* nothing for words of any call (обсудили, клиент, думает) and random typing.

A field passes from `NEEDED`; the more words it has, the more facts they must
hold, so that filler padded with an accidental noun does not pass.
"""

from . import report_text as text_tools
from . import report_words as words
from .report_reasons import Reason

NEEDED = 1.5
# Words above this number ask for more facts, up to MOST_NEEDED.
FREE_WORDS = 8
NEEDED_PER_WORD = 0.15
MOST_NEEDED = 3.5
WEAK_LIMIT = 1.0
NUMBER_LIMIT = 2.0
# Words and their share of repeats that refuse a text whatever it says.
MANY_WORDS = 6
DISTINCT_SHARE = 0.4
DETAIL_LENGTH = 80

_NAME_ENDINGS = frozenset(
    ["", *"а у ом ем е ы и ой ей ю я ым ых ами ам ах ого ому ая ую ий ый ь й о s".split()]
)
_VOWEL_ENDS = "аяоьйыи"


def name_bases(names):
    """Words of the names less the vowel that changes in declension."""
    if isinstance(names, str):
        names = (names,)
    tokens = [token for name in names or () for token in text_tools.profile(name).tokens]
    bases = [token.text[:-1] if token.text[-1] in _VOWEL_ENDS else token.text for token in tokens]
    return frozenset(base for base in bases if len(base) > 2)


def _is_name(token, bases):
    """A declined name too: Смирнову for Смирнов."""
    word = token.text
    return any(word.startswith(base) and word[len(base) :] in _NAME_ENDINGS for base in bases)


class FieldFacts:
    """Facts of one field: `weight`, and `get_problem_code()` or None."""

    def __init__(self, profile, bases):
        self.profile = profile
        self.kinds = self._group_by_kind(bases)
        self.written = [t for t in profile.tokens if t.kind not in (words.FUNCTION, words.NUMBER)]
        self.weight = self._weigh()

    @property
    def detail(self):
        """The beginning of what was read, for a :class:`Problem`."""
        return " ".join(token.text for token in self.profile.tokens)[:DETAIL_LENGTH]

    def get_problem_code(self):
        """The code of :class:`Reason` that refuses the field, or None."""
        code = self._get_formal_code() or self._get_typing_code()
        if not code and self.weight < self._get_needed():
            code = self._get_thin_code()
        return code

    def _group_by_kind(self, bases):
        """Distinct stems of each kind; random typing and names apart."""
        kinds = {}
        for token in self.profile.tokens:
            kind = token.kind
            if token.is_mash:
                kind = Reason.MASH
            elif kind not in (words.NUMBER, words.FUNCTION) and _is_name(token, bases):
                kind = Reason.ONLY_NAME
            kinds.setdefault(kind, set()).add(token.stem)
        return kinds

    def _count(self, *kinds):
        return sum(len(self.kinds.get(kind, ())) for kind in kinds)

    def _weigh(self):
        told = self._count(words.CONTENT, words.DATE)
        told += min(WEAK_LIMIT, self._count(words.WEAK, words.TIME) / 2)
        told += 0.5 * bool(self._count(Reason.ONLY_NAME))
        told += 0.5 * bool(self._is_statement())
        count = self._count(words.NUMBER)
        numbers = min(NUMBER_LIMIT, (1 + count) / 2) if count else 0
        return told + (numbers if told else min(1, numbers))

    def _is_statement(self):
        objects = self._count(words.CONTENT, words.DATE)
        is_promise = self._count(words.WEAK) and self._count(words.TIME)
        if self._count(words.ACTION, words.NEGATION):
            return objects or is_promise
        is_dated_call = self._count(words.CALLBACK) and self._count(words.DATE)
        return is_dated_call or (is_promise and self._count(words.GENERIC) <= 1)

    def _get_needed(self):
        extra = max(0, len(self.written) - FREE_WORDS)
        return min(MOST_NEEDED, NEEDED + NEEDED_PER_WORD * extra)

    def _get_formal_code(self):
        tokens = self.profile.tokens
        if not self.profile.has_text:
            return Reason.EMPTY
        if not tokens:
            return Reason.LINK_ONLY if self.profile.has_link else Reason.PUNCTUATION_ONLY
        if all(token.text[0].isdigit() for token in tokens):
            return Reason.DIGITS_ONLY
        return None

    def _get_typing_code(self):
        """Random, dummy or repeated words, judged by their share of the letters."""
        letters = sum(len(token.text) for token in self.written)
        mash = sum(len(token.text) for token in self.written if token.is_mash)
        dummy = sum(len(token.text) for token in self.written if token.kind == words.PLACEHOLDER)
        if letters and 2 * mash >= letters:
            return Reason.MASH
        if letters and 2 * (dummy + mash) >= letters:
            return Reason.PLACEHOLDER
        if len(self.written) >= MANY_WORDS and self._get_distinct_share() <= DISTINCT_SHARE:
            return Reason.REPEATED_WORDS
        return None

    def _get_distinct_share(self):
        return len({token.stem for token in self.written}) / len(self.written)

    def _get_thin_code(self):
        concrete = self._count(words.CONTENT, words.DATE, words.NUMBER)
        if len(self.written) >= 2 and self._get_distinct_share() <= 0.5:
            return Reason.REPEATED_WORDS
        if self._count(Reason.ONLY_NAME) and not concrete:
            return Reason.ONLY_NAME
        if self._count(Reason.MASH):
            return Reason.MASH
        return Reason.TOO_SHORT if concrete and len(self.written) <= 3 else Reason.GENERIC
