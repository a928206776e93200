"""Dates as people count them."""

from __future__ import annotations

import calendar
from datetime import datetime


def months_after(moment: datetime, months: int) -> datetime:
    """Return the same day ``months`` later, or the last day of a month that is shorter.

    >>> months_after(datetime(2026, 1, 31), 1)
    datetime.datetime(2026, 2, 28, 0, 0)
    """
    count = moment.year * 12 + moment.month - 1 + months
    year, month = divmod(count, 12)
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)
