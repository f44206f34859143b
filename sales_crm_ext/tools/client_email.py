"""E-mail addresses as people write them: several in a cell, sites among them, blanks around the at sign."""
import re

from .client_text import clean

_SEPARATORS = re.compile(r"[,;|\n]+")
_ADDRESS = re.compile(
    r"[a-z0-9][a-z0-9._%+'-]*@(?:[a-zа-яё0-9](?:[a-zа-яё0-9-]*[a-zа-яё0-9])?\.)+[a-zрф]{2,}", re.IGNORECASE)
_NAME = re.compile(r"[а-яё.\"()«»-]+", re.IGNORECASE)


def split_emails(cell):
    """Read all addresses of a cell.

    An address with a blank inside is not guessed at: the letter would go to somebody else.

    :return: list of addresses without repetitions, and list of the parts that are not one

    >>> split_emails("info@a.ru; sale@ a.ru, www.a.ru; dou 184@bk.ru")
    (['info@a.ru', 'sale@a.ru'], ['www.a.ru', 'dou 184@bk.ru'])
    """
    emails, rest = {}, []
    for part in filter(None, map(clean, _SEPARATORS.split(str(cell or "")))):
        found, words = _read_part(part)
        for email in found:
            emails.setdefault(email.lower(), email)
        if words:
            rest.append(words)
    return list(emails.values()), rest


def _read_part(part):
    words = re.sub(r"\s*@\s*", "@", part.replace("mailto:", "")).split()
    addresses = [word.strip("<>()[]\"'.") for word in words if "@" in word]
    others = [word for word in words if "@" not in word]
    if addresses and all(map(_ADDRESS.fullmatch, addresses)) and all(map(_NAME.fullmatch, others)):
        return addresses, " ".join(others)
    return [], part
