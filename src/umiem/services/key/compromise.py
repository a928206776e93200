"""A stolen key: reported, and everything it signed is signed again with a new one.

The report takes effect at once: the key asserts nothing any more in the DID document, and verification here
goes by the signer's log (``key_history``). Signing again is a long job of small steps. Which credentials are
done is known from the credentials themselves, so it can be stopped at any moment and goes on with the next
call; nothing is done twice, and each learner is told once.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from umiem.adapters.jobs import Pool, start_django
from umiem.errors import NotFoundError, RefusedError
from umiem.services import audit
from umiem.services.access import Actor, Permission, authorise
from umiem.services.credential import reissuing, status
from umiem.services.key import did_documents, keys
from umiem.storage import bulk
from umiem.storage.models import (
    Award,
    Credential,
    CredentialState,
    CredentialStatus,
    DefinitionVersion,
    KeyState,
    Organisation,
    Reissue,
    ReissueState,
    SigningKey,
)

CHUNK = 500
LEASE = timedelta(seconds=30)
SMALL = 200
"""So few credentials are signed in this process: starting others would take longer."""
_WAIT_SECONDS = 1.0
_BUSY_SECONDS = 5.0
_PUBLISH_SECONDS = 10.0


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
    actor: Actor,
    reissue: Reissue,
    *,
    progress: Callable[[int, int], None] | None = None,
    waiting: Callable[[], None] | None = None,
) -> Reissue:
    """Sign again, chunk by chunk, until nothing is left; may be killed and called again at any time.

    ``waiting`` is called now and then while another process has the job, or one that was killed still has it:
    until the end of its lease.

    The signatures are made by a process for each core; for a few credentials by none.
    Raises what signing raises (a token that cannot be reached): what is done stays done.
    """
    pool = Pool((os.cpu_count() or 1) if reissue.total > SMALL else 0, prepare=start_django)
    try:
        while Reissue.objects.filter(pk=reissue.pk, state=ReissueState.RUNNING).exists():
            if _work(actor, reissue, pool, progress=progress) is None:
                if waiting is not None:
                    waiting()
                time.sleep(_WAIT_SECONDS)  # another process is at it
    finally:
        pool.close(wait=True)
    status.publish_changed(reissue.organisation)
    reissue.refresh_from_db()
    return reissue


def reissue_chunk(actor: Actor, reissue: Reissue) -> int | None:
    """Sign one chunk again; return how many it held: 0 when nothing was left and the job is done.

    None: another process has the job; after a crash that ends with the lease.
    """
    return _work(actor, reissue, Pool(0, prepare=start_django), most=1)


def _work(
    actor: Actor,
    reissue: Reissue,
    pool: Pool,
    *,
    most: int | None = None,
    until: float | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> int | None:
    """Take the job and do ``most`` chunks of it, those begun ``until`` then, or all.

    None when another process has it.
    """
    lease = _Lease.take(reissue)
    if lease is None:
        return None
    try:
        return _Run(actor, reissue, pool, lease, progress).run(most, until)
    except _LeaseLostError:
        return None
    except BrokenProcessPool:
        pool.close()  # what it did not sign is taken up again
        return None
    finally:
        lease.give_back()


class _LeaseLostError(Exception):
    """Another process took the job over while this one slept too long; what it had begun is undone."""


class _Lease:
    """The right to work on a job; held by the moment at which it ends, so that only the last one holds it."""

    def __init__(self, reissue: Reissue, until: datetime) -> None:
        self._row = Reissue.objects.filter(pk=reissue.pk)
        self._until = until

    @classmethod
    def take(cls, reissue: Reissue) -> _Lease | None:
        """Take the job when nobody has it."""
        now = timezone.now()
        free = Q(leased_until=None) | Q(leased_until__lt=now)
        until = now + LEASE
        taken = Reissue.objects.filter(free, pk=reissue.pk).update(leased_until=until)
        return cls(reissue, until) if taken else None

    def hold(self) -> None:
        """Prolong the lease; call it in each transaction. Raises ``_LeaseLostError``."""
        until = timezone.now() + LEASE
        if not self._row.filter(leased_until=self._until).update(leased_until=until):
            raise _LeaseLostError
        self._until = until

    def give_back(self) -> None:
        """Let another process go on."""
        self._row.filter(leased_until=self._until).update(leased_until=None)


class _Run:
    """Chunks of one job on their way: while processes sign one, the database stores another."""

    def __init__(
        self,
        actor: Actor,
        reissue: Reissue,
        pool: Pool,
        lease: _Lease,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        self._actor, self._reissue, self._pool, self._lease = actor, reissue, pool, lease
        self._tell = progress
        self._done = done_count(reissue) if progress is not None else 0
        self._total = max(reissue.total, self._done)
        self._after = Reissue.objects.values_list("cursor", flat=True).get(pk=reissue.pk)
        self._published = time.monotonic()
        self._versions: dict[int, DefinitionVersion] = {}

    def run(self, most: int | None, until: float | None) -> int:
        """Do ``most`` chunks, those begun ``until`` then, or all; return how many credentials were signed."""
        count = 0
        count += self._take_up(after=self._after)
        begun, under_way = 0, deque[reissuing.Work]()
        while True:
            late = until is not None and begun and time.monotonic() >= until
            while not late and (most is None or begun < most) and len(under_way) <= self._pool.processes:
                work = self._begin()
                if work is None:
                    break
                begun += 1
                under_way.append(work)
            if not under_way:
                break
            count += self._finish(under_way.popleft())
        if not begun:
            count += self._take_up(after=0)
            self._close()
        return count

    def _take_up(self, *, after: int) -> int:
        """Finish what a killed process left behind of credentials beyond a key; return how many."""
        left_behind = reissuing.take_up_interrupted(self._reissue, self._pool, after=after)
        return 0 if left_behind is None else self._finish(left_behind)

    def _begin(self) -> reissuing.Work | None:
        chunk = self._next(after=self._after) or self._next(after=0)
        if not chunk:
            return None
        work = reissuing.begin(self._reissue, chunk, self._pool, self._lease.hold)
        self._after = chunk[-1].pk
        return work

    def _next(self, *, after: int) -> list[Credential]:
        """Return the next credentials with their awards; what many of these share is read once.

        Which of them have a successor is asked apart: PostgreSQL, which does not know yet how many have one,
        would read all those before them for each chunk.
        """
        chunk: list[Credential] = []
        while not chunk:
            found = list(_standing(self._reissue.key).filter(pk__gt=after).order_by("pk")[:CHUNK])
            if not found:
                return []
            after = found[-1].pk
            columns, keys_of = ("replaces_id",), [row.pk for row in found]
            replaced = bulk.look_up(Credential, columns, column="replaces_id", values=keys_of, where={})
            chunk = [row for row in found if (row.pk,) not in set(replaced)]
        awards = Award.objects.defer("record").in_bulk([row.award_id for row in chunk])
        for row in chunk:
            award = awards[row.award_id]
            award.organisation = self._reissue.organisation
            award.definition_version = self._version(award.definition_version_id)
            row.award = award
        return chunk

    def _version(self, pk: int) -> DefinitionVersion:
        if pk not in self._versions:
            rows = DefinitionVersion.objects.select_related("definition__organisation")
            self._versions[pk] = rows.get(pk=pk)
        return self._versions[pk]

    def _finish(self, work: reissuing.Work) -> int:
        count = reissuing.finish(self._actor, self._reissue, work, self._lease.hold)
        Reissue.objects.filter(pk=self._reissue.pk).update(cursor=work.pairs[-1][0].pk)
        self._done += count
        if self._tell is not None:
            self._tell(self._done, self._total)
        if time.monotonic() - self._published > _PUBLISH_SECONDS:
            status.publish_changed(self._reissue.organisation)
            self._published = time.monotonic()
        return count

    def _close(self) -> None:
        done = Reissue.objects.filter(pk=self._reissue.pk, state=ReissueState.RUNNING).update(
            state=ReissueState.DONE, finished_at=timezone.now()
        )
        if done:
            audit.record(
                self._actor, self._reissue.organisation, "key-reissue-done", self._reissue.key.fragment
            )


class Background:
    """Signs again beside other work, in turns; its processes stay while there is something left to sign."""

    def __init__(self, actor: Actor, *, processes: int | None = None) -> None:
        self._actor = actor
        self._pool = Pool((os.cpu_count() or 1) if processes is None else processes, prepare=start_django)

    def run_due(self) -> int:
        """Go on with each job that is not finished, for some seconds; return how many were signed again."""
        jobs = Reissue.objects.filter(state=ReissueState.RUNNING).select_related("organisation", "key")
        done = 0
        for job in jobs:
            pool = self._pool if job.total > SMALL else Pool(0, prepare=start_django)
            done += _work(self._actor, job, pool, until=time.monotonic() + _BUSY_SECONDS) or 0
            status.publish_changed(job.organisation)
        if not done:
            self.close()
        return done

    def close(self) -> None:
        """End the processes; the next job starts others."""
        self._pool.close(wait=True)


def done_count(reissue: Reissue) -> int:
    """Return how many credentials were signed again already."""
    return Credential.objects.filter(
        replaces__key=reissue.key, replacement="key-compromised", state=CredentialState.RELEASED
    ).count()


def _left(key: SigningKey) -> QuerySet[Credential]:
    """What the key signed that stands and has no credential in its place, not even one being signed."""
    rows = _standing(key)
    return rows.filter(~Exists(Credential.objects.filter(replaces=OuterRef("pk"))))


def _standing(key: SigningKey) -> QuerySet[Credential]:
    """What the key signed that is not revoked."""
    rows = Credential.objects.filter(key=key, state=CredentialState.RELEASED, quarantined_at=None)
    return rows.exclude(status=CredentialStatus.REVOKED)


def _find(organisation: Organisation, fragment: str) -> SigningKey:
    key = organisation.keys.select_for_update(no_key=True).filter(fragment=fragment).first()
    if key is None:
        raise NotFoundError("key-unknown", key=fragment)
    return key
