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
from functools import cache
from threading import Lock
from typing import Any, TypeAlias

from umiem.engine.compiled.shape import Shape, ShapedDocument, compile_shape
from umiem.engine.limits import MAX_SHAPES, MAX_SHAPES_PER_KEY, MAX_SIGHTINGS, MAX_STRING_BYTES
from umiem.errors import UmiemError

_SIGNER = re.compile(
    r'"(?:verificationMethod"\s*:|issuer"\s*:(?:\s*\{\s*"id"\s*:)?|iss"\s*:)\s*"([^"\\]{1,300})"'
)
_VALUE = re.compile(r'"(?:(?>[^"\\]+|\\.)*+)"(?!\s*:)|"((?>[^"\\]+|\\.)*+)"', re.DOTALL)

FoundShape: TypeAlias = tuple[Shape, tuple[str, ...]]
"""A shape and the open values of the text that matched it."""


class ShapeCache:
    """Shapes by verification method, the least recently used method going first."""

    def __init__(self) -> None:
        self._shapes: OrderedDict[str, list[Shape]] = OrderedDict()
        self._sightings: OrderedDict[int, None] = OrderedDict()
        self._count = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return self._count

    def find(self, text: str) -> FoundShape | None:
        """Return the shape of ``text`` and its open values, when it is known."""
        bucket = bucket_of(text)
        for shape in self._shapes.get(bucket, ()):
            raw = shape.match(text)
            if raw is not None:
                self._used(bucket)
                return shape, raw
        return None

    def learn(self, text: str, document: Mapping[str, Any], algorithm: str) -> Shape | None:
        """Note that a good document had this shape; compile the shape at the second sighting."""
        if len(text) > MAX_STRING_BYTES:
            return None
        bucket = bucket_of(text)
        if not self._seen_before(hash((bucket, _VALUE.sub(_blank, text)))):
            return None
        try:
            shape = compile_shape(text, document, algorithms=(algorithm,))
        except UmiemError:
            return None
        if shape is not None and shape.match(text) is not None:
            self._keep(bucket, shape)
        return shape

    def _used(self, bucket: str) -> None:
        with self._lock:
            if bucket in self._shapes:
                self._shapes.move_to_end(bucket)

    def _seen_before(self, key: int) -> bool:
        with self._lock:
            if self._sightings.pop(key, False) is None:
                return True
            self._sightings[key] = None
            if len(self._sightings) > MAX_SIGHTINGS:
                self._sightings.popitem(last=False)
            return False

    def _keep(self, bucket: str, shape: Shape) -> None:
        with self._lock:
            shapes = [shape, *self._shapes.pop(bucket, [])]
            self._count += 1
            while len(shapes) > MAX_SHAPES_PER_KEY:
                shapes.pop()
                self._count -= 1
            self._shapes[bucket] = shapes
            while self._count > MAX_SHAPES:
                _, dropped = self._shapes.popitem(last=False)
                self._count -= len(dropped)


@cache
def process_shapes() -> ShapeCache:
    """Return the shapes of this process."""
    return ShapeCache()


def bucket_of(text: str) -> str:
    """Return the first issuer or verification method that ``text`` names: shapes are kept by signer."""
    found = _SIGNER.search(text)
    return found.group(1) if found else ""


def shaped(document: Mapping[str, Any], found: FoundShape) -> ShapedDocument:
    """Return ``document``, whose text matched, with its shape."""
    shape, raw = found
    return ShapedDocument(document, shape=shape, raw=raw)


def _blank(match: re.Match[str]) -> str:
    return match.group() if match.group(1) is not None else '""'
