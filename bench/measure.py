"""Measuring rates side by side: every row gets a slice of each round, so that noise hits all alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Case = tuple[str, Callable[[], object]]
_SLICE_SECONDS = 0.02
_FEWEST_ROUNDS = 3


@dataclass(frozen=True, kw_only=True)
class Row:
    """One measured rate; ``limit`` is the rate of the raw operation under it, where there is one."""

    name: str
    per_second: float
    limit: float | None
    ratio: float | None


def measure(cases: list[Case], *, seconds: float, limits: Mapping[str, str]) -> list[Row]:
    """Run all cases in turn for about ``seconds`` on one core; each row shows its best slice.

    ``limits`` maps the name of a row to the row that bounds it.
    """
    best = dict.fromkeys((name for name, _ in cases), 0.0)
    batches = {name: 1 for name, _ in cases}
    started, rounds = time.perf_counter(), 0
    while rounds < _FEWEST_ROUNDS or time.perf_counter() - started < seconds:
        for name, operation in cases:
            elapsed = _time(operation, batches[name])
            best[name] = max(best[name], batches[name] / elapsed)
            batches[name] = max(1, int(_SLICE_SECONDS * best[name]))
        rounds += 1
    return [_row(name, best, limits) for name, _ in cases]


def _time(operation: Callable[[], object], times: int) -> float:
    started = time.perf_counter()
    for _ in range(times):
        operation()
    return time.perf_counter() - started


def _row(name: str, best: Mapping[str, float], limits: Mapping[str, str]) -> Row:
    limit = best.get(limits.get(name, name))
    return Row(
        name=name,
        per_second=round(best[name], 1),
        limit=None if limit is None else round(limit, 1),
        ratio=None if limit is None else round(best[name] / limit, 3),
    )
