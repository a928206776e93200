"""The transcript of a key ceremony: JSON with its digest and signatures, checked without a database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from umiem.engine import parse_json_object
from umiem.engine.envelopes.base64url import decode_base64url_text, encode_base64url
from umiem.engine.identifiers.multikey import decode_multikey
from umiem.engine.keys import verify_signature
from umiem.engine.ports import Signer
from umiem.errors import MalformedInputError

FORMAT = "umiem-key-ceremony-1"
MAX_BYTES = 100_000
_PREFIX = b"umiem-key-ceremony\x00"  # no credential begins so: such a signature is good for nothing else


def sealed(told: Mapping[str, Any], signers: Sequence[Signer]) -> bytes:
    """Return the transcript with its digest and a signature of each signer over the whole."""
    text = _canonical(told)
    proofs = [
        {
            "verificationMethod": signer.verification_method,
            "signature": encode_base64url(signer.sign(_PREFIX + text)).decode("ascii"),
        }
        for signer in signers
    ]
    document = {"transcript": told, "sha256": hashlib.sha256(text).hexdigest(), "proofs": proofs}
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


def check_transcript(data: bytes) -> Mapping[str, Any]:
    """Return what the transcript tells, once its digest and the signature of the new key hold.

    The signature of the former key is not checked here: its public key is in that key's own transcript and in
    the history of the DID document. Raises ``MalformedInputError`` ``transcript-wrong``.
    """
    try:
        document = parse_json_object(data, max_bytes=MAX_BYTES)
    except MalformedInputError as problem:
        raise _wrong(problem.code) from problem
    told, proofs = document.get("transcript"), document.get("proofs")
    if not isinstance(told, dict) or told.get("format") != FORMAT or not isinstance(proofs, list):
        raise _wrong("format")
    text = _canonical(told)
    if document.get("sha256") != hashlib.sha256(text).hexdigest():
        raise _wrong("sha256")
    key = told.get("key")
    if not isinstance(key, dict):
        raise _wrong("key")
    wanted = str(key.get("verificationMethod"))
    mine = [
        proof for proof in proofs if isinstance(proof, dict) and proof.get("verificationMethod") == wanted
    ]
    if len(mine) != 1:
        raise _wrong("proofs")
    try:
        public = decode_multikey(key.get("publicKeyMultibase"))
        signature = decode_base64url_text(mine[0].get("signature"))
    except MalformedInputError as problem:
        raise _wrong(problem.code) from problem
    if not verify_signature(public, signature, _PREFIX + text):
        raise _wrong("signature")
    return told


def _canonical(told: Mapping[str, Any]) -> bytes:
    """The text that is signed: members sorted, no blanks, UTF-8 (RFC 8785 for texts and null)."""
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _wrong(problem: str) -> MalformedInputError:
    return MalformedInputError("transcript-wrong", problem=problem)
