"""What people type into the cells of a client base, made comparable."""
import re

# What stands in a cell that is empty for its author; Excel's own "not available" among them.
_PLACEHOLDERS = {
    "-", "--", "—", "–", "_", ".", "?", "0", "нет", "н/д", "нд", "н/а", "#н/д", "#n/a", "n/a", "na", "none", "null",
    "не указан", "не указано", "отсутствует"}
_SPACES = re.compile(r"[\s\u00a0\u200b\u2007\u202f\ufeff]+")
_LEGAL_FORMS = (
    "общество с ограниченной ответственностью", "публичное акционерное общество", "непубличное акционерное общество",
    "закрытое акционерное общество", "открытое акционерное общество", "акционерное общество",
    "индивидуальный предприниматель", "некоммерческая организация",
    "ооо", "пао", "зао", "оао", "нао", "ао", "ип", "чп", "тоо", "ltd", "llc", "inc", "gmbh",
)
_LEGAL_FORM = re.compile(rf"(?<!\w)(?:{'|'.join(_LEGAL_FORMS)})(?!\w)")
_NOT_LETTER = re.compile(r"[\W_]+")
# The forms worth looking for when a name is searched for in the base by its letters alone.
_COMMON_FORMS = ("ооо", "ао", "пао", "зао", "оао", "ип")


def clean(value):
    """Return ``value`` as text without odd blanks; empty when it only says that there is nothing.

    >>> clean("\\u00a0 ООО  Ромашка "), clean("#Н/Д"), clean(None)
    ('ООО Ромашка', '', '')
    """
    text = _SPACES.sub(" ", str(value or "")).strip()
    return "" if text.casefold() in _PLACEHOLDERS else text


def clean_lines(value):
    """As :func:`clean` for a text of several lines, which stay apart."""
    return "\n".join(filter(None, map(clean, str(value or "").splitlines())))


def name_letters(name):
    """Letters and digits of a name: no case, no marks, "ё" as "е"."""
    return _NOT_LETTER.sub("", clean(name).casefold().replace("ё", "е"))


def name_key(name):
    """The name without its legal form, in letters and digits only.

    >>> name_key('ООО "Ромашка-Ёж"') == name_key("Ромашка еж, ООО")
    True
    """
    words = _NOT_LETTER.sub(" ", clean(name).casefold().replace("ё", "е"))
    return _NOT_LETTER.sub("", _LEGAL_FORM.sub(" ", words)) or name_letters(name)


def name_spellings(key):
    """The letters that a name of this key usually has in a base: with no form, or with one before or after it."""
    return [key, *(form + key for form in _COMMON_FORMS), *(key + form for form in _COMMON_FORMS)]


def has_legal_form(name):
    """Whether the name says that it is an organisation's or an entrepreneur's."""
    return bool(_LEGAL_FORM.search(_NOT_LETTER.sub(" ", clean(name).casefold())))


def city_key(city):
    """Letters and digits of a city, without what marks it as one.

    >>> city_key("г. Москва") == city_key("МОСКВА")
    True
    """
    return name_letters(re.sub(r"^(?:г\.|г |город )", "", clean(city).casefold()))
