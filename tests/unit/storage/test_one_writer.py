"""The SQLite back end: one writer at a time, across threads and processes, autocommit included."""

from __future__ import annotations

import subprocess
import sys
import threading
import time

import pytest
from django.db import connection, connections, transaction
from django.db.utils import IntegrityError, OperationalError

from tests.worlds import make_world
from umiem.storage.models import AuditHead, Award, OutboxMail, StatusEntry
from umiem.storage.sqlite.lock import WriterLock

WRITE = """
import sqlite3, sys
from umiem.storage.sqlite.lock import WriterLock
path, count = sys.argv[1], int(sys.argv[2])
lock = WriterLock(path + ".lock", timeout=30)
found = sqlite3.connect(path, isolation_level=None)
found.execute("PRAGMA journal_mode = WAL")
for _ in range(count):
    lock.acquire()
    found.execute("BEGIN IMMEDIATE")
    found.execute("UPDATE counted SET n = n + 1")
    found.execute("COMMIT")
    lock.release()
"""


def only_sqlite():
    if connection.vendor != "sqlite":
        pytest.skip("about the SQLite back end")


@pytest.mark.django_db
def test_the_connection_is_set_up_for_safety():
    only_sqlite()
    with connection.cursor() as cursor:
        settings = {}
        for name in ("journal_mode", "synchronous", "mmap_size", "foreign_keys"):
            cursor.execute(f"PRAGMA {name}")
            settings[name] = cursor.fetchone()[0]
    assert settings == {"journal_mode": "wal", "synchronous": 2, "mmap_size": 0, "foreign_keys": 1}


@pytest.mark.django_db(transaction=True)
def test_writes_hold_the_lock_and_reads_do_not():
    only_sqlite()
    held = []
    connection.ensure_connection()
    lock = connection._lock
    with transaction.atomic():
        held.append(lock.held)
        AuditHead.objects.create(chain="a")
        held.append(lock.held)
    held.append(lock.held)
    list(AuditHead.objects.all())
    held.append(lock.held)
    assert held == [True, True, False, False]


@pytest.mark.django_db(transaction=True)
def test_a_failed_transaction_gives_the_lock_back():
    only_sqlite()
    AuditHead.objects.create(chain="a")
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditHead.objects.create(chain="a")
    assert connection._lock.held is False
    assert AuditHead.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_threads_that_write_without_a_transaction_lose_nothing():
    AuditHead.objects.create(chain="a")
    errors = []

    def work(number):
        try:
            for turn in range(10):
                OutboxMail.objects.create(
                    key=f"{number}/{turn}", kind="k", recipient="a@b.pl", subject="s", body="b"
                )
        except OperationalError as problem:
            errors.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert OutboxMail.objects.count() == 50


def test_processes_take_turns(tmp_path):
    import sqlite3

    path = str(tmp_path / "counted.sqlite3")
    with sqlite3.connect(path) as found:
        found.execute("PRAGMA journal_mode = WAL")
        found.execute("CREATE TABLE counted (n INTEGER)")
        found.execute("INSERT INTO counted VALUES (0)")
    workers = [subprocess.Popen([sys.executable, "-c", WRITE, path, "50"]) for _ in range(3)]
    assert [worker.wait(timeout=60) for worker in workers] == [0, 0, 0]
    assert sqlite3.connect(path).execute("SELECT n FROM counted").fetchone() == (150,)


def test_waiting_ends_with_an_error_that_says_why(tmp_path):
    first = WriterLock(str(tmp_path / "x.lock"), timeout=1)
    second = WriterLock(str(tmp_path / "x.lock"), timeout=0.1)
    first.acquire()
    began = time.monotonic()
    with pytest.raises(OperationalError, match="another writer"):
        second.acquire()
    assert time.monotonic() - began < 1
    first.release_all()
    second.acquire()
    assert second.held


@pytest.mark.django_db(transaction=True)
@pytest.mark.database
def test_no_row_may_point_into_another_organisation():
    alfa, beta = make_world("alfa"), make_world("beta")
    mine, theirs = alfa.award(), beta.award()
    changes = (
        lambda: Award.objects.filter(pk=mine.award.pk).update(organisation=beta.organisation),
        lambda: Award.objects.filter(pk=mine.award.pk).update(learner=theirs.award.learner),
        lambda: StatusEntry.objects.filter(credential=mine.credential).update(credential=theirs.credential),
    )
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert Award.objects.get(pk=mine.award.pk).organisation_id == alfa.organisation.pk


@pytest.mark.django_db
@pytest.mark.database
def test_an_index_is_never_given_twice():
    world = make_world()
    world.award()
    entry = StatusEntry.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        StatusEntry.objects.create(
            organisation=entry.organisation,
            status_list=entry.status_list,
            index=entry.index,
            purpose="message",
            credential=entry.credential,
        )
