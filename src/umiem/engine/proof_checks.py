"""Checking the proofs of one document: each signature, and whose key made it.

VC Data Integrity 1.0, sections 4.4 "Verify Proof" and 4.5 "Verify Proof Sets and Chains".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from umiem.engine.identifiers import did_key
from umiem.engine.identifiers.document import VerificationMethod, find_verification_method
from umiem.engine.limits import MAX_CLOCK_SKEW_SECONDS, MAX_PROOFS
from umiem.engine.policy import Sources, VerificationPolicy
from umiem.engine.proofs.options import ProofOptions, read_options
from umiem.engine.proofs.suite import UnsecuredDocument
from umiem.engine.report import Check, Outcome
from umiem.engine.timestamps import parse_timestamp
from umiem.errors import MalformedInputError, UmiemError, UnavailableError, UnsupportedError

SPEC_PROOF = "VC Data Integrity 1.0, 4.4"
SPEC_BINDING = "VC Data Integrity 1.0, 4.4; Controlled Identifiers 1.0, 3.3"
_SKEW = timedelta(seconds=MAX_CLOCK_SKEW_SECONDS)


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """What the verifier asked for: when, what for, and which domain and challenge."""

    at: datetime
    purpose: str
    challenge: str | None = None
    domain: str | None = None


@dataclass(frozen=True, kw_only=True)
class ProofFinding:
    """What one proof showed; ``method`` is set when its key was found."""

    outcome: Outcome
    params: Mapping[str, Any]
    method: VerificationMethod | None = None


def check_proofs(
    unsecured: UnsecuredDocument,
    proofs: list[Mapping[str, Any]],
    expected: Expectation,
    sources: Sources,
) -> tuple[ProofFinding, ...]:
    """Check every proof of a document (given without ``proof``) and say what each showed."""
    if len(proofs) > MAX_PROOFS:
        params = {"reason": "too-many-proofs", "limit": MAX_PROOFS}
        return (ProofFinding(outcome=Outcome.FAILED, params=params),)
    return tuple(_check_one(proof, unsecured, proofs, expected, sources) for proof in proofs)


def proof_check(findings: tuple[ProofFinding, ...], policy: VerificationPolicy) -> Check:
    """Sum up: every proof must be good, unless the policy tolerates unknown ones beside a good one."""
    spec = SPEC_PROOF
    failed = [finding for finding in findings if finding.outcome is Outcome.FAILED]
    unknown = [finding for finding in findings if finding.outcome is Outcome.UNKNOWN]
    passed = [finding for finding in findings if finding.outcome is Outcome.PASSED]
    if failed:
        return Check(code="proof", outcome=Outcome.FAILED, params=failed[0].params, spec=spec)
    if unknown and not (passed and policy.unknown_proofs and all(map(_is_unknown_kind, unknown))):
        return Check(code="proof", outcome=Outcome.UNKNOWN, params=unknown[0].params, spec=spec)
    if not passed:
        return Check(code="proof", outcome=Outcome.FAILED, params={"reason": "proof-missing"}, spec=spec)
    params = dict(passed[0].params) | {"proofs": len(findings), "not_checked": len(unknown)}
    return Check(code="proof", outcome=Outcome.PASSED, params=params, spec=spec)


def binding_check(findings: tuple[ProofFinding, ...], issuer: str | None, *, code: str) -> Check:
    """Say whether a good proof was made with a key that ``issuer`` (or holder) controls."""
    good = [f for f in findings if f.outcome is Outcome.PASSED and f.method is not None]
    controllers = [finding.method.controller for finding in good if finding.method is not None]
    if issuer is not None and issuer in controllers:
        return Check(code=code, outcome=Outcome.PASSED, params={"controller": issuer}, spec=SPEC_BINDING)
    if good or any(finding.outcome is Outcome.FAILED for finding in findings):
        params = {
            "reason": "proof-controller-mismatch" if good else "no-proof-verified",
            "issuer": issuer,
            "controllers": controllers,
        }
        return Check(code=code, outcome=Outcome.FAILED, params=params, spec=SPEC_BINDING)
    params = {"reason": "no-proof-verified", "issuer": issuer}
    return Check(code=code, outcome=Outcome.UNKNOWN, params=params, spec=SPEC_BINDING)


def failure_of(error: UmiemError) -> tuple[Outcome, dict[str, Any]]:
    """Return what an error means for a check: not available or not known is no "no"."""
    unknown = isinstance(error, UnavailableError | UnsupportedError)
    return (Outcome.UNKNOWN if unknown else Outcome.FAILED), {**error.params, "reason": error.code}


def resolve_did(did: str, sources: Sources) -> Mapping[str, Any]:
    """Return the DID document: computed for did:key and did:jwk, looked up otherwise."""
    if did.startswith(did_key.PREFIX):
        return did_key.resolve(did)
    if did.startswith("did:jwk:"):
        from umiem.engine.identifiers import did_jwk

        return did_jwk.resolve(did)
    if not did.startswith("did:"):
        raise UnsupportedError("verification-method-scheme", url=did[:200])
    return sources.resolver.resolve(did)


def _is_unknown_kind(finding: ProofFinding) -> bool:
    return finding.params["reason"] in ("cryptosuite-unknown", "proof-type-unknown")


def _check_one(
    proof: Mapping[str, Any],
    plain: UnsecuredDocument,
    proofs: list[Mapping[str, Any]],
    expected: Expectation,
    sources: Sources,
) -> ProofFinding:
    try:
        options = read_options(proof)
        _check_expectations(options, expected)
        secured_with = _with_previous(options, plain, proofs)
        method = _find_method(options, sources)
        _check_method(method, options, expected.at)
        good = options.suite.verify(secured_with, proof, method.public_key)
    except UmiemError as error:
        outcome, params = failure_of(error)
        return ProofFinding(outcome=outcome, params=params)
    params = {"cryptosuite": options.suite.name, "verification_method": method.id}
    if not good:
        return ProofFinding(outcome=Outcome.FAILED, params=params | {"reason": "signature-invalid"})
    return ProofFinding(outcome=Outcome.PASSED, params=params, method=method)


def _find_method(options: ProofOptions, sources: Sources) -> VerificationMethod:
    url = options.verification_method
    if url.startswith(did_key.PREFIX):
        return _did_key_method(url, options.purpose)
    document = resolve_did(url.split("#", 1)[0], sources)
    return find_verification_method(document, url, relationship=options.purpose)


@lru_cache(maxsize=1024)
def _did_key_method(url: str, relationship: str) -> VerificationMethod:
    """A did:key never changes, so its method is worked out once."""
    return find_verification_method(did_key.resolve(url.split("#", 1)[0]), url, relationship=relationship)


def _check_expectations(options: ProofOptions, expected: Expectation) -> None:
    if options.purpose != expected.purpose:
        raise MalformedInputError(
            "proof-purpose-mismatch", purpose=options.purpose, expected=expected.purpose
        )
    if options.created is not None and options.created - expected.at > _SKEW:
        raise MalformedInputError("proof-created-in-future", created=options.proof["created"])
    if options.expires is not None and options.expires < expected.at:
        raise MalformedInputError("proof-expired", expires=options.proof["expires"])
    if expected.challenge is not None and options.challenge != expected.challenge:
        raise MalformedInputError("proof-challenge-mismatch")
    if expected.domain is not None and expected.domain not in options.domains:
        raise MalformedInputError("proof-domain-mismatch", domains=list(options.domains))


def _check_method(method: VerificationMethod, options: ProofOptions, at: datetime) -> None:
    if method.controller != method.id.split("#", 1)[0]:
        raise MalformedInputError("verification-method-controller", controller=method.controller)
    for code, text in (("expired", method.expires), ("revoked", method.revoked)):
        if text is not None and parse_timestamp(text) <= at:
            raise MalformedInputError(f"verification-method-{code}", since=text)
    if method.public_key.algorithm not in options.suite.key_algorithms:
        raise MalformedInputError("key-algorithm", algorithm=method.public_key.algorithm)


def _with_previous(
    options: ProofOptions, plain: UnsecuredDocument, proofs: list[Mapping[str, Any]]
) -> UnsecuredDocument:
    """Return what the proof covers: with the proofs it builds on, when it is part of a chain."""
    if not options.previous:
        return plain
    _refuse_loops(options, proofs)
    by_id = _proofs_by_id(proofs)
    previous = [by_id[identifier] for identifier in options.previous]
    return UnsecuredDocument({**plain.document, "proof": previous})


def _proofs_by_id(proofs: list[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    by_id: dict[str, Mapping[str, Any]] = {}
    for proof in proofs:
        identifier = proof.get("id")
        if isinstance(identifier, str):
            if identifier in by_id:
                raise MalformedInputError("proof-id-twice", id=identifier)
            by_id[identifier] = proof
    return by_id


def _refuse_loops(options: ProofOptions, proofs: list[Mapping[str, Any]]) -> None:
    """Follow ``previousProof`` to its ends; a missing link or a loop is an error."""
    by_id = _proofs_by_id(proofs)
    pending = list(options.previous)
    seen: set[str] = set()
    while pending:
        identifier = pending.pop()
        if identifier not in by_id:
            raise MalformedInputError("previous-proof-missing", id=identifier)
        if by_id[identifier] is options.proof:
            raise MalformedInputError("previous-proof-loop", id=identifier)
        if identifier in seen:
            continue
        seen.add(identifier)
        previous = by_id[identifier].get("previousProof", [])
        pending.extend(link for link in _as_list(previous) if isinstance(link, str))


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
