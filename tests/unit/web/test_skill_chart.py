"""The drawing of the skill map: every skill has its name in a block of its own."""

from __future__ import annotations

import pytest

from umiem.domain.text import LocalizedText
from umiem.services.skill.skill_map import MappedSkill, SkillArea
from umiem.web.planning.skill_chart import WIDTH, draw_skill_chart


def _area(key: str, names: list[str]) -> SkillArea:
    skills = tuple(
        MappedSkill(
            key=name,
            label=LocalizedText({"pl": name, "en": name.upper()}),
            own_languages=frozenset(),
            is_knowledge=False,
        )
        for name in names
    )
    return SkillArea(key=key, label=LocalizedText({"pl": key}), skills=skills)


@pytest.mark.parametrize("count", [0, 1, 3, 60])
def test_blocks_carry_names_stay_inside_and_do_not_overlap(count: int) -> None:
    names = [f"umiejętność {number} {'bardzo ' * (number % 9)}długa" for number in range(count)]
    areas = [_area(key, part) for key, part in (("a", names[::2]), ("b", names[1::2])) if part]
    chart = draw_skill_chart(areas, language="pl")
    blocks = [block for row in chart.rows for block in row.blocks]
    assert sorted(block.whole_name for block in blocks) == sorted(names)
    assert all(block.name.rstrip("…") in block.whole_name for block in blocks)
    assert all(block.x + block.width <= WIDTH and block.y + 26 <= chart.height for block in blocks)
    places = [(block.y, block.x, block.x + block.width) for block in blocks]
    for y, left, right in places:
        assert sum(y == other[0] and left < other[2] and other[1] < right for other in places) == 1


def test_names_are_in_the_language_of_the_page() -> None:
    chart = draw_skill_chart([_area("a", ["szycie"])], language="en")
    assert chart.rows[0].blocks[0].name == "SZYCIE"
