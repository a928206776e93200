"""A stolen key: reported, and everything it signed is signed again with a new one.

The report takes effect at once: the key asserts nothing any more in the DID document, and verification here
goes by the signer's log (``key_history``). Signing again is a long job of small steps. Which credentials are
done is known from the credentials themselves, so it can be stopped at any moment and goes on with the next
call; nothing is done twice, and each learner is told once.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from umiem.errors import NotFoundError, RefusedError
from umiem.services import audit
from umiem.services.access import Actor, Permission, authorise
from umiem.services.credential import reissuing, status
from umiem.services.key import did_documents, keys
from umiem.storage.models import (
    Credential,
    CredentialState,
    CredentialStatus,
    KeyState,
    Organisation,
    Reissue,
    ReissueState,
    SigningKey,
)

CHUNK = 500
LEASE = timedelta(seconds=30)
_WAIT_SECONDS = 1.0


def report_compromise(actor: Actor, organisation: str, fragment: str, *, since: datetime) -> SigningKey:
    """Report a key as stolen since a moment; when it signs now, a new key is begun first.

    Credentials that the log shows to be older go on verifying here; elsewhere nothing the key signed
    verifies, so they should be signed again (``begin_reissue``). Reporting an earlier moment moves it back.
    """
    found = authorise(actor, organisation, Permission.ADMINISTER)
    if since > timezone.now():
        raise RefusedError("key-compromise-in-future")
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=found.pk)
        key = _find(found, fragment)
        if key.state == KeyState.ACTIVE:
            keys.rotate_key(actor, organisation, instead_of=fragment)
            key.refresh_from_db()
        known = key.compromised_since
        if known is not None and since >= known:
            raise RefusedError("key-compromised-already", key=fragment, since=known.isoformat())
        key.state, key.compromised_since = KeyState.COMPROMISED, since
        key.save(update_fields=("state", "compromised_since"))
        audit.record(actor, found, "key-compromised", fragment, since=since.isoformat())
        did_documents.record_version(found)
    did_documents.publish_did_document(found)
    return key


def begin_reissue(actor: Actor, organisation: str, fragment: str, *, notify: bool = True) -> Reissue:
    """Begin to sign again what a compromised key signed; asking twice gives the one that was begun."""
    found = authorise(actor, organisation, Permission.ADMINISTER)
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=found.pk)
        key = _find(found, fragment)
        if key.state != KeyState.COMPROMISED:
            raise RefusedError("reissue-key-not-compromised", key=fragment)
        known = Reissue.objects.filter(key=key).first()
        if known is not None:
            return known
        begun = Reissue.objects.create(
            organisation=found, key=key, notify=notify, total=_left(key).count(), started_by=actor.name
        )
        audit.record(actor, found, "key-reissue-begun", fragment, total=begun.total)
    return begun


def run_reissue(
    actor: Actor, reissue: Reissue, *, progress: Callable[[int, int], None] | None = None
) -> Reissue:
    """Sign again, chunk by chunk, until nothing is left; may be killed and called again at any time.

    Raises what signing raises (a token that cannot be reached): what is done stays done.
    """
    while Reissue.objects.filter(pk=reissue.pk, state=ReissueState.RUNNING).exists():
        if reissue_chunk(actor, reissue) is None:
            time.sleep(_WAIT_SECONDS)  # another process is at it
        if progress is not None:
            progress(done_count(reissue), reissue.total)
    status.publish_changed(reissue.organisation)
    reissue.refresh_from_db()
    return reissue


def reissue_chunk(actor: Actor, reissue: Reissue) -> int | None:
    """Sign one chunk again; return how many it held: 0 when nothing was left and the job is done.

    None: another process has the job; after a crash that ends with the lease.
    """
    now = timezone.now()
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    if not Reissue.objects.filter(free, pk=reissue.pk).update(leased_until=now + LEASE):
        return None
    try:
        return _chunk(actor, reissue)
    finally:
        Reissue.objects.filter(pk=reissue.pk).update(leased_until=None)


def _chunk(actor: Actor, reissue: Reissue) -> int:
    reissuing.finish_interrupted(actor, reissue)
    chunk = _next_of(reissue, after=reissue.cursor) or _next_of(reissue, after=0)
    if chunk:
        count = reissuing.sign_again(actor, reissue, chunk)
        reissue.cursor = chunk[-1].pk
        Reissue.objects.filter(pk=reissue.pk).update(cursor=reissue.cursor)
        return count
    done = Reissue.objects.filter(pk=reissue.pk, state=ReissueState.RUNNING).update(
        state=ReissueState.DONE, finished_at=timezone.now()
    )
    if done:
        audit.record(actor, reissue.organisation, "key-reissue-done", reissue.key.fragment)
    return 0


def _next_of(reissue: Reissue, *, after: int) -> list[Credential]:
    rows = (
        _left(reissue.key)
        .filter(pk__gt=after)
        .select_related("award__organisation", "award__definition_version__definition__organisation")
    )
    return list(rows.defer("intent").order_by("pk")[:CHUNK])


def run_due(actor: Actor) -> int:
    """Do one chunk of each job that is not finished; the background worker calls this."""
    jobs = Reissue.objects.filter(state=ReissueState.RUNNING).select_related("organisation", "key")
    done = 0
    for job in jobs:
        done += reissue_chunk(actor, job) or 0
        status.publish_changed(job.organisation)
    return done


def reissue_of(organisation: Organisation, fragment: str) -> Reissue:
    """Return the job of a key; raises ``NotFoundError`` when none was begun."""
    found = Reissue.objects.filter(organisation=organisation, key__fragment=fragment).first()
    if found is None:
        raise NotFoundError("reissue-unknown", key=fragment)
    return found


def done_count(reissue: Reissue) -> int:
    """Return how many credentials were signed again already."""
    return Credential.objects.filter(
        replaces__key=reissue.key, replacement="key-compromised", state=CredentialState.RELEASED
    ).count()


def _left(key: SigningKey) -> QuerySet[Credential]:
    """What the key signed that stands and has no credential in its place, not even one being signed."""
    rows = Credential.objects.filter(key=key, state=CredentialState.RELEASED, quarantined_at=None)
    rows = rows.exclude(status=CredentialStatus.REVOKED)
    return rows.exclude(pk__in=_replaced(key))


def _replaced(key: SigningKey) -> QuerySet[Credential, int | None]:
    newer = Credential.objects.filter(replaces__key=key).exclude(state=CredentialState.ABORTED)
    return newer.values_list("replaces_id", flat=True)


def _find(organisation: Organisation, fragment: str) -> SigningKey:
    key = organisation.keys.select_for_update(no_key=True).filter(fragment=fragment).first()
    if key is None:
        raise NotFoundError("key-unknown", key=fragment)
    return key
