"""The timeline of a plan as numbers for an SVG: bars, their rows and the months above them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from umiem.domain.pathways import Step

WIDTH = 760
ROW = 46
TOP = 34
LEFT = 4
_LEAST_BAR = 6.0
_MOST_MARKS = 14
_MARK_WIDTH = 52
"""What the name of a month takes; one that would be cut at the edge is left out."""


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One step: where its bar lies, where its text stands, and from when to when."""

    number: int
    step: Step
    x: float
    y: float
    width: float
    text_y: float
    text_x: float
    is_right_aligned: bool


@dataclass(frozen=True, kw_only=True)
class Mark:
    """The first day of a month on the scale."""

    x: float
    day: date


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """All that the drawing needs; ``height`` grows with the steps."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]


def draw_timeline(steps: Sequence[Step], *, starts: date, finishes: date) -> Timeline:
    """Place the steps of a plan on a scale from its first to its last day."""
    days = max((finishes - starts).days, 1)

    def place(day: date) -> float:
        return round(LEFT + (WIDTH - 2 * LEFT) * (day - starts).days / days, 1)

    bars = []
    for number, step in enumerate(steps, start=1):
        left, right = place(step.first_day), place(step.last_day)
        y = TOP + ROW * (number - 1)
        is_late = left > WIDTH / 2
        bars.append(
            Bar(
                number=number,
                step=step,
                x=left,
                y=y + 22,
                width=max(round(right - left, 1), _LEAST_BAR),
                text_y=y + 16,
                text_x=right if is_late else left,
                is_right_aligned=is_late,
            )
        )
    months = _months(starts, finishes)
    every = 1 + len(months) // _MOST_MARKS
    return Timeline(
        width=WIDTH,
        height=TOP + ROW * len(steps) + 8,
        bars=tuple(bars),
        marks=tuple(
            Mark(x=place(day), day=day) for day in months[::every] if place(day) + _MARK_WIDTH <= WIDTH
        ),
    )


def _months(starts: date, finishes: date) -> list[date]:
    found = []
    day = starts.replace(day=1)
    while day <= finishes:
        if day >= starts:
            found.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    return found
