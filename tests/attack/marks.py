"""Marks: values that exist nowhere else, so that whoever reads one has reached the field it was put in.

Each field gets a number; its mark has a Latin and a Cyrillic form, and forms for e-mails, phones, amounts and images.
"""
import re

STRANGER, OWN = "stranger", "own"
# Infixes are fixed, so that one question "contains the infix?" asks for all marks of a side at once.
LATIN = {STRANGER: "zq7f3k", OWN: "wm4h9p"}
CYRILLIC = {STRANGER: "щъфюж", OWN: "ъмхвэ"}
ABSENT = {"latin": "zq7f3x", "cyrillic": "щъфюц", "phone": "7495749", "email": "zq7f3x"}  # as long, and in no field
PHONE = {STRANGER: "49573", OWN: "49983"}  # operator's numbers of Moscow, five digits follow
AMOUNT = {STRANGER: "7341", OWN: "7342"}
COLOUR = {STRANGER: (201, 33, 147), OWN: (33, 147, 201)}
COLOUR_TEXT = "%s-image-mark"
IMAGE_NUMBER = 99_999

_DIGITS = re.compile(r"\d(?:[\s\u00a0().\u2011-]{0,2}\d){9,14}")
_PATTERNS = {
    side: re.compile(rf"(?:{LATIN[side]}|{CYRILLIC[side]})(\d{{5}})|(?<!\d){AMOUNT[side]}(\d{{5}})(?!\d)")
    for side in (STRANGER, OWN)}


def text(side, number):
    return f"{LATIN[side]}{number:05} {CYRILLIC[side]}{number:05}"


def email(side, number):
    return f"{LATIN[side]}{number:05}@{LATIN[side]}.example.ru"


def phone(side, number):
    return f"+7 {PHONE[side][:3]} {PHONE[side][3:]}{number // 10_000}-{number // 100 % 100:02}-{number % 100:02}"


def amount(side, number):
    return float(f"{AMOUNT[side]}{number:05}")


def find(decoded, side=STRANGER):
    """Numbers of the marks of `side` in a decoded text."""
    decoded = decoded.lower()
    found = {int(one or other) for one, other in _PATTERNS[side].findall(decoded)}
    for run in _DIGITS.findall(decoded):
        digits = re.sub(r"\D", "", run)
        found.update(int(number) for number in re.findall(rf"{PHONE[side]}(\d{{5}})(?!\d)", digits))
    if COLOUR_TEXT % side in decoded:
        found.add(IMAGE_NUMBER)
    return found
