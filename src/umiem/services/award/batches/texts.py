"""Documents of a batch as filled texts: the general document once per kind of row, then filling.

Two examples with values that occur nowhere else show where each value goes. A kind is used only when filling
gives, letter for letter, what the general way gives; rows now and then are written both ways and compared.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
import uuid
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from umiem.domain.award import AwardRecord, IssuerIdentity, Learner
from umiem.engine import OPEN_BADGES_3, StatusEntry
from umiem.engine.compiled.filled import FilledKind
from umiem.engine.compiled.shape import FoundShape
from umiem.errors import MalformedInputError
from umiem.services.credential.representations.open_badges_3 import email_identity_hash, open_badge_document

COMPARE_EVERY = 97
MAX_KINDS = 64
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
    document = open_badge_document(
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
    return _ENCODE(document)


@dataclass
class Texts:
    """Writes and checks the texts of one paper; keeps the kinds it has met."""

    paper: Paper
    algorithm: str = "sha256"
    _kinds: OrderedDict[tuple[object, ...], Kind] = field(default_factory=OrderedDict, init=False)
    _written: int = field(default=0, init=False)

    def write(self, entry: Entry) -> str:
        """Return the document of an entry, checked completely; raises what ``prepare_credential`` raises."""
        kind = self.kind_of(entry)
        self._written += 1
        text = kind.fill(_values(entry)) if kind.is_filled else document_text(self.paper, entry)
        if self._written % COMPARE_EVERY == 1 and text != document_text(self.paper, entry):
            raise MalformedInputError("filled-text-differs")
        kind.checked.check(text)
        return text

    def kind_of(self, entry: Entry) -> Kind:
        """Return the kind of an entry, learning it the first time."""
        key = _key(entry)
        if key not in self._kinds:
            self._kinds[key] = self._learn(entry)
            if len(self._kinds) > MAX_KINDS:
                self._kinds.popitem(last=False)
        return self._kinds[key]

    def recognise(self, text: str) -> tuple[FilledKind, FoundShape] | None:
        """Return the kind that a text is of among those that were met, the newest first."""
        for kind in reversed(self._kinds.values()):
            found = kind.checked.find(text)
            if found is not None:
                return kind.checked, found
        return None

    def example(self, entry: Entry) -> str:
        """Return a text of the same kind about nobody."""
        return document_text(self.paper, _example(entry, "first"))

    def _learn(self, entry: Entry) -> Kind:
        first, second = _example(entry, "first"), _example(entry, "second")
        texts = document_text(self.paper, first), document_text(self.paper, second)
        kind = Kind.of(texts, _values(first), FilledKind.of(*texts, OPEN_BADGES_3, algorithm=self.algorithm))
        works = kind.fill(_values(second)) == texts[1]
        works = works and kind.fill(_values(entry)) == document_text(self.paper, entry)
        return dataclasses.replace(kind, is_filled=works)


@dataclass(frozen=True)
class Kind:
    """A text cut where the values go, with what checks the result."""

    pieces: tuple[str, ...]
    slots: tuple[int, ...]
    checked: FilledKind
    is_filled: bool

    @classmethod
    def of(cls, texts: tuple[str, str], values: Sequence[str], checked: FilledKind) -> Kind:
        """Cut the first of ``texts`` at ``values``."""
        longest_first = sorted(map(re.escape, values), key=len, reverse=True)
        found = re.split(f"({'|'.join(longest_first)})", texts[0])
        return cls(tuple(found[0::2]), tuple(map(values.index, found[1::2])), checked, is_filled=False)

    def fill(self, values: Sequence[str]) -> str:
        """Return the text with ``values``."""
        parts = [self.pieces[0]]
        for slot, piece in zip(self.slots, self.pieces[1:], strict=True):
            parts += (values[slot], piece)
        return "".join(parts)


def _values(entry: Entry) -> list[str]:
    record = entry.record
    learner = record.learner
    written = (
        learner.given_name,
        learner.family_name,
        email_identity_hash(learner.email, record.identity_salt),
        record.identity_salt,
        str(entry.identifier),
        *map(str, entry.places.values()),
        *(result.value for result in record.results if result.value),
        *((learner.identifier,) if learner.identifier else ()),
    )
    return [_ENCODE(value)[1:-1] for value in written]


def _key(entry: Entry) -> tuple[object, ...]:
    record = entry.record
    return (
        record.awarded_on,
        entry.valid_from,
        entry.valid_until,
        record.grade,
        record.evidence,
        bool(record.learner.identifier),
        tuple((result.outcome_id, result.status, bool(result.value)) for result in record.results),
    )


def _example(entry: Entry, which: str) -> Entry:
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
