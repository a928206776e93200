"""Documents of a batch as filled texts: the general document once per kind of row, then filling.

Two examples with values that occur nowhere else show where each value goes. A kind is used only when filling
gives, letter for letter, what the general way gives; rows now and then are written both ways and compared.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from json.encoder import encode_basestring

from umiem.engine import OPEN_BADGES_3
from umiem.engine.compiled.filled import FilledKind, FilledText
from umiem.errors import MalformedInputError
from umiem.services.credential.kind_texts import Entry, Paper, document_text, example_of
from umiem.services.credential.representations.open_badges_3 import email_identity_hash

COMPARE_EVERY = 500
MAX_KINDS = 64
_GAP = "\x00"
"""Between the open values of a text; JSON never holds it."""


@dataclass
class Texts:
    """Writes and checks the texts of one paper; keeps the kinds it has met."""

    paper: Paper
    algorithm: str = "sha256"
    _kinds: OrderedDict[tuple[object, ...], Kind] = field(default_factory=OrderedDict, init=False)
    _written: int = field(default=0, init=False)

    def write(self, entry: Entry) -> FilledText | bytes:
        """Return the document of an entry, checked completely: filled, or plain when it is of no kind.

        Raises what ``prepare_credential`` raises.
        """
        kind = self.kind_of(entry)
        self._written += 1
        filled = kind.fill(_values(entry))
        if filled is None:
            data = _bytes_of(document_text(self.paper, entry))
            filled = kind.checked.recognise(data)
            if filled is None:
                kind.checked.check(data.decode())
                return data
        elif self._written % COMPARE_EVERY == 1 and filled.data != _bytes_of(
            document_text(self.paper, entry)
        ):
            raise MalformedInputError("filled-text-differs")
        return filled

    def kind_of(self, entry: Entry) -> Kind:
        """Return the kind of an entry, learning it the first time."""
        key = _key(entry)
        if key not in self._kinds:
            self._kinds[key] = self._learn(entry)
            if len(self._kinds) > MAX_KINDS:
                self._kinds.popitem(last=False)
        return self._kinds[key]

    def recognise(self, data: bytes) -> FilledText | None:
        """Return ``data`` as a text of one of the kinds that were met, the newest first."""
        found = (kind.checked.recognise(data) for kind in reversed(self._kinds.values()))
        return next((text for text in found if text is not None), None)

    def _learn(self, entry: Entry) -> Kind:
        first, second = example_of(entry, "first"), example_of(entry, "second")
        texts = document_text(self.paper, first), document_text(self.paper, second)
        checked = FilledKind.of(*texts, OPEN_BADGES_3, algorithm=self.algorithm)
        kind = Kind.of(texts[0], _values(first), checked)
        known = ((second, texts[1]), (entry, document_text(self.paper, entry)))
        works = all(kind.would_write(_values(example), text) for example, text in known)
        return kind if works else Kind(checked)


@dataclass(frozen=True)
class Kind:
    """How the open values of a text are made of what varies; without ``pieces`` it is written generally."""

    checked: FilledKind
    pieces: tuple[str, ...] = ()
    slots: tuple[int, ...] = ()

    @classmethod
    def of(cls, text: str, values: Sequence[str], checked: FilledKind) -> Kind:
        """Cut the open values of ``text``, which was written with ``values``."""
        found = checked.find(text)
        if found is None:
            return cls(checked)
        longest_first = sorted(map(re.escape, values), key=len, reverse=True)
        cut = re.split(f"({'|'.join(longest_first)})", _GAP.join(found[1]))
        return cls(checked, tuple(cut[0::2]), tuple(map(values.index, cut[1::2])))

    def fill(self, values: Sequence[str]) -> FilledText | None:
        """Return the text with ``values``; None where it has to be written the general way."""
        if not self.pieces:
            return None
        parts = [*self.pieces, *self.pieces[:-1]]
        parts[0::2] = self.pieces
        parts[1::2] = [values[slot] for slot in self.slots]
        return self.checked.fill("".join(parts).split(_GAP))

    def would_write(self, values: Sequence[str], text: str) -> bool:
        """Say whether filling gives ``text``, or leaves it to the general way."""
        filled = self.fill(values)
        return filled is None or filled.data == text.encode()


def _bytes_of(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as problem:
        raise MalformedInputError("json-lone-surrogate") from problem


def _values(entry: Entry) -> list[str]:
    """Return what varies as JSON writes it; the values that Umiem makes itself need no escapes."""
    record = entry.record
    learner = record.learner
    written = (
        learner.given_name,
        learner.family_name,
        *(result.value for result in record.results if result.value),
        *((learner.identifier,) if learner.identifier else ()),
    )
    return [
        *(encode_basestring(value)[1:-1] for value in written),
        email_identity_hash(learner.email, record.identity_salt),
        record.identity_salt,
        str(entry.identifier),
        *map(str, entry.places.values()),
    ]


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
