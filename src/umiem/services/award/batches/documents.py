"""The documents of a chunk: written and checked row by row; later signed and verified.

Both functions are pure but for random numbers and the opening of the key.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from umiem.engine import OPEN_BADGES_3, Outcome, Signer, Sources, VerificationPolicy, verify_credential
from umiem.engine.compiled.filled import FilledIssuer, FilledText
from umiem.errors import MalformedInputError, RefusedError, UnavailableError
from umiem.services.award.batches.frames import Frame, packer_for, texts_of
from umiem.services.award.batches.texts import Texts
from umiem.services.award.requests import AwardRequest, RequestRules, folded, learner_key, record_text
from umiem.services.credential.identifiers import new_identifier
from umiem.services.credential.issuing import end_of_validity, start_of_validity
from umiem.services.credential.kind_texts import Entry
from umiem.services.credential.own_sources import no_status_lists
from umiem.services.credential.text_signing import tail_of
from umiem.services.key import keys
from umiem.storage.exact_bytes import Packer
from umiem.storage.models import SigningKey

VERIFY_WHOLE_EVERY = 500
"""Every signature is verified; each document of such a step once more as a stranger would, from its bytes."""
TICK_EVERY = 50
"""After so many rows whoever waits is told that the work goes on."""


class Document:
    """An unsigned document: its bytes, and as a filled text where it is one.

    What comes before its last character is hashed once, for its own digest and that of the signed document.
    """

    __slots__ = ("_beginning", "data", "digest", "text")

    def __init__(self, made: FilledText | bytes) -> None:
        self.text = made if isinstance(made, FilledText) else None
        self.data = made.data if isinstance(made, FilledText) else made
        self._beginning = hashlib.sha256(memoryview(self.data)[:-1])
        self.digest = self.digest_with(self.data[-1:])

    def digest_with(self, tail: bytes) -> str:
        """Return the SHA-256 of the document with ``tail`` in place of its last character."""
        hashing = self._beginning.copy()
        hashing.update(tail)
        return hashing.hexdigest()


@dataclass(frozen=True, kw_only=True, slots=True)
class WrittenRow:
    """A row that may be awarded: everything to store before the signature."""

    position: int
    award_id: str
    credential_id: uuid.UUID
    given_name: str
    family_name: str
    email: str
    learner_key: str
    identifier: str
    record: str
    awarded_on: date
    valid_from: datetime
    valid_until: datetime | None
    document: Document
    intent: bytes
    places: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class RefusedRow:
    """A row that may not be awarded, and why."""

    position: int
    code: str
    params: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class IntendedRow:
    """What is stored about a row and to be signed: the digest as the database has it, and the document."""

    credential: int
    public_id: uuid.UUID
    intent_digest: str
    document: Document


@dataclass(frozen=True, kw_only=True, slots=True)
class SignedRow:
    """The signed tail, compressed, and the digests for the log."""

    credential: int
    public_id: uuid.UUID
    tail: bytes
    intent_digest: str
    signed_digest: str


def write_rows(
    frame: Frame,
    rows: Sequence[tuple[int, AwardRequest, Mapping[str, int]]],
    *,
    tick: Callable[[], None],
) -> list[WrittenRow | RefusedRow]:
    """Check every row, write its document, check that too, and compress it; ``tick`` is called meanwhile."""
    texts, packer = texts_of(frame.paper, frame.hash_name), packer_for(frame.dictionary)
    rules = RequestRules(frame.view)
    written: list[WrittenRow | RefusedRow] = []
    for number, (position, request, places) in enumerate(rows):
        if number % TICK_EVERY == 0:
            tick()
        try:
            written.append(_written(rules, texts, packer, position, request, places))
        except (MalformedInputError, RefusedError) as problem:
            written.append(RefusedRow(position=position, code=problem.code, params=dict(problem.params)))
    return written


def sign_rows(
    frame: Frame, rows: Sequence[IntendedRow], created: datetime, *, tick: Callable[[], None]
) -> list[SignedRow]:
    """Sign what is stored, after comparing its digest, and verify every signature.

    Raises ``UnavailableError`` intent-damaged or what the signer raises, ``RefusedError``
    signature-not-verified; then nothing of the chunk is released.
    """
    packer, issuer = packer_for(frame.dictionary), FilledIssuer(_signer(frame.key), created)
    sources = Sources(resolver=_Published(frame), status_lists=no_status_lists(), known_issuers=None)
    signed = []
    for number, row in enumerate(rows):
        if number % TICK_EVERY == 0:
            tick()
        document = row.document
        if document.digest != row.intent_digest:
            raise UnavailableError("intent-damaged", credential=str(row.public_id))
        tail = _tail(issuer, row)
        if number % VERIFY_WHOLE_EVERY == 0 or number == len(rows) - 1:
            _verify_whole(document.data[:-1] + tail, row, created, sources)
        signed.append(
            SignedRow(
                credential=row.credential,
                public_id=row.public_id,
                tail=packer.pack(tail),
                intent_digest=row.intent_digest,
                signed_digest=document.digest_with(tail),
            )
        )
    return signed


def _written(
    rules: RequestRules,
    texts: Texts,
    packer: Packer,
    position: int,
    request: AwardRequest,
    places: Mapping[str, int],
) -> WrittenRow:
    record, today = rules.checked(request), timezone.now().date()
    start = start_of_validity(record)
    entry = Entry(
        record=record,
        identifier=new_identifier(today),
        places=places,
        valid_from=start,
        valid_until=end_of_validity(record, request.valid_until, start),
    )
    document = Document(texts.write(entry))
    return WrittenRow(
        position=position,
        award_id=new_identifier(today).hex,
        credential_id=entry.identifier,
        given_name=record.learner.given_name,
        family_name=record.learner.family_name,
        email=folded(request.email),
        learner_key=learner_key(request.identifier, request.email),
        identifier=request.identifier or "",
        record=record_text(record),
        awarded_on=record.awarded_on,
        valid_from=entry.valid_from,
        valid_until=entry.valid_until,
        document=document,
        intent=packer.pack(document.data),
        places=places,
    )


def _tail(issuer: FilledIssuer, row: IntendedRow) -> bytes:
    """Sign a document; what is returned takes the place of its last character."""
    document = row.document
    if document.text is not None:
        return issuer.proof(document.text)
    return tail_of(document.data, issuer.sign(document.data, OPEN_BADGES_3), row.public_id)


def _verify_whole(data: bytes, row: IntendedRow, at: datetime, sources: Sources) -> None:
    report = verify_credential(data, policy=VerificationPolicy.strict(), at=at, sources=sources)
    checks = [report.check(code) for code in ("proof", "issuer-binding")]
    if not all(check is not None and check.outcome is Outcome.PASSED for check in checks):
        raise RefusedError("signature-not-verified", credential=str(row.public_id))


@dataclass(frozen=True)
class _Published:
    """The DID document as it is published, for the one issuer of a chunk."""

    frame: Frame

    def resolve(self, did: str) -> Mapping[str, Any]:
        """Return the issuer's document; raises ``UnavailableError`` for any other DID."""
        if did != self.frame.paper.issuer.did:
            raise UnavailableError("did-not-ours", did=did)
        return self.frame.did_document


def _signer(key: SigningKey) -> Signer:
    return keys.signer_of(key.organisation, key)
