"""Reading a proof: which members it must have, and what they say (VC Data Integrity 1.0, 2.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from umiem.engine.canonical.terms import is_absolute_iri
from umiem.engine.proofs import find_legacy_suite, find_suite
from umiem.engine.proofs.suite import Cryptosuite
from umiem.engine.timestamps import parse_timestamp
from umiem.errors import MalformedInputError, UnsupportedError


class ProofOptions(NamedTuple):
    """A proof whose members have the right form; nothing in it is believed yet."""

    proof: Mapping[str, Any]
    suite: Cryptosuite
    verification_method: str
    purpose: str
    created: datetime | None
    expires: datetime | None
    id: str | None
    previous: tuple[str, ...]
    domains: tuple[str, ...]
    challenge: str | None


def read_options(proof: Mapping[str, Any]) -> ProofOptions:
    """Check the form of a proof and return its options.

    Raises ``UnsupportedError`` for an unknown type or cryptosuite (nothing can be said about the
    proof), ``MalformedInputError("proof-…")`` when a member is missing or of the wrong form.
    """
    suite = _suite(proof)
    method = _text(proof, "verificationMethod")
    if not is_absolute_iri(method):
        raise MalformedInputError("proof-member-invalid", member="verificationMethod")
    _text(proof, "proofValue")
    return ProofOptions(
        proof=proof,
        suite=suite,
        verification_method=method,
        purpose=_text(proof, "proofPurpose"),
        created=_moment(proof, "created"),
        expires=_moment(proof, "expires"),
        id=_text(proof, "id") if "id" in proof else None,
        previous=_texts(proof, "previousProof"),
        domains=_texts(proof, "domain"),
        challenge=_text(proof, "challenge") if "challenge" in proof else None,
    )


def _suite(proof: Mapping[str, Any]) -> Cryptosuite:
    kind = proof.get("type")
    if kind == "DataIntegrityProof":
        name = _text(proof, "cryptosuite")
        suite = find_suite(name)
        if suite is None:
            raise UnsupportedError("cryptosuite-unknown", cryptosuite=name[:100])
        return suite
    legacy = find_legacy_suite(kind) if isinstance(kind, str) else None
    if legacy is not None:
        if "cryptosuite" in proof:
            raise MalformedInputError("proof-member-invalid", member="cryptosuite")
        return legacy
    raise UnsupportedError("proof-type-unknown", type=str(kind)[:100])


def _text(proof: Mapping[str, Any], name: str) -> str:
    value = proof.get(name)
    if not isinstance(value, str) or not value:
        raise MalformedInputError("proof-member-invalid", member=name)
    return value


def _texts(proof: Mapping[str, Any], name: str) -> tuple[str, ...]:
    if name not in proof:
        return ()
    values = proof[name] if isinstance(proof[name], list) else [proof[name]]
    if not values or not all(isinstance(value, str) and value for value in values):
        raise MalformedInputError("proof-member-invalid", member=name)
    return tuple(values)


def _moment(proof: Mapping[str, Any], name: str) -> datetime | None:
    return parse_timestamp(_text(proof, name)) if name in proof else None
