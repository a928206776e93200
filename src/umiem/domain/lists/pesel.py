"""PESEL, the number of a person in the Polish register: lists hold it, and it must not be used here."""

from __future__ import annotations

from collections.abc import Sequence

from umiem.domain.lists.columns import LONGEST_HEADER, fold

_WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)


def pesel_columns(headers: Sequence[str], sample: Sequence[Sequence[str]]) -> list[int]:
    """Return the columns that hold PESEL numbers, by their header or by the check digits of most cells."""
    found = []
    for index, header in enumerate(headers):
        cells = [cells[index].strip() for cells in sample if index < len(cells) and cells[index].strip()]
        named = "pesel" in fold(header[:LONGEST_HEADER]).split()
        if cells and (named or 2 * sum(map(is_pesel, cells)) > len(cells)):
            found.append(index)
    return found


def is_pesel(text: str) -> bool:
    """Say whether digits are a PESEL by their check digit (the number must not be used here).

    Spreadsheets take the zeros away with which the numbers of people born from 2000 to 2009 begin.

    >>> is_pesel("44051401359"), is_pesel("2270803624"), is_pesel("2270803625")
    (True, True, False)
    """
    if not (text.isascii() and text.isdigit()):
        return False
    if len(text) in (9, 10):
        text = text.zfill(11)
        if not (20 < int(text[2:4]) <= 32 and 0 < int(text[4:6]) <= 31):
            return False
    if len(text) != 11:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, text, strict=False))
    return (10 - total % 10) % 10 == int(text[10])
