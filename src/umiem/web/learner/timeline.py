"""What a person achieved, by year, the newest first: awards of this site and credentials from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.dateparse import parse_date

from umiem.services.holder.portfolio import HeldCredential
from umiem.storage.models import ImportedCredential


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One entry: a held award, or a credential from elsewhere; ``day`` is ISO 8601."""

    day: str
    held: HeldCredential | None = None
    imported: ImportedCredential | None = None

    @property
    def date(self) -> date | None:
        return parse_date(self.day)


@dataclass(frozen=True, kw_only=True)
class Year:
    """One year with its entries; the year is empty where a credential states no date."""

    year: str
    moments: tuple[Moment, ...]


def timeline(held: Iterable[HeldCredential], imported: Iterable[ImportedCredential]) -> tuple[Year, ...]:
    """Return everything by year."""
    moments = [
        *(Moment(day=one.award.awarded_on.isoformat(), held=one) for one in held),
        *(Moment(day=_day(row.valid_from), imported=row) for row in imported),
    ]
    moments.sort(key=lambda moment: moment.day, reverse=True)
    by_year = groupby(moments, key=lambda moment: moment.day[:4])
    return tuple(Year(year=year, moments=tuple(found)) for year, found in by_year)


def _day(text: str) -> str:
    """A day as far as the text looks like one; a stranger's document may hold anything."""
    day = text[:10]
    try:
        return day if parse_date(day) is not None else ""
    except ValueError:
        return ""
