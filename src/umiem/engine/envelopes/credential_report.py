"""The report on a credential in an envelope: the same checks, whichever envelope it came in."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from umiem.engine.canonical.strict_json import decode_text, parse_json_object
from umiem.engine.claim_checks import (
    StatusReader,
    checks_of_claims,
    context_check,
    keeps_the_rules,
    problems_check,
)
from umiem.engine.compiled.cache import process_shapes, shaped
from umiem.engine.compiled.shape import FoundShape
from umiem.engine.data_model import check_credential, issuer_id, version_of
from umiem.engine.envelopes.algorithms import DEFAULT_ALGORITHMS
from umiem.engine.envelopes.jws import CompactJws, signature_fault
from umiem.engine.envelopes.key_discovery import SigningKey, find_signing_key
from umiem.engine.envelopes.sd_jwt.processing import UNREFERENCED
from umiem.engine.limits import MAX_CLOCK_SKEW_SECONDS
from umiem.engine.policy import Sources, VerificationPolicy
from umiem.engine.problems import Problem
from umiem.engine.proof_checks import failure_of
from umiem.engine.proofs.suite import UnsecuredDocument
from umiem.engine.report import Check, Outcome, VerificationReport
from umiem.errors import MalformedInputError, UmiemError

SPEC = "VC-JOSE-COSE, 3"
SPEC_DISCLOSURES = "RFC 9901, 7.1"
SPEC_KEY = "VC-JOSE-COSE, 4; RFC 7515, 5.2"
REGISTERED_CLAIMS = frozenset(
    {"iss", "sub", "aud", "exp", "nbf", "iat", "jti", "cnf", "status", "nonce", "_sd", "_sd_alg"}
)
"""Members of the payload that belong to the envelope (RFC 7519 and others), not to the credential."""


@dataclass(frozen=True, kw_only=True)
class OpenedEnvelope:
    """A credential out of its envelope, not believed yet; ``problems`` were found while opening it."""

    format: str
    jws: CompactJws
    claims: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()
    text: str | None = None
    """The payload as it was signed, where its shape may be learned."""
    shape: FoundShape | None = None
    """The shape that ``text`` was found to have: it stands for the conversion to RDF."""


FindKey = Callable[[OpenedEnvelope, str | None, Sources, datetime], SigningKey]


def issuer_key(opened: OpenedEnvelope, issuer: str | None, sources: Sources, at: datetime) -> SigningKey:
    """Find the key among those with which the issuer makes assertions."""
    return find_signing_key(opened.jws.header, issuer, relationship="assertionMethod", sources=sources, at=at)


def report_on_credential(
    opened: OpenedEnvelope,
    *,
    policy: VerificationPolicy,
    at: datetime,
    sources: Sources,
    read_status: StatusReader,
    algorithms: frozenset[str] = DEFAULT_ALGORITHMS,
    find_key: FindKey = issuer_key,
) -> VerificationReport:
    """Make every check of a VCDM credential in a JOSE envelope.

    ``format`` (data model, claims of the envelope), ``context``, ``proof``, ``issuer-binding``,
    and the checks that embedded proofs have too.
    """
    document = credential_of(opened.claims)
    issuer = issuer_id(document)
    proof, binding = proof_and_binding(
        opened, issuer, sources=sources, at=at, algorithms=algorithms, find_key=find_key
    )
    shape = opened.shape
    unsecured = UnsecuredDocument(document) if shape is None else shaped(document, shape)
    problems = [*opened.problems, *envelope_problems(opened.claims)]
    if not unsecured.is_faultless:
        problems.extend(check_credential(document))
    checks = [
        problems_check("format", problems, spec=SPEC),
        context_check(unsecured, policy),
        proof,
    ]
    if policy.issuer_binding:
        checks.append(binding)
    checks.extend(signature_period_checks(opened.claims, at))
    checks.extend(
        checks_of_claims(
            unsecured,
            policy=policy,
            at=at,
            sources=sources,
            read_status=read_status,
            proven=proof.outcome is Outcome.PASSED and binding.outcome is not Outcome.FAILED,
        )
    )
    covered = all(check.outcome is Outcome.PASSED for check in checks[:3])
    report = VerificationReport(
        format=opened.format,
        checks=tuple(checks),
        at=at,
        issuer=issuer,
        secured_claims=document if covered else None,
    )
    if covered and shape is None and opened.text is not None and document == opened.claims:
        process_shapes().learn(opened.text, document, "sha256", faultless=keeps_the_rules(report))
    return report


def read_payload(payload: bytes) -> tuple[dict[str, Any], str, FoundShape | None]:
    """Parse a payload strictly; a text of a known shape was strict already when the shape was compiled."""
    text = decode_text(payload)
    found = process_shapes().find(text)
    if found is not None:
        try:
            return json.loads(text), text, found
        except json.JSONDecodeError:
            found = None
    return parse_json_object(payload), text, None


def unreadable(format_name: str, error: UmiemError, at: datetime) -> VerificationReport:
    """Return the report on something that could not even be opened.

    A disclosure that was changed or added after signing is no fault of form: what does not hold is the proof.
    """
    outcome, params = failure_of(error)
    if error.code == UNREFERENCED:
        checks = (
            Check(code="format", outcome=Outcome.PASSED, spec=SPEC),
            Check(code="proof", outcome=outcome, params=params, spec=SPEC_DISCLOSURES),
        )
        return VerificationReport(format=format_name, checks=checks, at=at)
    check = Check(code="format", outcome=outcome, params=params, spec=SPEC)
    return VerificationReport(format=format_name, checks=(check,), at=at)


def credential_of(claims: Mapping[str, Any]) -> dict[str, Any]:
    """Return the credential without the claims that belong to the envelope."""
    return {name: value for name, value in claims.items() if name not in REGISTERED_CLAIMS}


def envelope_problems(claims: Mapping[str, Any]) -> list[Problem]:
    """Say what the payload of a VC-JOSE envelope must not be (VC-JOSE-COSE sections 1.1, 3.1 and 3.2)."""
    problems = [
        Problem(code="jwt-vc-claim", path=f"/{name}", spec="VC-JOSE-COSE, 1.1.2.1")
        for name in ("vc", "vp")
        if name in claims
    ]
    if version_of(claims) != "2.0":
        problems.append(Problem(code="context-first", path="/@context/0", spec="VCDM 2.0, 4.3"))
    # An embedded proof would be a second statement about the same claims, which nobody checks here.
    if "proof" in claims:
        problems.append(Problem(code="proof-inside-envelope", path="/proof", spec=SPEC))
    issuer = issuer_id(claims)
    if "iss" in claims and issuer is not None and claims["iss"] != issuer:
        problems.append(Problem(code="jwt-issuer-mismatch", path="/iss", spec="VC-JOSE-COSE, 4.1.2"))
    return problems


def proof_and_binding(
    opened: OpenedEnvelope,
    issuer: str | None,
    *,
    sources: Sources,
    at: datetime,
    algorithms: frozenset[str] = DEFAULT_ALGORITHMS,
    find_key: FindKey = issuer_key,
) -> tuple[Check, Check]:
    """Check the signature, and whether its key belongs to ``issuer``."""
    try:
        key = find_key(opened, issuer, sources, at)
    except UmiemError as error:
        outcome, params = failure_of(error)
        return _proof(outcome, params), _binding(outcome, {**params, "issuer": issuer})
    params = {"algorithm": opened.jws.header.get("alg"), "verification_method": key.method}
    fault = signature_fault(opened.jws, key.public_key, algorithms=algorithms)
    if fault is not None:
        params["reason"] = fault
        failed = {"reason": "no-proof-verified", "issuer": issuer}
        return _proof(Outcome.FAILED, params), _binding(Outcome.FAILED, failed)
    if issuer is not None and key.speaks_for(issuer):
        return _proof(Outcome.PASSED, params), _binding(Outcome.PASSED, {"controller": issuer})
    if not key.controllers:
        unbound = {"reason": "issuer-key-unbound", "issuer": issuer}
        return _proof(Outcome.PASSED, params), _binding(Outcome.UNKNOWN, unbound)
    mismatch = {
        "reason": "proof-controller-mismatch",
        "issuer": issuer,
        "controllers": sorted(key.controllers),
    }
    return _proof(Outcome.PASSED, params), _binding(Outcome.FAILED, mismatch)


def signature_period_checks(claims: Mapping[str, Any], at: datetime) -> list[Check]:
    """Check ``exp`` and ``nbf``: how long the *signature* is good (VC-JOSE-COSE section 3.1.3).

    Returns a failed ``validity-period`` check, or nothing when they are absent or right.
    """
    fault = numeric_date_fault(claims, at)
    if fault is None:
        return []
    params = {"reason": fault, "at": at.isoformat()}
    return [Check(code="validity-period", outcome=Outcome.FAILED, params=params, spec="RFC 7519, 4.1")]


def numeric_date_fault(claims: Mapping[str, Any], at: datetime) -> str | None:
    """Say what ``exp`` or ``nbf`` (RFC 7519 sections 4.1.4 and 4.1.5) has against the moment ``at``."""
    now = at.timestamp()
    try:
        not_before, expires = numeric_date(claims, "nbf"), numeric_date(claims, "exp")
    except MalformedInputError as error:
        return error.code
    if not_before is not None and not_before > now + MAX_CLOCK_SKEW_SECONDS:
        return "signature-not-yet-valid"
    if expires is not None and expires <= now - MAX_CLOCK_SKEW_SECONDS:
        return "signature-expired"
    return None


def numeric_date(claims: Mapping[str, Any], name: str) -> float | None:
    """Return a NumericDate in seconds, or None; raises ``MalformedInputError`` (``jwt-date-malformed``)."""
    value = claims.get(name)
    if value is None and name not in claims:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise MalformedInputError("jwt-date-malformed", claim=name)
    return value


def _proof(outcome: Outcome, params: Mapping[str, Any]) -> Check:
    return Check(code="proof", outcome=outcome, params=params, spec=SPEC_KEY)


def _binding(outcome: Outcome, params: Mapping[str, Any]) -> Check:
    return Check(code="issuer-binding", outcome=outcome, params=params, spec=SPEC_KEY)
