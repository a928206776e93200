"""The JWT profile of Open Badges 3.0 (1EdTech, section 8.2 "JSON Web Token Proof Format").

The payload is the credential with ``iss``, ``jti``, ``nbf``, ``sub`` and ``exp`` beside it. ``typ``
is ``JWT`` if anything, the algorithm RS256 at least, and the key is named by ``kid`` or given as
``jwk``. A key that the token brings itself shows that nothing was altered, never who issued it: it
must also be one of the issuer's own keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from umiem.engine.canonical.strict_json import parse_json_object
from umiem.engine.credential import PreparedCredential, SecuredCredential
from umiem.engine.data_model import issuer_id
from umiem.engine.envelopes.algorithms import DEFAULT_ALGORITHMS
from umiem.engine.envelopes.credential_report import (
    OpenedEnvelope,
    issuer_key,
    numeric_date,
    report_on_credential,
    unreadable,
)
from umiem.engine.envelopes.jws import CompactJws, compact_json, parse_compact_jws
from umiem.engine.envelopes.key_discovery import SigningKey, issuer_jwks
from umiem.engine.envelopes.opening import media_type
from umiem.engine.envelopes.vc_jwt import signed_token
from umiem.engine.identifiers.document import read_public_key
from umiem.engine.identifiers.jwk import jwk_thumbprint, public_key_from_jwk, public_key_to_jwk
from umiem.engine.issue import require_issuers_key
from umiem.engine.policy import Sources, VerificationPolicy
from umiem.engine.ports import DocumentSource, PublicKey, Signer
from umiem.engine.problems import Problem
from umiem.engine.report import VerificationReport
from umiem.engine.timestamps import parse_timestamp, require_zone
from umiem.engine.verify import read_stated_status
from umiem.engine.web_addresses import split_address
from umiem.errors import MalformedInputError, UmiemError

OPEN_BADGES_JWT = "open-badges-3+jwt"
MEDIA_TYPE_JWT = "application/jwt"
MAX_KEY_BYTES = 64 * 1024
_SPEC = "Open Badges 3.0, 8.2.4"


def sign_open_badge_jwt(prepared: PreparedCredential, signer: Signer) -> SecuredCredential:
    """Sign a prepared Open Badges credential in the JWT profile of Open Badges 3.0.

    Use an RSA key for verifiers that know the minimum only. Raises like ``sign_vc_jwt``.
    """
    require_issuers_key(prepared.issuer, signer)
    document = parse_json_object(prepared.canonical)
    claims = {**document, **_expected_claims(document)}
    header = {"typ": "JWT", "kid": signer.verification_method}
    return SecuredCredential(signed_token(header, compact_json(claims), signer), MEDIA_TYPE_JWT)


def verify_open_badge_jwt(
    token: bytes,
    *,
    policy: VerificationPolicy,
    at: datetime,
    sources: Sources,
    algorithms: frozenset[str] = DEFAULT_ALGORITHMS,
) -> VerificationReport:
    """Verify a badge in the JWT profile as of the moment ``at``; bad input is a FAILED check."""
    require_zone(at)
    try:
        jws = parse_compact_jws(token)
        claims = parse_json_object(jws.payload)
    except UmiemError as error:
        return unreadable(OPEN_BADGES_JWT, error, at)
    opened = OpenedEnvelope(format=OPEN_BADGES_JWT, jws=jws, claims=claims, problems=_problems(jws, claims))
    return report_on_credential(
        opened,
        policy=policy,
        at=at,
        sources=sources,
        read_status=read_stated_status,
        algorithms=algorithms,
        find_key=_badge_key,
    )


def _expected_claims(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the claims that repeat members of the credential (section 8.2.4.1)."""
    claims: dict[str, Any] = {"iss": issuer_id(document)}
    if isinstance(document.get("id"), str):
        claims["jti"] = document["id"]
    for claim, member in (("nbf", "validFrom"), ("exp", "validUntil")):
        if isinstance(document.get(member), str):
            claims[claim] = int(parse_timestamp(document[member]).timestamp())
    subject = document.get("credentialSubject")
    if isinstance(subject, Mapping) and isinstance(subject.get("id"), str):
        claims["sub"] = subject["id"]
    return claims


def _problems(jws: CompactJws, claims: Mapping[str, Any]) -> tuple[Problem, ...]:
    problems = []
    if "typ" in jws.header and media_type(jws.header["typ"]) != "jwt":
        problems.append(Problem(code="jws-type", path="/typ", params={"expected": "JWT"}, spec=_SPEC))
    if "vc" in claims:
        return tuple(problems)  # the older form: that it is one is the reason, and its claims repeat nothing
    try:
        expected = _expected_claims(claims)
    except MalformedInputError:
        return tuple(problems)  # a date that cannot be read is reported by the data model check
    for name, value in expected.items():
        # ``sub`` is required too, but the published samples of 1EdTech leave it out.
        if not _says(claims, name, value) and not (name == "sub" and name not in claims):
            problems.append(Problem(code="jwt-claim-mismatch", path=f"/{name}", spec=_SPEC))
    return tuple(problems)


def _says(claims: Mapping[str, Any], name: str, value: Any) -> bool:
    if isinstance(value, str):
        return bool(claims.get(name) == value)
    try:
        stated = numeric_date(claims, name)
    except MalformedInputError:
        return False
    # Dates of the credential may have fractions of a second, NumericDates of others too.
    return stated is not None and abs(stated - value) < 1


def _badge_key(opened: OpenedEnvelope, issuer: str | None, sources: Sources, at: datetime) -> SigningKey:
    header = opened.jws.header
    key_id = header.get("kid")
    if isinstance(header.get("jwk"), Mapping):
        return _brought_key(header["jwk"], issuer, sources)
    if isinstance(key_id, str) and key_id.startswith("https://") and sources.documents is not None:
        return _fetched_key(key_id, sources.documents)
    return issuer_key(opened, issuer, sources, at)


def _brought_key(jwk: Mapping[str, Any], issuer: str | None, sources: Sources) -> SigningKey:
    key = public_key_from_jwk(jwk)
    name = f"jwk:{jwk_thumbprint(public_key_to_jwk(key))}"
    bound = issuer is not None and _is_issuers(key, issuer, sources)
    controllers = frozenset({issuer}) if bound and issuer is not None else frozenset[str]()
    return SigningKey(public_key=key, method=name, controllers=controllers)


def _is_issuers(key: PublicKey, issuer: str, sources: Sources) -> bool:
    """Say whether the issuer publishes this key; when that cannot be found out, it does not count."""
    try:
        methods = issuer_jwks(issuer, relationship="assertionMethod", sources=sources)
        return any(read_public_key(method) == key for _, method in methods)
    except UmiemError:
        return False


def _fetched_key(url: str, documents: DocumentSource) -> SigningKey:
    """Dereference ``kid`` (section 8.2.4.2): it speaks for issuers of the host that serves it."""
    jwk = parse_json_object(documents.fetch(url), max_bytes=MAX_KEY_BYTES)
    host = f"https://{split_address(url).hostname}"
    controllers = frozenset({host})
    return SigningKey(public_key=public_key_from_jwk(jwk), method=url, controllers=controllers, by_host=True)
