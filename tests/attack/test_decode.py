"""A mark hidden in each encoding is found; without these, silence of the suite would prove nothing."""
import base64
import gzip
import html
import io
import json
import quopri
import zipfile
from urllib.parse import quote

import openpyxl
import pytest
from PIL import Image
from reportlab.pdfgen import canvas

from . import decode, marks

NUMBER = 4_271
LATIN, CYRILLIC = marks.text(marks.STRANGER, NUMBER).split()


def find(body):
    return set().union(*map(marks.find, decode.texts(body)))


def make_zip(content):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.txt", content)
    return file.getvalue()


def make_xlsx(value):
    file, book = io.BytesIO(), openpyxl.Workbook()
    book.active.append(["Name", value])
    book.save(file)
    return file.getvalue()


def make_pdf(value):
    file = io.BytesIO()
    page = canvas.Canvas(file)
    page.drawString(100, 700, value)
    page.save()
    return file.getvalue()


def make_image(kind, colour):
    file = io.BytesIO()
    Image.new("RGB", (60, 60), colour).save(file, kind)
    return file.getvalue()


ENCODINGS = {
    "plain": lambda text: f"a {text} b".encode(),
    "upper case": lambda text: text.upper().encode(),
    "json": lambda text: json.dumps({"name": text}).encode(),
    "json in json": lambda text: json.dumps(json.dumps({"name": text})).encode(),
    "html": lambda text: "".join(f"&#{ord(letter)};" for letter in text).encode(),
    "html in html": lambda text: html.escape("".join(f"&#x{ord(letter):x};" for letter in text)).encode(),
    "quoted-printable": lambda text: quopri.encodestring(text.encode(), quotetabs=True),
    "folded line": lambda text: f"SUMMARY:{text[:4]}\r\n {text[4:]}\r\n".encode(),
    "address": lambda text: quote(f"/web?name={text}").encode(),
    "base64": lambda text: b"x:" + base64.b64encode(f"name of a client: {text}".encode()),
    "base64 for addresses": lambda text: base64.urlsafe_b64encode(f"name of a client: {text}???".encode()),
    "base64 twice": lambda text: base64.b64encode(base64.b64encode(f"name of a client: {text}".encode())),
    "gzip": lambda text: gzip.compress(text.encode()),
    "zip": lambda text: make_zip(text.encode()),
    "xlsx": make_xlsx,
    "xlsx as base64 in json": lambda text: json.dumps({"file": base64.b64encode(make_xlsx(text)).decode()}).encode(),
    "gzip of json": lambda text: gzip.compress(json.dumps([text]).encode()),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("text", [LATIN, CYRILLIC], ids=["latin", "cyrillic"])
def test_mark_is_found_in(encoding, text):
    assert find(ENCODINGS[encoding](text)) == {NUMBER}


def test_mark_is_found_in_pdf():
    assert find(make_pdf(LATIN)) == {NUMBER}
    assert find(json.dumps({"pdf": base64.b64encode(make_pdf(LATIN)).decode()}).encode()) == {NUMBER}


@pytest.mark.parametrize("written", [
    marks.phone(marks.STRANGER, NUMBER), "+74957304271", "8 (495) 730-42-71", "tel:+7-495-730-42-71", "4957304271",
    "+7\u00a0495\u00a0730\u201142\u201171"])
def test_phones_are_compared_as_digits(written):
    assert find(json.dumps({"phone": written}).encode()) == {NUMBER}


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_image_is_found_by_its_colour(kind):
    assert find(make_image(kind, marks.COLOUR[marks.STRANGER])) == {marks.IMAGE_NUMBER}
    assert find(make_image(kind, marks.COLOUR[marks.OWN])) == set()


def test_other_forms_of_a_mark():
    assert find(marks.email(marks.STRANGER, NUMBER).encode()) == {NUMBER}
    assert find(json.dumps({"amount": marks.amount(marks.STRANGER, NUMBER)}).encode()) == {NUMBER}


def test_own_and_absent_marks_are_no_strangers():
    own = [marks.text(marks.OWN, NUMBER), marks.phone(marks.OWN, NUMBER), marks.email(marks.OWN, NUMBER)]
    for text in [*own, *(f"{absent}{NUMBER:05}" for absent in marks.ABSENT.values()), "734104271999", "49573"]:
        assert find(text.encode()) == set(), text
