"""Points in time as credentials write them: xsd:dateTimeStamp, always with a zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo
from functools import lru_cache

from umiem.errors import MalformedInputError

_DATE_TIME_STAMP = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,12})?"
    r"(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)\Z",
    re.ASCII,
)


def parse_timestamp(text: object) -> datetime:
    """Read an xsd:dateTimeStamp (XML Schema 1.1 part 2, section 3.4.28) of the years 1 to 9999.

    Raises ``MalformedInputError("timestamp-invalid")``, also when the zone is missing. Digits
    beyond microseconds are cut off.
    """
    if not isinstance(text, str):
        raise MalformedInputError("timestamp-invalid", value=str(text)[:60])
    return _parse(text)


@lru_cache(maxsize=4096)
def _parse(text: str) -> datetime:
    if not _DATE_TIME_STAMP.match(text):
        raise MalformedInputError("timestamp-invalid", value=text[:60])
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise MalformedInputError("timestamp-invalid", value=text[:60]) from error


@lru_cache(maxsize=256)
def require_zone(moment: datetime) -> None:
    """Raise ``MalformedInputError("timestamp-without-zone")``: a verifier must say which time it means."""
    if moment.tzinfo is None:
        raise MalformedInputError("timestamp-without-zone")


def iso_text(moment: datetime) -> str:
    """Return ``moment.isoformat()``; reports state one moment many times."""
    # Equal moments of different zones, or of both sides of a change of clocks, are written differently.
    return _iso_text(moment, moment.tzinfo, moment.fold)


@lru_cache(maxsize=256)
def _iso_text(moment: datetime, zone: tzinfo | None, fold: int) -> str:
    return moment.isoformat()


@lru_cache(maxsize=256)
def format_timestamp(moment: datetime) -> str:
    """Write a moment as UTC to the second; ``MalformedInputError`` when it has no zone."""
    if moment.tzinfo is None:
        raise MalformedInputError("timestamp-without-zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
