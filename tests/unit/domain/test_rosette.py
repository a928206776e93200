"""The rosette is deterministic, small, distinct and has an accessible title."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from umiem.domain.rosette import draw_rosette, rosette_digest, rosette_svg

IDENTIFIERS = [f"https://example.org/definitions/{number}" for number in range(150)]


def test_same_identifier_gives_the_same_drawing() -> None:
    first = rosette_svg("urn:example:python", title="Python", hue=180)
    assert first == rosette_svg("urn:example:python", title="Python", hue=180)
    assert first == draw_rosette(rosette_digest("urn:example:python"), title="Python", hue=180)


def test_no_two_identifiers_look_alike() -> None:
    drawings = {rosette_svg(identifier, title="x", hue=180) for identifier in IDENTIFIERS}
    assert len(drawings) == len(IDENTIFIERS)


def test_every_drawing_is_well_formed_and_under_12_kilobytes() -> None:
    for identifier in IDENTIFIERS:
        drawing = rosette_svg(identifier, title="Zażółć gęślą jaźń")
        assert len(drawing.encode()) < 12_000
        ElementTree.fromstring(drawing)


def test_title_is_escaped_and_referenced() -> None:
    root = ElementTree.fromstring(rosette_svg("urn:x", title='<b>"Ł" & co</b>'))
    title = root[0]
    assert title.text == '<b>"Ł" & co</b>'
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == title.get("id")


def test_the_strokes_stay_inside_the_frame() -> None:
    root = ElementTree.fromstring(rosette_svg("urn:example:frame", title="x"))
    paths = [element.get("d", "") for element in root.iter() if element.tag.endswith("path")]
    numbers = [float(part) for path in paths for part in path.strip("MZ").replace("C", " ").split()]
    assert len(paths) == 3
    assert max(abs(number) for number in numbers) < 200


@pytest.mark.parametrize("hue", [0, 180, 359, 720])
def test_any_hue_gives_a_colour(hue: int) -> None:
    assert 'stroke="#' in rosette_svg("urn:x", title="x", hue=hue)
