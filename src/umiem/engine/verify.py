"""Verifying a credential: every check is made and reported, and none is optional by accident."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from umiem.engine.canonical.strict_json import decode_text, parse_json_object
from umiem.engine.claim_checks import (
    context_check,
    issuer_known_check,
    period_check,
    problems_check,
    related_resource_check,
    schema_check,
)
from umiem.engine.compiled.cache import ShapeCache, process_shapes, shaped
from umiem.engine.compiled.shape import FoundShape
from umiem.engine.data_model import check_credential, issuer_id, version_of
from umiem.engine.policy import Sources, VerificationPolicy, offline_sources
from umiem.engine.profiles import open_badges_3
from umiem.engine.proof_checks import Expectation, ProofFinding, binding_check, check_proofs, proof_check
from umiem.engine.proofs.data_integrity import HASH_OF_KEY
from umiem.engine.proofs.suite import UnsecuredDocument
from umiem.engine.report import Check, Outcome, VerificationReport
from umiem.engine.status.checks import check_status
from umiem.errors import MalformedInputError

__all__ = ["Sources", "VerificationPolicy", "offline_sources", "verify_credential"]

_SHAPES = {"OpenBadgeCredential": open_badges_3.check, "AchievementCredential": open_badges_3.check}


def verify_credential(
    data: bytes, *, policy: VerificationPolicy, at: datetime, sources: Sources
) -> VerificationReport:
    """Verify a credential with an embedded Data Integrity proof, as of the moment ``at``.

    1. ``format``: strict JSON and the data model (VCDM 2.0, or 1.1).  2. ``context``: pinned
    contexts only, nothing undefined.  3. ``proof``: every proof (VC Data Integrity 1.0, 4.4 and
    4.5).  4. ``issuer-binding``: a proof was made with a key of the issuer.  5. ``validity-period``.
    6. ``revocation`` and ``suspension``: a stated status is read.  7. ``issuer-known``.
    8. ``schema``, ``related-resource``.

    Not checked: whether the claims are true, and who presents them. Bad input never raises: it is
    a FAILED check; what could not be found out is UNKNOWN. ``at`` must have a time zone.

    >>> from datetime import UTC, datetime
    >>> report = verify_credential(
    ...     b"{}", policy=VerificationPolicy.strict(), at=datetime.now(UTC), sources=offline_sources()
    ... )
    >>> report.verdict.value
    'invalid'
    """
    if at.tzinfo is None:
        raise MalformedInputError("timestamp-without-zone")
    shapes = process_shapes()
    try:
        document, text, found = _read(data, shapes)
    except MalformedInputError as error:
        params = {**error.params, "reason": error.code}
        check = Check(code="format", outcome=Outcome.FAILED, params=params, spec="RFC 8259; RFC 7493")
        return VerificationReport(format="unknown", checks=(check,), at=at)
    claims = _without_proof(document)
    unsecured = UnsecuredDocument(claims) if found is None else shaped(claims, found)
    findings = _check_proofs(unsecured, document, at, sources)
    report = _report(document, unsecured, findings, policy=policy, at=at, sources=sources)
    if found is None and report.secured_claims is not None:
        _learn(shapes, text, document, findings, faultless=keeps_the_rules(report))
    return report


def verify_document(
    document: Mapping[str, Any], *, policy: VerificationPolicy, at: datetime, sources: Sources
) -> VerificationReport:
    """Verify a credential that was parsed strictly already, for instance out of a presentation."""
    unsecured = UnsecuredDocument(_without_proof(document))
    findings = _check_proofs(unsecured, document, at, sources)
    return _report(document, unsecured, findings, policy=policy, at=at, sources=sources)


def _report(
    document: Mapping[str, Any],
    unsecured: UnsecuredDocument,
    findings: tuple[ProofFinding, ...],
    *,
    policy: VerificationPolicy,
    at: datetime,
    sources: Sources,
) -> VerificationReport:
    issuer = issuer_id(document)
    checks = [
        problems_check(
            "format", () if unsecured.is_faultless else check_credential(document), spec="VCDM 2.0"
        ),
        context_check(unsecured, policy),
        proof_check(findings, policy),
    ]
    covered = all(check.outcome is Outcome.PASSED for check in checks)
    if policy.issuer_binding:
        checks.append(binding_check(findings, issuer, code="issuer-binding"))
    checks.extend(checks_of_claims(unsecured, policy=policy, at=at, sources=sources))
    return VerificationReport(
        format=f"vcdm-{version_of(document) or 'unknown'}+data-integrity",
        checks=tuple(checks),
        at=at,
        issuer=issuer,
        secured_claims=unsecured.document if covered else None,
    )


def checks_of_claims(
    unsecured: UnsecuredDocument, *, policy: VerificationPolicy, at: datetime, sources: Sources
) -> list[Check]:
    """Return the checks that do not depend on how a credential is secured: embedded proof or envelope.

    Validity period, status, issuer known, profile shape, related resources.
    """
    claims = unsecured.document
    issuer = issuer_id(claims)
    checks = [period_check(claims, at)]
    if policy.status:
        checks.extend(_status(claims, issuer, policy, at, sources))
    checks.append(issuer_known_check(issuer, sources.known_issuers))
    if policy.profile_shapes:
        checks.append(schema_check(claims, _SHAPES, is_faultless=unsecured.is_faultless))
    checks.append(related_resource_check(claims))
    return checks


def _read(data: bytes, shapes: ShapeCache) -> tuple[dict[str, Any], str, FoundShape | None]:
    """Parse strictly. A text of a known shape is strict already, but for the escapes in its values."""
    text = decode_text(data)
    found = shapes.find(text)
    if found is not None:
        try:
            return json.loads(text), text, found
        except json.JSONDecodeError:
            found = None
    return parse_json_object(data), text, None


def _learn(
    shapes: ShapeCache,
    text: str,
    document: Mapping[str, Any],
    findings: tuple[ProofFinding, ...],
    *,
    faultless: bool,
) -> None:
    keys = {f.method.public_key.algorithm for f in findings if f.method is not None}
    if len(keys) == 1 and keys <= HASH_OF_KEY.keys():
        shapes.learn(text, document, HASH_OF_KEY[keys.pop()], faultless=faultless)


def keeps_the_rules(report: VerificationReport) -> bool:
    """Say whether the rules of shape were all asked and found nothing."""
    found = {check.code: check.outcome for check in report.checks if check.code in ("format", "schema")}
    return found.get("format") is Outcome.PASSED and found.get("schema", Outcome.FAILED) is not Outcome.FAILED


def _without_proof(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != "proof"}


def _check_proofs(
    unsecured: UnsecuredDocument, document: Mapping[str, Any], at: datetime, sources: Sources
) -> tuple[ProofFinding, ...]:
    expected = Expectation(at=at, purpose="assertionMethod")
    return check_proofs(unsecured, proofs_of(document), expected, sources)


def proofs_of(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the proofs of a document, one or several."""
    proof = document.get("proof", [])
    return [entry for entry in (proof if isinstance(proof, list) else [proof]) if isinstance(entry, dict)]


def _status(
    document: Mapping[str, Any],
    issuer: str | None,
    policy: VerificationPolicy,
    at: datetime,
    sources: Sources,
) -> tuple[Check, ...]:
    list_policy = VerificationPolicy(
        issuer_binding=policy.issuer_binding, inline_contexts=policy.inline_contexts, status=False
    )

    def verify_list(data: bytes) -> VerificationReport:
        # A list may be published as vc+jwt, whatever the credential that points to it is.
        if data.lstrip().startswith(b"ey"):
            from umiem.engine.envelopes.vc_jwt import verify_vc_jwt

            return verify_vc_jwt(data.strip(), policy=list_policy, at=at, sources=sources)
        return verify_credential(data, policy=list_policy, at=at, sources=sources)

    return check_status(
        document,
        issuer=issuer,
        sources=sources,
        verify_list=verify_list,
        issuer_binding=policy.issuer_binding,
    )
