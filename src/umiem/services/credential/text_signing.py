"""What a process of a pool does for credentials that are signed again: sign stored texts, and verify.

Pure but for random numbers and the opening of the key. What it learned about the kinds of texts stays in the
process, so that each chunk but the first is fast.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from umiem.engine import OPEN_BADGES_3, CompiledTemplate, SecuredCredential
from umiem.engine.compiled.filled import FilledIssuer, FilledKind, FilledText, hash_of
from umiem.errors import MalformedInputError, RefusedError, UnavailableError
from umiem.services.key import keys
from umiem.services.key.signing import SUITES
from umiem.storage.models import SigningKey

MOST_KINDS = 64
MOST_MISSES = 8
"""After so many texts of which no kind could be learned, the rest takes the general path at once."""
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, kw_only=True)
class TextToSign:
    """A stored intent: its text, and the digest that was recorded with it."""

    credential: int
    public_id: uuid.UUID
    text: bytes
    intent_digest: str


@dataclass(frozen=True, kw_only=True)
class SignedText:
    """What follows the text when it is signed, and the digest of the whole."""

    credential: int
    tail: bytes
    signed_digest: str


def sign_texts(key: SigningKey, texts: Sequence[TextToSign], created: datetime) -> list[SignedText]:
    """Check and sign texts as they are stored; each signature is verified with the public key.

    Raises ``UnavailableError`` intent-damaged, ``RefusedError`` signature-not-verified and what the signer
    raises; then nothing of the chunk is released.
    """
    signer = keys.signer_of(key.organisation, key)
    general = CompiledTemplate(signer, created, SUITES[key.algorithm])
    issuer, kinds = FilledIssuer(signer, created), _kinds(hash_of(key.algorithm))
    return [_signed(issuer, kinds, general, one) for one in texts]


def _signed(issuer: FilledIssuer, kinds: Kinds, general: CompiledTemplate, one: TextToSign) -> SignedText:
    if hashlib.sha256(one.text).hexdigest() != one.intent_digest:
        raise UnavailableError("intent-damaged", credential=str(one.public_id))
    tail = _tail(issuer, kinds, one.text) or _general_tail(general, one)
    return SignedText(
        credential=one.credential,
        tail=tail,
        signed_digest=hashlib.sha256(one.text[:-1] + tail).hexdigest(),
    )


def _tail(issuer: FilledIssuer, kinds: Kinds, data: bytes) -> bytes | None:
    """Sign by the kind of a text; None when it is of none."""
    known = kinds.find(data)
    return None if known is None else issuer.proof(known)


def _general_tail(general: CompiledTemplate, one: TextToSign) -> bytes:
    signed = general.sign(general.prepare(json.loads(one.text), OPEN_BADGES_3))
    return tail_of(one.text, signed, one.public_id)


def tail_of(text: bytes, signed: SecuredCredential, public_id: uuid.UUID) -> bytes:
    """Return what took the place of the last character of ``text`` when it was signed.

    Raises ``RefusedError`` signature-not-verified when anything else became another.
    """
    if not signed.data.startswith(text[:-1] + b',"proof":'):
        raise RefusedError("signature-not-verified", credential=str(public_id))
    return signed.data[len(text) - 1 :]


@dataclass
class Kinds:
    """The kinds of texts that were met, the newest first. Not safe for several threads at once.

    Where hardly a kind comes again, none is learned any more: that takes longer than the general path.
    """

    algorithm: str
    _known: list[FilledKind] = field(default_factory=list, init=False)
    _misses: int = field(default=0, init=False)
    _learned: int = field(default=0, init=False)
    _met_again: int = field(default=0, init=False)

    def find(self, data: bytes) -> FilledText | None:
        """Return a text by its kind, learned from it when it is a new one, or None when it has none."""
        for kind in self._known:
            found = kind.recognise(data)
            if found is not None:
                self._met_again += 1
                return found
        if self._misses >= MOST_MISSES or (self._learned >= MOST_KINDS and self._met_again < self._learned):
            return None
        learned = self._learn(data.decode())
        found = None if learned is None else learned.recognise(data)
        if learned is None or found is None:
            self._misses += 1
            return None
        self._learned += 1
        self._known = [learned, *self._known[: MOST_KINDS - 1]]
        return found

    def _learn(self, text: str) -> FilledKind | None:
        try:
            return FilledKind.of(text, _another(text), OPEN_BADGES_3, algorithm=self.algorithm)
        except (MalformedInputError, KeyError, TypeError, ValueError):
            return None  # the general path says what is wrong with it, if anything is


@lru_cache(maxsize=4)
def _kinds(algorithm: str) -> Kinds:
    """The kinds of texts that this process has met, by the hash that goes with the key."""
    return Kinds(algorithm)


def _another(text: str) -> str:
    """Return a text of the same kind about somebody else: everything that is a learner's own is another."""
    document: dict[str, Any] = json.loads(text)
    identifier = str(document["id"]).removeprefix("urn:uuid:")
    subject = document["credentialSubject"]
    for identity in subject.get("identifier", ()):
        _vary(identity, "identityHash", "salt")
    _vary(subject.get("microcredentialAward", {}), "givenName", "familyName")
    for result in subject.get("result", ()):
        _vary(result, "value")
    for member in ("credentialStatus", "suspensionStatus"):
        stated = document.get(member, ())
        for entry in (stated,) if isinstance(stated, dict) else stated:
            old = str(entry["statusListIndex"])
            entry["statusListIndex"] = _other(old)
            entry["id"] = str(entry["id"]).removesuffix(old) + _other(old)
    return _ENCODE(document).replace(identifier, str(uuid.UUID(int=uuid.UUID(identifier).int ^ 1)))


def _vary(holder: dict[str, Any], *members: str) -> None:
    for member in members:
        if isinstance(holder.get(member), str):
            holder[member] = _other(holder[member])


def _other(value: str) -> str:
    """Return another value of the same form: number, hash or salt; names get a letter more."""
    if value.isascii() and value.isdigit():
        return str(int(value) + 1 if int(value) % 100 != 99 else int(value) - 1)
    prefix, dollar, digest = value.rpartition("$")
    if digest and all(character in "0123456789abcdef" for character in digest):
        return f"{prefix}{dollar}{digest[:-1]}{'1' if digest[-1] == '0' else '0'}"
    return value if "," in value else f"{value}a"  # a mark like 4,5 stays: each is a kind of its own
