"""What a VC-API request must look like before any cryptography (VC-API 0.7; the suites insist)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from umiem.errors import MalformedInputError

_PROOF_MEMBERS = ("type", "proofPurpose", "verificationMethod", "proofValue")
# Ed25519Signature2020 requires a time; Data Integrity proofs may go without.
_LEGACY_MEMBERS = ("created",)
ENVELOPED = ("EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation")


def member(body: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return the object ``name`` of a request body."""
    value = body.get(name)
    if not isinstance(value, dict):
        raise MalformedInputError("request-member-not-an-object", member=name)
    return value


def options(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of a request, which may be left out."""
    return member(body, "options") if body.get("options") is not None else {}


def pointers(values: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return a list of JSON pointers out of the options, empty when left out."""
    value = values.get(name, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise MalformedInputError("request-option-malformed", option=name)
    return tuple(value)


def text(values: Mapping[str, Any], name: str) -> str | None:
    """Return a text out of the options, or None."""
    value = values.get(name)
    if value is not None and not isinstance(value, str):
        raise MalformedInputError("request-option-malformed", option=name)
    return value


def is_enveloped(document: Mapping[str, Any]) -> bool:
    """Say whether a document is an enveloped credential or presentation."""
    stated = document.get("type")
    return any(stated in (kind, [kind]) for kind in ENVELOPED)


def check_document(document: Mapping[str, Any]) -> None:
    """Contexts and types are arrays: VC-API is stricter than the data model here."""
    for name, kinds in (("@context", str | dict), ("type", str)):
        value = document.get(name)
        if not isinstance(value, list) or not value or not all(isinstance(item, kinds) for item in value):
            raise MalformedInputError("member-not-an-array", member=name)


def check_subject(credential: Mapping[str, Any]) -> None:
    """The subject is an object, or a non-empty array of objects."""
    subject = credential.get("credentialSubject")
    subjects = subject if isinstance(subject, list) else [subject]
    if not subjects or not all(isinstance(item, dict) and item for item in subjects):
        raise MalformedInputError("member-not-an-object", member="credentialSubject")


def check_proofs(document: Mapping[str, Any]) -> None:
    """There is at least one proof, and each has the members of a proof."""
    proof = document.get("proof")
    proofs = proof if isinstance(proof, list) else [proof]
    if not proofs:
        raise MalformedInputError("proof-missing")
    for entry in proofs:
        if not isinstance(entry, dict):
            raise MalformedInputError("proof-missing")
        needed = _PROOF_MEMBERS + (() if entry.get("type") == "DataIntegrityProof" else _LEGACY_MEMBERS)
        for name in needed:
            if not isinstance(entry.get(name), str):
                raise MalformedInputError("proof-member-invalid", member=name)
