"""What an organisation's columns were the last time: next term's list needs no mapping by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils import timezone

from umiem.domain.lists.columns import fold
from umiem.storage.models import ListColumnMemory, Organisation

MAX_REMEMBERED = 1_000
_LONGEST_HEADER = 200


def remembered(organisation: Organisation, headers: Sequence[str]) -> dict[str, str]:
    """Return folded header → part ("" for: not used) for the headers that were mapped before."""
    folded = {fold(header)[:_LONGEST_HEADER] for header in headers} - {""}
    rows = ListColumnMemory.objects.filter(organisation=organisation, header__in=folded)
    return dict(rows.values_list("header", "part"))


def remember(organisation: Organisation, headers: Sequence[str], columns: Mapping[int, str]) -> None:
    """Keep what each named column was; a header that stands twice is not remembered."""
    folded = [fold(header)[:_LONGEST_HEADER] for header in headers]
    now = timezone.now()
    rows = [
        ListColumnMemory(organisation=organisation, header=header, part=columns.get(index, ""), used_at=now)
        for index, header in enumerate(folded)
        if header and folded.count(header) == 1
    ]
    ListColumnMemory.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["organisation", "header"],
        update_fields=["part", "used_at"],
    )
    old = ListColumnMemory.objects.filter(organisation=organisation).order_by("-used_at", "-id")
    stale = list(old.values_list("pk", flat=True)[MAX_REMEMBERED : MAX_REMEMBERED * 2])
    ListColumnMemory.objects.filter(pk__in=stale).delete()
