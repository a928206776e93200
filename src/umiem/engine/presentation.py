"""Presentations: making one, and verifying it together with every credential inside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from umiem.engine.canonical.strict_json import check_value, parse_json_object
from umiem.engine.claim_checks import context_check, problems_check
from umiem.engine.credential import MEDIA_TYPE_PRESENTATION, SecuredCredential
from umiem.engine.data_model import check_presentation, issuer_id, version_of
from umiem.engine.envelopes.enveloped import is_enveloped, verify_enveloped_credential
from umiem.engine.issue import add_proof, serialize
from umiem.engine.limits import MAX_CREDENTIALS_IN_PRESENTATION
from umiem.engine.policy import Sources, VerificationPolicy
from umiem.engine.ports import Signer
from umiem.engine.problems import Problem, raise_first
from umiem.engine.proof_checks import Expectation, ProofFinding, binding_check, check_proofs, proof_check
from umiem.engine.proofs.suite import UnsecuredDocument
from umiem.engine.report import Check, Outcome, Verdict, VerificationReport
from umiem.engine.verify import proofs_of, verify_document
from umiem.errors import MalformedInputError

SPEC = "VCDM 2.0, 4.13"
_OUTCOMES = {
    Verdict.VALID: Outcome.PASSED,
    Verdict.INVALID: Outcome.FAILED,
    Verdict.INDETERMINATE: Outcome.UNKNOWN,
}


def sign_presentation(
    document: Mapping[str, Any],
    signer: Signer,
    *,
    created: datetime,
    challenge: str | None = None,
    domain: str | None = None,
    cryptosuite: str = "eddsa-rdfc-2022",
) -> SecuredCredential:
    """Secure a presentation with the holder's key, bound to the verifier's challenge and domain.

    The credentials inside are not verified here. Raises like ``sign_credential``.
    """
    check_value(dict(document))
    raise_first(check_presentation(document))
    options = {"challenge": challenge, "domain": domain}
    secured = add_proof(
        dict(document),
        signer,
        created=created,
        cryptosuite=cryptosuite,
        purpose="authentication",
        options={name: value for name, value in options.items() if value is not None},
    )
    return SecuredCredential(serialize(secured), MEDIA_TYPE_PRESENTATION)


def verify_presentation(
    data: bytes,
    *,
    policy: VerificationPolicy,
    at: datetime,
    sources: Sources,
    challenge: str | None = None,
    domain: str | None = None,
) -> VerificationReport:
    """Verify a presentation with an embedded proof, and each credential in it, as of ``at``.

    1. ``format`` and ``context`` of the presentation.  2. ``proof`` for the purpose
    ``authentication``, with the ``challenge`` and ``domain`` that were asked for.
    3. ``holder-binding``: the key is the holder's, when a holder is named.  4. ``credential``: one
    check per credential with its own verdict; an unsecured one is accepted only when its issuer is
    the holder (VCDM 2.0, 4.13.2).

    Without ``challenge`` nothing shows that the presentation was made for this occasion. Whether
    the holder is the subject is left to the caller. Never raises for bad input.
    """
    if at.tzinfo is None:
        raise MalformedInputError("timestamp-without-zone")
    try:
        document = parse_json_object(data)
    except MalformedInputError as error:
        params = {**error.params, "reason": error.code}
        check = Check(code="format", outcome=Outcome.FAILED, params=params, spec="RFC 8259; RFC 7493")
        return VerificationReport(format="unknown", checks=(check,), at=at)
    claims = {name: value for name, value in document.items() if name != "proof"}
    unsecured, holder = UnsecuredDocument(claims), _holder(document)
    expected = Expectation(at=at, purpose="authentication", challenge=challenge, domain=domain)
    findings = check_proofs(unsecured, proofs_of(document), expected, sources)
    checks = [
        problems_check("format", _problems(document), spec=SPEC),
        context_check(unsecured, policy),
        proof_check(findings, policy),
    ]
    if policy.issuer_binding:
        checks.append(_holder_check(holder, findings))
    for index, credential in enumerate(_credentials(document)[:MAX_CREDENTIALS_IN_PRESENTATION]):
        checks.append(_credential_check(index, credential, holder, policy, at, sources))
    covered = all(check.outcome is Outcome.PASSED for check in checks[:3])
    return VerificationReport(
        format=f"vcdm-{version_of(document) or 'unknown'}+presentation",
        checks=tuple(checks),
        at=at,
        issuer=holder,
        secured_claims=claims if covered else None,
    )


def _problems(document: Mapping[str, Any]) -> list[Problem]:
    found = list(check_presentation(document))
    if len(_credentials(document)) > MAX_CREDENTIALS_IN_PRESENTATION:
        limit = {"limit": MAX_CREDENTIALS_IN_PRESENTATION}
        found.append(Problem(code="too-many-credentials", path="/verifiableCredential", params=limit))
    return found


def _credentials(document: Mapping[str, Any]) -> Sequence[Any]:
    stated = document.get("verifiableCredential", [])
    return stated if isinstance(stated, list) else [stated]


def _holder(document: Mapping[str, Any]) -> str | None:
    holder = document.get("holder")
    identifier = holder.get("id") if isinstance(holder, dict) else holder
    return identifier if isinstance(identifier, str) else None


def _holder_check(holder: str | None, findings: tuple[ProofFinding, ...]) -> Check:
    if holder is None:
        return Check(
            code="holder-binding", outcome=Outcome.NOT_APPLICABLE, params={"holder": None}, spec=SPEC
        )
    return binding_check(findings, holder, code="holder-binding")


def _credential_check(
    index: int,
    credential: Any,
    holder: str | None,
    policy: VerificationPolicy,
    at: datetime,
    sources: Sources,
) -> Check:
    if not isinstance(credential, dict):
        params: dict[str, Any] = {"index": index, "reason": "credential-not-an-object"}
        return Check(code="credential", outcome=Outcome.FAILED, params=params, spec=SPEC)
    report = _verify_inner(credential, policy, at, sources)
    if "proof" not in credential and report.format.endswith("+data-integrity"):
        return _self_asserted_check(index, credential, holder, report)
    params = {"index": index, "issuer": report.issuer, "format": report.format, "report": report}
    if report.verdict is not Verdict.VALID:
        params["reason"] = f"credential-{report.verdict.value}"
    return Check(code="credential", outcome=_OUTCOMES[report.verdict], params=params, spec=SPEC)


def _verify_inner(
    credential: dict[str, Any], policy: VerificationPolicy, at: datetime, sources: Sources
) -> VerificationReport:
    if is_enveloped(credential):
        return verify_enveloped_credential(credential, policy=policy, at=at, sources=sources)
    return verify_document(credential, policy=policy, at=at, sources=sources)


def _self_asserted_check(
    index: int, credential: Mapping[str, Any], holder: str | None, report: VerificationReport
) -> Check:
    """An unsecured credential is covered by the proof of the presentation, if the holder says it."""
    issuer = issuer_id(credential)
    params: dict[str, Any] = {"index": index, "issuer": issuer, "self_asserted": True, "report": report}
    others = [c for c in report.checks if c.code not in ("proof", "issuer-binding")]
    failed = [c for c in others if c.outcome in (Outcome.FAILED, Outcome.UNKNOWN)]
    if holder is None or issuer != holder:
        params["reason"] = "credential-not-secured"
        return Check(code="credential", outcome=Outcome.FAILED, params=params, spec="VCDM 2.0, 4.13.2")
    if failed:
        params["reason"] = failed[0].params["reason"]
        return Check(code="credential", outcome=failed[0].outcome, params=params, spec="VCDM 2.0, 4.13.2")
    return Check(code="credential", outcome=Outcome.PASSED, params=params, spec="VCDM 2.0, 4.13.2")
