"""The Moscow register recounted in plain Python: what a careful reader of the file expects of its import.

Nothing of the product is used here; rows are numbered as Excel numbers them.
"""
import csv
import gzip
import io
import re
from collections import defaultdict

FIRST_ROW = 2
BLANK = {"", "—", "-", "0", "#Н/Д", "нет"}
_WEIGHTS = (2, 4, 10, 3, 5, 9, 4, 6, 8)


def read(folder):
    """Return {row number: {column: cell without the blanks around it, '' for a dash}}."""
    with gzip.open(folder / "moscow_orgs/moscow_edu_orgs_2014.csv.gz") as packed:
        table = csv.DictReader(io.TextIOWrapper(packed, encoding="utf-8-sig"), delimiter=";")
        return {number: {column: _cell(value) for column, value in row.items()}
                for number, row in enumerate(table, FIRST_ROW)}


def _cell(value):
    value = value.replace("\u00a0", " ").strip()
    return "" if value in BLANK else value


def inn(row):
    """The INN, '' when its check digit is wrong."""
    digits = row["0_INN"]
    right = re.fullmatch(r"\d{10}", digits) and sum(
        weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False)) % 11 % 10 == int(digits[9])
    return digits if right else ""


def has_wrong_ogrn(row):
    digits = re.sub(r"[\s.\-–—]", "", row["0_OGRN"])
    if not digits:
        return False
    return not (re.fullmatch(r"[1-9]\d{12}", digits) and int(digits[:12]) % 11 % 10 == int(digits[12]))


def phone(row):
    """Ten digits of a full number, seven of one without a code, or ''."""
    digits = re.sub(r"\D", "", row["1_Телефон"])
    return digits[-10:] if len(digits) >= 10 else digits


def is_full(phone):
    """Whether a number has ten digits and a code that Russia has today (095 and 099 are Moscow's of before 2005)."""
    return len(phone) == 10 and phone[0] in "3489"


def emails(row):
    """Addresses in the cell, in small letters; what has a Cyrillic letter or a blank inside is none."""
    cell = re.sub(r"\s*@\s*", "@", row["1_Адрес электронной почты"].lower())
    parts = [part.strip() for part in re.split(r"[;,()]+|\sи\s", cell)]
    parts += [word for part in parts if part.count("@") > 1 for word in part.split()]
    return {part.strip(". ") for part in parts
            if re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)*\.[a-z]{2,}\.?", part, re.ASCII)}


def words_with_at(row):
    """Every word of the e-mail cell that has an at sign, right or wrong."""
    cell = re.sub(r"\s*@\s*", "@", row["1_Адрес электронной почты"].lower())
    return {word.strip(".") for word in re.split(r"[\s;,()]+", cell) if "@" in word}


def clients(rows):
    """Return {row number: number of the first row of the same client}: one INN, and no two KPP that differ."""
    first = {}
    by_inn = defaultdict(list)
    for number, row in rows.items():
        by_inn[inn(row) or number].append(number)
    for numbers in by_inn.values():
        assert len({rows[number]["0_KPP"] for number in numbers} - {""}) == 1 or len(numbers) == 1, "a branch"
        first.update(dict.fromkeys(numbers, numbers[0]))
    return first


def lookalikes(rows):
    """Numbers of the rows that share a full phone or an address with an earlier row of another client."""
    first, owners, found = clients(rows), defaultdict(set), set()
    for number, row in rows.items():
        keys = {*emails(row), *([phone(row)] if is_full(phone(row)) else [])}
        if number == first[number] and any(owners[key] - {number} for key in keys):
            found.add(number)
        for key in keys:
            owners[key].add(first[number])
    return found
