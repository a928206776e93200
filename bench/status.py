"""Publishing status lists of 131,072 places: one after one revocation, and all lists of a whole country.

Runs in an installation of its own, on SQLite or on a PostgreSQL database that it makes and drops. The goals
are 100 ms for one list, and a minute for 763 lists, which 100 million credentials need. Only the places that
are set are stored here: those that are not are read by nobody when a list is published.
"""

from __future__ import annotations

import resource
import statistics
import time
from dataclasses import asdict, dataclass
from typing import Any

from bench.many_rows import copy_row, hurried
from umiem.cli.drills.installation import (
    ORGANISATION,
    SLUG,
    close_connections,
    drill_installation,
    prepare_drill,
)

LENGTH = 131_072
LISTS = 763
_TIMES = 15


@dataclass(frozen=True, kw_only=True)
class StatusResult:
    """What was measured. ``one_…_ms`` is the median for one list of which so many places are set, after one
    revocation more; ``all_seconds`` is for ``lists`` lists with one place in a hundred set, one by one.
    """

    database: str
    one_with_1_percent_ms: float
    one_with_10_percent_ms: float
    lists: int
    all_seconds: float
    all_cpu_seconds: float


def run(database: str, *, lists: int = LISTS) -> dict[str, Any]:
    """Measure, and return the figures by name."""
    with drill_installation(database):
        organisation = prepare_drill()
        credential = _credential()
        with hurried():
            one = _lists(organisation, credential, 1, share=100)
            tenth = _lists(organisation, credential, 1, share=10)
        result = {
            "one_with_1_percent_ms": _one(one),
            "one_with_10_percent_ms": _one(tenth),
        }
        with hurried():
            _lists(organisation, credential, lists, share=100)
        from umiem.services.credential import status

        cpu, begun = _cpu(), time.perf_counter()
        published = status.publish_due()
        seconds, cpu = time.perf_counter() - begun, _cpu() - cpu
        assert published == lists, published
        close_connections()
    measured = StatusResult(
        database=database, lists=lists, all_seconds=round(seconds, 1), all_cpu_seconds=round(cpu, 1), **result
    )
    return asdict(measured)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _one(lists: list[int]) -> float:
    """Return the median time in milliseconds from one more revocation to the published file."""
    from django.utils import timezone

    from umiem.services.credential import status
    from umiem.storage.models import StatusEntry, StatusList

    row = StatusList.objects.get(pk=lists[0])
    status.publish(row)
    unset = StatusEntry.objects.filter(status_list=row, is_set=False).values_list("pk", flat=True)[:_TIMES]
    times = []
    for entry in list(unset):
        begun = time.perf_counter()
        status.set_entries([entry], is_set=True, at=timezone.now())
        status.publish(row)
        times.append(time.perf_counter() - begun)
    return round(1000 * statistics.median(times), 1)


def _credential() -> Any:
    """Award once, so that there is a credential to copy."""
    from umiem.services.access import SYSTEM
    from umiem.services.award.awards import award_one
    from umiem.services.award.requests import AwardRequest
    from umiem.storage.models import Credential

    request = AwardRequest(given_name="A", family_name="B", email="a@example.org")
    made = award_one(SYSTEM, ORGANISATION, SLUG, request, run="bench")
    return Credential.objects.get(award=made.award)


def _lists(organisation: Any, credential: Any, count: int, *, share: int) -> list[int]:
    """Make lists in which each ``share``-th place is set, and some places beside them are not."""
    from django.db import connection, transaction

    from umiem.storage.models import Credential, StatusList

    with transaction.atomic():
        lists = StatusList.objects.bulk_create(
            StatusList(organisation=organisation, purpose="revocation", length=LENGTH) for _ in range(count)
        )
        first = int(Credential.objects.order_by("-pk").values_list("pk", flat=True)[0])
        light = "'\\x00'::bytea" if connection.vendor == "postgresql" else "x'00'"
        each = LENGTH // share + _TIMES
        copy_row(credential, count * each, {"id": f"{first} + s.g", "intent": light, "data": light})
        place = f"(s.g - 1) % {each}"
        entry = {
            "id": None,
            "credential_id": f"{first} + s.g",
            "status_list_id": f"{lists[0].pk} + (s.g - 1) / {each}",
            "index": f"{place} * {share} % {LENGTH} + {place} / {LENGTH // share}",
            "is_set": f"{place} >= {_TIMES}",
        }
        copy_row(credential.status_entries.get(purpose="revocation"), count * each, entry)
    return [row.pk for row in lists]
