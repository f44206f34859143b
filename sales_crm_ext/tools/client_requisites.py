"""INN, KPP and OGRN as they come out of a spreadsheet."""
import re

from . import requisites
from .client_text import clean

_LABEL = re.compile(r"^(?:инн|кпп|огрнип|огрн)\W*", re.IGNORECASE)


def clean_code(value):
    """Digits and letters of a code: no blanks, no label, no ".0" that a number cell leaves.

    >>> clean_code("ИНН: 7707 083 893"), clean_code("7707083893.0"), clean_code("0")
    ('7707083893', '7707083893', '')
    """
    code = _LABEL.sub("", clean(value)).strip("'")
    code = re.sub(r"\.0+$", "", code) if re.fullmatch(r"\d+\.0+", code) else code
    return clean(requisites.compact(code))


def read_inn(value):
    """Return the INN of a cell, and whether it is right. A leading zero that a number cell swallowed is put back.

    >>> read_inn("7707083893"), read_inn("105018196"), read_inn("7707083890")
    (('7707083893', True), ('0105018196', True), ('7707083890', False))
    """
    return _read(value, requisites.find_inn_error)


def read_kpp(value):
    """As :func:`read_inn`, for a KPP."""
    return _read(clean(value).upper(), requisites.find_kpp_error)


def read_ogrn(value):
    """As :func:`read_inn`, for an OGRN or OGRNIP."""
    return _read(value, requisites.find_ogrn_error)


def _read(value, find_error):
    code = clean_code(value)
    if code.isdigit():
        code = requisites.restore_leading_zero(code, find_error) or code
    return code, not find_error(code)
