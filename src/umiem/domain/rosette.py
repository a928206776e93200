"""The rosette: each definition's own guilloche, the fine line pattern of banknotes and diplomas.

A pure function of the identifier: the same identifier gives the same lines for ever, on every
machine, and no two identifiers give the same. The drawing is a few smooth closed curves: a rim and
a heart woven from rotated copies, and between them a flower of nested, slightly turned contours
whose number of petals one recognises at a glance. The SVG stays well under 12 kB.
"""

from __future__ import annotations

import colorsys
import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

SIZE = 400
_CENTRE = SIZE / 2
_STEPS_PER_LOBE = 6
_CONTOURS = 14
_INK_LIGHTNESS = 0.29
_SECOND_LIGHTNESS = 0.40


@dataclass(frozen=True, kw_only=True)
class _Wave:
    """A closed curve in polar form: base + depth·sin(lobes·a + phase) + overtone·sin(2·lobes·a)."""

    base: float
    depth: float
    overtone: float
    lobes: int
    phase: float

    def point(self, angle: float) -> tuple[float, float, float, float]:
        """Return x, y and their derivatives by ``angle``; the middle of the drawing is the origin."""
        swing = self.lobes * angle + self.phase
        radius = self.base + self.depth * math.sin(swing) + self.overtone * math.sin(2 * swing)
        slope = self.lobes * (self.depth * math.cos(swing) + 2 * self.overtone * math.cos(2 * swing))
        cosine, sine = math.cos(angle), math.sin(angle)
        return radius * cosine, radius * sine, slope * cosine - radius * sine, slope * sine + radius * cosine


@dataclass(frozen=True, kw_only=True)
class _Band:
    """A curve and the transforms that repeat it; ``second_ink`` chooses the other colour."""

    wave: _Wave
    repeats: tuple[str, ...]
    width: float
    second_ink: bool


def rosette_digest(identifier: str) -> str:
    """Return the hexadecimal digest from which ``draw_rosette`` draws the rosette of ``identifier``."""
    return hashlib.sha256(identifier.encode()).hexdigest()


def rosette_svg(identifier: str, *, title: str, hue: int | None = None) -> str:
    """Return the rosette of ``identifier`` as an SVG document of 400 × 400 units, under 12 kB.

    ``title`` is what a screen reader says. ``hue`` (0 to 359) is the organisation's colour; without
    it the identifier chooses one.

    >>> rosette_svg("https://example.org/d/python", title="Python").startswith("<svg ")
    True
    """
    return draw_rosette(rosette_digest(identifier), title=title, hue=hue)


def draw_rosette(digest: str, *, title: str, hue: int | None = None) -> str:
    """Draw the rosette that belongs to ``digest``, a SHA-256 in hexadecimal (64 characters)."""
    seed = bytes.fromhex(digest)
    base_hue = hue % 360 if hue is not None else int.from_bytes(seed[0:2], "big") % 360
    inks = _ink(base_hue, _INK_LIGHTNESS), _ink(base_hue + 24 + seed[2] % 40, _SECOND_LIGHTNESS)
    name = f"r{digest[:10]}"
    bands = "".join(
        _draw_band(band, name=f"{name}{index}", ink=inks[band.second_ink])
        for index, band in enumerate(_bands(seed))
    )
    label = escape(title)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" role="img" '
        f'aria-labelledby="{name}t"><title id="{name}t">{label}</title>'
        f'<g fill="none" transform="translate({_CENTRE:g} {_CENTRE:g})">{bands}'
        f'<circle r="139" stroke="{inks[0]}" stroke-width=".8"/>'
        f'<circle r="142" stroke="{inks[0]}" stroke-width="1.6"/></g></svg>'
    )


def _bands(seed: bytes) -> Iterator[_Band]:
    """Rim, flower and heart; every choice is one byte of the digest."""
    rim = _wave(seed[6:9], base=168, depth=22, lobes=8 + seed[3] % 9)
    flower = _wave(seed[10:13], base=108, depth=33, lobes=3 + seed[4] % 8)
    heart = _wave(seed[14:17], base=40, depth=24, lobes=3 + seed[5] % 5)
    yield _Band(wave=rim, repeats=_woven(rim, copies=4 + seed[9] % 4), width=1.1, second_ink=False)
    yield _Band(wave=flower, repeats=_nested(twist=seed[13] / 127.5 - 1), width=1.1, second_ink=True)
    yield _Band(wave=heart, repeats=_woven(heart, copies=5 + seed[17] % 5), width=1.1, second_ink=False)


def _woven(wave: _Wave, *, copies: int) -> tuple[str, ...]:
    """Turn the curve by equal parts of one lobe: the lace of a banknote's border."""
    turn = 360 / (wave.lobes * copies)
    return tuple(f"rotate({turn * copy:.2f})" for copy in range(1, copies))


def _nested(*, twist: float) -> tuple[str, ...]:
    """Shrink the curve step by step, turning a little: the contours of a flower."""
    return tuple(
        f"rotate({2.4 * twist * step:.2f})scale({1 - step * 0.045:.3f})" for step in range(1, _CONTOURS)
    )


def _wave(seed: bytes, *, base: float, depth: float, lobes: int) -> _Wave:
    return _Wave(
        base=base,
        depth=depth * (0.72 + 0.28 * seed[0] / 255),
        overtone=depth * 0.34 * (seed[1] / 127.5 - 1),
        lobes=lobes,
        phase=math.tau * seed[2] / 256,
    )


def _draw_band(band: _Band, *, name: str, ink: str) -> str:
    copies = "".join(f'<use href="#{name}" transform="{repeat}"/>' for repeat in band.repeats)
    path = f'<path id="{name}" d="{_path(band.wave)}"/>'
    return f'<g stroke="{ink}" stroke-width="{band.width:g}">{path}{copies}</g>'


def _path(wave: _Wave) -> str:
    """Write the curve as cubic Béziers through exact points with exact tangents (Hermite form)."""
    steps = wave.lobes * _STEPS_PER_LOBE
    third = math.tau / steps / 3
    x, y, dx, dy = wave.point(0)
    parts = [f"M{x:.1f} {y:.1f}C"]
    for step in range(1, steps + 1):
        x2, y2, dx2, dy2 = wave.point(math.tau * (step % steps) / steps)
        control = (x + dx * third, y + dy * third, x2 - dx2 * third, y2 - dy2 * third, x2, y2)
        parts.append(" ".join(f"{value:.1f}" for value in control))
        x, y, dx, dy = x2, y2, dx2, dy2
    return parts[0] + " ".join(parts[1:]) + "Z"


def _ink(hue: int, lightness: float) -> str:
    red, green, blue = colorsys.hls_to_rgb((hue % 360) / 360, lightness, 0.62)
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"
