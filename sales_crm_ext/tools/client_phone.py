"""Phones as people write them: 8 or +7, brackets, several in a cell, words around them."""
import re
from functools import lru_cache
from typing import NamedTuple

import phonenumbers
from phonenumbers import PhoneNumberFormat

from .client_text import clean

_SEPARATORS = re.compile(r"[,;|\n]+|\s+и\s+")
_EXTENSION = re.compile(r"(?:доб(?:авочный)?|вн(?:утр)?|ext|#)\.?\s*(\d{1,6})\W*$", re.IGNORECASE)
_KNOWN_WORDS = re.compile(
    r"(?:телефон|тел|факс|моб(?:ильный)?|раб(?:очий)?|сот(?:овый)?|доб(?:авочный)?|phone|tel|fax|mob|ext|т|ф|м)\b\.?",
    re.IGNORECASE)
_SHORTEST = 5  # digits; what is shorter is an extension or a house number
_SHORTEST_FULL = 10  # digits; a number without the code of its city says nothing about whose it is


class Phone(NamedTuple):
    """``text`` as it is stored, ``key`` as it is compared: E.164, or the bare digits of a number without a code."""
    text: str
    key: str

    @property
    def is_full(self):
        """Whether the number has the codes of its country and city."""
        return self.key.startswith("+")


def split_phones(cell, region="RU"):
    """Read all phones of a cell.

    :param region: ISO code of the country whose numbers may stand without a country code
    :return: list of :class:`Phone` without repetitions, and what of the cell could not be read as a phone ('' mostly)

    >>> split_phones("8 (495) 123-45-67, +7 916 000-00-01 Анна")
    ([Phone(text='+7 495 123-45-67', key='+74951234567'), Phone(text='+7 916 000-00-01', key='+79160000001')], 'Анна')
    """
    phones, rest = {}, []
    for part in filter(None, map(clean, _SEPARATORS.split(str(cell or "")))):
        found, words = _read_part(part, region)
        for phone in found:
            phones.setdefault(phone.key, phone)
        if words:
            rest.append(words)
    return list(phones.values()), ", ".join(rest)


def phone_key(text, region="RU"):
    """Key (E.164, else bare digits) of the first phone of a text, or ''."""
    phones, _rest = split_phones(text, region)
    return phones[0].key if phones else ""


def stored_spellings(key):
    """How a number of this key may stand in a base once blanks, dots, slashes, brackets and dashes are taken out."""
    if key.startswith("+7") and len(key) == 12:
        return [key, key[1:], "8" + key[2:], key[2:]]
    return [key, key[1:]] if key.startswith("+") else [key]


def _read_part(part, region):
    if phone := _parse(part, region):
        return [phone], _words_of(part)
    matches = list(phonenumbers.PhoneNumberMatcher(part, region)) if len(_digits(part)) >= _SHORTEST_FULL else []
    if matches:
        rest = part
        for match in matches:
            rest = rest.replace(match.raw_string, " ")
        return [_format(match.number) for match in matches], _words_of(rest, keep_digits=True)
    if len(_digits(part)) >= _SHORTEST and not _words_of(part):
        return [Phone(part, _digits(part))], ""
    return [], part if _digits(part) else _words_of(part)


@lru_cache(4096)  # a phone is compared more than once
def _parse(part, region):
    extension = _EXTENSION.search(part)
    number = part[:extension.start()] if extension else part
    if len(_digits(number)) not in range(_SHORTEST_FULL, 16):
        return None
    sign = "+" if number.lstrip(" (").startswith("+") else ""
    try:
        parsed = phonenumbers.parse(sign + _digits(number), region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    if extension:
        parsed.extension = extension[1]
    return _format(parsed)


def _format(number):
    return Phone(phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL),
                 phonenumbers.format_number(number, PhoneNumberFormat.E164))


def _digits(text):
    return re.sub(r"\D", "", text)


def _words_of(text, keep_digits=False):
    """Words of a part that say something, such as whose phone it is."""
    words = _KNOWN_WORDS.sub(" ", text)
    words = clean(re.sub(r"[^\w ]+" if keep_digits else r"[^\w ]+|\d+", " ", words))
    return words if re.search(r"\w\w", words) else ""
