"""I1, I2, I4, I5, I6 and I8: what the rows of the database must say together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.apps import apps
from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone

from umiem.engine import decode_status_list, parse_json_object
from umiem.errors import UmiemError
from umiem.services.award.batches.claiming import OPEN_STATES
from umiem.services.award.batches.rows import awarded_in
from umiem.services.credential import status_bits
from umiem.services.invariants.violation import Violation
from umiem.storage.models import (
    Award,
    Batch,
    BatchChunk,
    BatchState,
    ChunkState,
    Credential,
    CredentialState,
    CredentialStatus,
    Organisation,
    OutboxMail,
    ReissueState,
    StatusEntry,
    StatusList,
    StatusPurpose,
)

PUBLISHED_WITHIN = timedelta(minutes=15)
STUCK_AFTER = timedelta(minutes=15)


def awarded_is_signed() -> Iterator[Violation]:
    """I1: what a batch counts as awarded is there and released; no award is without a credential."""
    for award in Award.objects.filter(credentials=None).values_list("public_id", flat=True):
        yield Violation("I1", "award-without-credential", str(award))
    for batch in Batch.objects.order_by("pk").iterator():
        done, settled = 0, (ChunkState.STORED, ChunkState.PUBLISHED, ChunkState.NOTIFIED, ChunkState.UNDONE)
        for chunk in BatchChunk.objects.filter(batch=batch, state__in=settled).iterator(chunk_size=1):
            made = awarded_in(chunk.outcomes)
            done += len(made)
            there = Credential.objects.filter(
                pk__in=[credential for _, credential in made], state=CredentialState.RELEASED
            ).count()
            if there != len(made):
                yield Violation("I1", "awarded-not-released", f"batch {batch.public_id}/{chunk.number}")
        if done != batch.awarded:
            yield Violation("I1", "batch-count", f"batch {batch.public_id}: {batch.awarded}, found {done}")
        if batch.state == BatchState.DONE and batch.settled != batch.total:
            yield Violation("I1", "batch-incomplete", f"batch {batch.public_id}")


def nothing_twice() -> Iterator[Violation]:
    """I2: no award, no status index and no purpose of a credential twice; no index outside its list."""
    twice: tuple[tuple[type[models.Model], tuple[str, ...], str], ...] = (
        (Award, ("organisation", "definition", "learner", "run", "set_aside"), "award-twice"),
        (StatusEntry, ("status_list", "index"), "index-twice"),
        (StatusEntry, ("credential", "purpose"), "purpose-twice"),
    )
    for model, fields, code in twice:
        groups = model._default_manager.values(*fields).annotate(times=Count("pk")).filter(times__gt=1)
        for row in groups.order_by(*fields).iterator():
            yield Violation("I2", code, " ".join(str(row[field]) for field in fields))
    outside = StatusEntry.objects.filter(index__gte=F("status_list__length"))
    for pk in outside.values_list("pk", flat=True):
        yield Violation("I2", "index-outside", f"entry {pk}")
    for row in StatusList.objects.exclude(seed=None).defer("document").iterator():
        if row.entries.count() > row.used:
            yield Violation("I2", "places-not-counted", str(row.public_id))
    several = Credential.objects.filter(state=CredentialState.RELEASED, replaces=None)
    for row in several.values("award").annotate(times=Count("pk")).filter(times__gt=1).iterator():
        yield Violation("I2", "credential-twice", f"award {row['award']}")


def revoked_stays_revoked() -> Iterator[Violation]:
    """I4: status and bit agree, and lists that rest are published as the database has them."""
    for purpose, status in (
        (StatusPurpose.REVOCATION, CredentialStatus.REVOKED),
        (StatusPurpose.SUSPENSION, CredentialStatus.SUSPENDED),
    ):
        entries = StatusEntry.objects.filter(purpose=purpose)
        unset = entries.filter(credential__status=status, is_set=False)
        for public_id in unset.values_list("credential__public_id", flat=True).iterator():
            yield Violation("I4", f"{purpose}-not-set", f"credential {public_id}")
    wrong = StatusEntry.objects.filter(purpose=StatusPurpose.REVOCATION, is_set=True)
    for public_id in wrong.exclude(credential__status=CredentialStatus.REVOKED).values_list(
        "credential__public_id", flat=True
    ):
        yield Violation("I4", "set-but-not-revoked", f"credential {public_id}")
    for row in StatusList.objects.order_by("pk").iterator(chunk_size=10):
        yield from _published(row)


def _published(row: StatusList) -> Iterator[Violation]:
    subject = str(row.public_id)
    newest = row.entries.aggregate(at=models.Max("changed_at"))["at"]
    if row.revision > row.published_revision:
        if newest is not None and newest < timezone.now() - PUBLISHED_WITHIN:
            yield Violation("I4", "not-published-in-time", subject)
        return
    if row.document is None:
        return
    try:
        claims = parse_json_object(bytes(row.document))
        bits = decode_status_list(claims["credentialSubject"]["encodedList"])
    except (UmiemError, KeyError):
        yield Violation("I4", "published-unreadable", subject)
        return
    entries = row.entries.filter(is_set=True, index__lt=row.length)
    wanted = status_bits.of_indices(entries.values_list("index", flat=True), row.length)
    carried = int.from_bytes(bytes(row.carried or b""))  # revocations that a restored database does not know
    if int.from_bytes(bits) != int.from_bytes(wanted) | carried:
        yield Violation("I4", "published-differs", subject)


def no_row_of_another_organisation() -> Iterator[Violation]:
    """I5: whatever belongs to an organisation points only at rows of the same organisation."""
    for model in apps.get_app_config("storage").get_models():
        if not _has_tenant(model):
            continue
        for field in model._meta.concrete_fields:
            target = field.related_model
            if not isinstance(target, type) or target is Organisation or not _has_tenant(target):
                continue
            wrong = model._default_manager.exclude(**{field.name: None}).exclude(
                Q(**{f"{field.name}__organisation": F("organisation")}) | Q(organisation=None)
            )
            for pk in wrong.values_list("pk", flat=True)[:20]:
                yield Violation("I5", "another-organisation", f"{model._meta.db_table} {pk} {field.name}")


def _has_tenant(model: type[models.Model]) -> bool:
    return any(field.name == "organisation" for field in model._meta.concrete_fields)


def each_mail_once() -> Iterator[Violation]:
    """I6: no key twice; a closed chunk of a batch that tells has one mail for each award."""
    for row in OutboxMail.objects.values("key").annotate(times=Count("pk")).filter(times__gt=1):
        yield Violation("I6", "mail-twice", str(row["key"]))
    closed = BatchChunk.objects.filter(batch__notify=True, state__in=(ChunkState.NOTIFIED, ChunkState.UNDONE))
    for chunk in closed.select_related("batch").iterator(chunk_size=1):
        made = [award for award, _ in awarded_in(chunk.outcomes)]
        told = OutboxMail.objects.filter(award__in=made, kind="award-made").values("award").distinct().count()
        if told != len(made):
            missing = len(made) - told
            yield Violation("I6", "mail-missing", f"batch {chunk.batch.public_id}/{chunk.number}: {missing}")


def nothing_is_stuck() -> Iterator[Violation]:
    """I8: no chunk whose lease ended long ago, no intent that nobody finishes."""
    long_ago = timezone.now() - STUCK_AFTER
    waiting = BatchChunk.objects.filter(
        batch__state=BatchState.RUNNING, batch__start_at__lt=long_ago, state__in=OPEN_STATES
    ).filter(lease_until__lt=long_ago)
    for chunk in waiting.select_related("batch")[:100]:
        yield Violation("I8", "chunk-stuck", f"batch {chunk.batch.public_id}/{chunk.number}")
    intents = Credential.objects.filter(state=CredentialState.INTENDED, created_at__lt=long_ago)
    single = Q(signing_since__isnull=False)
    of_a_job_that_ended = Q(replaces__key__reissue__state=ReissueState.DONE, replacement="key-compromised")
    for public_id in intents.filter(single | of_a_job_that_ended).values_list("public_id", flat=True)[:100]:
        yield Violation("I8", "intent-stuck", f"credential {public_id}")
