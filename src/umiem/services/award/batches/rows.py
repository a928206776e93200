"""The rows of a chunk as they are stored: compressed JSON, one short list for each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import zstandard

from umiem.domain.award import EvidenceItem
from umiem.services.award.requests import AwardRequest

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode
_LEVEL = 1
_MOST_BYTES = 256 * 1024 * 1024
ALL = slice(None)
Kind = Literal["awarded", "already-awarded", "refused"]


@dataclass(frozen=True, kw_only=True)
class RowOutcome:
    """What became of a row: ``awarded`` or ``already-awarded`` with the award, or ``refused`` with a code."""

    kind: Kind
    award: int | None = None
    credential: int | None = None
    code: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


def row_text(request: AwardRequest) -> str:
    """Return a request as JSON, the same whenever what it asks for is the same."""
    return _JSON(_plain(request))


def pack_rows(texts: Sequence[str]) -> bytes:
    """Return requests, each as ``row_text`` writes it, as they are stored."""
    return _compressed(f"[{','.join(texts)}]")


def unpack_rows(data: bytes, *, day: date, part: slice = ALL) -> list[AwardRequest]:
    """Return the requests of a chunk, or of a part of it; those without a date are awarded on ``day``."""
    return [_request(row, day) for row in _unpacked(data)[part]]


def pack_outcomes(outcomes: Sequence[RowOutcome]) -> bytes:
    """Return outcomes as they are stored."""
    return _packed(
        [
            [o.kind, o.code, o.params] if o.kind == "refused" else [o.kind, o.award, o.credential]
            for o in outcomes
        ]
    )


def unpack_outcomes(data: bytes | memoryview | None, part: slice = ALL) -> list[RowOutcome]:
    """Return the outcomes of a chunk, or of a part of it; none while it waits."""
    return [] if data is None else [_outcome(row) for row in _unpacked(bytes(data))[part]]


def awarded_in(data: bytes | memoryview | None) -> list[tuple[int, int]]:
    """Return award and credential of each row of a chunk that was awarded."""
    rows = [] if data is None else _unpacked(bytes(data))
    return [(row[1], row[2]) for row in rows if row[0] == "awarded"]


def _outcome(row: Sequence[Any]) -> RowOutcome:
    kind, first, second = row
    if kind == "refused":
        return RowOutcome(kind=kind, code=first, params=second)
    return RowOutcome(kind=kind, award=first, credential=second)


def _plain(request: AwardRequest) -> list[Any]:
    on, until = request.awarded_on, request.valid_until
    return [
        request.given_name,
        request.family_name,
        request.email,
        request.identifier,
        dict(request.results),
        request.grade,
        [[item.name, item.url, item.narrative] for item in request.evidence],
        None if on is None else on.isoformat(),
        None if until is None else until.isoformat(),
    ]


def _request(row: Sequence[Any], day: date) -> AwardRequest:
    given, family, email, identifier, results, grade, evidence, awarded_on, valid_until = row
    return AwardRequest(
        given_name=given,
        family_name=family,
        email=email,
        identifier=identifier,
        results=results,
        grade=grade,
        evidence=tuple(EvidenceItem(name=name, url=url, narrative=text) for name, url, text in evidence),
        awarded_on=day if awarded_on is None else date.fromisoformat(awarded_on),
        valid_until=None if valid_until is None else date.fromisoformat(valid_until),
    )


def _packed(rows: list[Any]) -> bytes:
    return _compressed(_JSON(rows))


def _compressed(text: str) -> bytes:
    return zstandard.ZstdCompressor(level=_LEVEL).compress(text.encode("utf-8", "surrogatepass"))


def _unpacked(data: bytes) -> list[Any]:
    text = zstandard.ZstdDecompressor().decompress(bytes(data), max_output_size=_MOST_BYTES)
    found: list[Any] = json.loads(text.decode("utf-8", "surrogatepass"))
    return found
