"""Is a word typed at random?  A verdict on single words, Russian and English.

Four independent signs, each worth points; two points condemn a word:

* **keyboard walks**: neighbouring letters are neighbours on one row of ЙЦУКЕН
  or QWERTY (`фывапр`, `asdf`).  In real words such pairs rarely fill the word;
* **repetition**: one letter or one short syllable over and over (`аааа`,
  `ывыв`), measured by the number of distinct letters and by the period;
* **vowels**: words live between 1/7 and 6/7 of vowels, and rarely have six
  consonants in a row for more than half of the word;
* **impossible pairs**: letter pairs that no word has.  `_NEVER_RU` and
  `_NEVER_EN` list, after each letter, the letters that never follow it in the
  17,600 word forms of Odoo's own Russian and English interface texts (counted
  for this module; one pair alone is no proof, names and loans do have them).

Words of up to three letters and upper-case abbreviations (КП, ГОСТ, API, ЖБИ)
are judged by walks and repetition alone: they need no vowels.
"""

from functools import lru_cache

_ROWS = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_KEYS = {letter: (row, place) for row, keys in enumerate(_ROWS) for place, letter in enumerate(keys)}
_VOWELS = frozenset("аеёиоуыэюяaeiouyáéíóúäöüåøіїє")
_CONSONANTS = frozenset("бвгджзйклмнпрстфхцчшщbcdfghjklmnpqrstvwxz")
# Real words and abbreviations that happen to be walks or to have no vowels.
_REAL = frozenset("про рол лор апр сми мит кен тим ооо ввгнг ндфл чпу".split())
_REAL_STARTS = ("проли", "проле", "проло", "прола")

_NEVER_RU = (
    "аъыь бвгдйтфчш вйфъэ гжзйптфхцщъыьэюя дйфщъэ еъыь жвжзйлпртхцшщъыэюя зйпфхшщэ иъыьэ"
    " йагжийпруфхщъыьэюя кбгдйпфхчщъья лзймрфхцщъэ мджзйртхцчщъэю нйпъэ оъыь пбвгджзймфхщъэю"
    " рйъэ сжзйщъ тйшэ уъыь фбвгджзйкнпсхцчшщъьэюя хбджзйпхцчщъыьюя цбгджзйлмнпртфхчшщъьэюя"
    " чбвгджзймпсфхцчщъыэюя шбгджзймпсфхцчшщъыэюя щбвгджзйклмопстфхцчшщъыэюя"
    " ъабвгджзийклмнопрстуфхцчшщъыьэ ыаоуфцъыьэю ьавджйлрухъыьэ эабгежзиопухцчщъыьэюя"
    " юавжиопуфхъыьэя яаоуфъыьэ"
)
_NEVER_EN = (
    "bdgqwz cbfgjmnpvwz dkqxz fbdghjkmqvwxz gcdjkpqwxz hcfgkqvwxz iij jcdfghjklmnqrtvwxyz kjrxz"
    " ljqxz mdhjqtxz nx oq pjqxz qabcdefghijkmnopqrsvxyz rjqxz sdjz tjkqz uhqvw vbdfghjklmnpqstvwxz"
    " wfjpquvwxz xbfgjknrswxz yghjquvx zbcfgjkmnpqrstuvwx"
)
_NEVER = frozenset(
    group[0] + follower for group in (_NEVER_RU + " " + _NEVER_EN).split() for follower in group[1:]
)


@lru_cache(maxsize=4096)
def is_mash(word, is_acronym=False):
    """True when `word` (lower case, letters only) looks typed at random."""
    length = len(word)
    if length < 3 or word in _REAL:
        return False
    points = _repetition_points(word) + _walk_points(word)
    if length > 3 and not (is_acronym and length <= 6):
        points += _vowel_points(word) + _pair_points(word)
    return points >= 2


def _walk_points(word):
    steps = [_step(word[i], word[i + 1]) for i in range(len(word) - 1)]
    share = sum(step is not None for step in steps) / len(steps)
    straight = _longest_straight(steps)
    if word.startswith(_REAL_STARTS):
        return 0
    if straight >= 4 or straight + 1 == len(word):
        return 2
    if len(word) >= 5 and share >= 0.8 and straight >= 3:
        return 2
    return 1 if straight == 3 or (len(word) >= 4 and share >= 0.6) else 0


def _step(left, right):
    """Signed distance of two neighbours on a row, None when they are not."""
    a, b = _KEYS.get(left), _KEYS.get(right)
    if not a or not b or a[0] != b[0] or abs(a[1] - b[1]) != 1:
        return None
    return b[1] - a[1]


def _longest_straight(steps):
    best = run = 0
    previous = None
    for step in steps:
        run = run + 1 if step is not None and step == previous else int(step is not None)
        previous = step
        best = max(best, run)
    return best


def _repetition_points(word):
    length = len(word)
    distinct = len(set(word))
    if distinct == 1 or (length >= 5 and distinct / length <= 0.34):
        return 2
    if any(word[i] == word[i + 1] == word[i + 2] == word[i + 3] for i in range(length - 3)):
        return 2
    for period in (1, 2, 3):
        if length >= 3 * period and word == (word[:period] * length)[:length]:
            return 2
    return 1 if length >= 4 and length % 2 == 0 and word[: length // 2] == word[length // 2 :] else 0


def _vowel_points(word):
    vowels = sum(letter in _VOWELS for letter in word)
    longest = run = 0
    for letter in word:
        run = run + 1 if letter in _CONSONANTS else 0
        longest = max(longest, run)
    if vowels == 0:
        return 2 if len(word) > 4 else 1
    if longest >= 6 and 2 * longest > len(word):
        return 2
    is_odd_share = len(word) >= 5 and not 1 / 7 <= vowels / len(word) <= 6 / 7
    return int(longest >= 5 or is_odd_share)


def _pair_points(word):
    return sum(word[i : i + 2] in _NEVER for i in range(len(word) - 1))
