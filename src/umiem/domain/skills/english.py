"""Light stemming of English words: plural, -ing, -ed, and the two spellings of -ise/-ize."""

from __future__ import annotations

_SMALL_WORDS = """
a an and are as at be by for from has have in into is it its of on or our the their this that to via
we with you your us will can all any etc e g i ie s not other
"""
_NOUNS = """
programming engineering marketing accounting training building banking nursing manufacturing evening
"""

STOP_WORDS = frozenset(_SMALL_WORDS.split())
_SHORTEST = 3
_NO_PLURAL = ("ss", "us", "is", "ics")
# Nouns in their own right: „programming” is not what one does to „programs”.
_WHOLE = frozenset(_NOUNS.split())
_SAME_WORD = {"analysis": "analys", "analyses": "analys", "analytics": "analys"}
_DOUBLED = frozenset("bdgmnprt")


def _without_plural(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(_NO_PLURAL):
        return word[:-1]
    return word


def _without_verb_ending(word: str) -> str:
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            base = word[: -len(ending)]
            if len(base) > _SHORTEST and base[-1] == base[-2] and base[-1] in _DOUBLED:
                return base[:-1]
            return base
    return word


def stem_english(word: str) -> str:
    """Return the key of a folded English word; short words and codes stay as they are."""
    if word in _SAME_WORD:
        return _SAME_WORD[word]
    if len(word) <= _SHORTEST or not word.isalpha() or word in _WHOLE:
        return word
    base = _without_verb_ending(_without_plural(word))
    if base.endswith("y") and len(base) > _SHORTEST:
        base = base[:-1] + "i"
    elif base.endswith("e") and len(base) > _SHORTEST:
        base = base[:-1]
    return base.replace("iz", "is") if len(base) > 4 else base
