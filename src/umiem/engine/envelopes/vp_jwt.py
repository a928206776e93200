"""``vp+jwt`` and ``vp+sd-jwt``: a VCDM 2.0 presentation as a JWT payload (VC-JOSE-COSE 3.1.2, 3.2.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from umiem.engine.canonical.strict_json import check_value, parse_json_object
from umiem.engine.claim_checks import problems_check
from umiem.engine.credential import SecuredCredential
from umiem.engine.data_model import check_presentation
from umiem.engine.envelopes.algorithms import DEFAULT_ALGORITHMS
from umiem.engine.envelopes.credential_report import (
    SPEC,
    OpenedEnvelope,
    proof_and_binding,
    signature_period_checks,
    unreadable,
)
from umiem.engine.envelopes.enveloped import is_enveloped, open_enveloped, verify_enveloped_credential
from umiem.engine.envelopes.jws import compact_json, parse_compact_jws
from umiem.engine.envelopes.key_discovery import SigningKey, find_signing_key
from umiem.engine.envelopes.opening import open_concealed, type_problems
from umiem.engine.envelopes.sd_jwt.issuing import DisclosurePlan, conceal
from umiem.engine.envelopes.sd_jwt.token import SdJwt
from umiem.engine.envelopes.vc_jwt import header_for, signed_token
from umiem.engine.limits import MAX_CREDENTIALS_IN_PRESENTATION
from umiem.engine.policy import Sources, VerificationPolicy
from umiem.engine.ports import Signer
from umiem.engine.problems import Problem, raise_first
from umiem.engine.report import Check, Outcome, Verdict, VerificationReport
from umiem.engine.timestamps import require_zone
from umiem.engine.verify import verify_document
from umiem.errors import MalformedInputError, RefusedError, UmiemError

VP_JWT = "vp+jwt"
VP_SD_JWT = "vp+sd-jwt"
MEDIA_TYPE_VP_JWT = "application/vp+jwt"
MEDIA_TYPE_VP_SD_JWT = "application/vp+sd-jwt"

VerifyEntry = Callable[[Mapping[str, Any]], VerificationReport]
"""How one credential of a presentation is verified."""


@dataclass(frozen=True, kw_only=True)
class PresentationExpectation:
    """What the verifier asked for: ``challenge`` comes back as ``nonce``, ``domain`` as ``aud``."""

    challenge: str | None = None
    domain: str | None = None


def sign_vp_jwt(
    presentation: Mapping[str, Any],
    signer: Signer,
    *,
    challenge: str | None = None,
    domain: str | None = None,
) -> SecuredCredential:
    """Sign a presentation as ``vp+jwt``, for one verifier and occasion when they are given.

    Raises ``MalformedInputError`` (not a presentation, an unsecured credential inside) or
    ``RefusedError`` (the holder is somebody else than the signer).
    """
    claims = _claims_to_sign(presentation, signer, challenge, domain)
    token = signed_token(header_for(VP_JWT, "vp", signer), compact_json(claims), signer)
    return SecuredCredential(token, MEDIA_TYPE_VP_JWT)


def sign_vp_sd_jwt(
    presentation: Mapping[str, Any], signer: Signer, *, plan: DisclosurePlan
) -> SecuredCredential:
    """Sign a presentation as ``vp+sd-jwt`` with the claims of ``plan`` selectively disclosable."""
    payload, disclosures = conceal(_claims_to_sign(presentation, signer, None, None), plan)
    token = signed_token(header_for(VP_SD_JWT, "vp", signer), compact_json(payload), signer)
    secured = SdJwt(token.decode("ascii"), disclosures).compact().encode("ascii")
    return SecuredCredential(secured, MEDIA_TYPE_VP_SD_JWT)


def verify_vp_jwt(
    token: bytes,
    *,
    policy: VerificationPolicy,
    at: datetime,
    sources: Sources,
    expected: PresentationExpectation | None = None,
    algorithms: frozenset[str] = DEFAULT_ALGORITHMS,
    verify_entry: VerifyEntry | None = None,
) -> VerificationReport:
    """Verify a ``vp+jwt`` and every credential in it.

    ``format``, ``proof``, ``holder-binding`` (the key is the holder's, for authentication),
    ``validity-period`` (of the signature), ``key-binding`` (when a challenge or domain is expected)
    and one ``credential`` check for each credential. ``verify_entry`` replaces how those are
    verified. Bad input never raises.
    """
    require_zone(at)
    try:
        jws = parse_compact_jws(token)
        claims = parse_json_object(jws.payload)
    except UmiemError as error:
        return unreadable(VP_JWT, error, at)
    problems = type_problems(jws, VP_JWT, "vp")
    opened = OpenedEnvelope(format=VP_JWT, jws=jws, claims=claims, problems=problems)
    verify = verify_entry or _entry_verifier(policy, at, sources)
    return _report(opened, policy, at, sources, expected, algorithms, verify)


def verify_vp_sd_jwt(
    token: bytes,
    *,
    policy: VerificationPolicy,
    at: datetime,
    sources: Sources,
    algorithms: frozenset[str] = DEFAULT_ALGORITHMS,
    verify_entry: VerifyEntry | None = None,
) -> VerificationReport:
    """Verify a ``vp+sd-jwt``: disclosures are put in their places, then all is as for ``vp+jwt``."""
    require_zone(at)
    try:
        opened = open_concealed(token, VP_SD_JWT, "vp")
    except UmiemError as error:
        return unreadable(VP_SD_JWT, error, at)
    verify = verify_entry or _entry_verifier(policy, at, sources)
    return _report(opened, policy, at, sources, None, algorithms, verify)


def _report(
    opened: OpenedEnvelope,
    policy: VerificationPolicy,
    at: datetime,
    sources: Sources,
    expected: PresentationExpectation | None,
    algorithms: frozenset[str],
    verify_entry: VerifyEntry,
) -> VerificationReport:
    holder = _holder(opened.claims)
    proof, binding = proof_and_binding(
        opened, holder, sources=sources, at=at, algorithms=algorithms, find_key=_holder_key
    )
    problems = [*opened.problems, *_problems(opened.claims)]
    checks = [problems_check("format", problems, spec=SPEC), proof]
    if policy.issuer_binding:
        outcome = Outcome.NOT_APPLICABLE if holder is None else binding.outcome
        checks.append(Check(code="holder-binding", outcome=outcome, params=binding.params, spec=SPEC))
    checks.extend(signature_period_checks(opened.claims, at))
    if expected is not None:
        checks.append(_expectation_check(opened.claims, expected))
    entries = _credentials(opened.claims)[:MAX_CREDENTIALS_IN_PRESENTATION]
    checks.extend(_credential_check(index, entry, verify_entry) for index, entry in enumerate(entries))
    covered = all(check.outcome is Outcome.PASSED for check in checks[:2])
    return VerificationReport(
        format=opened.format,
        checks=tuple(checks),
        at=at,
        issuer=holder,
        secured_claims=opened.claims if covered else None,
    )


def _entry_verifier(policy: VerificationPolicy, at: datetime, sources: Sources) -> VerifyEntry:
    def verify(entry: Mapping[str, Any]) -> VerificationReport:
        if is_enveloped(entry):
            return verify_enveloped_credential(entry, policy=policy, at=at, sources=sources)
        return verify_document(entry, policy=policy, at=at, sources=sources)

    return verify


def _holder_key(opened: OpenedEnvelope, holder: str | None, sources: Sources, at: datetime) -> SigningKey:
    return find_signing_key(opened.jws.header, holder, relationship="authentication", sources=sources, at=at)


def _credential_check(index: int, entry: Any, verify_entry: VerifyEntry) -> Check:
    params: dict[str, Any] = {"index": index}
    if not isinstance(entry, Mapping):
        params["reason"] = "credential-not-an-object"
        return Check(code="credential", outcome=Outcome.FAILED, params=params, spec="VCDM 2.0, 4.13")
    report = verify_entry(entry)
    bad = [check for check in report.checks if check.outcome in (Outcome.FAILED, Outcome.UNKNOWN)]
    params |= {"format": report.format, "verdict": report.verdict.value, "report": report}
    if bad:
        params |= {"reason": bad[0].params.get("reason"), "failed": [check.code for check in bad]}
    outcome = {
        Verdict.VALID: Outcome.PASSED,
        Verdict.INVALID: Outcome.FAILED,
        Verdict.INDETERMINATE: Outcome.UNKNOWN,
    }[report.verdict]
    return Check(code="credential", outcome=outcome, params=params, spec="VCDM 2.0, 4.13")


def _expectation_check(claims: Mapping[str, Any], expected: PresentationExpectation) -> Check:
    audience = claims.get("aud")
    reason = None
    if expected.challenge is not None and claims.get("nonce") != expected.challenge:
        reason = "key-binding-other-nonce"
    elif expected.domain is not None and expected.domain not in (
        audience if isinstance(audience, list) else [audience]
    ):
        reason = "key-binding-other-audience"
    outcome = Outcome.FAILED if reason else Outcome.PASSED
    return Check(
        code="key-binding", outcome=outcome, params={"reason": reason} if reason else {}, spec="RFC 7519, 4.1"
    )


def _problems(claims: Mapping[str, Any]) -> list[Problem]:
    problems = [
        Problem(code="jwt-vc-claim", path=f"/{name}", spec="VC-JOSE-COSE, 1.1.2.1")
        for name in ("vc", "vp")
        if name in claims
    ]
    if "iss" in claims and "holder" in claims and claims["iss"] != _holder(claims):
        problems.append(Problem(code="jwt-issuer-mismatch", path="/iss", spec="VC-JOSE-COSE, 4.1.2"))
    if len(_credentials(claims)) > MAX_CREDENTIALS_IN_PRESENTATION:
        problems.append(Problem(code="too-many-credentials", path="/verifiableCredential"))
    return [*problems, *check_presentation(claims), *_unsecured(claims)]


def _unsecured(claims: Mapping[str, Any]) -> list[Problem]:
    """Credentials in presentations must be secured (VC-JOSE-COSE section 3.1.2)."""
    return [
        Problem(code="credential-not-secured", path=f"/verifiableCredential/{index}", spec=SPEC)
        for index, entry in enumerate(_credentials(claims))
        if isinstance(entry, Mapping) and not is_enveloped(entry) and "proof" not in entry
    ]


def _claims_to_sign(
    presentation: Mapping[str, Any], signer: Signer, challenge: str | None, domain: str | None
) -> dict[str, Any]:
    check_value(dict(presentation))
    raise_first(_problems(presentation))
    for entry in _credentials(presentation):
        if is_enveloped(entry):
            open_enveloped(entry)
    holder = _holder(presentation)
    if holder is not None and signer.verification_method.split("#", 1)[0] != holder:
        raise RefusedError("holder-is-not-signer", holder=holder)
    if "nonce" in presentation or "aud" in presentation:
        raise MalformedInputError("jwt-claim-unexpected")
    claims = dict(presentation)
    if challenge is not None:
        claims["nonce"] = challenge
    if domain is not None:
        claims["aud"] = domain
    return claims


def _credentials(claims: Mapping[str, Any]) -> Sequence[Any]:
    entries = claims.get("verifiableCredential", [])
    return entries if isinstance(entries, list) else [entries]


def _holder(claims: Mapping[str, Any]) -> str | None:
    holder = claims.get("holder", claims.get("iss"))
    identifier = holder.get("id") if isinstance(holder, Mapping) else holder
    return identifier if isinstance(identifier, str) else None
