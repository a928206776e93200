"""Issuing from filled texts: the document's JSON is written by filling values into a text of its kind.

A kind is shown by two examples that differ in everything that may vary. Both are checked completely. A text
is then of this kind when every other character is the same and each open value has the form that the two
examples have there; anything else takes the general path, with all its checks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from umiem.engine.canonical.strict_json import parse_json_object
from umiem.engine.compiled.cache import shaped
from umiem.engine.compiled.shape import FoundShape, Shape, compile_shape, values_of
from umiem.engine.credential import SecuredCredential
from umiem.engine.data_model import issuer_id
from umiem.engine.identifiers.multibase import encode_multibase
from umiem.engine.issue import (
    prepare_credential,
    proof_configuration,
    require_issuers_key,
    serialize,
    sign_credential,
    suite_for,
    write_json,
)
from umiem.engine.keys import verify_signature
from umiem.engine.limits import MAX_STRING_BYTES
from umiem.engine.ports import Signer
from umiem.engine.profiles.profile import Profile
from umiem.engine.proofs.data_integrity import HASH_OF_KEY
from umiem.engine.proofs.suite import HashedParts
from umiem.errors import MalformedInputError, RefusedError, UnsupportedError

_FORMS = (
    r"(?:0|[1-9][0-9]{0,8})",
    r"[0-9a-f]{32}",
    r"sha256\$[0-9a-f]{64}",
    r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:#[a-z-]{1,40})?",
    r"https?://[^\x00-\x20\"\\<>{}|^`\x7f-\xa0]{1,300}#(?:0|[1-9][0-9]{0,8})",
)
"""The forms of generated values, the narrowest first. Any other value is a text that is not empty."""
_TEXT = r'[^"\\\x00-\x1f\x7f\ud800-\udfff]++'
_ANY_TEXT = r"(?s:.+)"
_BETWEEN = "\n"
"""What no form takes in."""


@dataclass(frozen=True, eq=False)
class FilledKind:
    """One kind of text for one profile; ``shape`` is None where every text needs the general path."""

    profile: Profile
    algorithm: str
    shape: Shape | None
    forms: tuple[str, ...] = ()

    @cached_property
    def _values(self) -> tuple[re.Pattern[str], ...]:
        """The forms one by one, for values with escapes."""
        return tuple(re.compile(_ANY_TEXT if form == _TEXT else form) for form in self.forms)

    @classmethod
    def of(cls, first: str, second: str, profile: Profile, *, algorithm: str = "sha256") -> FilledKind:
        """Learn a kind by two examples, which are checked like any credential.

        ``algorithm`` is the hash that goes with the signing key (``hash_of``). Raises what
        ``prepare_credential`` raises, and ``MalformedInputError`` template-not-as-written when a text is not
        written as Umiem writes documents.
        """
        document = _document_of(first, profile)
        _document_of(second, profile)
        pairs = list(zip(values_of(first), values_of(second), strict=True))
        varying = frozenset(number for number, (old, new) in enumerate(pairs) if old != new)
        shape = compile_shape(first, document, algorithms=(algorithm,), may_vary=varying.__contains__)
        values = [shape.match(text) for text in (first, second)] if shape is not None else []
        if not values or values[0] is None or values[1] is None:
            return cls(profile, algorithm, None)
        forms = tuple(map(_form_of, values[0], values[1]))
        iris = shape.iri_places if shape is not None else ()
        if any(forms[place] == _TEXT for place in iris):  # only generated identifiers may vary
            return cls(profile, algorithm, None)
        return cls(profile, algorithm, shape, forms)

    def fill(self, values: Sequence[str]) -> FilledText | None:
        """Return the text with these open values, one for each of the shape, as JSON writes them.

        It is of this kind because it is put together from its pieces and each value has its form, which takes
        in no quotation mark. None when one has not, holds an escape, or the whole becomes too long.
        """
        if self.shape is None or self._all_forms.fullmatch(_BETWEEN.join(values)) is None:
            return None
        parts = self._parts.copy()
        parts[1::2] = [value.encode() for value in values]
        data = b"".join(parts)
        return FilledText(self, self.shape, tuple(values), data) if len(data) <= MAX_STRING_BYTES else None

    def recognise(self, data: bytes) -> FilledText | None:
        """Return ``data``, UTF-8, as a text of this kind, or None when it is none."""
        found = self.find(data.decode())
        return None if found is None else FilledText(self, *found, data)

    def find(self, text: str) -> FoundShape | None:
        """Return the open values of ``text`` when it is of this kind and each has its form."""
        if self.shape is None:
            return None
        plain = self._plain(self.shape, text)
        if plain is not None:
            return self.shape, plain
        values = self.shape.match(text) if "\\" in text else None
        if values is None:
            return None
        fits = all(form.fullmatch(value) for form, value in zip(self._values, values, strict=True))
        return (self.shape, values) if fits else None

    def _plain(self, shape: Shape, text: str) -> tuple[str, ...] | None:
        """Return the values of a text of this kind without escapes: no form takes a quotation mark in."""
        if not text.startswith(shape.pieces[0]):
            return None
        position, values = len(shape.pieces[0]), []
        for form, piece in zip(self._forms, shape.pieces[1:], strict=True):
            found = form.match(text, position)
            if found is None or not text.startswith(piece, found.end()):
                return None
            values.append(found.group())
            position = found.end() + len(piece)
        return tuple(values) if position == len(text) else None

    @cached_property
    def _forms(self) -> tuple[re.Pattern[str], ...]:
        return tuple(map(re.compile, self.forms))

    @cached_property
    def _all_forms(self) -> re.Pattern[str]:
        """The forms in one pattern, with what none of them takes in between."""
        return re.compile(_BETWEEN.join(f"(?:{form})" for form in self.forms))

    @cached_property
    def _parts(self) -> list[bytes]:
        """The pieces of the text, with a gap after each but the last."""
        pieces = self.shape.pieces if self.shape is not None else ()
        return [part for piece in pieces for part in (piece.encode(), b"")][:-1]

    def check(self, text: str) -> None:
        """Check a text completely; raises what ``prepare_credential`` raises."""
        if self.find(text) is None:
            _document_of(text, self.profile)


@dataclass(frozen=True, slots=True)
class FilledText:
    """A text of a kind: the open values as it writes them, and its bytes. Only a kind makes one."""

    kind: FilledKind
    shape: Shape
    values: tuple[str, ...]
    data: bytes

    def quick_digest(self) -> bytes | None:
        """Return the hash of the canonical N-Quads; None where only the document itself can tell."""
        return self.shape.quick_digest(self.values, self.kind.algorithm)


@dataclass
class FilledIssuer:
    """Signs filled texts with one key at one ``created`` time; each signature is verified before release.

    Not safe for several threads at once; make one for each.
    """

    signer: Signer
    created: datetime
    _openings: dict[FilledKind, _Opening] = field(default_factory=dict, init=False)

    def sign(self, data: bytes, profile: Profile) -> SecuredCredential:
        """Sign a text of no known kind the general way, with all its checks."""
        prepared = prepare_credential(parse_json_object(data), profile)
        return sign_credential(prepared, self.signer, created=self.created, cryptosuite=suite_of(self.signer))

    def proof(self, text: FilledText) -> bytes:
        """Sign a text and return what takes the place of its last character: ``,"proof":…}``.

        The bytes are those of ``sign_credential`` with ``suite_of`` the signer, and the signature is verified
        with the public key. Raises what that raises: ``RefusedError`` (issuer-is-not-signer,
        signature-does-not-verify) and ``UnsupportedError``.
        """
        opening = self._openings.get(text.kind) or self._open(text)
        digest = text.quick_digest()
        if digest is None:  # ties: the general algorithm needs the document itself
            document = parse_json_object(text.data)
            unsecured = shaped(document, (text.shape, text.values))
            digest = opening.parts.of_document(unsecured, text.kind.algorithm)
        data = opening.configuration_hash + digest
        signature = self.signer.sign(data)
        if not verify_signature(self.signer.public_key, signature, data):
            method = self.signer.verification_method
            raise RefusedError("signature-does-not-verify", verification_method=method)
        return f"{opening.text}{encode_multibase(signature)}{opening.end}".encode()

    def _open(self, text: FilledText) -> _Opening:
        """Work out what the proofs of all texts of a kind share."""
        document = parse_json_object(text.data)
        require_issuers_key(issuer_id(document), self.signer)
        name = suite_of(self.signer)
        suite = suite_for(name, self.signer.public_key)
        if suite.parts is None:
            raise UnsupportedError("cryptosuite-verify-only", cryptosuite=name)
        config = proof_configuration(
            document, self.signer, created=self.created, cryptosuite=name, purpose="assertionMethod"
        )
        unsecured = shaped(document, (text.shape, text.values))
        before, after = (',"proof":[', '"}]}') if text.kind.profile.proof_as_list else (',"proof":', '"}}')
        made = self._openings[text.kind] = _Opening(
            parts=suite.parts,
            text=before + write_json(config | {"proofValue": ""}).removesuffix('"}'),
            end=after,
            configuration_hash=suite.parts.of_configuration(unsecured, config, text.kind.algorithm),
        )
        return made


@dataclass(frozen=True, kw_only=True)
class _Opening:
    """What a proof is as JSON up to its value and after it, and the hash of its configuration."""

    parts: HashedParts
    text: str
    end: str
    configuration_hash: bytes


def hash_of(algorithm_of_key: str) -> str:
    """Return the hash algorithm that goes with a key of this algorithm (Data Integrity EdDSA and ECDSA)."""
    return HASH_OF_KEY[algorithm_of_key]


def suite_of(signer: Signer) -> str:
    """Return the RDF cryptosuite for a signer's key: EdDSA for Ed25519, ECDSA for the NIST curves."""
    return "eddsa-rdfc-2022" if signer.public_key.algorithm == "Ed25519" else "ecdsa-rdfc-2019"


def _document_of(text: str, profile: Profile) -> dict[str, Any]:
    document = parse_json_object(text.encode())
    prepare_credential(document, profile)
    if serialize(document).decode() != text:
        raise MalformedInputError("template-not-as-written")
    return document


def _form_of(first: str, second: str) -> str:
    fitting = (form for form in _FORMS if re.fullmatch(form, first) and re.fullmatch(form, second))
    return next(fitting, _TEXT)
