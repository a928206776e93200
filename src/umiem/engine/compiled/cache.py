"""The shapes one process knows: bounded, and safe against floods of new ones.

A shape is compiled only when its kind has been seen twice, and only after a document of it verified,
so that strangers cannot make the process compile at will. At most ``MAX_SHAPES`` are kept, at most
``MAX_SHAPES_PER_KEY`` under one verification method: a flood by one signer only pushes out that
signer's own shapes. Losing a shape costs time, never correctness.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from threading import Lock
from typing import Any

from umiem.engine.compiled.shape import FoundShape, Shape, ShapedDocument, compile_shape, values_of
from umiem.engine.limits import MAX_SHAPES, MAX_SHAPES_PER_KEY, MAX_SIGHTINGS, MAX_STRING_BYTES
from umiem.errors import UmiemError

_SIGNERS = (
    ('"issuer"', re.compile(r'\s*:\s*(?:\{[^{}]{0,1000}?"id"\s*:\s*)?"([^"\\]{1,300})"')),
    ('"iss"', re.compile(r'\s*:\s*"([^"\\]{1,300})"')),
    ('"verificationMethod"', re.compile(r'\s*:\s*"([^"\\]{1,300})"')),
)
"""Names that a signer stands behind, and what follows them."""

_VALUE = re.compile(r'"(?:(?>[^"\\]+|\\.)*+)"(?!\s*:)|"((?>[^"\\]+|\\.)*+)"', re.DOTALL)

SIGHTINGS_TO_LEARN = 6
"""After so many documents that no shape fitted, every text value counts as varying."""


class ShapeCache:
    """Shapes by verification method, the least recently used method going first."""

    def __init__(self) -> None:
        self._shapes: OrderedDict[str, dict[int, Shape]] = OrderedDict()
        self._sightings: OrderedDict[int, _Sighting] = OrderedDict()
        self._count = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return self._count

    def find(self, text: str) -> FoundShape | None:
        """Return the shape of ``text`` and its open values, when it is known."""
        bucket = bucket_of(text)
        for shape in tuple(self._shapes.get(bucket, {}).values()):
            raw = shape.match(text)
            if raw is not None:
                self._used(bucket)
                return shape, raw
        return None

    def learn(
        self, text: str, document: Mapping[str, Any], algorithm: str, *, faultless: bool = False
    ) -> Shape | None:
        """Note that a good document had this shape; compile the shape from the second sighting on.

        Values that were the same in all documents seen so far become part of the shape; a document
        that differs in one of them is seen again here, and the shape is made wider. ``faultless``:
        the rules of the data model and of the document's profile found nothing.
        """
        if len(text) > MAX_STRING_BYTES:
            return None
        bucket = bucket_of(text)
        key = hash((bucket, _VALUE.sub(_blank, text)))
        varying = self._note(key, tuple(map(hash, values_of(text))))
        if varying is None:
            return None
        try:
            shape = compile_shape(
                text,
                document,
                algorithms=(algorithm,),
                may_vary=varying.__contains__,
                faultless=faultless,
            )
        except UmiemError:
            return None
        if shape is not None and shape.match(text) is not None:
            self._keep(bucket, key, shape)
        return shape

    def _used(self, bucket: str) -> None:
        with self._lock:
            if bucket in self._shapes:
                self._shapes.move_to_end(bucket)

    def _note(self, key: int, values: tuple[int, ...]) -> frozenset[int] | range | None:
        """Remember what was seen; return the numbers of the leaves that vary, None the first time."""
        with self._lock:
            seen = self._sightings.pop(key, None) or _Sighting(values)
            self._sightings[key] = seen
            if len(self._sightings) > MAX_SIGHTINGS:
                self._sightings.popitem(last=False)
            seen.times += 1
            if seen.times == 1 or len(values) != len(seen.values):
                return None
            seen.varying |= {
                n for n, (old, new) in enumerate(zip(seen.values, values, strict=True)) if old != new
            }
            return frozenset(seen.varying) if seen.times <= SIGHTINGS_TO_LEARN else range(len(values))

    def _keep(self, bucket: str, key: int, shape: Shape) -> None:
        with self._lock:
            kept = self._shapes.pop(bucket, {})
            before = len(kept)
            kept = {key: shape, **{other: old for other, old in kept.items() if other != key}}
            while len(kept) > MAX_SHAPES_PER_KEY:
                kept.popitem()
            self._shapes[bucket] = kept
            self._count += len(kept) - before
            while self._count > MAX_SHAPES:
                _, dropped = self._shapes.popitem(last=False)
                self._count -= len(dropped)


@dataclass(slots=True)
class _Sighting:
    """One kind of document: the hashes of the values first seen, and which leaves varied since."""

    values: tuple[int, ...]
    varying: set[int] = field(default_factory=set)
    times: int = 0


@cache
def process_shapes() -> ShapeCache:
    """Return the shapes of this process."""
    return ShapeCache()


def bucket_of(text: str) -> str:
    """Return the issuer or verification method that ``text`` names first: shapes are kept by signer."""
    for name, value in _SIGNERS:
        place = text.find(name)
        found = value.match(text, place + len(name)) if place >= 0 else None
        if found is not None:
            return found.group(1)
    return ""


def shaped(document: Mapping[str, Any], found: FoundShape) -> ShapedDocument:
    """Return ``document``, whose text matched, with its shape."""
    shape, raw = found
    return ShapedDocument(document, shape=shape, raw=raw)


def _blank(match: re.Match[str]) -> str:
    return match.group() if match.group(1) is not None else '""'
