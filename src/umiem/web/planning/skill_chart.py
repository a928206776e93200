"""The skill map as numbers for an SVG: the areas below each other, in each a named block for each skill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from umiem.services.skill.skill_map import MappedSkill, SkillArea

WIDTH = 760
_EDGE = 4
_TOP = 8
_HEADING = 26
_LINE = 32
_BELOW = 14
_GAP = 8
_INNER = 12  # on both sides of a name
_LETTER = 7.2  # the width of a letter of 13 pixels, rather too much
_MOST_LETTERS = 44


@dataclass(frozen=True, kw_only=True)
class Block:
    """One skill with its name: a filled block when verified, a dashed one when declared."""

    x: float
    y: int
    text_x: float
    text_y: int
    width: float
    name: str
    whole_name: str
    is_verified: bool


@dataclass(frozen=True, kw_only=True)
class AreaRow:
    """One area: where its name stands and its blocks."""

    area: SkillArea
    text_y: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True)
class SkillChart:
    """All that the drawing needs."""

    width: int
    height: int
    rows: tuple[AreaRow, ...]


def draw_skill_chart(areas: Sequence[SkillArea], *, language: str) -> SkillChart:
    """Place the areas below each other and their skills like words in lines."""
    top, rows = _TOP, []
    for area in areas:
        blocks = _in_lines(area.skills, top + _HEADING, language)
        rows.append(AreaRow(area=area, text_y=top + 14, blocks=blocks))
        top = max((block.y for block in blocks), default=top) + _LINE + _BELOW
    return SkillChart(width=WIDTH, height=top, rows=tuple(rows))


def _in_lines(skills: Sequence[MappedSkill], top: int, language: str) -> tuple[Block, ...]:
    left, line, blocks = float(_EDGE), 0, []
    for skill in skills:
        whole = skill.label.best(language)[0]
        name = whole if len(whole) <= _MOST_LETTERS else whole[: _MOST_LETTERS - 1].rstrip() + "…"
        width = round(len(name) * _LETTER + 2 * _INNER, 1)
        if left > _EDGE and left + width > WIDTH - _EDGE:
            left, line = float(_EDGE), line + 1
        y = top + line * _LINE
        blocks.append(
            Block(
                x=round(left, 1),
                y=y,
                text_x=round(left + width / 2, 1),
                text_y=y + 17,
                width=width,
                name=name,
                whole_name=whole,
                is_verified=skill.is_verified,
            )
        )
        left += width + _GAP
    return tuple(blocks)
