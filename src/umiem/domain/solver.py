"""A small mixed-integer program and its solution by HiGHS: the only file that knows the solver."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import highspy
import numpy as np

_RELATIVE_GAP = 1e-7


class Solved(StrEnum):
    """How a run ended."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"  # the time was up with a solution at hand
    INFEASIBLE = "infeasible"
    NOTHING = "nothing"  # the time was up without a solution


class Stopwatch:
    """Seconds since it was made, however spent: a limit on time counts the building of models too."""

    def __init__(self) -> None:
        self._began = time.perf_counter()

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._began


@dataclass(frozen=True, slots=True)
class Solution:
    """Values by column, the objective, the proven bound, and the seconds it took."""

    status: Solved
    values: Sequence[float]
    objective: float
    bound: float
    seconds: float


@dataclass
class Program:
    """Minimise a linear cost under rows ``lower ≤ Σ coefficient·column ≤ upper``. Built up, then solved."""

    costs: list[float] = field(default_factory=list)
    lowest: list[float] = field(default_factory=list)
    highest: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[float, float, Mapping[int, float]]] = field(default_factory=list)

    def add_column(self, cost: float, *, upper: float = 1.0, whole: bool = True) -> int:
        """Add a column between 0 and ``upper``; return its number."""
        self.costs.append(cost)
        self.lowest.append(0.0)
        self.highest.append(upper)
        self.whole.append(whole)
        return len(self.costs) - 1

    def add_row(
        self,
        terms: Mapping[int, float],
        *,
        at_least: float = -highspy.kHighsInf,
        at_most: float = highspy.kHighsInf,
    ) -> None:
        """Add one constraint."""
        self.rows.append((at_least, at_most, dict(terms)))

    def replace_row(self, number: int, terms: Mapping[int, float], *, at_least: float) -> None:
        """Put another constraint in the place of one."""
        self.rows[number] = (at_least, highspy.kHighsInf, dict(terms))

    def solve(
        self, *, seconds: float, costs: Sequence[float] | None = None, start: Sequence[float] = ()
    ) -> Solution:
        """Solve within ``seconds``; ``costs`` may replace the program's own, ``start`` is a solution."""
        solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.silent()
        for option, value in (
            ("time_limit", max(seconds, 0.01)),
            ("mip_rel_gap", _RELATIVE_GAP),
            ("mip_abs_gap", _RELATIVE_GAP),
            ("threads", 1),
        ):
            solver.setOptionValue(option, value)
        solver.passModel(self._model(self.costs if costs is None else costs))
        if start:
            known = highspy.HighsSolution()
            known.col_value = [*start, *[0.0] * (len(self.costs) - len(start))]
            solver.setSolution(known)
        solver.run()
        return _solution(solver)

    def _model(self, costs: Sequence[float]) -> highspy.HighsLp:
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.costs), len(self.rows)
        model.col_cost_ = np.array(costs, dtype=np.double)
        model.col_lower_ = np.array(self.lowest, dtype=np.double)
        model.col_upper_ = np.array(self.highest, dtype=np.double)
        model.row_lower_ = np.array([row[0] for row in self.rows], dtype=np.double)
        model.row_upper_ = np.array([row[1] for row in self.rows], dtype=np.double)
        starts = [0]
        for _, _, terms in self.rows:
            starts.append(starts[-1] + len(terms))
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.array(starts, dtype=np.int32)
        model.a_matrix_.index_ = np.array([column for row in self.rows for column in row[2]], dtype=np.int32)
        model.a_matrix_.value_ = np.array(
            [value for row in self.rows for value in row[2].values()], dtype=np.double
        )
        model.integrality_ = [
            highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
            for whole in self.whole
        ]
        return model


def _solution(solver: highspy.Highs) -> Solution:
    status, info = solver.getModelStatus(), solver.getInfo()
    seconds = float(solver.getRunTime())
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return Solution(Solved.INFEASIBLE, (), 0.0, 0.0, seconds)
    has_solution = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    if not has_solution:
        return Solution(Solved.NOTHING, (), 0.0, float(info.mip_dual_bound), seconds)
    ended = Solved.OPTIMAL if status == highspy.HighsModelStatus.kOptimal else Solved.FEASIBLE
    values = [float(value) for value in solver.getSolution().col_value]
    bound = float(info.mip_dual_bound) if ended is Solved.FEASIBLE else float(info.objective_function_value)
    return Solution(ended, values, float(info.objective_function_value), bound, seconds)
