"""Opens an answer before marks are looked for: packed, quoted and encoded texts, nested in each other.

`texts(body)` yields every reading of the bytes; a mark that is in the answer is in one of them.
"""
import base64
import binascii
import gzip
import html
import io
import quopri
import re
import zipfile
import zlib
from urllib.parse import unquote_plus

# Where Odoo is loaded, Pillow knows only the kinds of images that Odoo wants: this one is named.
from PIL import Image, UnidentifiedImageError, WebPImagePlugin  # noqa: F401
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from . import marks

DEPTH = 5
SHORTEST_BASE64 = 16
_BASE64 = re.compile(rf"[A-Za-z0-9+/_-]{{{SHORTEST_BASE64},}}={{0,2}}")
_JSON_ESCAPE = re.compile(r'\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[nrt"\\/])')
_SHORT_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"\x00\x00\x01\x00")


def texts(body, depth=DEPTH, seen=None):
    """Every reading of `body` (bytes) as a text; each once, however many orders of opening lead to it."""
    seen = set() if seen is None else seen
    if body[:2] == b"\x1f\x8b":
        yield from _unpacked(lambda: [gzip.decompress(body)], depth, seen)
    elif body[:4] == b"PK\x03\x04":
        yield from _unpacked(lambda: _members(body), depth, seen)
    elif body[:4] == b"%PDF":
        yield from _unpacked(lambda: _pages(body), depth, seen)
    elif body.startswith(_IMAGES):
        yield from _colours(body)
    for encoding in ("utf-8", "utf-16") if body[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8",):
        yield from _readings(body.decode(encoding, "replace"), depth, seen)


def _unpacked(unpack, depth, seen):
    try:
        parts = unpack() if depth else []
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, PyPdfError, ValueError):
        return  # it only looked like a file of the kind
    for part in parts:
        yield from texts(part, depth - 1, seen)


def _members(body):
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return [archive.read(name) for name in archive.namelist()] + ["\n".join(archive.namelist()).encode()]


def _pages(body):
    reader = PdfReader(io.BytesIO(body))
    return [page.extract_text().encode() for page in reader.pages] + [str(reader.metadata or "").encode()]


def _colours(body):
    """An image has no text: its mark is the colour of its middle."""
    try:
        image = Image.open(io.BytesIO(body)).convert("RGB")
    except (UnidentifiedImageError, OSError):
        return
    middle = image.getpixel((image.width // 2, image.height // 2))
    for side, colour in marks.COLOUR.items():
        if all(abs(one - other) < 12 for one, other in zip(middle, colour)):
            yield marks.COLOUR_TEXT % side


def _readings(text, depth, seen):
    """The text itself, what each way of quoting makes of it, and what undoing one after the other makes of it."""
    if text in seen:
        return
    seen.add(text)
    yield text
    if not depth:
        return
    whole = text
    for read in (_json, html.unescape, _quoted_printable, unquote_plus, _unfolded) * 2:
        for before in {text, whole}:
            if (other := read(before)) not in seen:
                seen.add(other)
                yield other
        whole = read(whole)
    for run in {*_BASE64.findall(text), *_BASE64.findall(whole)}:
        # Packed texts are kept apart from texts: an answer may be nothing but one of them.
        if ("base64", run) not in seen and (decoded := _base64(run)):
            seen.add(("base64", run))
            yield from texts(decoded, depth - 1, seen)


def _json(text):
    def replace(found):
        escape = found[1]
        return chr(int(escape[1:], 16)) if len(escape) > 1 else _SHORT_ESCAPES.get(escape, escape)
    return _JSON_ESCAPE.sub(replace, text) if "\\" in text else text


def _quoted_printable(text):
    if not re.search(r"=[0-9A-F]{2}|=\r?\n", text):
        return text
    return quopri.decodestring(text.encode()).decode(errors="replace")


def _unfolded(text):
    """Lines of calendars and cards are folded: a line's end and a blank go on with the line before."""
    return re.sub(r"\r?\n[ \t]", "", text)


def _base64(run):
    """Bytes behind the run when they are a file or a readable text, else None."""
    run = run.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        decoded = base64.b64decode(run + "=" * (-len(run) % 4))
    except (binascii.Error, ValueError):
        return None
    if decoded[:2] == b"\x1f\x8b" or decoded[:4] in (b"PK\x03\x04", b"%PDF") or decoded.startswith(_IMAGES):
        return decoded
    try:
        readable = decoded.decode()
    except UnicodeDecodeError:
        return None
    return decoded if readable.isprintable() or "\n" in readable else None
