"""``/health``: for load balancers and monitoring."""

from __future__ import annotations

import shutil
from collections import namedtuple
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from tests.worlds import SLUG, make_world, request
from umiem.api import health
from umiem.services.award import batches
from umiem.services.award.batches import BatchOptions
from umiem.services.health import BATCH_LATE, LEAST_FREE, LIST_LATE
from umiem.storage.models import Batch, StatusList

pytestmark = [pytest.mark.django_db, pytest.mark.database]

Usage = namedtuple("Usage", "total used free")


def asked() -> tuple[int, dict[str, str]]:
    answer = Client().get("/health")
    assert answer["Cache-Control"] == "no-store"
    return answer.status_code, answer.json()


def test_all_is_well():
    make_world().award()
    assert asked() == (200, {"status": "ok", "background": "ok", "disk": "ok"})


def test_a_list_that_nobody_renewed_tells_that_no_worker_runs():
    make_world().award()
    StatusList.objects.update(valid_until=timezone.now() + LIST_LATE + timedelta(minutes=1))
    assert asked()[1]["background"] == "ok"
    StatusList.objects.update(valid_until=timezone.now() + LIST_LATE - timedelta(minutes=1))
    assert asked() == (200, {"status": "ok", "background": "late", "disk": "ok"})


def test_a_batch_that_nobody_began_tells_that_no_worker_runs():
    world = make_world()
    options = BatchOptions(run="2026", notify=False)
    batches.create_batch(world.issuer, world.slug, SLUG, [request()], options=options)
    assert asked()[1]["background"] == "ok"
    Batch.objects.update(start_at=timezone.now() - BATCH_LATE - timedelta(seconds=1))
    assert asked()[1]["background"] == "late"


def test_without_a_database_the_process_is_taken_out_of_service(monkeypatch):
    def gone() -> bool:
        raise DatabaseError

    monkeypatch.setattr(health, "background_is_late", gone)
    assert asked() == (503, {"status": "unavailable"})


def test_a_full_disk_is_told_and_the_process_stays_in_service(monkeypatch):
    total, used = 10 * LEAST_FREE, 9 * LEAST_FREE
    for free, told in ((LEAST_FREE, "ok"), (LEAST_FREE - 1, "full")):
        monkeypatch.setattr(shutil, "disk_usage", lambda place, free=free: Usage(total, used, free))
        assert asked() == (200, {"status": "ok", "background": "ok", "disk": told})
