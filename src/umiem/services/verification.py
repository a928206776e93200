"""Checking a credential that anybody brings: as text, as a file, or by its address."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from umiem.adapters.fetch import Budget, RemoteDidDocuments, RemoteDocuments, RemoteStatusLists
from umiem.adapters.fetch.door import CREDENTIAL
from umiem.domain.text import LocalizedText
from umiem.engine import Sources, VerificationPolicy, VerificationReport
from umiem.engine.ports import StatusListSource, VerificationMethodResolver
from umiem.engine.recognition import verify_any
from umiem.errors import MalformedInputError, NotFoundError, UnavailableError
from umiem.services import credentials, outside, share_links
from umiem.services.own_sources import OwnDidDocuments, OwnStatusLists, own_path
from umiem.storage.models import Credential, CredentialState, Organisation

LARGEST_BYTES = 6 * 1024 * 1024
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_SHARE = re.compile(r"/s/([A-Za-z0-9_-]{20,64})/?")
_CREDENTIAL = re.compile(r"/api/v1/public/credentials/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


@dataclass(frozen=True, kw_only=True)
class ClaimSummary:
    """The short answer, made only of what a proof covers.

    ``issuer_name`` is what the credential says; ``vouched_name`` the name under which this installation
    knows the issuer, if it does; ``hue`` is the colour of that organisation.
    """

    issuer_id: str
    issuer_name: LocalizedText
    vouched_name: LocalizedText | None
    learner_name: str
    titles: LocalizedText
    valid_from: str
    valid_until: str
    document: Mapping[str, Any]
    hue: int | None = None

    @property
    def issuer_known(self) -> bool:
        return self.vouched_name is not None


@dataclass(frozen=True, kw_only=True)
class CheckResult:
    """The report of one check. ``source`` is text, file or link; ``summary`` only when a proof holds."""

    report: VerificationReport
    source: str
    summary: ClaimSummary | None
    data: bytes

    @property
    def verdict(self) -> str:
        return self.report.verdict.value


def check(data: bytes, *, at: datetime | None = None, source: str = "file") -> CheckResult:
    """Check a document of any format that Umiem knows.

    What this installation issued is looked up here, without the network; everything else through the
    guarded fetcher. Raises ``MalformedInputError`` only for nothing at all or far too much: everything
    else is told by the report.
    """
    if not data.strip():
        raise MalformedInputError("nothing-to-check")
    if len(data) > LARGEST_BYTES:
        raise MalformedInputError("upload-too-large", size=len(data), limit=LARGEST_BYTES)
    report = verify_any(data, policy=VerificationPolicy.strict(), at=at or timezone.now(), sources=_sources())
    return CheckResult(report=report, source=source, summary=_summary(report), data=data)


def check_input(given: str | bytes, *, at: datetime | None = None) -> CheckResult:
    """Check what came through the one box: a file, an address, or a document as text."""
    if isinstance(given, bytes):
        return check(given, at=at, source="file")
    cleaned = given.strip().lstrip("\ufeff")
    if _LINK.fullmatch(cleaned):
        return check_link(cleaned, at=at)
    return check(cleaned.encode("utf-8", errors="replace"), at=at, source="text")


def check_link(url: str, *, at: datetime | None = None) -> CheckResult:
    """Check the document at an address: one of our own pages, or a foreign https address.

    Raises what ``Fetcher.get`` raises when there is nothing to be had.
    """
    own = _own_document(url)
    if own is None:
        own = outside.fetcher().get(url, CREDENTIAL, Budget()).data
    return check(own, at=at, source="link")


def public_credential(public_id: uuid.UUID) -> Credential:
    """Return a released credential by its public id if its holder shares it now, else ``NotFoundError``."""
    now = timezone.now()
    row = Credential.objects.filter(public_id=public_id, state=CredentialState.RELEASED).first()
    links = [] if row is None else list(row.share_links.filter(revoked_at=None))
    if row is None or not any(link.expires_at is None or link.expires_at > now for link in links):
        raise NotFoundError("credential-unknown")
    return row


def _own_document(url: str) -> bytes | None:
    path = own_path(url)
    if path is None:
        return None
    shared = _SHARE.fullmatch(path)
    if shared is not None:
        return credentials.file_of(share_links.find(shared[1]).credential).data
    public = _CREDENTIAL.fullmatch(path)
    if public is not None:
        return credentials.file_of(public_credential(uuid.UUID(public[1]))).data
    raise NotFoundError("nothing-there", url=url[:200])


def _sources() -> Sources:
    budget = Budget()
    return Sources(
        resolver=_OwnFirstResolver(RemoteDidDocuments(outside.fetcher(), budget)),
        status_lists=_OwnFirstLists(RemoteStatusLists(outside.fetcher(), budget)),
        known_issuers=_known_issuers(),
        documents=RemoteDocuments(outside.fetcher(), budget),
    )


def _known_issuers() -> dict[str, str]:
    rows = Organisation.objects.values_list("did", "names")
    return {did: LocalizedText(names).best("pl")[0] for did, names in rows}


class _OwnFirstResolver:
    def __init__(self, remote: VerificationMethodResolver) -> None:
        self._remote = remote

    def resolve(self, did: str) -> Mapping[str, Any]:
        try:
            return OwnDidDocuments().resolve(did)
        except UnavailableError:
            return self._remote.resolve(did)


class _OwnFirstLists:
    def __init__(self, remote: StatusListSource) -> None:
        self._remote = remote

    def fetch(self, url: str) -> bytes:
        if own_path(url) is not None:
            return OwnStatusLists().fetch(url)
        return self._remote.fetch(url)


def _summary(report: VerificationReport) -> ClaimSummary | None:
    claims = report.secured_claims
    if claims is None or report.issuer is None:
        return None
    subject = _first_object(claims.get("credentialSubject"))
    achievement = _first_object(subject.get("achievement"))
    organisation = Organisation.objects.filter(did=report.issuer).first()
    issuer = claims.get("issuer")
    return ClaimSummary(
        issuer_id=report.issuer,
        issuer_name=_text(issuer.get("name") if isinstance(issuer, Mapping) else None),
        vouched_name=None if organisation is None else LocalizedText(organisation.names),
        learner_name=_learner_name(subject),
        titles=_text(achievement.get("name") or claims.get("name")),
        valid_from=str(claims.get("validFrom") or claims.get("issuanceDate") or ""),
        valid_until=str(claims.get("validUntil") or claims.get("expirationDate") or ""),
        document=claims,
        hue=None if organisation is None else organisation.hue,
    )


def _first_object(value: object) -> Mapping[str, Any]:
    first = value[0] if isinstance(value, list) and value else value
    return first if isinstance(first, Mapping) else {}


def _text(value: object) -> LocalizedText:
    """Read a name: a string, a language map, or VCDM's value objects (section 11.1)."""
    if isinstance(value, str):
        return LocalizedText({"und": value})
    if isinstance(value, Mapping) and "@value" in value:
        return LocalizedText({str(value.get("@language") or "und"): str(value["@value"])})
    if isinstance(value, Mapping):
        return LocalizedText({str(tag): str(text) for tag, text in value.items()})
    if isinstance(value, list):
        texts: dict[str, str] = {}
        for part in value:
            texts.update(_text(part))
        return LocalizedText(texts)
    return LocalizedText({})


def _learner_name(subject: Mapping[str, Any]) -> str:
    identifiers = subject.get("identifier")
    for entry in identifiers if isinstance(identifiers, list) else [identifiers]:
        if (
            isinstance(entry, Mapping)
            and entry.get("identityType") == "name"
            and entry.get("hashed") is not True
        ):
            return str(entry.get("identityHash", ""))
    name = subject.get("name") or " ".join(
        str(subject[part]) for part in ("givenName", "familyName") if isinstance(subject.get(part), str)
    )
    return next(iter(_text(name).values()), "")
