"""What the processes of a pool do for a chunk: write and check its documents; sign and verify them.

Both functions are pure but for random numbers and the opening of the key. What they get and return travels
between processes, so it is small: texts are compressed before they leave.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from umiem.engine import Outcome, Signer, Sources, VerificationPolicy, verify_credential
from umiem.engine.compiled.filled import FilledIssuer
from umiem.errors import MalformedInputError, RefusedError, UnavailableError
from umiem.services.award.awarding import (
    AwardRequest,
    checked_record,
    folded,
    learner_key,
    plain_record,
    record_of,
)
from umiem.services.award.batches.texts import Entry, Paper, Texts
from umiem.services.credential.issuing import end_of_validity, start_of_validity
from umiem.services.definition.definitions import DefinitionView
from umiem.services.key import keys
from umiem.services.verifying.own_sources import no_status_lists
from umiem.storage.exact_bytes import Packer
from umiem.storage.models import SigningKey

VERIFY_WHOLE_EVERY = 100
"""Every signature is verified; each hundredth document once more as a stranger would, from its bytes."""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What all rows of a chunk share."""

    view: DefinitionView
    paper: Paper
    key: SigningKey
    hash_name: str
    did_document: Mapping[str, Any]
    dictionary: bytes


@dataclass(frozen=True, kw_only=True)
class WrittenRow:
    """A row that may be awarded: everything to store before the signature."""

    position: int
    award_id: str
    credential_id: str
    given_name: str
    family_name: str
    email: str
    learner_key: str
    identifier: str
    record: str
    awarded_on: date
    valid_from: datetime
    valid_until: datetime | None
    intent: bytes
    intent_digest: str
    places: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class RefusedRow:
    """A row that may not be awarded, and why."""

    position: int
    code: str
    params: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class IntendedRow:
    """What is stored about a row and to be signed; ``request`` tells its kind."""

    credential: int
    public_id: uuid.UUID
    intent: bytes
    intent_digest: str
    request: AwardRequest
    places: Mapping[str, int]
    valid_from: datetime
    valid_until: datetime | None


@dataclass(frozen=True, kw_only=True)
class SignedRow:
    """The signed tail, compressed, and the digests for the log."""

    credential: int
    public_id: uuid.UUID
    tail: bytes
    intent_digest: str
    signed_digest: str


def write_rows(
    frame: Frame, rows: Sequence[tuple[int, AwardRequest, Mapping[str, int]]]
) -> list[WrittenRow | RefusedRow]:
    """Check every row, write its document, check that too, and compress it."""
    texts, packer = _texts(frame.paper, frame.hash_name), _packer(frame.dictionary)
    return [_written(frame, texts, packer, *row) for row in rows]


def sign_rows(frame: Frame, rows: Sequence[IntendedRow], created: datetime) -> list[SignedRow]:
    """Sign what is stored, after comparing its digest, and verify every signature.

    Raises ``UnavailableError`` intent-damaged or what the signer raises, ``RefusedError``
    signature-not-verified; then nothing of the chunk is released.
    """
    texts, packer = _texts(frame.paper, frame.hash_name), _packer(frame.dictionary)
    issuer = FilledIssuer(_signer(frame.key), created)
    sources = Sources(resolver=_Published(frame), status_lists=no_status_lists(), known_issuers=None)
    signed = []
    for number, row in enumerate(rows):
        text = packer.unpack(row.intent)
        hashing = hashlib.sha256(memoryview(text)[:-1])
        whole = hashing.copy()
        whole.update(text[-1:])
        if whole.hexdigest() != row.intent_digest:
            raise UnavailableError("intent-damaged", credential=str(row.public_id))
        tail = _tail(frame, texts, issuer, row, text)
        hashing.update(tail)
        if number % VERIFY_WHOLE_EVERY == 0 or number == len(rows) - 1:
            _verify_whole(text[:-1] + tail, row, created, sources)
        signed.append(
            SignedRow(
                credential=row.credential,
                public_id=row.public_id,
                tail=packer.pack(tail),
                intent_digest=row.intent_digest,
                signed_digest=hashing.hexdigest(),
            )
        )
    return signed


def _written(
    frame: Frame,
    texts: Texts,
    packer: Packer,
    position: int,
    request: AwardRequest,
    places: Mapping[str, int],
) -> WrittenRow | RefusedRow:
    try:
        record = checked_record(frame.view, request)
        start = start_of_validity(record)
        entry = Entry(
            record=record,
            identifier=uuid.uuid4(),
            places=places,
            valid_from=start,
            valid_until=end_of_validity(record, request.valid_until, start),
        )
        text = texts.write(entry).encode()
    except (MalformedInputError, RefusedError) as problem:
        return RefusedRow(position=position, code=problem.code, params=dict(problem.params))
    return WrittenRow(
        position=position,
        award_id=uuid.uuid4().hex,
        credential_id=entry.identifier.hex,
        given_name=record.learner.given_name,
        family_name=record.learner.family_name,
        email=folded(request.email),
        learner_key=learner_key(request.identifier, request.email),
        identifier=request.identifier or "",
        record=json.dumps(plain_record(record), ensure_ascii=False),
        awarded_on=record.awarded_on,
        valid_from=entry.valid_from,
        valid_until=entry.valid_until,
        intent=packer.pack(text),
        intent_digest=hashlib.sha256(text).hexdigest(),
        places=places,
    )


def _tail(frame: Frame, texts: Texts, issuer: FilledIssuer, row: IntendedRow, data: bytes) -> bytes:
    """Sign by the kind of a text. A process that has not met the kind learns it from the row that was asked.

    What is returned takes the place of the last character.
    """
    text = data.decode()
    known = texts.recognise(text)
    kind, found = known or (texts.kind_of(_entry(frame, row)).checked, None)
    proof = issuer.proof(kind, text, found)
    if proof is not None:
        return proof.encode()
    secured = issuer.sign(kind, text)
    if not secured.data.startswith(data[:-1] + b',"proof":{'):
        raise RefusedError("signature-not-verified", credential=str(row.public_id))
    return secured.data[len(data) - 1 :]


def _entry(frame: Frame, row: IntendedRow) -> Entry:
    return Entry(
        record=record_of(frame.view, row.request),
        identifier=row.public_id,
        places=row.places,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


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


@lru_cache(maxsize=8)
def _texts_of(paper: str, hash_name: str) -> dict[str, Texts]:
    return {}


def _texts(paper: Paper, hash_name: str) -> Texts:
    """Keep the kinds of a paper between the chunks of a batch."""
    name = repr(dataclasses.astuple(paper))
    kept = _texts_of(name, hash_name)
    return kept.setdefault("texts", Texts(paper, hash_name))


@lru_cache(maxsize=8)
def _packer(dictionary: bytes) -> Packer:
    return Packer(dictionary)


def _signer(key: SigningKey) -> Signer:
    return keys.signer_of(key.organisation, key)
