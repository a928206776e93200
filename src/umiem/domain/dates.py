"""Dates as people count them."""

from __future__ import annotations

import calendar
from datetime import date, datetime


def months_after(moment: datetime, months: int) -> datetime:
    """Return the same day ``months`` later, or the last day of a month that is shorter.

    >>> months_after(datetime(2026, 1, 31), 1)
    datetime.datetime(2026, 2, 28, 0, 0)
    """
    count = moment.year * 12 + moment.month - 1 + months
    year, month = divmod(count, 12)
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def months_before(day: date, months: int) -> date:
    """Return the day ``months`` before ``day``; the last of a month where it has fewer days.

    >>> months_before(date(2026, 5, 31), 3)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < 1:
        return date.min
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
