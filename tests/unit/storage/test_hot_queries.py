"""What is asked all the time costs the same however many rows there are: every plan uses an index.

Each hot path is run as it is, its statements are noted, and the database is asked how it carries them out. On
SQLite with few rows, on PostgreSQL with few rows and sequential scans made unattractive; with
``UMIEM_LONG=1`` PostgreSQL holds a million awards, and what each statement touches is counted.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from tests import many_rows
from tests.many_rows import Many
from tests.shared_data import LONG
from tests.worlds import SLUG, learner
from umiem.domain.catalogue import CatalogueQuery
from umiem.services import audit
from umiem.services.access import SYSTEM
from umiem.services.award import awards, batches
from umiem.services.award.batches import claiming, viewing
from umiem.services.credential import credentials, issuing, scrubbing, status
from umiem.services.holder import claim_codes, claims, portfolio
from umiem.services.notice import mail, reminders
from umiem.services.skill import catalogue
from umiem.storage.models import Award, Batch, Credential, OutboxMail, StatusList

pytestmark = [pytest.mark.django_db, pytest.mark.database]

FEW, MANY = 400, 1_000_000
LARGE = tuple(f"storage_{name}" for name in ("learner", "award", "credential", "statusentry", "outboxmail"))
MOST_BLOCKS = 3_000
"""Blocks of 8 KiB that one statement may touch with a million awards; a whole table has 15,000 and more."""


@pytest.fixture(scope="module")
def many(django_db_setup: None, django_db_blocker: Any) -> Iterator[Many]:
    whole = connection.vendor == "postgresql" and LONG
    with django_db_blocker.unblock():
        yield from a_million() if whole else a_few()


def a_few() -> Iterator[Many]:
    with transaction.atomic():
        filled = many_rows.fill(FEW)
        if connection.vendor == "postgresql":
            run("SET LOCAL enable_seqscan = off")
        yield filled
        transaction.set_rollback(True)


def a_million() -> Iterator[Many]:
    """As in an installation that has grown: committed, vacuumed, and with the index of decision 0186."""
    with transaction.atomic():
        filled = many_rows.fill(MANY)
    run("SET statement_timeout = 0")
    run("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    columns = (f"upper({name}::text) gin_trgm_ops" for name in ("given_name", "family_name", "email"))
    run(f"CREATE INDEX award_words ON storage_award USING gin ({', '.join(columns)})")
    run("VACUUM ANALYZE")
    try:
        yield filled
    finally:
        run("DROP INDEX award_words")
        call_command("flush", interactive=False, verbosity=0)


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def award_of(many: Many, number: int) -> Award:
    return Award.objects.get(pk=many.key(number))


def public_credential(many: Many) -> None:
    public_id = Credential.objects.get(pk=many.key(200)).public_id
    Credential.objects.filter(public_id=public_id).select_related("award", "organisation").get()


def portfolio_of_a_learner(many: Many) -> None:
    portfolio.held(learner(award_of(many, 200).email))


def award_with_a_code(many: Many) -> None:
    award = award_of(many, 200)
    code = claim_codes.renew(award)
    claims.peek_claim(code)


def awards_of_an_organisation(many: Many) -> None:
    awards.list_awards(many.world.admin, many.world.slug)


def awards_on_a_late_page(many: Many) -> None:
    awards.list_awards(many.world.admin, many.world.slug, page=many.count // 2 // 50)


def awards_with_a_name(many: Many) -> None:
    found = awards.list_awards(many.world.admin, many.world.slug, query=f"nazwisko{many.count // 4 * 2}")
    assert found.total == 1


def awards_with_two_words(many: Many) -> None:
    awards.list_awards(many.world.admin, many.world.slug, query="nazwisko200 imię2")


def one_award(many: Many) -> None:
    awards.get_award(many.world.admin, many.world.slug, award_of(many, 200).public_id)


def batch_page(many: Many) -> None:
    batch = Batch.objects.get(organisation=many.world.organisation)
    viewing.get_batch(many.world.admin, many.world.slug, batch.public_id)
    chunk = next(viewing._chunks_from(batch, batch.total // 2, problems_only=False))
    assert chunk.number == batch.total // 2 // batch.rows_per_chunk


def list_of_batches(many: Many) -> None:
    batches.list_batches(many.world.admin, many.world.slug)


def publish_a_list(many: Many) -> None:
    status.publish(StatusList.objects.get(pk=many_rows.BASE))


def revoke_one(many: Many) -> None:
    credentials.revoke(many.world.admin, many.world.slug, award_of(many, 204).public_id, reason="error")


def due_lists(many: Many) -> None:
    StatusList.objects.update(published_revision=1, valid_until=None)
    status.publish_due()


def next_chunk(many: Many) -> None:
    from umiem.adapters.jobs import WorkerIdentity

    claiming.free_chunks_of_the_dead()
    assert claiming.claim_next(WorkerIdentity.of_this_process("test")) is not None


def interrupted_issuing(many: Many) -> None:
    issuing.finish_interrupted(SYSTEM)


def due_reminders(many: Many) -> None:
    reminders.remind_due()


def scrub_a_slice(many: Many) -> None:
    rows = Credential.objects.filter(state="released", pk__gt=many.key(100)).order_by("pk")
    list(rows[: scrubbing.SLICE])


def mail_to_send(many: Many) -> None:
    assert mail._claimed() is not None
    mail._give_up_lost()


def mail_of_an_organisation(many: Many) -> None:
    mail.list_mail(many.world.admin, many.world.slug, state="queued")


def mail_of_an_award(many: Many) -> None:
    mail.offers_sent(award_of(many, 200))
    OutboxMail.objects.filter(key="letter200").exists()


def catalogue_search(many: Many) -> None:
    catalogue.search(CatalogueQuery(words="python"))


def audit_of_an_organisation(many: Many) -> None:
    audit.entries(many.world.admin, many.world.slug)


HOT: tuple[Callable[[Many], None], ...] = (
    public_credential,
    portfolio_of_a_learner,
    award_with_a_code,
    awards_of_an_organisation,
    awards_on_a_late_page,
    awards_with_a_name,
    awards_with_two_words,
    one_award,
    batch_page,
    list_of_batches,
    publish_a_list,
    revoke_one,
    due_lists,
    next_chunk,
    interrupted_issuing,
    due_reminders,
    scrub_a_slice,
    mail_to_send,
    mail_of_an_organisation,
    mail_of_an_award,
    catalogue_search,
    audit_of_an_organisation,
)


@pytest.mark.parametrize("path", HOT, ids=[path.__name__ for path in HOT])
def test_a_hot_path_reads_no_large_table_as_a_whole(many, path):
    noted: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, several: bool, context: Any) -> Any:
        if not several and sql.lstrip().startswith(("SELECT", "UPDATE", "DELETE")):
            noted.append((sql, params))
        return execute(sql, params, several, context)

    with transaction.atomic():
        with connection.execute_wrapper(note):
            path(many)
        transaction.set_rollback(True)
    assert noted
    wrong = [trouble for sql, params in noted for trouble in troubles(sql, params, many)]
    assert wrong == []


def troubles(sql: str, params: Any, many: Many) -> Iterator[str]:
    if not any(f'"{table}"' in sql or f" {table} " in sql for table in LARGE):
        return
    if connection.vendor == "sqlite":
        yield from _troubles_on_sqlite(sql, params)
    else:
        yield from _troubles_on_postgresql(sql, params, whole=many.count == MANY)


def _troubles_on_sqlite(sql: str, params: Any) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        for *_ids, detail in cursor.fetchall():
            if detail.startswith("SCAN") and any(detail.split()[1] == table for table in LARGE):
                yield f"{detail}: {sql}"


def _troubles_on_postgresql(sql: str, params: Any, *, whole: bool) -> Iterator[str]:
    how = "(ANALYZE, BUFFERS, FORMAT JSON)" if whole and sql.startswith("SELECT") else "(FORMAT JSON)"
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {how} {sql}", params)
        found = cursor.fetchone()[0]
    plan = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    scanned = {node["Relation Name"] for node in nodes(plan) if node["Node Type"] == "Seq Scan"}
    for table in scanned & set(LARGE):
        yield f"scans {table}: {sql}"
    blocks = plan.get("Shared Hit Blocks", 0) + plan.get("Shared Read Blocks", 0)
    if blocks > MOST_BLOCKS:
        yield f"touches {blocks} blocks: {sql}"


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def test_the_definition_is_the_one_that_was_copied(many):
    """The other organisations have their own rows: nothing of the large one belongs to them."""
    mine = Award.objects.filter(organisation=many.world.organisation, definition__slug=SLUG).count()
    assert mine == many.count // 2 + 1
    assert Award.objects.count() == many.count + 1
