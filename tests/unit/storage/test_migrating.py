"""Several processes that start at once: one changes the tables, the others wait."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection, connections

from umiem import wiring
from umiem.cli import preparation
from umiem.errors import UnavailableError
from umiem.services import demo
from umiem.storage.migrating import PATIENCE_SECONDS, one_at_a_time

pytestmark = pytest.mark.database
A_MOMENT = 10.0  # a server that is busy ends a closed connection, and its lock, a little later


@pytest.mark.django_db(transaction=True)
def test_a_second_process_of_this_machine_waits(tmp_path: Path):
    assert PATIENCE_SECONDS == 3_600
    with one_at_a_time(connection, tmp_path):
        with pytest.raises(UnavailableError) as refused, one_at_a_time(connection, tmp_path, patience=0):
            pytest.fail("two at once")
        assert refused.value.code == "another-is-preparing"
    with one_at_a_time(connection, tmp_path, patience=A_MOMENT):
        pass


@pytest.mark.django_db(transaction=True)
def test_the_demo_is_made_by_one_process_of_several(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    tried = []

    def seed() -> bool:
        with pytest.raises(UnavailableError), one_at_a_time(connection, tmp_path, patience=0):
            pytest.fail("two at once")
        tried.append(True)
        return True

    monkeypatch.setattr(demo, "seed", seed)
    assert preparation._seed(replace(wiring.installation(), home=tmp_path))
    assert tried == [True]


@pytest.mark.django_db(transaction=True)
def test_a_process_of_another_machine_waits_and_no_statement_has_a_time_limit(tmp_path: Path):
    if connection.vendor != "postgresql":
        pytest.skip("several machines need PostgreSQL")
    (tmp_path / "first").mkdir()
    (tmp_path / "second").mkdir()
    other = connections.create_connection("default")
    with one_at_a_time(connection, tmp_path / "first"):
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone()[0] == "0"
        with pytest.raises(UnavailableError), one_at_a_time(other, tmp_path / "second", patience=0):
            pytest.fail("two at once")
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone()[0] == "1min"
    with one_at_a_time(other, tmp_path / "second", patience=A_MOMENT):
        pass
    other.close()
