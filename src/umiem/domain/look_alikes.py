"""When two names look the same to a person, although they are other characters."""

from __future__ import annotations

import unicodedata

# Letters that do not decompose, and the Cyrillic and Greek letters that look like Latin ones in most fonts.
_LIKE_LATIN = str.maketrans("łøđıаеорсухіјѕԁһкмтвнαορτνικη", "lodiaeopcyxijsdhkmtbhaoptvikn")
_LIKE_LETTERS = str.maketrans("0135$@", "oiesse")
_LIKE_ONE = (("rn", "m"), ("vv", "w"))
SHORTEST_WITHIN = 12
"""A known name of several words and at least so many letters is recognised inside a longer one."""
SHORTEST_FOR_ONE_EDIT = 8
"""Shorter names differ by one letter too often without any intent (AGH, AGW)."""
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "HEBREW", "ARABIC", "CHEROKEE")


def look_alike_key(name: str) -> str:
    """Return the same text for names that a reader would take for each other.

    Case, accents, invisible characters, kinds of blanks and the letters of other alphabets that look
    Latin are levelled. Not checked: digits for letters, and likeness of whole words: see ``imitates``.
    """
    parts = unicodedata.normalize("NFKD", name.casefold())
    shown = "".join(sign for sign in parts if unicodedata.category(sign) not in ("Mn", "Cf", "Cc"))
    return " ".join(shown.translate(_LIKE_LATIN).split())


def imitates(name: str, known_key: str) -> bool:
    """Say whether ``name`` reads like the known name whose ``look_alike_key`` is given.

    Digits for letters, "rn" for "m", punctuation, other order of words, words added to a name of several, and
    one letter more, less or other (in names of at least eight) count as likeness.
    """
    key = look_alike_key(name)
    ours, theirs = _bare(key), _bare(known_key)
    if not ours or not theirs:
        return False
    if ours == theirs or _has_the_words_of(key, known_key):
        return True
    return min(len(ours), len(theirs)) >= SHORTEST_FOR_ONE_EDIT and _is_one_edit(ours, theirs)


def mixes_scripts(name: str) -> bool:
    """Say whether one word of ``name`` has letters of several alphabets: hardly ever an honest name."""
    for word in name.split():
        scripts = {script for sign in word if sign.isalpha() and (script := _script(sign))}
        if len(scripts) > 1:
            return True
    return False


def _script(sign: str) -> str:
    name = unicodedata.name(sign, "")
    return next((script for script in _SCRIPTS if name.startswith(script)), "")


def _bare(key: str) -> str:
    levelled = key.translate(_LIKE_LETTERS)
    for pair, one in _LIKE_ONE:
        levelled = levelled.replace(pair, one)
    return "".join(sign for sign in levelled if sign.isalnum())


def _has_the_words_of(key: str, known_key: str) -> bool:
    """Whether all words of a known name of several are there: in another order, or one after the other."""
    ours, theirs = _words(key), _words(known_key)
    if len(theirs) < 2 or sum(map(len, theirs)) < SHORTEST_WITHIN:
        return False
    if sorted(ours) == sorted(theirs):
        return True
    return any(ours[start : start + len(theirs)] == theirs for start in range(len(ours) - len(theirs) + 1))


def _words(key: str) -> list[str]:
    return [word for word in (_bare(part) for part in key.split()) if word]


def _is_one_edit(one: str, other: str) -> bool:
    """Whether one letter added, left out, exchanged or swapped turns one into the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    start = 0
    while start < len(short) and short[start] == long[start]:
        start += 1
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    if short[start + 1 :] == long[start + 1 :]:
        return True
    swapped = short[start : start + 2] == long[start : start + 2][::-1]
    return swapped and short[start + 2 :] == long[start + 2 :]
