"""The places of the staff: four at most on the first line, those of the present one on a second line.

Where a page belongs is read from its address: the part after the organisation.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from umiem.sentences import N_


@dataclass(frozen=True, kw_only=True)
class Place:
    """A link of the navigation, and the first parts of the addresses that lie behind it."""

    view: str
    label: str
    parts: frozenset[str]
    inside: tuple[Place, ...] = ()
    needs: str = ""

    def holds(self, part: str) -> bool:
        """Say whether a page at this part of the address lies behind this link."""
        return part in self.parts or any(place.holds(part) for place in self.inside)


def _place(view: str, label: str, *more: str) -> Place:
    return Place(view=f"issuer:{view}", label=label, parts=frozenset({view, *more}))


OVERVIEW = Place(view="issuer:dashboard", label=N_("Overview"), parts=frozenset({""}))
DEFINITIONS = _place("definitions", N_("Definitions"), "peers", "feedback", "approval-rule")
AWARDING = Place(
    view="issuer:awards",
    label=N_("Awarding"),
    parts=frozenset(),
    inside=(
        _place("awards", N_("Awards"), "lists"),
        _place("batches", N_("Batches")),
        _place("mail", N_("Notices")),
        _place("applications", N_("Applications")),
        _place("reports", N_("Reports")),
    ),
)
ORGANISATION = Place(
    view="issuer:organisation",
    label=N_("Organisation"),
    parts=frozenset(),
    inside=(
        _place("organisation", N_("Name and appearance")),
        _place("members", N_("Members")),
        _place("tokens", N_("API tokens")),
        _place("keys", N_("Keys")),
        _place("privacy", N_("Personal data"), "erasures"),
        _place("history", N_("Records")),
    ),
    needs="administer",
)
PLACES = (OVERVIEW, DEFINITIONS, AWARDING, ORGANISATION)


def places_for(may: Collection[str]) -> tuple[Place, ...]:
    """Return the places of the first line that somebody with these permissions sees."""
    return tuple(place for place in PLACES if not place.needs or place.needs in may)


def part_of(route: str) -> str:
    """Return the part of an address that says where it belongs: what follows the organisation."""
    return route.partition("<slug:organisation>/")[2].partition("/")[0]
