"""Batches for tests: learners by number, a batch that begins, a worker that works until all is done."""

from __future__ import annotations

from typing import Any

from tests.worlds import SLUG, World, request
from umiem.services.award import batches
from umiem.services.award.batches import BatchOptions
from umiem.services.award.batches.working import Worker
from umiem.services.award.requests import AwardRequest
from umiem.storage.models import Batch


def requests(count: int, *, first: int = 0) -> list[AwardRequest]:
    """Return ``count`` learners with names that have to be written with care."""
    return [
        request(f"osoba{number}@example.org", family_name=f'Żółć-{number} "Ą"')
        for number in range(first, first + count)
    ]


def start(world: World, count: int = 12, *, first: int = 0, **options: Any) -> Batch:
    """Decide a batch of ``count`` learners; nothing is awarded yet."""
    chosen = BatchOptions(**({"run": "2026", "notify": True} | options))
    return batches.create_batch(world.issuer, world.slug, SLUG, requests(count, first=first), options=chosen)


def work() -> None:
    """Work off everything that waits, in this process."""
    Worker("test", processes=0).run_while_there_is_work()
