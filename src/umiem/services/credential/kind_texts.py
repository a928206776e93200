"""Documents as texts, and what those of a kind have in common: shown by an example about nobody.

A batch fills such texts (``award.batches.texts``); every stored credential is compressed with what it shares
with others of its kind (``storage.exact_bytes``).
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from umiem.domain.award import AwardRecord, IssuerIdentity, Learner
from umiem.domain.text import EMPTY_TEXT
from umiem.engine import StatusEntry
from umiem.services.credential.representations.open_badges_3 import open_badge_document

_ANY_DAY = date(2000, 1, 1)
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What all documents of a chunk share: issuer, lists, and by its digest the definition."""

    issuer: IssuerIdentity
    definition_digest: str
    list_urls: Mapping[str, str]
    """The address of the list of each purpose."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One credential to write: the award, its identifier, its places by purpose, its validity."""

    record: AwardRecord
    identifier: uuid.UUID
    places: Mapping[str, int]
    valid_from: datetime
    valid_until: datetime | None


def document_text(paper: Paper, entry: Entry) -> str:
    """Write a document the general way."""
    return _ENCODE(document_of(paper, entry))


def document_of(paper: Paper, entry: Entry) -> dict[str, Any]:
    """Return the unsigned document of an entry."""
    return open_badge_document(
        entry.record,
        paper.issuer,
        status_entries=tuple(
            StatusEntry(purpose=purpose, index=index, list_url=paper.list_urls[purpose])
            for purpose, index in entry.places.items()
        ),
        credential_id=f"urn:uuid:{entry.identifier}",
        valid_from=entry.valid_from,
        valid_until=entry.valid_until,
        languages=tuple(entry.record.definition.title),
    )


def common_text(paper: Paper, entry: Entry) -> bytes:
    """Return a document of this kind about nobody, and how its proof begins: to compress others with."""
    tail = (
        ',"proof":[{"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022","created":"'
        f'{entry.valid_from:%Y-%m-%d}T00:00:00Z","verificationMethod":"{paper.issuer.did}#key-1",'
        '"proofPurpose":"assertionMethod","proofValue":"z'
    )
    return (document_text(paper, example_of(entry, "first")) + tail).encode()


def lasting_text(paper: Paper, entry: Entry) -> bytes:
    """Return the common text for credentials of a definition that are made one by one, on whatever day.

    What differs between them (day, grade, results, evidence) is not in it, so that years of them share one.
    """
    record = dataclasses.replace(
        entry.record, awarded_on=_ANY_DAY, results=(), grade="", narrative=EMPTY_TEXT, evidence=(), place=""
    )
    start = datetime(_ANY_DAY.year, _ANY_DAY.month, _ANY_DAY.day, tzinfo=UTC)
    return common_text(paper, dataclasses.replace(entry, record=record, valid_from=start, valid_until=None))


def example_of(entry: Entry, which: str) -> Entry:
    """Return an entry of the same kind about nobody, with values that occur nowhere else."""

    def token(name: str, characters: int) -> str:
        return hashlib.sha256(f"umiem {which} {name}".encode()).hexdigest()[:characters]

    def number(name: str) -> int:
        return 20_000 + int(token(name, 8), 16) % 100_000

    record = entry.record
    learner = Learner(
        given_name=f"G{token('given', 14)}",
        family_name=f"F{token('family', 14)}",
        email=f"{token('mail', 12)}@example.org",
        identifier=f"N{token('identifier', 14)}" if record.learner.identifier else None,
    )
    results = tuple(
        dataclasses.replace(result, value=f"{number(result.outcome_id)}" if result.value else "")
        for result in record.results
    )
    changed = dataclasses.replace(record, learner=learner, results=results, identity_salt=token("salt", 32))
    return dataclasses.replace(
        entry,
        record=changed,
        identifier=uuid.UUID(token("identifier of the credential", 32)),
        places={purpose: number(purpose) for purpose in entry.places},
    )
