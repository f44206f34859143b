"""Russian requisites of a client: INN, OGRN, KPP. Plain functions, no database.

Each ``find_*_error`` returns None for a right number, else one of:

* ``"characters"``: something besides digits (for a KPP: not its pattern);
* ``"length"``: a wrong number of digits;
* ``"first_digit"``: an OGRN that starts with a digit no OGRN has;
* ``"checksum"``: the check digit does not fit, so a digit is mistyped.

INN and OGRN are checked by python-stdnum. The form of a KPP (4 digits of the tax office, 2 characters of the reason,
3 digits) is set by the order of the Russian Federal Tax Service of 29.06.2012, MMV-7-6/435@; it has no check digit.
"""
import re

from stdnum import exceptions
from stdnum.ru import inn, ogrn

_SEPARATORS = re.compile(r"[\s\u00a0\u2007\u202f.\-\u2010-\u2015]+")
_KPP = re.compile(r"\d{4}[\dA-Z]{2}\d{3}")
_ERRORS = (
    (exceptions.InvalidLength, "length"),
    (exceptions.InvalidChecksum, "checksum"),
    (exceptions.InvalidComponent, "first_digit"),
    (exceptions.ValidationError, "characters"),
)


def compact(number):
    """The number without the spaces, dashes and dots that people write in it.

    >>> compact(" 7707-083 893 ")
    '7707083893'
    >>> compact(None)
    ''
    """
    return _SEPARATORS.sub("", number or "")


def is_digits(number):
    """Whether nothing but digits is left of the number once it is compact: how Russian numbers look.

    >>> is_digits("7707 083893"), is_digits("BE0477472701"), is_digits("")
    (True, False, False)
    """
    return bool(re.fullmatch("[0-9]+", compact(number)))


def find_inn_error(number):
    """What is wrong with an INN: 10 digits of a company, 12 of a person.

    >>> find_inn_error("7707083893"), find_inn_error("500100732259")
    (None, None)
    >>> find_inn_error("7707083894"), find_inn_error("770708389"), find_inn_error("77O7083893")
    ('checksum', 'length', 'characters')
    """
    return _find_error(inn, number)


def find_ogrn_error(number):
    """What is wrong with an OGRN (13 digits) or an OGRNIP (15 digits).

    >>> find_ogrn_error("1027700132195"), find_ogrn_error("304500116000157")
    (None, None)
    >>> find_ogrn_error("1027700132194"), find_ogrn_error("10277001321"), find_ogrn_error("0027700132195")
    ('checksum', 'length', 'first_digit')
    """
    return _find_error(ogrn, number)


def find_kpp_error(number):
    """What is wrong with a KPP.

    >>> find_kpp_error("773601001"), find_kpp_error("7736AZ001")
    (None, None)
    >>> find_kpp_error("77360100"), find_kpp_error("77360100X")
    ('length', 'characters')
    """
    number = compact(number)
    if len(number) != 9:
        return "length"
    return None if _KPP.fullmatch(number) else "characters"


def restore_leading_zero(number, find_error):
    """The right number that a spreadsheet made of one starting with zero; None when there is none.

    >>> restore_leading_zero("105018196", find_inn_error)
    '0105018196'
    >>> restore_leading_zero("770708389", find_inn_error)
    """
    candidate = "0" + compact(number)
    return candidate if find_error(number) and not find_error(candidate) else None


def _find_error(module, number):
    try:
        module.validate(compact(number))
    except exceptions.ValidationError as error:
        return next(code for kind, code in _ERRORS if isinstance(error, kind))
    return None
