"""Checking a credential that anybody brings: as text, as a file, or by its address."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from umiem import wiring
from umiem.adapters.fetch import Budget, RemoteDidDocuments, RemoteDocuments, RemoteStatusLists
from umiem.adapters.fetch.door import CREDENTIAL
from umiem.domain.claim_code import read_claim_code
from umiem.engine import Sources, VerificationPolicy, VerificationReport
from umiem.engine.ports import StatusListSource, VerificationMethodResolver
from umiem.engine.recognition import verify_any
from umiem.engine.timestamps import parse_timestamp
from umiem.engine.web_addresses import split_address
from umiem.errors import MalformedInputError, NotFoundError, UmiemError, UnavailableError
from umiem.services.credential import credentials, printed_codes
from umiem.services.credential.own_sources import own_path
from umiem.services.holder import share_links, view_counts
from umiem.services.holder.claim_summary import ClaimSummary, summarise
from umiem.services.key import installation_key, key_history
from umiem.services.verifying import appearance, foreign_memory, kept_answers, presentations, tampering
from umiem.services.verifying.issuer_memory import IssuerMemories, IssuerMemory
from umiem.services.verifying.issuers import IssuerDossier, KnownIssuers
from umiem.services.verifying.kept_answers import KeptAnswers
from umiem.services.verifying.tampering import Difference
from umiem.storage.models import Credential, CredentialState, ShareLink

MOST_ISSUERS_KEPT = 2
LARGEST_BYTES = 6 * 1024 * 1024
LONGEST_LINK = 2_000
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_FROM_PAPER = re.compile(r"(?:([A-Za-z0-9.-]+(?::\d{1,5})?)/|/?)([cs]/[0-9A-Za-z_-]{12,64}/?)")
_SHARE = re.compile(r"/s/([A-Za-z0-9_-]{20,64})/?")
_PRINTED = re.compile(r"/c/([0-9A-Za-z-]{12,20})/?")
_CREDENTIAL = re.compile(r"/api/v1/public/credentials/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


@dataclass(frozen=True, kw_only=True)
class CheckResult:
    """The report of one check. ``source`` is text, file or link; ``summary`` only when a proof holds.

    ``issuer`` says who stands behind it, ``status_read_at`` when a status that cannot be read now was good
    last, ``differences`` what was changed where that can be named.
    """

    report: VerificationReport
    source: str
    summary: ClaimSummary | None
    data: bytes
    issuer: IssuerDossier | None = None
    status_read_at: datetime | None = None
    differences: tuple[Difference, ...] = ()

    @property
    def verdict(self) -> str:
        return self.report.verdict.value


@dataclass
class LookUps:
    """What one check may ask outside, and the DID documents that it got there."""

    budget: Budget = field(default_factory=Budget)
    key_sets: dict[str, Mapping[str, Any]] = field(default_factory=dict)


_KEPT: KeptAnswers[CheckResult] = KeptAnswers()
_MEMORIES = IssuerMemories()


def check(
    data: bytes, *, at: datetime | None = None, source: str = "file", look_ups: LookUps | None = None
) -> CheckResult:
    """Check a document of any format that Umiem knows.

    What this installation issued is looked up here, without the network; everything else through the
    guarded fetcher. Raises ``MalformedInputError`` only for nothing at all or far too much: everything
    else is told by the report.
    """
    if not data.strip():
        raise MalformedInputError("nothing-to-check")
    if len(data) > LARGEST_BYTES:
        raise MalformedInputError("upload-too-large", size=len(data), limit=LARGEST_BYTES)
    if at is None and len(data) <= kept_answers.LARGEST_KEPT:
        return _kept(data, source, look_ups or LookUps())
    nothing_kept = _MEMORIES.of({})
    return _checked(data, at=at, source=source, asked=look_ups or LookUps(), known=nothing_kept)


def _kept(data: bytes, source: str, asked: LookUps) -> CheckResult:
    """Answer from memory while nothing changed, else check, and remember what was found here alone."""
    key = kept_answers.key_of(data) + source.encode()  # the very same object each time: pages are kept by it
    known = _KEPT.find(key)
    if known is not None:
        return known
    stamps = {issuer: kept_answers.stamp_of(issuer) for issuer in _stated_issuers(data)}
    result = _checked(data, at=None, source=source, asked=asked, known=_MEMORIES.of(stamps))
    stamp = stamps.get(result.report.issuer or "")
    lasts = result.summary is not None and result.report.check("presentation") is None
    if stamp is not None and not asked.key_sets and lasts:
        ends = _next_change(result)
        _KEPT.keep(key, result, issuer=str(result.report.issuer), stamp=stamp, ends=ends)
    return result


def _stated_issuers(data: bytes) -> set[str]:
    """Return the DIDs of this installation that the text names; the stamp must be older than the check."""
    pattern = re.escape(installation_key.did()).encode() + rb":o:[A-Za-z0-9_-]{1,80}"
    found = {name.decode() for name in re.findall(pattern, data)}
    return found if len(found) <= MOST_ISSUERS_KEPT else set()


def _next_change(result: CheckResult) -> datetime | None:
    """Return the next moment at which time alone changes the answer: a validity that begins or ends."""
    summary = result.summary
    moments = [] if summary is None else [summary.valid_from, summary.valid_until]
    later = [moment for text in moments if (moment := _moment(text)) and moment > result.report.at]
    return min(later, default=None)


def _moment(text: str) -> datetime | None:
    try:
        return parse_timestamp(text)
    except UmiemError:
        return None


def _checked(
    data: bytes, *, at: datetime | None, source: str, asked: LookUps, known: IssuerMemory
) -> CheckResult:
    now, sources = at or timezone.now(), _sources(asked, known)
    found = verify_any(data, policy=VerificationPolicy.strict(), at=now, sources=sources)
    report = key_history.judged(presentations.opened(found), find_key=known.key_with)
    if at is None:
        foreign_memory.remember(report, asked.key_sets)
    summary, issuer = (
        (None, None) if presentations.is_bare(report) else summarise(report, dossier_of=known.dossier)
    )
    inside = () if report.check("presentation") is None else presentations.credentials_in(data)
    differences = (
        tampering.changed_places(inside[0] if inside else data, report)
        + tampering.unprinted_texts(data, report)
        + tampering.unsigned_texts(data, report)
    )
    return CheckResult(
        report=report,
        source=source,
        summary=summary,
        data=data,
        issuer=issuer,
        status_read_at=foreign_memory.last_good_status(report),
        differences=differences + appearance.strange_looks(data, report, differences),
    )


def check_input(
    given: str | bytes, *, at: datetime | None = None, look_ups: LookUps | None = None
) -> CheckResult:
    """Check what came through the one box: a file, an address, a short code, or a document as text."""
    if isinstance(given, bytes):
        link = _lone_link(given)
        if link:
            return check_link(link, at=at, look_ups=look_ups)
        return check(given, at=at, source="file", look_ups=look_ups)
    cleaned = given.strip().lstrip("\ufeff")
    from_paper = _FROM_PAPER.fullmatch(cleaned)
    if from_paper is not None:
        cleaned = _whole_address(from_paper[1] or "", from_paper[2])
    if _LINK.fullmatch(cleaned):
        return check_link(cleaned, at=at, look_ups=look_ups)
    if share_links.read_code(cleaned) is not None:
        return check(_by_code(cleaned), at=at, source="code", look_ups=look_ups)
    if read_claim_code(cleaned) is not None:
        raise MalformedInputError("claim-code-here", address=f"{wiring.installation().base_url}/claim/")
    return check(cleaned.encode("utf-8", errors="replace"), at=at, source="text", look_ups=look_ups)


def _lone_link(data: bytes) -> str:
    """Return the address that is all a small file holds; badge images of Open Badges 2 are no such files."""
    text = (
        data.decode("utf-8", errors="replace").strip().lstrip("\ufeff") if len(data) <= LONGEST_LINK else ""
    )
    return text if _LINK.fullmatch(text) else ""


def _whole_address(host: str, path: str) -> str:
    """Complete an address typed from paper: without a host, or with ours, it is one of ours."""
    own = wiring.installation().base_url
    return f"{own}/{path}" if host in ("", split_address(own).netloc) else f"https://{host}/{path}"


def check_link(url: str, *, at: datetime | None = None, look_ups: LookUps | None = None) -> CheckResult:
    """Check the document at an address: one of our own pages, or a foreign https address.

    Raises what ``Fetcher.get`` raises when there is nothing to be had.
    """
    asked = look_ups or LookUps()
    found = _own_document(url)
    if found is None:
        found = wiring.fetcher().get(url, CREDENTIAL, asked.budget).data
    return check(found, at=at, source="link", look_ups=asked)


def _by_code(code: str) -> bytes:
    """Return what a short code leads to: a holder's link, or the code of a printed certificate."""
    try:
        link = share_links.find_by_code(code)
    except NotFoundError:
        link = None
    if link is not None:
        return _looked_at(link)
    try:
        return credentials.file_of(printed_codes.find(code)).data
    except NotFoundError as problem:
        raise NotFoundError("short-code-unknown") from problem


def _looked_at(link: ShareLink) -> bytes:
    """Return what a holder's link hands out; they see that somebody looked."""
    file = share_links.file_behind(link)
    view_counts.count(link)
    return file.data


def public_credential(public_id: uuid.UUID) -> Credential:
    """Return a released credential by its public id if its holder shares it now, else ``NotFoundError``."""
    now = timezone.now()
    row = Credential.objects.filter(public_id=public_id, state=CredentialState.RELEASED).first()
    links = [] if row is None else list(row.share_links.filter(revoked_at=None, included__isnull=True))
    if row is None or not any(link.expires_at is None or link.expires_at > now for link in links):
        raise NotFoundError("credential-unknown")
    return row


def _own_document(url: str) -> bytes | None:
    path = own_path(url)
    if path is None:
        return None
    shared = _SHARE.fullmatch(path)
    if shared is not None:
        return _looked_at(share_links.find(shared[1]))
    printed = _PRINTED.fullmatch(path)
    if printed is not None:
        return credentials.file_of(printed_codes.find(printed[1])).data
    public = _CREDENTIAL.fullmatch(path)
    if public is not None:
        return credentials.file_of(public_credential(uuid.UUID(public[1]))).data
    raise NotFoundError("nothing-there", url=url[:200])


def _sources(asked: LookUps, known: IssuerMemory) -> Sources:
    fetcher, budget = wiring.fetcher(), asked.budget
    return Sources(
        resolver=_OwnFirstResolver(RemoteDidDocuments(fetcher, budget), asked.key_sets, known),
        status_lists=_OwnFirstLists(RemoteStatusLists(fetcher, budget), known),
        known_issuers=KnownIssuers(known.vouches),
        documents=RemoteDocuments(fetcher, budget),
        verified_lists=known,
    )


class _OwnFirstResolver:
    def __init__(
        self,
        remote: VerificationMethodResolver,
        seen: dict[str, Mapping[str, Any]],
        known: IssuerMemory,
    ) -> None:
        self._remote = remote
        self._seen = seen
        self._known = known
        self._own: dict[str, Mapping[str, Any]] = {}

    def resolve(self, did: str) -> Mapping[str, Any]:
        if did in self._own:
            return self._own[did]
        try:
            self._own[did] = self._known.did_document(did)
            return self._own[did]
        except UnavailableError:
            self._seen[did] = self._remote.resolve(did)
            return self._seen[did]


class _OwnFirstLists:
    def __init__(self, remote: StatusListSource, known: IssuerMemory) -> None:
        self._remote = remote
        self._known = known
        self._own: dict[str, bytes] = {}

    def fetch(self, url: str) -> bytes:
        if own_path(url) is not None:
            if url not in self._own:
                self._own[url] = self._known.status_list(url)
            return self._own[url]
        return self._remote.fetch(url)
