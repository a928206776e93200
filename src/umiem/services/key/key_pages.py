"""What the pages about keys show: keys with how much each signed, alarms, ceremonies, signing again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from umiem.services.access import Actor, Permission, authorise
from umiem.services.credential import scrubbing, status_bits
from umiem.services.key import compromise, did_documents, keys
from umiem.storage.models import (
    Credential,
    CredentialState,
    DidDocumentVersion,
    KeyCeremony,
    Membership,
    Organisation,
    Reissue,
    Role,
    SigningKey,
    StatusList,
)


@dataclass(frozen=True, kw_only=True)
class SigningAgain:
    """How far signing again is."""

    job: Reissue
    done: int


@dataclass(frozen=True, kw_only=True)
class KeysPage:
    """Everything the page of the keys shows."""

    keys: tuple[tuple[SigningKey, int], ...]
    attention: Mapping[str, Any] | None
    ceremonies: tuple[KeyCeremony, ...]
    again: tuple[SigningAgain, ...]
    versions: tuple[DidDocumentVersion, ...]


def page_of(actor: Actor, organisation: str) -> KeysPage:
    """Return the page of the keys; for administrators."""
    found = authorise(actor, organisation, Permission.KEYS)
    jobs = Reissue.objects.filter(organisation=found).select_related("key")
    return KeysPage(
        keys=tuple((key, signed_count(key)) for key in found.keys.all()),
        attention=keys.needs_attention(found),
        ceremonies=tuple(KeyCeremony.objects.filter(organisation=found).select_related("key")),
        again=tuple(SigningAgain(job=job, done=compromise.done_count(job)) for job in jobs),
        versions=tuple(found.did_versions.defer("document").order_by("-version")),
    )


def alarms(organisation: Organisation) -> Mapping[str, Any]:
    """Return what the staff must not overlook: a key that ends, damaged credentials, lost revocations."""
    lists = StatusList.objects.filter(organisation=organisation).exclude(carried=None)
    return {
        "key": keys.needs_attention(organisation),
        "damaged": scrubbing.quarantined(organisation),
        "damaged_awards": scrubbing.damaged_awards(organisation),
        "restored": sum(status_bits.unknown_revocations(row) for row in lists.only("carried")),
        "did": next(did_documents.broken_versions(organisation), None),
    }


def signed_count(key: SigningKey) -> int:
    """Return how many credentials a key has signed."""
    return Credential.objects.filter(key=key, state=CredentialState.RELEASED).count()


def administrators(organisation: Organisation) -> tuple[str, ...]:
    """Return the addresses of the administrators, who may confirm a ceremony."""
    rows = Membership.objects.filter(organisation=organisation, role=Role.ADMIN).order_by("user__email")
    return tuple(rows.values_list("user__email", flat=True))
