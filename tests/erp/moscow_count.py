"""The Moscow register judged in plain Python, from the csv while Odoo is given the xlsx: which rows are dirty and how.

>>> DEFECTS["no INN"](dict(CLEAN, **{"0_INN": " —"})), DEFECTS["no INN"](CLEAN)
(True, False)
>>> DEFECTS["no phone"](dict(CLEAN, **{"1_Телефон": "#Н/Д"}))
True
>>> DEFECTS["no area code"](dict(CLEAN, **{"1_Телефон": "183-02-59"}))
True
>>> DEFECTS["several e-mails"](dict(CLEAN, **{"1_Адрес электронной почты": "a@b.ru; c@d.ru"}))
True
>>> defects_of(CLEAN), is_valid_inn("7718084759")
([], False)
>>> [row["0_ID"] for row in repeated_inn([CLEAN, dict(CLEAN, **{"0_ID": "2", "0_INN": " 7718084659"}), EMPTY, EMPTY])]
['1', '2']
"""
import re
from collections import Counter

from . import sources

CLEAN = {"0_ID": "1", "0_INN": "7718084659", "0_OGRN": "1027700132195", "0_KPP": "771801001",
         "1_Телефон": "(495) 963-76-77", "1_Адрес электронной почты": "gym1505@mail.ru"}
EMPTY = dict(CLEAN, **{"0_INN": " —"})
_WEIGHTS = (2, 4, 10, 3, 5, 9, 4, 6, 8)


def rows_of_file():
    return sources.read_csv(sources.MOSCOW_CSV, delimiter=";")


def cell(row, column):
    """A cell without the blanks, no-break ones included, that pad it in the file."""
    return row[column].strip()


def is_valid_inn(inn):
    """Whether the ten digits of an organisation's INN agree with its check digit."""
    if not re.fullmatch(r"\d{10}", inn):
        return False
    return sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, inn, strict=False)) % 11 % 10 == int(inn[9])


def _digits(row, column):
    return re.sub(r"\D", "", row[column])


DEFECTS = {
    "no INN": lambda row: not re.search(r"\d", row["0_INN"]),
    "wrong INN": lambda row: bool(re.search(r"\d", row["0_INN"])) and not is_valid_inn(cell(row, "0_INN")),
    "wrong OGRN": lambda row: not re.fullmatch(r"\d{13}", cell(row, "0_OGRN")),
    "wrong KPP": lambda row: not re.fullmatch(r"\d{9}", cell(row, "0_KPP")),
    "no phone": lambda row: len(_digits(row, "1_Телефон")) < 7,
    "no area code": lambda row: 7 <= len(_digits(row, "1_Телефон")) < 10,
    "no e-mail": lambda row: "@" not in row["1_Адрес электронной почты"],
    "several e-mails": lambda row: row["1_Адрес электронной почты"].count("@") > 1,
}


def defects_of(row):
    return [name for name, is_found in DEFECTS.items() if is_found(row)]


def defect_numbers(rows):
    """How many rows have each defect; a row may have several."""
    return Counter(name for row in rows for name in defects_of(row))


def repeated_inn(rows):
    """Rows that share a real INN with another row."""
    inns = Counter(cell(row, "0_INN") for row in rows if not DEFECTS["no INN"](row))
    return [row for row in rows if inns[cell(row, "0_INN")] > 1]
