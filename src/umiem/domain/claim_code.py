"""The code with which a learner claims an award: in the link of the mail, and typed by hand without it.

Sixteen characters of Crockford's base 32 in groups of four, ``K7QM-2XRD-9T4W-8HJC``: fifteen random ones
(75 bits) and a check character after ISO/IEC 7064 (hybrid system MOD 33,32), which notices every single
wrong character and nearly every exchange of neighbours (all but one in 485) before anything is looked up.
"""

from __future__ import annotations

from collections.abc import Callable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_CHARACTERS = 15
LENGTH = RANDOM_CHARACTERS + 1
_GROUP = 4
_LONGEST_TYPED = 60
_READ_AS = str.maketrans("OIL", "011", " -–—_.\u00a0\u200b")


def make_claim_code(choose: Callable[[str], str]) -> str:
    """Return a new code without hyphens; ``choose`` picks one character, such as ``secrets.choice``."""
    body = "".join(choose(ALPHABET) for _ in range(RANDOM_CHARACTERS))
    return body + _check_character(body)


def written(code: str) -> str:
    """Return the code as it is printed and read out: groups of four."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def read_claim_code(text: str) -> str | None:
    """Return the code that a person typed, or None when it cannot be one.

    Spaces, hyphens and lower case do not matter; the letters O, I and L are read as the digits they
    look like.
    """
    typed = text.strip()
    if len(typed) > _LONGEST_TYPED:  # the box of the verification page asks this of whole documents
        return None
    code = typed.upper().translate(_READ_AS)
    if len(code) != LENGTH or any(character not in ALPHABET for character in code):
        return None
    return code if _check_character(code[:-1]) == code[-1] else None


def _check_character(body: str) -> str:
    size = len(ALPHABET)
    product = size
    for character in body:
        total = (product + ALPHABET.index(character)) % size or size
        product = total * 2 % (size + 1)
    return ALPHABET[(size + 1 - product) % size]
