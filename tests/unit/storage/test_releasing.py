"""What the database does when the credentials of a batch are released."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils import timezone

from tests.worlds import SLUG, make_world, request
from umiem.services.award import batches
from umiem.services.award.batches import BatchOptions
from umiem.services.award.batches.working import Worker
from umiem.storage import bulk
from umiem.storage.models import Credential

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL keeps several versions of a row")
def test_releasing_a_batch_writes_no_index_again() -> None:
    """A HOT update: its new version lies on the page of the old one, where the indexes point already."""
    world = make_world()
    asked = [request(f"o{number}@example.org") for number in range(200)]
    batches.create_batch(world.issuer, world.slug, SLUG, asked, options=BatchOptions(run="b", notify=False))
    before = updates_of_credentials()
    Worker("here", processes=0).run_until_idle()
    changed, without_indexes = (
        now - then for now, then in zip(updates_of_credentials(), before, strict=True)
    )
    assert changed == 200
    assert without_indexes >= 190, without_indexes  # a page may end with a row that finds no room beside it


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite releases row by row")
def test_many_rows_are_expected_where_statistics_know_no_intended_credential() -> None:
    """For one row PostgreSQL would compare all rows of a chunk with each other."""
    world = make_world()
    asked = [request(f"o{number}@example.org") for number in range(200)]
    batches.create_batch(world.issuer, world.slug, SLUG, asked, options=BatchOptions(run="b", notify=False))
    Worker("here", processes=0).run_until_idle()
    keys = list(Credential.objects.values_list("pk", flat=True))
    rows = [keys, [b"x"] * 200, ["0" * 64] * 200]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE storage_credential")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {bulk._RELEASE}", ["application/vc", timezone.now(), *rows])
        (((plan,),),) = cursor.fetchall()
    assert plan["Plan"]["Plans"][0]["Plan Rows"] >= 50, plan


def updates_of_credentials() -> tuple[int, int]:
    """Return how many there were in this transaction, and how many of them wrote no index."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_xact_user_tables "
            "WHERE relname = 'storage_credential'"
        )
        changed, without_indexes = cursor.fetchone()
    return changed, without_indexes
