"""The navigation of the staff: every page has a place, and only administrators see theirs."""

from __future__ import annotations

from umiem.web.issuer.places import ORGANISATION, part_of, places_for
from umiem.web.issuer.urls import urlpatterns


def _parts() -> set[str]:
    (tree,) = urlpatterns
    return {part_of(f"<slug:organisation>/{page.pattern}") for page in tree.url_patterns}


def test_every_page_of_the_staff_has_exactly_one_place():
    shown = places_for({"administer"})
    for part in _parts():
        assert [place.holds(part) for place in shown].count(True) == 1, part
        inside = [place for outer in shown for place in outer.inside if place.holds(part)]
        assert len(inside) <= 1, part


def test_only_administrators_see_what_only_they_may_do():
    assert ORGANISATION not in places_for({"read", "award"})
    assert len(places_for({"administer"})) == 4
