"""What a process of a pool does for credentials that are signed again: sign stored texts, and verify.

Pure but for random numbers and the opening of the key. What it learned about the kinds of texts stays in the
process, so that each chunk but the first is fast.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from umiem.engine import OPEN_BADGES_3, CompiledTemplate
from umiem.engine.compiled.cache import ShapeCache
from umiem.errors import RefusedError, UnavailableError
from umiem.services.key import keys
from umiem.services.key.signing import SUITES
from umiem.storage.models import SigningKey


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
    shapes = _shapes(key.algorithm)
    template = CompiledTemplate(signer, created, SUITES[key.algorithm], shapes=shapes)
    return [_signed(template, one) for one in texts]


def _signed(template: CompiledTemplate, one: TextToSign) -> SignedText:
    if hashlib.sha256(one.text).hexdigest() != one.intent_digest:
        raise UnavailableError("intent-damaged", credential=str(one.public_id))
    data = template.sign(template.prepare(json.loads(one.text), OPEN_BADGES_3)).data
    if not data.startswith(one.text[:-1] + b',"proof":'):
        raise RefusedError("signature-not-verified", credential=str(one.public_id))
    return SignedText(
        credential=one.credential,
        tail=data[len(one.text) - 1 :],
        signed_digest=hashlib.sha256(data).hexdigest(),
    )


@lru_cache(maxsize=4)
def _shapes(algorithm: str) -> ShapeCache:
    """The kinds of texts that this process has met, by the algorithm of the key."""
    return ShapeCache()
