"""E-mail addresses as people write them: several in a cell, sites among them, blanks around the at sign."""
import re

from .client_text import clean

_SEPARATORS = re.compile(r"[;|\n]+|\s+и\s+")
_BRACKETS = re.compile(r"\([^()]*\)")  # what is said of an address
_ADDRESS = re.compile(
    r"[a-z0-9][a-z0-9._%+'-]*@(?:[a-zа-яё0-9](?:[a-zа-яё0-9-]*[a-zа-яё0-9])?\.)+[a-zрф]{2,}", re.IGNORECASE)
_NAME = re.compile(r"[а-яё.\"()«»-]+", re.IGNORECASE)


def split_emails(cell):
    """Read all addresses of a cell.

    What is not quite an address (a blank or a Cyrillic letter inside, a comma for the dot) is not guessed at: the
    letter would go to somebody else.

    :return: list of addresses without repetitions, and list of the parts that are not one

    >>> split_emails("info@a.ru; sale@ a.ru, www.a.ru; dou 184@bk.ru; b@mail,ru")
    (['info@a.ru', 'sale@a.ru'], ['www.a.ru', 'dou 184@bk.ru', 'b@mail,ru'])
    """
    text = str(cell or "")
    emails, rest = {}, [clean(words.strip("()")) for words in _BRACKETS.findall(text)]
    for part in filter(None, map(clean, _SEPARATORS.split(_BRACKETS.sub(" ", text)))):
        found, words = _read_part(part)
        for email in found:
            emails.setdefault(email.lower(), email)
        rest += words
    return list(emails.values()), [words for words in rest if re.search(r"\w\w", words)]


def _read_part(part):
    """Addresses and other words of a part; the commas in it may or may not separate addresses."""
    pieces = [_read_piece(piece) for piece in filter(None, map(clean, part.split(",")))]
    emails = [email for found, _words in pieces for email in found]
    return emails, [words for _found, words in pieces if words] if emails else [part]


def _read_piece(piece):
    words = re.sub(r"\s*@\s*", "@", piece.replace("mailto:", "")).split()
    addresses = [word.strip("<>()[]\"'.") for word in words if "@" in word]
    others = [word for word in words if "@" not in word]
    if addresses and all(map(_ADDRESS.fullmatch, addresses)) and all(map(_NAME.fullmatch, others)):
        return addresses, " ".join(others)
    return [], piece
