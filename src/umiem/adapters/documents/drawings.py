"""The drawings in documents: rosette and watermark as SVG text, and the QR code."""

from __future__ import annotations

import itertools
import re
from functools import lru_cache

import segno

from umiem.domain.rosette import rosette_svg

_INK = "#17202b"
_PAPER = (0xFB, 0xF8, 0xF2)
_FAINT = 0.09
_QR_MASK = 3
_QR_BORDER = 2
_DARK_RUN = re.compile(rb"\x01+")
_REPEAT = re.compile(r"<use [^>]*/>")
_STROKE = re.compile(r'stroke="#([0-9a-f]{6})"')


@lru_cache(maxsize=512)
def rosette(identifier: str, title: str, hue: int | None) -> str:
    """Return the definition's rosette."""
    return rosette_svg(identifier, title=title, hue=hue)


@lru_cache(maxsize=512)
def watermark(identifier: str, title: str, hue: int | None) -> str:
    """Return the rosette in inks so pale that text on it reads easily, every second line left out.

    The inks are mixed with the paper here: real transparency would cost more than the rest of the page.
    """
    counter = itertools.count()
    thinned = _REPEAT.sub(lambda use: use[0] if next(counter) % 2 else "", rosette(identifier, title, hue))
    return _STROKE.sub(_pale, thinned)


def _pale(stroke: re.Match[str]) -> str:
    ink = bytes.fromhex(stroke[1])
    mixed = bytes(round(paper + (part - paper) * _FAINT) for part, paper in zip(ink, _PAPER, strict=True))
    return f'stroke="#{mixed.hex()}"'


def qr_code(text: str) -> str:
    """Return a QR code as SVG: one filled path, drawn in runs of dark modules.

    Error level Q survives printing, folding and a stamp.
    """
    # A fixed mask: trying all eight costs more than the whole page, and every reader takes any of them.
    code = segno.make(text, error="q", micro=False, boost_error=False, mask=_QR_MASK)
    path = "".join(
        f"M{left + _QR_BORDER} {number}h{right - left}v1H{left + _QR_BORDER}z"
        for number, row in enumerate(code.matrix, start=_QR_BORDER)
        for left, right in map(re.Match.span, _DARK_RUN.finditer(row))
    )
    size = len(code.matrix) + 2 * _QR_BORDER
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path fill="{_INK}" d="{path}"/></svg>'
    )
