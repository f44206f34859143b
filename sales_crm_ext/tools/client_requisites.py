"""INN, KPP and OGRN as they come out of a spreadsheet."""
import re

from stdnum.ru import inn, ogrn

from .client_text import clean

_KPP = re.compile(r"\d{4}[0-9A-Z]{2}\d{3}")
_LABEL = re.compile(r"^(?:инн|кпп|огрнип|огрн)\W*", re.IGNORECASE)


def clean_code(value):
    """Digits and letters of a code: no blanks, no label, no ".0" that a number cell leaves.

    >>> clean_code("ИНН: 7707 083 893"), clean_code("7707083893.0")
    ('7707083893', '7707083893')
    """
    code = _LABEL.sub("", clean(value)).replace(" ", "").strip("'")
    return re.sub(r"\.0+$", "", code) if re.fullmatch(r"\d+\.0+", code) else clean(code)


def read_inn(value):
    """Return the INN of a cell, and whether it is right. A leading zero that a number cell swallowed is put back.

    >>> read_inn("7707083893"), read_inn("105018196"), read_inn("7707083890")
    (('7707083893', True), ('0105018196', True), ('7707083890', False))
    """
    code = clean_code(value)
    if code.isdigit() and len(code) in (9, 11) and inn.is_valid("0" + code):
        code = "0" + code
    return code, inn.is_valid(code)


def read_kpp(value):
    """As :func:`read_inn`, for a KPP."""
    code = clean_code(value).upper()
    if code.isdigit() and len(code) == 8:
        code = "0" + code
    return code, bool(_KPP.fullmatch(code))


def read_ogrn(value):
    """As :func:`read_inn`, for an OGRN or OGRNIP; it never starts with a zero."""
    code = clean_code(value)
    return code, ogrn.is_valid(code)
