"""The skill map as numbers for an SVG: one row for each area, a mark for each skill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from umiem.services.skill.skill_map import SkillArea

WIDTH = 760
_ROW = 48
_TOP = 8
_LEFT = 4
_MOST_STEP = 44.0


@dataclass(frozen=True, kw_only=True)
class Block:
    """One skill: a filled block when verified, a dashed one when declared."""

    x: float
    width: float
    is_verified: bool


@dataclass(frozen=True, kw_only=True)
class AreaRow:
    """One area: where its name stands and its blocks."""

    area: SkillArea
    text_y: int
    y: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True)
class SkillChart:
    """All that the drawing needs."""

    width: int
    height: int
    rows: tuple[AreaRow, ...]


def draw_skill_chart(areas: Sequence[SkillArea]) -> SkillChart:
    """Place the areas below each other; the widest fills the drawing, but no block is very wide."""
    most = max((len(area.skills) for area in areas), default=1)
    step = min((WIDTH - 2 * _LEFT) / most, _MOST_STEP)
    rows = tuple(
        AreaRow(
            area=area,
            text_y=_TOP + _ROW * number + 14,
            y=_TOP + _ROW * number + 22,
            blocks=tuple(
                Block(
                    x=round(_LEFT + step * place, 1),
                    width=round(step * 0.88, 1),
                    is_verified=skill.is_verified,
                )
                for place, skill in enumerate(area.skills)
            ),
        )
        for number, area in enumerate(areas)
    )
    return SkillChart(width=WIDTH, height=_TOP + _ROW * len(areas), rows=rows)
