"""Who an issuer is: who vouches for it, since when, and whether it only looks like somebody known.

Kept apart from whether a signature is good: a signature says which key signed, never who stands behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from cryptography import x509
from django.db.models import Q
from django.utils import timezone

from umiem.domain.look_alikes import imitates, look_alike_key, mixes_scripts
from umiem.domain.text import LocalizedText
from umiem.engine.identifiers import did_web
from umiem.engine.seals.certificates import CERTIFICATE, fingerprint
from umiem.engine.web_addresses import split_address
from umiem.errors import UmiemError
from umiem.storage.models import DomainProof, KeySetSeen, ListedIssuer, Organisation, SealKey

MOST_NAMES_COMPARED = 5_000


@dataclass(frozen=True, kw_only=True)
class Vouch:
    """One source that names the issuer. ``by`` None: this installation itself, which hosts the issuer.

    ``in_force`` is False when the entry or the whole list has ended: it is shown, but vouches no more.
    """

    by: LocalizedText | None
    is_own: bool
    names: LocalizedText
    since: date
    until: date | None
    evidence: str
    version: int
    list_expires_at: datetime | None
    in_force: bool


@dataclass(frozen=True, kw_only=True)
class IssuerDossier:
    """What is known of an issuer. ``host`` is the domain that controls a did:web, in ASCII.

    ``imitated`` is the name of a known issuer that this one's own name reads like; ``keys_since`` when its
    present keys were seen first, ``keys_before`` how many other sets of keys were seen.
    """

    did: str
    host: str
    vouches: tuple[Vouch, ...]
    domain: DomainProof | None
    imitated: LocalizedText | None
    mixed_scripts: bool
    keys_since: datetime | None
    keys_before: int
    hue: int | None

    @property
    def vouched_name(self) -> LocalizedText | None:
        """The name under which somebody vouches for it now; None when nobody does."""
        return next((vouch.names for vouch in self.vouches if vouch.in_force), None)


class KnownIssuers(Mapping[str, str]):
    """Issuers for whom this installation or a list vouches now; asks ``vouches`` once for each."""

    def __init__(self, vouches: Callable[[str], tuple[Vouch, ...]] | None = None) -> None:
        self._vouches = vouches or vouches_of
        self._asked: dict[str, str | None] = {}

    def __getitem__(self, did: str) -> str:
        if did not in self._asked:
            name = next((vouch.names for vouch in self._vouches(did) if vouch.in_force), None)
            self._asked[did] = None if name is None else name.best("pl")[0]
        found = self._asked[did]
        if found is None:
            raise KeyError(did)
        return found

    def __iter__(self) -> Iterator[str]:
        rows = Organisation.objects.values_list("did", flat=True)
        listed = ListedIssuer.objects.values_list("did", flat=True)
        return (did for did in dict.fromkeys((*rows, *listed)) if did in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def vouches_of(did: str) -> tuple[Vouch, ...]:
    """Return who names this issuer, the installation itself first."""
    today, now = timezone.localdate(), timezone.now()
    listed = [_of_entry(row, today, now) for row in _entries(did)]
    if any(vouch.is_own for vouch in listed):
        return tuple(listed)
    organisation = _organisation(did)
    if organisation is None:
        return tuple(listed)
    return (_of_organisation(organisation), *listed)


def dossier(did: str, claimed: LocalizedText, certificate: str = "") -> IssuerDossier:
    """Gather what is known of ``did``, which calls itself ``claimed``.

    ``certificate`` is the fingerprint of the one that sealed: then only who knows this very certificate
    vouches, for the legal identifier in it is the word of whoever made it.
    """
    known_as = CERTIFICATE + certificate if certificate else did
    vouches = vouches_of(known_as)
    organisation = _organisation(known_as)
    seen = tuple(KeySetSeen.objects.filter(did=did).order_by("-last_seen"))
    is_known = any(vouch.in_force for vouch in vouches)
    return IssuerDossier(
        did=did,
        host=host_of(did),
        vouches=vouches,
        domain=None if organisation is None else getattr(organisation, "domain_proof", None),
        imitated=None if is_known else _imitated(did, claimed),
        mixed_scripts=any(mixes_scripts(name) for name in claimed.values()),
        keys_since=seen[0].first_seen if seen else None,
        keys_before=max(0, len(seen) - 1),
        hue=None if organisation is None else organisation.hue,
    )


def _organisation(did: str) -> Organisation | None:
    """Return the organisation of this installation with this DID, or with this certificate as its seal."""
    rows = Organisation.objects.select_related("domain_proof")
    if not did.startswith(CERTIFICATE):
        return rows.filter(did=did).first()
    seals = SealKey.objects.exclude(chain="").values_list("organisation_id", "chain")
    wanted = did.removeprefix(CERTIFICATE)
    found = next((owner for owner, chain in seals if _leaf_fingerprint(chain) == wanted), None)
    return None if found is None else rows.get(pk=found)


@lru_cache(maxsize=1_000)
def _leaf_fingerprint(chain: str) -> str:
    return fingerprint(x509.load_pem_x509_certificates(chain.encode())[0])


def host_of(issuer: str) -> str:
    """Return the domain behind a did:web or an https address; nothing for other kinds of issuers."""
    address = issuer
    if issuer.startswith(did_web.PREFIX):
        try:
            address = did_web.url_of(issuer)
        except UmiemError:
            return ""
    return split_address(address).hostname or ""


def _entries(did: str) -> list[ListedIssuer]:
    return list(
        ListedIssuer.objects.filter(did=did).select_related("trust_list").order_by("-trust_list__is_own")
    )


def _of_entry(row: ListedIssuer, today: date, now: datetime) -> Vouch:
    owner = row.trust_list
    is_current = owner.is_own or (owner.expires_at is not None and owner.expires_at > now)
    return Vouch(
        by=LocalizedText(owner.names),
        is_own=owner.is_own,
        names=LocalizedText(row.names),
        since=row.since,
        until=row.until,
        evidence=row.evidence,
        version=owner.version,
        list_expires_at=owner.expires_at,
        in_force=is_current and row.since <= today and (row.until is None or row.until > today),
    )


def _of_organisation(organisation: Organisation) -> Vouch:
    return Vouch(
        by=None,
        is_own=True,
        names=LocalizedText(organisation.names),
        since=timezone.localdate(organisation.created_at),
        until=None,
        evidence="",
        version=0,
        list_expires_at=None,
        in_force=True,
    )


def _imitated(did: str, claimed: LocalizedText) -> LocalizedText | None:
    """Return the name of somebody known that a stranger's name reads like, in the languages where it does."""
    names = [name for name in claimed.values() if name.strip()][:10]
    for known in _known_names(did):
        keys = {tag: look_alike_key(name) for tag, name in known.items()}
        alike = {tag: known[tag] for tag, key in keys.items() if any(imitates(name, key) for name in names)}
        if alike:
            return LocalizedText(alike)
    return None


def _known_names(did: str) -> Iterator[LocalizedText]:
    for names in Organisation.objects.exclude(did=did).values_list("names", flat=True)[:MOST_NAMES_COMPARED]:
        yield LocalizedText(names)
    listed = ListedIssuer.objects.exclude(did=did).filter(Q(until=None) | Q(until__gt=timezone.localdate()))
    for names in listed.values_list("names", flat=True)[:MOST_NAMES_COMPARED]:
        yield LocalizedText(names)
