"""Verifying a credential: every check is made and reported, and none is optional by accident."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from umiem.engine.canonical.strict_json import decode_text, parse_json_object
from umiem.engine.claim_checks import (
    checks_of_claims,
    context_check,
    keeps_the_rules,
    period_check,
    problems_check,
)
from umiem.engine.compiled.cache import process_shapes, shaped
from umiem.engine.compiled.known import KnownDocument, read_known
from umiem.engine.compiled.shape import compact
from umiem.engine.data_model import check_credential, issuer_id, version_of
from umiem.engine.policy import Sources, VerificationPolicy, offline_sources
from umiem.engine.proof_checks import Expectation, ProofFinding, binding_check, check_proofs, proof_check
from umiem.engine.proofs.data_integrity import HASH_OF_KEY
from umiem.engine.proofs.suite import UnsecuredDocument
from umiem.engine.report import Check, Outcome, Verdict, VerificationReport
from umiem.engine.status.checks import NO_STATUS_STATED, STATUS_MEMBERS, check_status
from umiem.errors import MalformedInputError, UmiemError

__all__ = ["Sources", "VerificationPolicy", "offline_sources", "verify_credential"]


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
    try:
        known = read_known(data)
        document = parse_json_object(data) if known is None else known.document
    except MalformedInputError as error:
        params = {**error.params, "reason": error.code}
        check = Check(code="format", outcome=Outcome.FAILED, params=params, spec="RFC 8259; RFC 7493")
        return VerificationReport(format="unknown", checks=(check,), at=at)
    if known is not None:
        return verify_known(known, policy=policy, at=at, sources=sources)
    unsecured = UnsecuredDocument(_without_proof(document))
    findings = _check_proofs(unsecured, document, at, sources)
    report = _report(document, unsecured, findings, policy=policy, at=at, sources=sources)
    if report.secured_claims is not None:
        _learn(decode_text(data), document, findings, faultless=keeps_the_rules(report))
    return report


def verify_known(
    known: KnownDocument, *, policy: VerificationPolicy, at: datetime, sources: Sources
) -> VerificationReport:
    """Verify a credential whose shape is known: the same checks, its hashes come from the shape."""
    unsecured = shaped(_without_proof(known.document), known.found)
    findings = _check_proofs(unsecured, known.document, at, sources)
    return _report(known.document, unsecured, findings, policy=policy, at=at, sources=sources)


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
    checks.extend(
        checks_of_claims(
            unsecured,
            policy=policy,
            at=at,
            sources=sources,
            read_status=read_stated_status,
            proven=all(check.outcome is Outcome.PASSED for check in checks[2:]),
        )
    )
    return VerificationReport(
        format=f"vcdm-{version_of(document) or 'unknown'}+data-integrity",
        checks=tuple(checks),
        at=at,
        issuer=issuer,
        secured_claims=unsecured.document if covered else None,
    )


def _learn(
    text: str,
    document: Mapping[str, Any],
    findings: tuple[ProofFinding, ...],
    *,
    faultless: bool,
) -> None:
    keys = {f.method.public_key.algorithm for f in findings if f.method is not None}
    if len(keys) != 1 or not keys <= HASH_OF_KEY.keys():
        return
    algorithm, shapes = HASH_OF_KEY[keys.pop()], process_shapes()
    if shapes.learn(text, document, algorithm, faultless=faultless) is None:
        bare = compact(text)
        if bare != text:
            shapes.learn(bare, document, algorithm, faultless=faultless)


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


def read_stated_status(
    claims: Mapping[str, Any], *, policy: VerificationPolicy, at: datetime, sources: Sources
) -> tuple[Check, ...]:
    """Read the status that a credential states, from lists that are verified themselves.

    The status of a list is not read in turn. Tokens have another kind of list:
    ``envelopes.token_status``.
    """
    if not any(name in claims for name in STATUS_MEMBERS):
        return NO_STATUS_STATED
    list_policy = VerificationPolicy(
        issuer_binding=policy.issuer_binding, inline_contexts=policy.inline_contexts, status=False
    )

    def verify_list(data: bytes) -> VerificationReport:
        kept = sources.verified_lists
        known = None if kept is None else kept.find(data, list_policy)
        if known is not None and _is_in_time(known, at):
            return known
        report = _verify_list(data, policy=list_policy, at=at, sources=sources)
        if kept is not None and report.verdict is Verdict.VALID:
            kept.keep(data, list_policy, report)
        return report

    return check_status(
        claims,
        issuer=issuer_id(claims),
        sources=sources,
        verify_list=verify_list,
        issuer_binding=policy.issuer_binding,
    )


def _is_in_time(report: VerificationReport, at: datetime) -> bool:
    claims = report.secured_claims
    return claims is not None and period_check(claims, at).outcome is Outcome.PASSED


def _verify_list(
    data: bytes, *, policy: VerificationPolicy, at: datetime, sources: Sources
) -> VerificationReport:
    # A list may be published as vc+jwt, whatever the credential that points to it is.
    if data.lstrip().startswith(b"ey"):
        return _verify_enveloped_list(data.strip(), policy=policy, at=at, sources=sources)
    return verify_credential(data, policy=policy, at=at, sources=sources)


def _verify_enveloped_list(
    token: bytes, *, policy: VerificationPolicy, at: datetime, sources: Sources
) -> VerificationReport:
    # Loaded only here: most lists have an embedded proof, and the command line starts quickly without.
    from umiem.engine.envelopes.credential_report import report_on_credential, unreadable
    from umiem.engine.envelopes.opening import VC_JWT, open_vc_jwt

    try:
        opened = open_vc_jwt(token)
    except UmiemError as error:
        return unreadable(VC_JWT, error, at)
    return report_on_credential(opened, policy=policy, at=at, sources=sources, read_status=read_stated_status)
