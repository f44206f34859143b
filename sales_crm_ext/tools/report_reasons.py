"""What a judgement of a call report consists of."""

from dataclasses import dataclass


class Reason:
    """Stable codes; the caller turns them into sentences."""

    EMPTY = "empty"
    PUNCTUATION_ONLY = "punctuation_only"
    DIGITS_ONLY = "digits_only"
    LINK_ONLY = "link_only"
    ONLY_NAME = "only_name"
    MASH = "mash"
    PLACEHOLDER = "placeholder"
    REPEATED_WORDS = "repeated_words"
    TOO_SHORT = "too_short"
    GENERIC = "generic"
    REPEATS_FIELD = "repeats_field"
    REPEATS_EARLIER = "repeats_earlier"  # in `notes`: tolerated

    # Notes only: they lower the score and refuse nothing.
    FEW_FACTS = "few_facts"
    NO_DATE = "no_date"
    NO_NUMBER = "no_number"
    NO_NEXT_STEP = "no_next_step"


@dataclass(frozen=True)
class Problem:
    """Why `field` is refused.

    `detail` is the other field's name for REPEATS_FIELD, the position in
    `earlier` for REPEATS_EARLIER, else the beginning of what was read.
    """

    field: str
    code: str
    detail: str = ""


@dataclass(frozen=True)
class Verdict:
    """`score` 0..100, `problems` (refusals) and `notes` (codes, no refusal)."""

    score: int
    problems: tuple = ()
    notes: tuple = ()

    @property
    def is_refused(self):
        """Whether any field is refused."""
        return bool(self.problems)
