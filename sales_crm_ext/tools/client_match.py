"""Whether two descriptions of a client are of one client: certainly, perhaps, or not at all."""
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

INN, NAME_CONTACT, NAME_CITY = "inn", "name_contact", "name_city"  # certain
BRANCH, PHONE, EMAIL, NAME = "branch", "phone", "email", "name"  # worth a look


@dataclass(frozen=True)
class ClientKeys:
    """What a client is recognised by; each part may be empty. See the ``*_key`` functions for the spellings."""
    name: str = ""
    city: str = ""
    inn: str = ""
    kpp: str = ""
    phones: frozenset = frozenset()
    emails: frozenset = frozenset()

    def of_same_client(self, other):
        """These keys with what ``other`` adds to them."""
        return replace(
            self, city=self.city or other.city, inn=self.inn or other.inn, kpp=self.kpp or other.kpp,
            phones=self.phones | other.phones, emails=self.emails | other.emails)


class Match(NamedTuple):
    """A known client that a row certainly or perhaps is, and why: ``reason`` is one of the constants above."""
    ref: Any
    certain: bool
    reason: str


def compare(row, client):
    """Judge two :class:`ClientKeys`.

    * The same INN is the same client, unless both have a KPP and the two differ: then one may be the other's branch.
    * Two INN are two clients; a common phone or address is worth a look (a holding, an accountant for hire).
    * Without two INN, the same name is the same client when a phone or address is common, or when nothing contradicts
      it: the city is not another, and one of the two has no phone and no address to compare.

    :return: (certain, reason), or None when the two have nothing to do with each other
    """
    if row.inn and row.inn == client.inn:
        is_branch = row.kpp and client.kpp and row.kpp != client.kpp
        return (False, BRANCH) if is_branch else (True, INN)
    if not (row.inn and client.inn) and row.name and row.name == client.name:
        return _compare_namesakes(row, client)
    return _compare_contacts(row, client)


def _compare_namesakes(row, client):
    other_city = row.city and client.city and row.city != client.city
    if row.phones & client.phones or row.emails & client.emails:
        return (not other_city, NAME_CONTACT)
    if (row.phones or row.emails) and (client.phones or client.emails):
        return (False, NAME)
    return None if other_city else (True, NAME_CITY)


def _compare_contacts(row, client):
    # A number without a city's code is too many people's to mean anything by itself.
    if any(phone.startswith("+") for phone in row.phones & client.phones):
        return (False, PHONE)
    return (False, EMAIL) if row.emails & client.emails else None


@dataclass
class ClientIndex:
    """Known clients, found by any of their keys. ``ref`` is whatever the caller knows a client by."""
    _keys: dict = field(default_factory=dict)
    _refs: dict = field(default_factory=lambda: defaultdict(dict))

    def add(self, ref, keys):
        """Add a client, or what else is known of one that is there."""
        known = self._keys.get(ref)
        self._keys[ref] = known.of_same_client(keys) if known else keys
        for kind_and_key in self._split(keys):
            self._refs[kind_and_key][ref] = None

    def remove(self, ref):
        """Forget a client; one that is not there is none to forget."""
        keys = self._keys.pop(ref, None)
        for kind_and_key in self._split(keys) if keys else ():
            self._refs[kind_and_key].pop(ref, None)

    def find(self, keys):
        """Return every :class:`Match`, the best first: certain before uncertain, same KPP and same name first."""
        refs = dict.fromkeys(ref for kind_and_key in self._split(keys) for ref in self._refs.get(kind_and_key, ()))
        matches = [(self._keys[ref], Match(ref, *verdict))
                   for ref in refs if (verdict := compare(keys, self._keys[ref]))]
        matches.sort(key=lambda item: self._rank(keys, *item))
        return [match for _client, match in matches]

    @staticmethod
    def _rank(keys, client, match):
        return (not match.certain, match.reason != INN, not (keys.kpp and keys.kpp == client.kpp),
                keys.name != client.name, not (keys.phones & client.phones or keys.emails & client.emails))

    @staticmethod
    def _split(keys):
        yield from ((kind, key) for kind in ("inn", "name") if (key := getattr(keys, kind)))
        yield from (("phone", phone) for phone in keys.phones)
        yield from (("email", email) for email in keys.emails)
