"""The daily roots of the signer's log: what anyone may keep to prove later that nothing was changed.

When a day (UTC) is over, the digest at the end of the chain is written down and published for each
organisation. Whoever keeps a copy, a library or another university, can have the chain compared with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from umiem.engine import parse_json_object
from umiem.errors import MalformedInputError
from umiem.storage.models import Organisation, SignerLogEntry, SignerLogRoot

MOST_PUBLISHED = 1_000
"""So many days are in the published file, the newest first; the database keeps all."""
MAX_BYTES = 1024 * 1024
_DIGITS = 64


@dataclass(frozen=True, kw_only=True)
class Root:
    """The end of the chain when ``day`` was over: how many signatures, and the digest of the last."""

    day: date
    sequence: int
    digest: str


def record_due() -> int:
    """Write down the root of every organisation that signed since the last one; return how many."""
    midnight = datetime.combine(timezone.now().astimezone(UTC).date(), time(), tzinfo=UTC)
    return sum(_record(organisation, midnight) for organisation in Organisation.objects.all())


def _record(organisation: Organisation, midnight: datetime) -> bool:
    yesterday = midnight.date() - timedelta(days=1)
    known = SignerLogRoot.objects.filter(organisation=organisation).order_by("-day").first()
    if known is not None and known.day >= yesterday:
        return False
    rows = SignerLogEntry.objects.filter(organisation=organisation, at__lt=midnight).exclude(sequence=None)
    last = rows.order_by("-sequence").first()
    if last is None or last.sequence is None or (known is not None and known.sequence == last.sequence):
        return False
    _, made = SignerLogRoot.objects.get_or_create(
        organisation=organisation,
        day=yesterday,
        defaults={"sequence": last.sequence, "digest": last.digest},
    )
    return made


def roots_bytes(organisation: Organisation) -> bytes:
    """Return the file that is published: the roots, the newest first, and how each is computed."""
    roots = SignerLogRoot.objects.filter(organisation=organisation)[:MOST_PUBLISHED]
    document = {
        "organisation": organisation.did,
        "chain": "SHA-256 over previous digest, sequence, key, subject, both digests and time, one a line",
        "roots": [
            {"day": root.day.isoformat(), "sequence": root.sequence, "digest": root.digest} for root in roots
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def stored_roots(organisation: Organisation) -> Iterator[Root]:
    """Yield all roots that were written down."""
    for row in SignerLogRoot.objects.filter(organisation=organisation).iterator():
        yield Root(day=row.day, sequence=row.sequence, digest=row.digest)


def roots_in(data: bytes, organisation: Organisation) -> tuple[Root, ...]:
    """Return the roots of a copy that somebody kept.

    Raises ``MalformedInputError`` log-roots-wrong when it is no such file, or another organisation's.
    """
    document = parse_json_object(data)
    listed = document.get("roots")
    if document.get("organisation") != organisation.did or not isinstance(listed, Sequence):
        raise MalformedInputError("log-roots-wrong", organisation=organisation.slug)
    try:
        return tuple(_root(entry) for entry in listed)
    except (KeyError, TypeError, ValueError) as problem:
        raise MalformedInputError("log-roots-wrong", organisation=organisation.slug) from problem


def differing(organisation: Organisation, roots: Sequence[Root]) -> Iterator[Root]:
    """Yield the roots that the chain of today does not hold: something before them was changed or removed.

    Whether the chain itself is whole says ``signer_log.broken_links``.
    """
    digests = dict(
        SignerLogEntry.objects.filter(
            organisation=organisation, sequence__in=[root.sequence for root in roots]
        ).values_list("sequence", "digest")
    )
    yield from (root for root in roots if digests.get(root.sequence) != root.digest)


def _root(entry: Mapping[str, Any]) -> Root:
    digest, sequence = str(entry["digest"]), int(entry["sequence"])
    if len(digest) != _DIGITS or sequence < 1:
        raise ValueError
    return Root(day=date.fromisoformat(str(entry["day"])), sequence=sequence, digest=digest)
