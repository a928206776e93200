"""Open Badges 2.0 and 2.1 assertions, hosted or signed: verify only (1EdTech Open Badges 2.0).

A hosted assertion is believed because it lies where it says it lies, under an address of its
issuer; a signed one because a key that the issuer publishes signed it. What an assertion embeds about
its issuer or key is never believed: both are read where they are published. Not checked: whether the
recipient is the person who shows it (the hash of an address, which the caller can compare),
endorsements, extensions and pictures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from umiem.engine.canonical.strict_json import parse_json_object
from umiem.engine.claim_checks import issuer_known_check, problems_check
from umiem.engine.envelopes.credential_report import unreadable
from umiem.engine.envelopes.jws import CompactJws, parse_compact_jws, signature_fault
from umiem.engine.legacy.open_badges_2_documents import LinkedDocuments, has_type
from umiem.engine.limits import MAX_CLOCK_SKEW_SECONDS
from umiem.engine.policy import Sources, VerificationPolicy
from umiem.engine.ports import PublicKey
from umiem.engine.problems import Problem
from umiem.engine.proof_checks import failure_of
from umiem.engine.report import Check, Outcome, VerificationReport
from umiem.engine.timestamps import parse_timestamp, require_zone
from umiem.engine.web_addresses import split_address
from umiem.errors import MalformedInputError, UmiemError

FORMAT = "open-badges-2"
CONTEXT = "https://w3id.org/openbadges/v2"
_SPEC = "Open Badges 2.0, Verification"
_HOSTED, _SIGNED = frozenset({"hosted", "HostedBadge"}), frozenset({"signed", "SignedBadge"})


@dataclass(frozen=True, kw_only=True)
class _Badge:
    """An assertion with its badge class and issuer, all looked up; ``jws`` when it was signed."""

    assertion: Mapping[str, Any]
    badge: Mapping[str, Any]
    issuer: Mapping[str, Any]
    jws: CompactJws | None
    links: LinkedDocuments


def is_assertion(document: Mapping[str, Any]) -> bool:
    """Say whether a JSON object looks like an Open Badges 2 assertion."""
    context = document.get("@context")
    known = CONTEXT in (context if isinstance(context, list) else [context])
    return (known or "badge" in document) and has_type(document, "Assertion")


def verify_open_badge_2(
    data: bytes, *, policy: VerificationPolicy, at: datetime, sources: Sources
) -> VerificationReport:
    """Verify an assertion given as JSON, as compact JWS, or as the URL where it is hosted.

    Checks: ``format``, ``proof``, ``issuer-binding``, ``validity-period``, ``revocation``,
    ``issuer-known``. Everything that must be looked up comes from ``sources.documents``; without
    it the answer stays open. Bad input never raises.
    """
    require_zone(at)
    links = LinkedDocuments(sources.documents)
    try:
        assertion, jws = _read(data, links)
    except UmiemError as error:
        return unreadable(FORMAT, error, at)
    form = problems_check("format", _problems(assertion, signed=jws is not None), spec=_SPEC)
    try:
        badge = links.resolve(assertion.get("badge"))
        issuer = _published_issuer(badge, links)
    except UmiemError as error:
        outcome, params = failure_of(error)
        unread = Check(code="proof", outcome=outcome, params=params, spec=_SPEC)
        checks: tuple[Check, ...] = (form, unread, _period_check(assertion, at))
        return VerificationReport(format=FORMAT, checks=checks, at=at)
    found = _Badge(assertion=assertion, badge=badge, issuer=issuer, jws=jws, links=links)
    return _report(found, form, policy, at, sources)


def _report(
    found: _Badge, form: Check, policy: VerificationPolicy, at: datetime, sources: Sources
) -> VerificationReport:
    issuer_id = found.issuer.get("id")
    issuer = issuer_id if isinstance(issuer_id, str) else None
    proof = _proof_check(found)
    checks = [form, proof]
    if policy.issuer_binding:
        checks.append(_binding_check(found, issuer))
    checks.append(_period_check(found.assertion, at))
    if policy.status:
        checks.append(_revocation_check(found))
    proven = proof.outcome is Outcome.PASSED
    checks.append(issuer_known_check(issuer, sources.known_issuers, proven=proven))
    covered = form.outcome is Outcome.PASSED and proof.outcome is Outcome.PASSED
    claims = {**found.assertion, "badge": {**found.badge, "issuer": dict(found.issuer)}}
    return VerificationReport(
        format=FORMAT,
        checks=tuple(checks),
        at=at,
        issuer=issuer,
        secured_claims=claims if covered else None,
    )


def _read(data: bytes, links: LinkedDocuments) -> tuple[Mapping[str, Any], CompactJws | None]:
    text = data.strip()
    if text.startswith((b"https://", b"http://")):
        url = text.decode("ascii", errors="replace")
        return links.resolve(url), None
    if text.startswith(b"{"):
        return parse_json_object(text), None
    jws = parse_compact_jws(text)
    return parse_json_object(jws.payload), jws


def _problems(assertion: Mapping[str, Any], *, signed: bool) -> list[Problem]:
    problems = []
    if not is_assertion(assertion):
        problems.append(Problem(code="type-missing", path="/type", params={"required": "Assertion"}))
    for name in ("id", "badge", "recipient", "issuedOn"):
        if name not in assertion:
            problems.append(Problem(code="member-missing", path=f"/{name}", params={"member": name}))
    if not _named(_verification(assertion).get("type")) & (_SIGNED if signed else _HOSTED):
        problems.append(Problem(code="badge-verification-type", path="/verification/type"))
    return problems


def _verification(assertion: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return ``verification``, which older documents call ``verify``."""
    stated = assertion.get("verification", assertion.get("verify"))
    return stated if isinstance(stated, Mapping) else {}


def _proof_check(found: _Badge) -> Check:
    try:
        reason = _hosted_fault(found) if found.jws is None else _signature_fault(found, found.jws)
    except UmiemError as error:
        outcome, params = failure_of(error)
        return Check(code="proof", outcome=outcome, params=params, spec=_SPEC)
    params = {"verification": "hosted" if found.jws is None else "signed"}
    if reason is not None:
        return Check(code="proof", outcome=Outcome.FAILED, params=params | {"reason": reason}, spec=_SPEC)
    return Check(code="proof", outcome=Outcome.PASSED, params=params, spec=_SPEC)


def _hosted_fault(found: _Badge) -> str | None:
    """What we were given must be what lies at the assertion's own address."""
    published = found.links.get(found.assertion.get("id"))
    if published.get("revoked") is True:
        return None  # reported by the revocation check
    return None if published == found.assertion else "badge-differs-from-hosted"


def _signature_fault(found: _Badge, jws: CompactJws) -> str | None:
    return signature_fault(jws, _read_key(_key_document(found)), algorithms=frozenset({"RS256"}))


def _published_issuer(badge: Mapping[str, Any], links: LinkedDocuments) -> dict[str, Any]:
    stated = badge.get("issuer")
    return links.resolve(stated.get("id", "") if isinstance(stated, Mapping) else stated)


def _key_document(found: _Badge) -> Mapping[str, Any]:
    """Return the key that the assertion names, from the issuer's profile or from its own address."""
    published = _as_list(found.issuer.get("publicKey"))
    creator = _verification(found.assertion).get("creator")
    if creator is None and len(published) == 1:
        creator = published[0].get("id") if isinstance(published[0], Mapping) else published[0]
    for entry in published:
        if isinstance(entry, Mapping) and entry.get("id") == creator:
            return entry
    if not isinstance(creator, str):
        raise MalformedInputError("badge-key-malformed")
    return found.links.resolve(creator)


def _read_key(document: Mapping[str, Any]) -> PublicKey:
    pem = document.get("publicKeyPem")
    if not isinstance(pem, str):
        raise MalformedInputError("badge-key-malformed")
    try:
        key = load_pem_public_key(pem.encode())
    except ValueError as error:
        raise MalformedInputError("badge-key-malformed") from error
    if not isinstance(key, rsa.RSAPublicKey):
        raise MalformedInputError("badge-key-malformed")
    raw = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return PublicKey(algorithm="RSA", raw=raw)


def _binding_check(found: _Badge, issuer: str | None) -> Check:
    try:
        bound = _is_hosted_by(found, issuer) if found.jws is None else _is_key_of(found, issuer)
    except UmiemError as error:
        outcome, params = failure_of(error)
        return Check(code="issuer-binding", outcome=outcome, params=params, spec=_SPEC)
    found_out = {"issuer": issuer} if bound else {"issuer": issuer, "reason": "badge-not-of-issuer"}
    outcome = Outcome.PASSED if bound else Outcome.FAILED
    return Check(code="issuer-binding", outcome=outcome, params=found_out, spec=_SPEC)


def _is_hosted_by(found: _Badge, issuer: str | None) -> bool:
    """The address of the assertion lies under one the issuer allows; by default, on the issuer's host."""
    rules = found.issuer.get("verification")
    rules = rules if isinstance(rules, Mapping) else {}
    address = str(found.assertion.get("id"))
    starts = _texts(rules.get("startsWith"))
    origins = _texts(rules.get("allowedOrigins")) or [split_address(issuer or "").netloc]
    if starts and not any(address.startswith(start) for start in starts):
        return False
    return split_address(address).netloc in origins and split_address(address).netloc != ""


def _is_key_of(found: _Badge, issuer: str | None) -> bool:
    """The key names the issuer as owner, and the issuer names the key (both, or a stranger could claim)."""
    key = _key_document(found)
    names = [
        entry.get("id") if isinstance(entry, Mapping) else entry
        for entry in _as_list(found.issuer.get("publicKey"))
    ]
    return issuer is not None and key.get("owner") == issuer and key.get("id") in names


def _period_check(assertion: Mapping[str, Any], at: datetime) -> Check:
    params: dict[str, Any] = {name: assertion[name] for name in ("issuedOn", "expires") if name in assertion}
    try:
        if parse_timestamp(assertion.get("issuedOn", "")) - at > timedelta(seconds=MAX_CLOCK_SKEW_SECONDS):
            params["reason"] = "not-yet-valid"
        elif "expires" in assertion and parse_timestamp(assertion["expires"]) < at:
            params["reason"] = "expired"
    except MalformedInputError as error:
        params["reason"] = error.code
    outcome = Outcome.FAILED if "reason" in params else Outcome.PASSED
    return Check(code="validity-period", outcome=outcome, params=params, spec=_SPEC)


def _revocation_check(found: _Badge) -> Check:
    try:
        revoked = _is_revoked(found)
    except UmiemError as error:
        outcome, params = failure_of(error)
        return Check(code="revocation", outcome=outcome, params=params, spec=_SPEC)
    if revoked is None:
        return Check(code="revocation", outcome=Outcome.NOT_APPLICABLE, params={"stated": False}, spec=_SPEC)
    if revoked:
        return Check(code="revocation", outcome=Outcome.FAILED, params={"reason": "revoked"}, spec=_SPEC)
    return Check(code="revocation", outcome=Outcome.PASSED, spec=_SPEC)


def _is_revoked(found: _Badge) -> bool | None:
    if found.jws is None:
        return bool(found.links.get(found.assertion.get("id")).get("revoked") is True)
    location = found.issuer.get("revocationList")
    if location is None:
        return None
    entries = found.links.resolve(location).get("revokedAssertions", [])
    if not isinstance(entries, list):
        raise MalformedInputError("badge-revocation-list-malformed")
    names = _named([found.assertion.get("id"), found.assertion.get("uid")])
    revoked = [
        entry.get("id", entry.get("uid")) if isinstance(entry, Mapping) else entry for entry in entries
    ]
    return bool(names & _named(revoked))


def _named(value: object) -> frozenset[str]:
    """Return the texts among the values: a stranger may write anything where a name belongs."""
    return frozenset(_texts(value))


def _texts(value: object) -> list[str]:
    return [text for text in _as_list(value) if isinstance(text, str)]


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
