"""``check_invariants``: silent about an installation that is whole, and it names every kind of damage."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.worlds import SLUG, World, make_world, request
from umiem.services.award import batches
from umiem.services.award.batches import BatchOptions
from umiem.services.award.batches.working import Worker
from umiem.services.credential import credentials
from umiem.services.invariants import check_invariants
from umiem.storage.exact_bytes import keep_plain, signed_bytes
from umiem.storage.models import (
    AuditEntry,
    Award,
    Batch,
    Credential,
    Learner,
    OutboxMail,
    SignerLogBlock,
    SignerLogEntry,
    StatusEntry,
    StatusList,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@dataclass(frozen=True)
class Whole:
    """A batch of three, one award by hand, one of them revoked and one suspended; another organisation."""

    world: World
    other: World
    batch: Batch
    credential: Credential


@pytest.fixture(scope="module")
def whole(django_db_setup: None, django_db_blocker) -> Iterator[Whole]:
    with django_db_blocker.unblock(), transaction.atomic():
        world, other = make_world("cala"), make_world("obca")
        rows = [request(f"osoba{number}@example.org") for number in range(3)]
        options = BatchOptions(run="2026", notify=True)
        batch = batches.create_batch(world.issuer, world.slug, SLUG, rows, options=options)
        Worker("test", processes=0).run_while_there_is_work()
        by_hand = world.award("recznie@example.org", run="2027").award
        credentials.suspend(world.admin, world.slug, by_hand.public_id, reason="under-review")
        first, *_ = Award.objects.filter(organisation=world.organisation, run="2026").order_by("pk")
        credentials.revoke(world.admin, world.slug, first.public_id, reason="error")
        batch.refresh_from_db()
        credential = Credential.objects.filter(award__run="2026", status="active").order_by("-pk")[0]
        yield Whole(world, other, batch, credential)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def undone(whole: Whole) -> Iterator[None]:
    """Take back what a test damaged."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def sql(statement: str, *params: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        assert cursor.rowcount != 0, statement


def may_change(table: str) -> None:
    """What an attacker with the password of the database would do first."""
    for event in ("update", "delete"):
        where = f" ON {table}" if connection.vendor == "postgresql" else ""
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER append_only_{table}_{event}{where}")


def copy(table: str, pk: int, **changes: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE id = %s", [pk])
        columns = [column[0] for column in cursor.description]
        row = dict(zip(columns, cursor.fetchone(), strict=True)) | {"id": pk + 1_000_000} | changes
        row = {name: value for name, value in row.items() if value is not None}
        names, marks = ", ".join(f'"{name}"' for name in row), ", ".join(["%s"] * len(row))
        cursor.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))


def credential_deleted(whole: Whole) -> None:
    sql("DELETE FROM storage_statusentry WHERE credential_id = %s", whole.credential.pk)
    sql("DELETE FROM storage_credential WHERE id = %s", whole.credential.pk)


def signature_changed(whole: Whole) -> None:
    row = whole.credential
    forged = signed_bytes(row).replace(b'"proofValue":"z', b'"proofValue":"z2')
    keep_plain(row, forged)
    digest = hashlib.sha256(forged).hexdigest()
    sql(
        "UPDATE storage_credential SET data = %s, intent = %s, dictionary_id = NULL, digest = %s "
        "WHERE id = %s",
        row.data,
        row.intent,
        digest,
        row.pk,
    )


def count_of_the_batch_changed(whole: Whole) -> None:
    sql("UPDATE storage_batch SET awarded = awarded + 1 WHERE id = %s", whole.batch.pk)


def place_given_away_again(whole: Whole) -> None:
    sql("UPDATE storage_statuslist SET used = 0")


def place_outside(whole: Whole) -> None:
    entry = StatusEntry.objects.filter(credential=whole.credential)[0]
    sql('UPDATE storage_statusentry SET "index" = 131072 WHERE id = %s', entry.pk)


def second_credential(whole: Whole) -> None:
    copy("storage_credential", whole.credential.pk, public_id="0" * 31 + "1")


def log_block_deleted(whole: Whole) -> None:
    may_change("storage_signerlogblock")
    sql("DELETE FROM storage_signerlogblock")


def log_block_changed(whole: Whole) -> None:
    may_change("storage_signerlogblock")
    block = SignerLogBlock.objects.get()
    entries = bytearray(block.entries)
    entries[-1] ^= 1
    sql("UPDATE storage_signerlogblock SET entries = %s WHERE id = %s", bytes(entries), block.pk)


def revocation_forgotten(whole: Whole) -> None:
    sql("UPDATE storage_statusentry SET is_set = %s WHERE is_set AND purpose = 'revocation'", False)


def revoked_in_the_list_only(whole: Whole) -> None:
    sql(
        "UPDATE storage_statusentry SET is_set = %s WHERE credential_id = %s AND purpose = 'revocation'",
        True,
        whole.credential.pk,
    )


def suspension_lifted_behind_the_list(whole: Whole) -> None:
    sql("UPDATE storage_statusentry SET is_set = %s WHERE is_set AND purpose = 'suspension'", False)
    sql("UPDATE storage_credential SET status = 'active' WHERE status = 'suspended'")


def never_published(whole: Whole) -> None:
    sql("UPDATE storage_statuslist SET revision = revision + 1")
    sql("UPDATE storage_statusentry SET changed_at = %s WHERE is_set", timezone.now() - timedelta(hours=1))


def learner_moved(whole: Whole) -> None:
    learner = Learner.objects.filter(awards__credentials=whole.credential).get()
    moved = (whole.other.organisation.pk, learner.pk)
    sql("UPDATE storage_learner SET organisation_id = %s WHERE id = %s", *moved)


def mail_deleted(whole: Whole) -> None:
    mail = OutboxMail.objects.filter(award=whole.credential.award_id, kind="award-made").get()
    sql("DELETE FROM storage_outboxmail WHERE id = %s", mail.pk)


def byte_flipped(whole: Whole) -> None:
    data = bytearray(whole.credential.data or b"")
    data[len(data) // 2] ^= 1
    sql("UPDATE storage_credential SET data = %s WHERE id = %s", bytes(data), whole.credential.pk)


def definition_changed(whole: Whole) -> None:
    sql("UPDATE storage_definitionversion SET content = %s", b"{}")


def list_changed(whole: Whole) -> None:
    sql("UPDATE storage_statuslist SET document = %s WHERE document IS NOT NULL", b"{}")


def audit_entry_changed(whole: Whole) -> None:
    entry = AuditEntry.objects.filter(action="credential-revoked")[0]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
    sql("UPDATE storage_auditentry SET subject = 'another' WHERE id = %s", entry.pk)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = origin")


def signer_log_shortened(whole: Whole) -> None:
    may_change("storage_signerlogentry")
    entry = SignerLogEntry.objects.exclude(sequence=None).filter(subject__startswith="status-list:")[0]
    sql("DELETE FROM storage_signerlogentry WHERE id = %s", entry.pk)


def chunk_left_behind(whole: Whole) -> None:
    long_ago = timezone.now() - timedelta(hours=1)
    sql("UPDATE storage_batch SET state = 'running', start_at = %s WHERE id = %s", long_ago, whole.batch.pk)
    sql("UPDATE storage_batchchunk SET state = 'stored', lease_until = %s", long_ago)


def intent_left_behind(whole: Whole) -> None:
    row = Credential.objects.filter(award__run="2027").get()
    long_ago = timezone.now() - timedelta(hours=1)
    sql(
        "UPDATE storage_credential SET state = 'intended', created_at = %s, signing_since = %s WHERE id = %s",
        long_ago,
        long_ago,
        row.pk,
    )


DAMAGE: tuple[tuple[Callable[[Whole], None], str], ...] = (
    (credential_deleted, "I1 award-without-credential"),
    (credential_deleted, "I1 awarded-not-released"),
    (signature_changed, "I1 signature"),
    (count_of_the_batch_changed, "I1 batch-count"),
    (place_given_away_again, "I2 places-not-counted"),
    (place_outside, "I2 index-outside"),
    (second_credential, "I2 credential-twice"),
    (credential_deleted, "I3 orphan-signature"),
    (log_block_deleted, "I3 not-logged"),
    (log_block_changed, "I7 log-block"),
    (revocation_forgotten, "I4 revocation-not-set"),
    (revoked_in_the_list_only, "I4 set-but-not-revoked"),
    (revoked_in_the_list_only, "I4 published-differs"),
    (suspension_lifted_behind_the_list, "I4 published-differs"),
    (never_published, "I4 not-published-in-time"),
    (learner_moved, "I5 another-organisation"),
    (mail_deleted, "I6 mail-missing"),
    (byte_flipped, "I7"),
    (definition_changed, "I7 definition"),
    (list_changed, "I7 status-list"),
    (list_changed, "I4 published-unreadable"),
    (audit_entry_changed, "I7 audit-log"),
    (signer_log_shortened, "I7 signer-log"),
    (chunk_left_behind, "I8 chunk-stuck"),
    (intent_left_behind, "I8 intent-stuck"),
)


def found() -> list[str]:
    return [str(violation) for _name, violation in check_invariants()]


def test_an_installation_that_is_whole_has_no_violation(whole):
    assert found() == []
    assert (whole.batch.state, whole.batch.awarded) == ("done", 3)
    assert StatusList.objects.exclude(document=None).count() >= 2


@pytest.mark.parametrize(("damage", "named"), DAMAGE, ids=[f"{d.__name__}: {n}" for d, n in DAMAGE])
def test_damage_by_hand_is_found_and_named(whole, damage, named):
    damage(whole)
    assert any(violation.startswith(named) for violation in found()), found()


TWICE = (
    ("storage_award", "award_business_key", "I2 award-twice"),
    ("storage_statusentry", "status_index_once", "I2 index-twice"),
    ("storage_outboxmail", "storage_outboxmail_key_key", "I6 mail-twice"),
)


@pytest.mark.parametrize(("table", "constraint", "named"), TWICE)
def test_what_is_there_twice_is_found_where_the_constraint_is_gone(whole, table, constraint, named):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite cannot take a constraint from a table")
    original = {
        "storage_award": whole.credential.award_id,
        "storage_statusentry": StatusEntry.objects.filter(credential=whole.credential)[0].pk,
        "storage_outboxmail": OutboxMail.objects.filter(award=whole.credential.award_id)[0].pk,
    }[table]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("ALTER TABLE storage_statusentry DROP CONSTRAINT status_purpose_once")
    new = {} if table == "storage_statusentry" else {"public_id": "0" * 31 + "1"}
    if table == "storage_award":
        with connection.cursor() as cursor:
            cursor.execute("UPDATE storage_award SET record = '{}'")
        new["record"] = "{}"
    copy(table, original, **new)
    assert any(violation.startswith(named) for violation in found()), found()
