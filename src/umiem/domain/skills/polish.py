"""Light stemming of Polish words, already folded (``ą`` → ``a``, ``ł`` → ``l``).

Works on the folded form on purpose: a query without diacritics gets the same key. Endings are taken
off until none is left, then the consonants that change before an ending are levelled („usłudze” and
„usług”, „kliencie” and „klient”). Two different words may share a key now and then; the score of a
match, not the stem, decides what people see. No dictionary: see docs/decisions/0061.
"""

from __future__ import annotations

_SMALL_WORDS = """
a aby albo ale ani by byc bez bo co czy dla do i ich ile im inne innych ja jak jako je jego jej jest
juz kazdy ktora ktore ktory ktorych ktorym lub ma max min m in mi mozna my na nad nam nas nasz
naszym naszej nie niz np o od odpowiednio oraz po pod poprzez przed przez przy sa sie swoje swoich
tak te tego tej ten to tych tym u w we wraz wg wszystkich wszelkich z za ze zakresie zakresu
zwiazane zwiazanych itp itd itd tzw
"""
_ENDINGS = """
iami ami iach ach iom om iow ow iego ego iemu emu iej ej ymi imi ych ich iem em owi asz esz isz ysz ym im
ie ia iu io ii y i a e o u
"""

STOP_WORDS = frozenset(_SMALL_WORDS.split())

_SHORTEST = 3
_CASE_ENDINGS = tuple(
    sorted(
        _ENDINGS.split(),
        key=len,
        reverse=True,
    )
)
# Ending → what stays. „0” keeps the verb apart from the noun: „programowanie” is not „program”.
_WORD_ENDINGS = (
    ("owan", "0"),
    ("owac", "0"),
    ("osc", ""),
    ("niczk", "nik"),
    ("nic", "nik"),
    ("istk", "ist"),
    ("tork", "tor"),
    ("entk", "ent"),
    ("antk", "ant"),
    ("cielk", "ciel"),
    ("ark", "ar"),
    ("wczyn", "wc"),
    ("an", ""),
    ("en", ""),
    ("ac", ""),
    ("yc", ""),
    ("ic", ""),
    ("uj", "0"),
)
_WHOLE = frozenset({"szkolen", "opiek", "zarzadz"})
_DATA = dict.fromkeys(("dane", "danych", "danymi", "danym"), "dane")  # not „dana”, „dan”
_WAGES = dict.fromkeys(("place", "plac", "placami", "placom"), "place")  # not „plac”
# People, not their trade: „hydraulik” is not yet „hydraulika”.
_PEOPLE = {
    f"{person}{ending}": f"{person}0"
    for person in ("hydraulik", "informatyk")
    for ending in ("", "iem", "owi", "ow", "om", "ami", "ach")
}
_SAME_WORD = _DATA | _WAGES | _PEOPLE
_SAME_ROOT = {"obslugiw": "obslud"}  # „obsługiwać” and „obsługa”
_LAST_CONSONANTS = (
    ("nc", "nt"),
    ("kc", "kt"),
    ("sc", "st"),
    ("rz", "r"),
    ("dz", "d"),
    ("g", "d"),
    ("c", "k"),
)


def _without_case_ending(word: str) -> str:
    for ending in _CASE_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word


def _without_word_ending(word: str) -> str:
    for ending, rest in _WORD_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)] + rest
    return word


def _level(base: str) -> str:
    """Drop the fleeting „e” („wózek”, „wózka”) and level the last consonant."""
    if len(base) > 4 and base.endswith(("ek", "ec")):
        base = base[:-2].removesuffix("i") + base[-1]
    for ending, level in _LAST_CONSONANTS:
        if base.endswith(ending) and len(base) > _SHORTEST:
            return base[: -len(ending)] + level
    return base


def stem_polish(word: str) -> str:
    """Return the key of a folded Polish word; short words and codes stay as they are."""
    if word in _SAME_WORD:
        return _SAME_WORD[word]
    if len(word) <= _SHORTEST or not word.isalpha():
        return word
    base = word
    for _ in range(4):
        shorter = _without_case_ending(base)
        if shorter in _WHOLE:
            return shorter
        if shorter == base:
            shorter = _without_word_ending(base)
        if shorter == base or shorter.endswith("0"):
            base = shorter
            break
        base = shorter
    return _SAME_ROOT.get(base) or _level(base)


def kindred_polish(key: str) -> str:
    """Return the key of the noun or verb of the same action („negocjacje”, „negocjowanie”), or ``""``."""
    if key.endswith("acj") and len(key) > _SHORTEST + 2:
        return f"{key[:-3]}0"
    return f"{key[:-1]}acj" if key.endswith("0") else ""
