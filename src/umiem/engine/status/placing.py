"""In which order the places of a status list are given away: a secret random permutation.

Bitstring Status List 1.0, section 6.1, asks for indices that tell nothing about order or neighbours. A
permutation that only the issuer can compute gives the n-th credential its place at once: nothing has to be
looked up, and no place comes twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import lru_cache

SEED_BYTES = 32
_ROUNDS = 12
_CACHED_LISTS = 256


def place_of(seed: bytes, number: int, length: int) -> int:
    """Return the place of the ``number``-th entry (from 0) of a list with ``length`` places.

    A Feistel network with secret random round tables, walked until it falls into the list. Raises
    ``ValueError`` when ``number`` is outside the list.

    >>> places = {place_of(b"s" * 32, number, 1000) for number in range(1000)}
    >>> places == set(range(1000))
    True
    """
    if not 0 <= number < length:
        raise ValueError(f"{number} is not a place of {length}")
    right_bits, rounds = _network(seed, length)
    right_mask = (1 << right_bits) - 1
    place = number
    while True:
        left, right = place >> right_bits, place & right_mask
        for of_right, of_left in rounds:
            left ^= of_right[right]
            right ^= of_left[left]
        place = left << right_bits | right
        if place < length:
            return place


def places_of(seed: bytes, first: int, count: int, length: int) -> Iterator[int]:
    """Yield the places of ``count`` entries, beginning with the ``first``-th."""
    return (place_of(seed, number, length) for number in range(first, first + count))


@lru_cache(maxsize=_CACHED_LISTS)
def _network(seed: bytes, length: int) -> tuple[int, tuple[tuple[Sequence[int], Sequence[int]], ...]]:
    """Return the number of bits on the right, and the tables of each two rounds."""
    bits = max(2, (length - 1).bit_length())
    left_bits, right_bits = bits // 2, bits - bits // 2
    return right_bits, tuple(
        (_table(seed, turn, right_bits, left_bits), _table(seed, turn + 1, left_bits, right_bits))
        for turn in range(0, _ROUNDS, 2)
    )


def _table(seed: bytes, turn: int, bits: int, width: int) -> Sequence[int]:
    """Return ``2 ** bits`` random numbers of ``width`` bits."""
    drawn = hashlib.shake_256(b"umiem/status-places/%d/" % turn + seed).digest(4 << bits)
    mask = (1 << width) - 1
    return tuple(int.from_bytes(drawn[4 * n : 4 * n + 4], "big") & mask for n in range(1 << bits))
