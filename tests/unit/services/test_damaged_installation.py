"""The checker of invariants on an installation damaged on purpose: each damage is found and named."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.worlds import SLUG, make_world, request
from umiem.services.award import batches
from umiem.services.award.batches import BatchOptions
from umiem.services.award.batches.working import Worker
from umiem.services.invariants import check_invariants
from umiem.storage.models import (
    Award,
    Batch,
    BatchChunk,
    Credential,
    DefinitionVersion,
    Organisation,
    OutboxMail,
    StatusEntry,
    StatusList,
)

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(hours=1)


def plain() -> Credential:
    return Credential.objects.filter(dictionary=None).order_by("id")[0]


def packed() -> Credential:
    return Credential.objects.exclude(dictionary=None).order_by("id")[0]


def change(row: Credential, **fields: object) -> None:
    Credential.objects.filter(pk=row.pk).update(**fields)


def sql(statement: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def without_guard(table: str, statement: str) -> None:
    """Change a table that only ever grows, as somebody with the file in hand can."""
    where = f" ON {table}" if connection.vendor == "postgresql" else ""
    sql(f"DROP TRIGGER append_only_{table}_update{where}")
    sql(statement)


def altered(data: bytes) -> bytes:
    return data.replace("Świętosława".encode(), "Świętosłąwa".encode(), 1)


def copied() -> None:
    row = plain()
    row.pk, row.public_id = None, "00000000-0000-4000-8000-000000000001"
    row._state.adding = True
    row.save(force_insert=True)


def forged() -> None:
    data = altered(bytes(plain().data))
    change(plain(), data=data, digest=hashlib.sha256(data).hexdigest())


def exchanged() -> None:
    first, second = Credential.objects.filter(dictionary=None).order_by("id")[:2]
    change(first, data=bytes(second.data), digest=second.digest, intent=bytes(second.intent))


def revoked_in_silence() -> None:
    entry = StatusEntry.objects.filter(purpose="revocation", credential=plain())
    entry.update(is_set=True, changed_at=timezone.now())
    change(plain(), status="revoked")


def unpublished() -> None:
    revoked_in_silence()
    StatusEntry.objects.update(changed_at=timezone.now() - LONG_AGO)
    StatusList.objects.update(revision=99)


def stuck() -> None:
    Batch.objects.update(state="running", start_at=timezone.now() - LONG_AGO)
    BatchChunk.objects.update(state="stored", lease_until=timezone.now() - LONG_AGO)


DAMAGES: dict[tuple[str, str], Callable[[], object]] = {
    ("I1", "award-without-credential"): lambda: sql(
        "DELETE FROM storage_credential WHERE id = %s", plain().pk
    ),
    ("I1", "awarded-not-released"): lambda: change(packed(), state="intended"),
    ("I1", "batch-count"): lambda: Batch.objects.update(awarded=7),
    ("I1", "batch-incomplete"): lambda: Batch.objects.update(total=99),
    ("I1", "signature"): forged,
    ("I1", "other-credential"): exchanged,
    ("I2", "index-outside"): lambda: StatusEntry.objects.filter(credential=plain()).update(index=2_000_000),
    ("I2", "places-not-counted"): lambda: StatusList.objects.update(used=0),
    ("I2", "credential-twice"): copied,
    ("I3", "not-logged"): copied,
    ("I3", "orphan-signature"): lambda: change(packed(), state="intended"),
    ("I3", "log-differs"): lambda: change(plain(), digest="0" * 64),
    ("I4", "revocation-not-set"): lambda: change(plain(), status="revoked"),
    ("I4", "set-but-not-revoked"): lambda: StatusEntry.objects.update(is_set=True),
    ("I4", "published-differs"): revoked_in_silence,
    ("I4", "published-unreadable"): lambda: StatusList.objects.update(document=b"{}"),
    ("I4", "not-published-in-time"): unpublished,
    ("I5", "another-organisation"): lambda: OutboxMail.objects.filter(batch=None).update(
        organisation=Organisation.objects.get(slug="beta")
    ),
    ("I6", "mail-missing"): lambda: OutboxMail.objects.exclude(batch=None).first().delete(),
    ("I7", "digest"): lambda: change(plain(), data=altered(bytes(plain().data))),
    ("I7", "intent-digest"): lambda: change(plain(), intent=altered(bytes(plain().intent))),
    ("I7", "unreadable"): lambda: change(packed(), data=b"\x28\xb5\x2f\xfd damaged"),
    ("I7", "definition"): lambda: DefinitionVersion.objects.update(content=b"other"),
    ("I7", "status-list"): lambda: StatusList.objects.update(digest="0" * 64),
    ("I7", "signer-log"): lambda: without_guard(
        "storage_signerlogentry", "UPDATE storage_signerlogentry SET subject = 'other' WHERE sequence = 1"
    ),
    ("I7", "log-block"): lambda: without_guard(
        "storage_signerlogblock", "UPDATE storage_signerlogblock SET digest = 'other'"
    ),
    ("I8", "chunk-stuck"): stuck,
    ("I8", "intent-stuck"): lambda: change(plain(), state="intended", created_at=timezone.now() - LONG_AGO),
}


IN_THE_BYTES = ("signature", "other-credential", "digest", "intent-digest", "unreadable")


def found(*, without_signatures: bool = False) -> set[tuple[str, str]]:
    seen = check_invariants(without_signatures=without_signatures)
    return {(violation.invariant, violation.code) for _name, violation in seen}


def test_each_damage_is_found_and_named_and_a_sound_installation_has_none():
    world = make_world()
    make_world("beta")
    world.award()
    world.award("ola@example.org")
    rows = [request(f"osoba{number}@example.org") for number in range(2)]
    batches.create_batch(world.issuer, world.slug, SLUG, rows, options=BatchOptions(run="B", notify=True))
    Worker("test", processes=0).run_while_there_is_work()
    assert Award.objects.count() == 4
    assert found() == set()
    missed = {}
    for name, damage in DAMAGES.items():
        with transaction.atomic():
            damage()
            seen = found(without_signatures=name[1] not in IN_THE_BYTES)
            transaction.set_rollback(True)
        if name not in seen:
            missed[name] = seen
    assert missed == {}
    assert {invariant for invariant, _ in DAMAGES} == {f"I{number}" for number in range(1, 9)}
