"""A row of a list as the award it asks for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from umiem.domain.lists import vocabulary as part
from umiem.domain.lists.judging import evidence_of, result_values
from umiem.services.award.lists.importing import default_day
from umiem.services.award.lists.rows import AWARDED, BLOCK, ListRow, RowIndex, rows_at
from umiem.services.award.requests import AwardRequest
from umiem.storage.models import ListDraft


def request_of(draft: ListDraft, row: ListRow) -> AwardRequest:
    """Return what is asked for by a row that was judged fine."""
    values = row.values
    until = values.get(part.VALID_UNTIL, "")
    awarded = values.get(part.AWARDED_ON, "")
    return AwardRequest(
        given_name=values[part.GIVEN_NAME],
        family_name=values[part.FAMILY_NAME],
        email=values[part.EMAIL],
        identifier=values.get(part.IDENTIFIER) or None,
        results=result_values(values),
        grade=values.get(part.GRADE, ""),
        evidence=evidence_of(values),
        awarded_on=date.fromisoformat(awarded) if awarded else default_day(draft),
        valid_until=date.fromisoformat(until) if until else None,
    )


def rows_to_award(draft: ListDraft) -> Iterator[ListRow]:
    """Return the rows that will be awarded, in order, a few blocks in memory at a time."""
    places = RowIndex.of(draft).places(AWARDED)
    for start in range(0, len(places), BLOCK * 10):
        yield from rows_at(draft, places[start : start + BLOCK * 10])
