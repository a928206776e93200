"""Trust lists of this installation: its own, signed and served, and those that it imported.

Only the operator of the installation changes them, on the command line or on the operator's page. Each
change is in the platform's audit log.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from umiem import wiring
from umiem.domain.look_alikes import look_alike_key
from umiem.engine import trust_list
from umiem.engine.trust_list import ListedIssuer as Listed
from umiem.engine.trust_list import SignedTrustList, accept_trust_list, read_trust_list, sign_trust_list
from umiem.engine.trust_list import TrustList as Content
from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.services import audit
from umiem.services.access import Actor, authorise_operator
from umiem.services.key import installation_key
from umiem.storage.models import ListedIssuer, Organisation, TrustList

OWN_PATH = "/registry.json"
VALID_FOR = timedelta(days=30)
RENEW_BEFORE = timedelta(days=15)
OWN_NAMES = {"pl": "Wydawcy, za których ręczy ten serwis", "en": "Issuers for whom this site vouches"}


def lists() -> tuple[TrustList, ...]:
    """Return every list in use, the installation's own first."""
    own()
    return tuple(TrustList.objects.all())


def own() -> TrustList:
    """Return the installation's own list, signed anew when what it says changed or it nears its end."""
    row = TrustList.objects.filter(list_id=own_id()).first()
    issuers, now = _own_issuers(), timezone.now()
    if row is not None and row.document is not None and not _is_due(row, issuers, now):
        return row
    with transaction.atomic():
        row, _ = TrustList.objects.select_for_update(no_key=True).get_or_create(
            list_id=own_id(), defaults={"names": OWN_NAMES, "is_own": True, "imported_by": "system"}
        )
        _sign(row, issuers, now)
    return row


def own_id() -> str:
    """Return the identifier of the installation's own list, which is also its address."""
    return f"{wiring.installation().base_url}{OWN_PATH}"


def issuers_on(row: TrustList) -> tuple[Listed, ...]:
    """Return whom a list names, as its signed bytes say."""
    return read_trust_list(bytes(row.document)).content.issuers if row.document else ()


def import_list(actor: Actor, data: bytes, *, trusted_key: str | None = None) -> TrustList:
    """Use a signed list from elsewhere, or a newer version of one that is in use.

    Raises ``MalformedInputError`` for what is no list, ``RefusedError`` for one that is older, ended, not
    signed by enough keys, or signed by other keys than the list it would replace. Only the command line may
    leave out ``trusted_key`` for a list that is not in use yet.
    """
    authorise_operator(actor)
    found = read_trust_list(data)
    if found.content.id == own_id():
        raise RefusedError("trust-list-is-own")
    with transaction.atomic():
        known = TrustList.objects.select_for_update(no_key=True).filter(list_id=found.content.id).first()
        if known is None and not trusted_key and actor.kind != "system":
            raise RefusedError("trust-list-key-missing")
        previous = None if known is None or known.document is None else read_trust_list(bytes(known.document))
        accept_trust_list(found, at=timezone.now(), previous=previous, trusted_key=trusted_key)
        row = _store(known or TrustList(list_id=found.content.id), found, by=actor.name)
        audit.record(
            actor,
            None,
            "trust-list-imported",
            found.content.id,
            version=found.content.version,
            digest=found.digest,
            issuers=len(found.content.issuers),
        )
    return row


def remove_list(actor: Actor, list_id: str) -> None:
    """Stop using an imported list; raises ``NotFoundError``, and ``RefusedError`` for the own one."""
    authorise_operator(actor)
    row = TrustList.objects.filter(list_id=list_id).first()
    if row is None:
        raise NotFoundError("trust-list-unknown", list=list_id)
    if row.is_own:
        raise RefusedError("trust-list-is-own")
    with transaction.atomic():
        audit.record(actor, None, "trust-list-removed", list_id, version=row.version)
        row.delete()


def vouch(
    actor: Actor,
    did: str,
    *,
    names: Mapping[str, str],
    evidence: str,
    website: str = "",
    country: str = "",
    until: date | None = None,
) -> ListedIssuer:
    """Put an issuer on the installation's own list: the operator's decision, with its evidence."""
    authorise_operator(actor)
    if not did.startswith("did:") or len(did) > 400:
        raise MalformedInputError("issuer-identifier-wrong", issuer=did[:200])
    if not names or not all(name.strip() for name in names.values()):
        raise MalformedInputError("organisation-name-missing")
    if not evidence.strip():
        raise MalformedInputError("evidence-missing")
    _refuse_imitation(did, names)
    with transaction.atomic():
        entry, _ = ListedIssuer.objects.update_or_create(
            trust_list=own(),
            did=did,
            defaults={
                "names": dict(names),
                "name_keys": _keys(names),
                "website": website,
                "country": country[:2],
                "since": timezone.localdate(),
                "until": until,
                "evidence": evidence.strip()[: trust_list.MAX_TEXT],
                "decided_by": actor.name,
            },
        )
        audit.record(actor, None, "issuer-vouched", did, names=dict(names), evidence=entry.evidence)
    own()
    return entry


def withdraw(actor: Actor, did: str, *, reason: str) -> ListedIssuer:
    """Vouch for an issuer no longer, from today on; also for an organisation of this installation."""
    authorise_operator(actor)
    organisation = Organisation.objects.filter(did=did).first()
    listed = ListedIssuer.objects.filter(trust_list=own(), did=did).first()
    if organisation is None and listed is None:
        raise NotFoundError("issuer-not-listed", issuer=did)
    today = timezone.localdate()
    with transaction.atomic():
        if listed is None and organisation is not None:
            listed = ListedIssuer(
                trust_list=own(),
                did=did,
                names=organisation.names,
                name_keys=_keys(organisation.names),
                since=timezone.localdate(organisation.created_at),
            )
        if listed is None:
            raise NotFoundError("issuer-not-listed", issuer=did)
        listed.until, listed.evidence, listed.decided_by = today, reason.strip()[:1_000], actor.name
        listed.save()
        audit.record(actor, None, "issuer-withdrawn", did, reason=reason)
    own()
    return listed


def organisations() -> tuple[Organisation, ...]:
    """Return the organisations of the installation with what their domains said last."""
    return tuple(Organisation.objects.select_related("domain_proof").order_by("slug"))


def export_own() -> bytes:
    """Return the exact bytes of the installation's own signed list."""
    return bytes(own().document or b"")


def publish_due() -> int:
    """Sign the own list again when it nears its end; the background worker calls this."""
    before = TrustList.objects.filter(list_id=own_id()).values_list("version", flat=True).first()
    return int(own().version != before)


def _refuse_imitation(did: str, names: Mapping[str, str]) -> None:
    keys = {look_alike_key(name) for name in names.values()}
    for organisation in Organisation.objects.exclude(did=did):
        for name in organisation.names.values():
            if look_alike_key(name) in keys:
                raise RefusedError("organisation-name-taken", name=name)


def _own_issuers() -> tuple[Listed, ...]:
    decided = {
        row.did: row for row in ListedIssuer.objects.filter(trust_list__list_id=own_id()).order_by("did")
    }
    ours = [
        Listed(
            id=organisation.did,
            names=organisation.names,
            since=timezone.localdate(organisation.created_at),
            website=organisation.website,
            country=organisation.country,
        )
        for organisation in Organisation.objects.all()
        if organisation.did not in decided
    ]
    return (*ours, *(_listed(row) for row in decided.values()))[: trust_list.MAX_ISSUERS]


def _listed(row: ListedIssuer) -> Listed:
    return Listed(
        id=row.did,
        names=row.names,
        since=row.since,
        until=row.until,
        website=row.website,
        country=row.country,
        evidence=row.evidence,
    )


def _is_due(row: TrustList, issuers: tuple[Listed, ...], now: datetime) -> bool:
    if row.expires_at is None or row.expires_at - now < RENEW_BEFORE:
        return True
    content = read_trust_list(bytes(row.document or b"")).content
    return content.issuers != issuers or content.keys != {
        installation_key.FRAGMENT: installation_key.multikey()
    }


def _sign(row: TrustList, issuers: tuple[Listed, ...], now: datetime) -> None:
    now = now.replace(microsecond=0)
    content = Content(
        id=row.list_id,
        names=OWN_NAMES,
        version=row.version + 1,
        issued_at=now,
        expires_at=now + VALID_FOR,
        keys={installation_key.FRAGMENT: installation_key.multikey()},
        threshold=1,
        issuers=issuers,
    )
    data = sign_trust_list(content, {installation_key.FRAGMENT: installation_key.signer()})
    _fill(row, read_trust_list(data))
    row.save()


def _fill(row: TrustList, found: SignedTrustList) -> None:
    content = found.content
    row.names, row.version = dict(content.names), content.version
    row.issued_at, row.expires_at = content.issued_at, content.expires_at
    row.document, row.digest = found.data, found.digest


def _store(row: TrustList, found: SignedTrustList, *, by: str) -> TrustList:
    _fill(row, found)
    row.imported_by, row.imported_at = by, timezone.now()
    row.save()
    row.issuers.all().delete()
    ListedIssuer.objects.bulk_create(
        ListedIssuer(
            trust_list=row,
            did=entry.id[:400],
            names=dict(entry.names),
            name_keys=_keys(entry.names),
            website=entry.website,
            country=entry.country,
            since=entry.since,
            until=entry.until,
            evidence=entry.evidence,
        )
        for entry in found.content.issuers
    )
    return row


def _keys(names: Mapping[str, str]) -> str:
    return "\n".join(dict.fromkeys(look_alike_key(name) for name in names.values()))
