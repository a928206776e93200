"""The scale of a plan's timeline."""

from __future__ import annotations

from datetime import date

import pytest

from umiem.web.planning.timeline import WIDTH, draw_timeline


@pytest.mark.parametrize("last", [date(2027, 10, 1), date(2027, 10, 7), date(2027, 9, 30), date(2031, 1, 2)])
def test_no_month_is_cut_at_the_edge(last: date):
    marks = draw_timeline([], starts=date(2026, 11, 28), finishes=last).marks
    assert marks
    assert all(mark.x + 50 <= WIDTH for mark in marks)
