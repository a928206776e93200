"""Checks of what a credential says, apart from signatures and status: dates, issuer, shape, contexts."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from umiem.engine.contexts import context_bytes, is_pinned
from umiem.engine.data_model import issuer_id, version_of
from umiem.engine.identifiers.multibase import decode_multibase
from umiem.engine.limits import MAX_CLOCK_SKEW_SECONDS, MAX_RELATED_RESOURCES
from umiem.engine.policy import Sources, VerificationPolicy
from umiem.engine.problems import Problem
from umiem.engine.profiles import open_badges_3
from umiem.engine.proof_checks import failure_of
from umiem.engine.proofs.suite import UnsecuredDocument
from umiem.engine.report import Check, Outcome, VerificationReport, plain_check
from umiem.engine.timestamps import iso_text, parse_timestamp
from umiem.errors import MalformedInputError, UmiemError

SPEC_CONTEXT = "VC Data Integrity 1.0, 2.4.1; VCDM 2.0, 4.3"
_SKEW = timedelta(seconds=MAX_CLOCK_SKEW_SECONDS)
_HASHES = {"sha256": hashlib.sha256, "sha384": hashlib.sha384, "sha512": hashlib.sha512}
# Documents written while VCDM 2.0 was a Candidate Recommendation state the digests of its context then.
_EARLIER_EDITIONS: Mapping[str, frozenset[tuple[str, bytes]]] = {
    "https://www.w3.org/ns/credentials/v2": frozenset(
        {
            ("sha256", bytes.fromhex("24a18c90e9856d526111f29376e302d970b2bd10182e33959995b0207d7043b9")),
            (
                "sha384",
                bytes.fromhex(
                    "35239c36999d2155312091af194a1edb61634d6ad789a5e5"
                    "b19f2aebdd762dd9d1dcaada40eda7ef921c6b8c0ae107a0"
                ),
            ),
        }
    )
}

_SHAPES = {"OpenBadgeCredential": open_badges_3.check, "AchievementCredential": open_badges_3.check}


class StatusReader(Protocol):
    """Reads the status that claims state. Passed in: a status list is a credential to verify itself."""

    def __call__(
        self, claims: Mapping[str, Any], *, policy: VerificationPolicy, at: datetime, sources: Sources
    ) -> tuple[Check, ...]: ...


def checks_of_claims(
    unsecured: UnsecuredDocument,
    *,
    policy: VerificationPolicy,
    at: datetime,
    sources: Sources,
    read_status: StatusReader,
    proven: bool = True,
) -> list[Check]:
    """Return the checks that do not depend on how a credential is secured: embedded proof or envelope.

    Validity period, status, issuer known, profile shape, related resources. ``proven``: a good signature says
    that the claims are the issuer's; without one neither a known issuer nor a good status says anything.
    """
    claims = unsecured.document
    checks = [period_check(claims, at)]
    if policy.status:
        told = read_status(claims, policy=policy, at=at, sources=sources)
        checks.extend(told if proven else map(_of_nobody, told))
    checks.append(issuer_known_check(issuer_id(claims), sources.known_issuers, proven=proven))
    if policy.profile_shapes:
        checks.append(schema_check(claims, _SHAPES, is_faultless=unsecured.is_faultless))
    checks.append(related_resource_check(claims))
    return checks


def _of_nobody(status: Check) -> Check:
    """The good status of a document that nobody is proven to have signed may be that of another."""
    if status.outcome is not Outcome.PASSED:
        return status
    params = {**status.params, "reason": "status-not-proven"}
    return Check(code=status.code, outcome=Outcome.NOT_APPLICABLE, params=params, spec=status.spec)


def keeps_the_rules(report: VerificationReport) -> bool:
    """Say whether the rules of shape were all asked and found nothing."""
    found = {check.code: check.outcome for check in report.checks if check.code in ("format", "schema")}
    return found.get("format") is Outcome.PASSED and found.get("schema", Outcome.FAILED) is not Outcome.FAILED


def problems_check(code: str, problems: Iterable[Problem], *, spec: str) -> Check:
    """Turn problems of shape into a check; all are listed, the first gives the reason."""
    found = problems if isinstance(problems, list) else list(problems)
    if not found:
        return plain_check(code, Outcome.PASSED, spec)
    first = found[0]
    params: dict[str, Any] = {
        **first.params,
        "reason": first.code,
        "path": first.path,
        "problems": [{"code": problem.code, "path": problem.path} for problem in found],
    }
    return Check(code=code, outcome=Outcome.FAILED, params=params, spec=first.spec or spec)


def context_check(unsecured: UnsecuredDocument, policy: VerificationPolicy) -> Check:
    """Say whether every term of the document means something known, and nothing is dropped.

    An unknown context, or one written into the document itself, makes the answer UNKNOWN; a term
    that nothing defines, or the redefinition of a protected one, makes it FAILED.
    """
    if not policy.inline_contexts and unsecured.has_inline_context:
        params = {"reason": "context-inline"}
        return Check(code="context", outcome=Outcome.UNKNOWN, params=params, spec=SPEC_CONTEXT)
    try:
        quads = unsecured.quad_count
    except UmiemError as error:
        outcome, params = failure_of(error)
        return Check(code="context", outcome=outcome, params=params, spec=SPEC_CONTEXT)
    return Check(code="context", outcome=Outcome.PASSED, params={"quads": quads}, spec=SPEC_CONTEXT)


def period_check(document: Mapping[str, Any], at: datetime) -> Check:
    """Compare the validity period with ``at``; both ends belong to it."""
    names = ("validFrom", "validUntil")
    if version_of(document) == "1.1":
        names = ("issuanceDate", "expirationDate")
    spec = "VCDM 2.0, 4.9" if names[0] == "validFrom" else "VCDM 1.1, 4.6"
    params: dict[str, Any] = {name: document[name] for name in names if name in document}
    params["at"] = iso_text(at)
    try:
        if names[0] in document and parse_timestamp(document[names[0]]) - at > _SKEW:
            params["reason"] = "not-yet-valid"
        elif names[1] in document and parse_timestamp(document[names[1]]) < at:
            params["reason"] = "expired"
    except MalformedInputError as error:
        params["reason"] = error.code
    outcome = Outcome.FAILED if "reason" in params else Outcome.PASSED
    return Check(code="validity-period", outcome=outcome, params=params, spec=spec)


def issuer_known_check(issuer: str | None, known: Mapping[str, str] | None, *, proven: bool = True) -> Check:
    """Say whether a registry vouches for the issuer: apart from whether the signature is good.

    Without a good signature (``proven``) the document only names an issuer; that one is known helps nobody.
    """
    params: dict[str, Any]
    if known is None or issuer is None or issuer not in known:
        params = {"issuer": issuer, "known": False, "registry": known is not None}
        return Check(code="issuer-known", outcome=Outcome.NOT_APPLICABLE, params=params)
    params = {"issuer": issuer, "known": True, "name": known[issuer]}
    if proven:
        return Check(code="issuer-known", outcome=Outcome.PASSED, params=params)
    params["reason"] = "issuer-not-proven"
    return Check(code="issuer-known", outcome=Outcome.NOT_APPLICABLE, params=params)


def schema_check(
    document: Mapping[str, Any],
    shapes: Mapping[str, Callable[[Mapping[str, Any]], Iterable[Problem]]],
    *,
    is_faultless: bool = False,
) -> Check:
    """Hold a document to the profiles its types name; other stated schemas are listed as not read."""
    types = document.get("type")
    names = [name for name in shapes if isinstance(types, list) and name in types]
    stated = document.get("credentialSchema", [])
    unread = [
        schema.get("id")
        for schema in (stated if isinstance(stated, list) else [stated])
        if isinstance(schema, Mapping)
    ]
    if not names:
        return Check(code="schema", outcome=Outcome.NOT_APPLICABLE, params={"not_read": unread})
    if is_faultless:
        return plain_check("schema", Outcome.PASSED, "1EdTech Open Badges 3.0")
    problems = [problem for name in names for problem in shapes[name](document)]
    return problems_check("schema", problems, spec="1EdTech Open Badges 3.0")


def related_resource_check(document: Mapping[str, Any]) -> Check:
    """Compare the digests of related resources that the engine holds itself (pinned contexts).

    Others are not fetched: their digests bind whoever fetches them (VCDM 2.0, 5.3).
    """
    spec = "VCDM 2.0, 5.3"
    if "relatedResource" not in document:
        return plain_check("related-resource", Outcome.NOT_APPLICABLE, spec)
    stated = document["relatedResource"]
    resources = [r for r in (stated if isinstance(stated, list) else [stated]) if isinstance(r, Mapping)]
    if not resources:
        return plain_check("related-resource", Outcome.NOT_APPLICABLE, spec)
    if len(resources) > MAX_RELATED_RESOURCES:
        params: dict[str, Any] = {"reason": "too-many-related-resources", "limit": MAX_RELATED_RESOURCES}
        return Check(code="related-resource", outcome=Outcome.FAILED, params=params, spec=spec)
    known = [r for r in resources if isinstance(r.get("id"), str) and is_pinned(r["id"])]
    params = {"not_fetched": [str(r.get("id")) for r in resources if r not in known]}
    for resource in known:
        if not _digests_match(resource, _editions(resource["id"])):
            params |= {"reason": "related-resource-digest-mismatch", "id": resource["id"]}
            return Check(code="related-resource", outcome=Outcome.FAILED, params=params, spec=spec)
    outcome = Outcome.PASSED if known else Outcome.NOT_APPLICABLE
    return Check(code="related-resource", outcome=outcome, params=params, spec=spec)


def _editions(url: str) -> frozenset[tuple[str, bytes]]:
    """Return the digests of the resource as it is pinned, and of its earlier published editions."""
    data = context_bytes(url)
    current = {(name, make(data).digest()) for name, make in _HASHES.items()}
    return frozenset(current | _EARLIER_EDITIONS.get(url, frozenset()))


def _digests_match(resource: Mapping[str, Any], editions: frozenset[tuple[str, bytes]]) -> bool:
    if "digestSRI" in resource and not _sri_matches(resource["digestSRI"], editions):
        return False
    return "digestMultibase" not in resource or _multihash_matches(resource["digestMultibase"], editions)


def _sri_matches(text: object, editions: frozenset[tuple[str, bytes]]) -> bool:
    """Subresource Integrity: any listed hash of the strongest algorithm given may match."""
    if not isinstance(text, str):
        return False
    entries = [entry.partition("-")[::2] for entry in text.split()]
    usable = [(name, value.partition("?")[0]) for name, value in entries if name in _HASHES]
    if not usable:
        return False
    strongest = max(name for name, _ in usable)
    expected = {base64.b64encode(digest).decode("ascii") for name, digest in editions if name == strongest}
    return any(name == strongest and value in expected for name, value in usable)


def _multihash_matches(text: object, editions: frozenset[tuple[str, bytes]]) -> bool:
    """A multihash; a bare digest of 32 bytes is SHA-256, as texts from before the Recommendation have it."""
    try:
        decoded = decode_multibase(text, bases="zu")
    except MalformedInputError:
        return False
    headers = {"sha256": b"\x12\x20", "sha384": b"\x20\x30"}
    written = {headers[name] + digest for name, digest in editions if name in headers}
    return decoded in written or ("sha256", decoded) in editions
