"""SD-JWT VC, ``dc+sd-jwt``: the credential format of EUDI wallets (IETF draft-ietf-oauth-sd-jwt-vc).

Another thing than ``vc+sd-jwt``: plain JWT claims and a type ``vct``, no JSON-LD.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from umiem.engine.canonical.strict_json import check_value, parse_json_object
from umiem.engine.claim_checks import issuer_known_check, problems_check
from umiem.engine.credential import SecuredCredential
from umiem.engine.envelopes.algorithms import DEFAULT_ALGORITHMS
from umiem.engine.envelopes.credential_report import (
    OpenedEnvelope,
    numeric_date_fault,
    proof_and_binding,
    unreadable,
)
from umiem.engine.envelopes.jws import compact_json, parse_compact_jws
from umiem.engine.envelopes.key_discovery import SigningKey, find_signing_key
from umiem.engine.envelopes.opening import media_type
from umiem.engine.envelopes.sd_jwt.issuing import DisclosurePlan, conceal
from umiem.engine.envelopes.sd_jwt.presenting import (
    KeyBindingExpectation,
    holder_key,
    key_binding_fault,
)
from umiem.engine.envelopes.sd_jwt.processing import ProcessedPayload, process_payload
from umiem.engine.envelopes.sd_jwt.token import SdJwt, parse_sd_jwt
from umiem.engine.envelopes.token_status import token_status_checks
from umiem.engine.envelopes.type_metadata import claim_faults, fetch_type_metadata
from umiem.engine.envelopes.vc_jwt import signed_token
from umiem.engine.policy import Sources, VerificationPolicy
from umiem.engine.ports import Signer
from umiem.engine.problems import Problem, raise_first
from umiem.engine.proof_checks import failure_of
from umiem.engine.report import Check, Outcome, VerificationReport
from umiem.engine.timestamps import iso_text, require_zone
from umiem.errors import RefusedError, UmiemError

DC_SD_JWT = "dc+sd-jwt"
MEDIA_TYPE_DC_SD_JWT = "application/dc+sd-jwt"
NEVER_DISCLOSABLE = frozenset({"iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "aka_vcts", "status"})
"""Claims that a verifier needs in clear, with all that is inside them (section 2.2.2.3)."""
_SPEC = "SD-JWT VC, 2.2.2"
_SPEC_KEY_BINDING = "RFC 9901, 7.3"


def sign_sd_jwt_vc(
    claims: Mapping[str, Any],
    signer: Signer,
    *,
    plan: DisclosurePlan,
    certificate_chain: tuple[str, ...] = (),
    check_signature: bool = True,
) -> SecuredCredential:
    """Sign ``claims`` as ``dc+sd-jwt``; what ``plan`` names becomes selectively disclosable.

    ``certificate_chain`` (base64 DER, the signer's first) goes into ``x5c``. Raises
    ``MalformedInputError`` (claims that break section 2.2.2) or ``RefusedError`` (a claim that may
    never be concealed, a signature that does not verify). Whether ``iss`` owns the key is up to the
    caller when a chain is given; otherwise the key must be the issuer's. ``check_signature`` as for
    ``sign_vc_jwt``.
    """
    check_value(dict(claims))
    raise_first(_claim_problems(claims))
    forbidden = NEVER_DISCLOSABLE & plan.tree.keys()
    if forbidden:
        raise RefusedError("sd-jwt-claim-never-disclosable", claim=str(min(forbidden, key=str)))
    header: dict[str, Any] = {"typ": DC_SD_JWT}
    if certificate_chain:
        header["x5c"] = list(certificate_chain)
    else:
        if signer.verification_method.split("#", 1)[0] != claims.get("iss"):
            raise RefusedError("issuer-is-not-signer", issuer=claims.get("iss"))
        header["kid"] = signer.verification_method
    payload, disclosures = conceal(claims, plan)
    token = signed_token(header, compact_json(payload), signer, check_signature=check_signature)
    secured = SdJwt(token.decode("ascii"), disclosures).compact().encode("ascii")
    return SecuredCredential(secured, MEDIA_TYPE_DC_SD_JWT)


def verify_sd_jwt_vc(
    token: bytes,
    *,
    policy: VerificationPolicy,
    at: datetime,
    sources: Sources,
    key_binding: KeyBindingExpectation | None = None,
    algorithms: frozenset[str] = DEFAULT_ALGORITHMS,
    process_type: bool = False,
) -> VerificationReport:
    """Verify an SD-JWT VC, or the presentation of one (section 2.4; RFC 9901 section 7).

    ``key_binding`` says that the holder must prove possession of the key, for this verifier and
    nonce; the decision never depends on what was presented. ``process_type`` also fetches and
    applies type metadata, with ``vct#integrity`` when it is stated.
    Bad input never raises. Check codes: ``format``, ``proof``, ``issuer-binding``,
    ``validity-period``, ``revocation``, ``suspension``, ``key-binding``, ``type-metadata``,
    ``issuer-known``.
    """
    require_zone(at)
    try:
        sd_jwt = parse_sd_jwt(token)
        jws = parse_compact_jws(sd_jwt.issuer_signed.encode("ascii"))
        payload = parse_json_object(jws.payload)
        processed = process_payload(payload, sd_jwt.disclosures)
    except UmiemError as error:
        return unreadable(DC_SD_JWT, error, at)
    claims = processed.claims
    opened = OpenedEnvelope(format=DC_SD_JWT, jws=jws, claims=claims)
    issuer = _issuer(opened, sources, at)
    proof, binding = proof_and_binding(
        opened, issuer, sources=sources, at=at, algorithms=algorithms, find_key=_issuer_key
    )
    problems = [*_type_problem(opened), *_claim_problems(claims), *_concealed_problems(payload, processed)]
    checks = [problems_check("format", problems, spec=_SPEC), proof]
    if policy.issuer_binding:
        checks.append(binding)
    checks.append(_period_check(claims, at))
    if policy.status:
        checks.extend(token_status_checks(claims, issuer, policy=policy, at=at, sources=sources))
    checks.append(_key_binding_check(sd_jwt, payload, key_binding, at, algorithms))
    checks.append(_type_check(claims, sources, process_type=process_type))
    proven = proof.outcome is Outcome.PASSED and binding.outcome is not Outcome.FAILED
    checks.append(issuer_known_check(issuer, sources.known_issuers, proven=proven))
    covered = all(check.outcome is Outcome.PASSED for check in checks[:2])
    return VerificationReport(
        format=DC_SD_JWT,
        checks=tuple(checks),
        at=at,
        issuer=issuer,
        secured_claims=claims if covered else None,
    )


def _issuer_key(opened: OpenedEnvelope, issuer: str | None, sources: Sources, at: datetime) -> SigningKey:
    stated = opened.claims.get("iss")
    return find_signing_key(
        opened.jws.header,
        stated if isinstance(stated, str) else None,
        relationship="assertionMethod",
        sources=sources,
        at=at,
    )


def _issuer(opened: OpenedEnvelope, sources: Sources, at: datetime) -> str | None:
    """Return ``iss``, or the subject of the certificate when there is none (section 2.5)."""
    stated = opened.claims.get("iss")
    if "iss" in opened.claims:
        return stated if isinstance(stated, str) else None
    try:
        return _issuer_key(opened, None, sources, at).method.removeprefix("x5c:")
    except UmiemError:
        return None


def _type_problem(opened: OpenedEnvelope) -> list[Problem]:
    if media_type(opened.jws.header.get("typ")) == DC_SD_JWT:
        return []
    return [Problem(code="jws-type", path="/typ", params={"expected": DC_SD_JWT}, spec="SD-JWT VC, 2.2.1")]


def _claim_problems(claims: Mapping[str, Any]) -> list[Problem]:
    problems = []
    vct = claims.get("vct")
    if not isinstance(vct, str) or not vct:
        problems.append(Problem(code="sd-jwt-type-missing", path="/vct", spec="SD-JWT VC, 2.2.2.1"))
    others = claims.get("aka_vcts")
    if "aka_vcts" in claims and (
        not isinstance(others, list)
        or not others
        or not all(isinstance(name, str) and name for name in others)
        or vct in others
    ):
        problems.append(Problem(code="sd-jwt-types-malformed", path="/aka_vcts", spec="SD-JWT VC, 2.2.2.2"))
    for name in ("iss", "sub", "vct#integrity"):
        if name in claims and not isinstance(claims[name], str):
            problems.append(Problem(code="jwt-claim-malformed", path=f"/{name}", spec=_SPEC))
    try:
        holder_key(claims)
    except UmiemError as error:
        problems.append(Problem(code=error.code, path="/cnf", spec="RFC 7800, 3"))
    return problems


def _concealed_problems(payload: Mapping[str, Any], processed: ProcessedPayload) -> list[Problem]:
    """Refuse a token whose validity depends on what the holder chose to show (RFC 9901 section 9.7)."""
    disclosed = {path[0] for path in processed.disclosed.values() if path}
    hidden_inside = {name for name in NEVER_DISCLOSABLE & payload.keys() if _has_digest(payload[name])}
    return [
        Problem(code="sd-jwt-claim-never-disclosable", path=f"/{name}", spec="SD-JWT VC, 2.2.2.3")
        for name in sorted((NEVER_DISCLOSABLE & disclosed) | hidden_inside)
    ]


def _has_digest(value: Any) -> bool:
    if isinstance(value, Mapping):
        return "_sd" in value or "..." in value or any(map(_has_digest, value.values()))
    return isinstance(value, list) and any(map(_has_digest, value))


def _period_check(claims: Mapping[str, Any], at: datetime) -> Check:
    fault = numeric_date_fault(claims, at)
    reason = {"signature-expired": "expired", "signature-not-yet-valid": "not-yet-valid"}.get(
        fault or "", fault
    )
    params = {name: claims[name] for name in ("nbf", "exp") if name in claims} | {"at": iso_text(at)}
    if reason is not None:
        params["reason"] = reason
    outcome = Outcome.FAILED if reason else Outcome.PASSED
    return Check(code="validity-period", outcome=outcome, params=params, spec="RFC 7519, 4.1")


def _key_binding_check(
    sd_jwt: SdJwt,
    payload: Mapping[str, Any],
    expected: KeyBindingExpectation | None,
    at: datetime,
    algorithms: frozenset[str],
) -> Check:
    params: dict[str, Any] = {"required": expected is not None, "present": sd_jwt.key_binding is not None}
    if expected is None and sd_jwt.key_binding is None:
        return Check(
            code="key-binding", outcome=Outcome.NOT_APPLICABLE, params=params, spec=_SPEC_KEY_BINDING
        )
    fault = key_binding_fault(sd_jwt, payload, expected, at=at, algorithms=algorithms)
    if fault is not None:
        params["reason"] = fault
        return Check(code="key-binding", outcome=Outcome.FAILED, params=params, spec=_SPEC_KEY_BINDING)
    # Right, but nobody asked for it with a nonce: it may be a replay, so it is no proof of anything now.
    outcome = Outcome.PASSED if expected is not None else Outcome.NOT_APPLICABLE
    return Check(code="key-binding", outcome=outcome, params=params, spec=_SPEC_KEY_BINDING)


def _type_check(claims: Mapping[str, Any], sources: Sources, *, process_type: bool) -> Check:
    spec, vct = "SD-JWT VC, 6 and 7", claims.get("vct")
    params: dict[str, Any] = {"vct": vct}
    if not process_type or not isinstance(vct, str):
        return Check(code="type-metadata", outcome=Outcome.NOT_APPLICABLE, params=params, spec=spec)
    if sources.documents is None:
        params["reason"] = "type-metadata-not-fetched"
        return Check(code="type-metadata", outcome=Outcome.UNKNOWN, params=params, spec=spec)
    try:
        chain = fetch_type_metadata(vct, claims.get("vct#integrity"), sources.documents)
        missing = list(claim_faults(chain, claims))
    except UmiemError as error:
        outcome, reason = failure_of(error)
        return Check(code="type-metadata", outcome=outcome, params=params | reason, spec=spec)
    if missing:
        params |= {"reason": "type-metadata-claim-missing", "claims": missing}
        return Check(code="type-metadata", outcome=Outcome.FAILED, params=params, spec=spec)
    params["types"] = [metadata["vct"] for metadata in chain]
    return Check(code="type-metadata", outcome=Outcome.PASSED, params=params, spec=spec)
