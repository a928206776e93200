"""A made world for the planner: 14,000 skills, 10,000 micro-credentials, random journeys of 60 skills."""

from __future__ import annotations

import random
from datetime import date, timedelta

from umiem.domain.pathways import Catalogue, CatalogueEntry, Offering, Requirement
from umiem.domain.text import LocalizedText

START = date(2027, 1, 4)
SKILLS = tuple(f"urn:skill:{number}" for number in range(14_000))
_NEIGHBOURHOOD = 40
_LANGUAGES = ("pl", "pl", "pl", "en")


def make_catalogue(seed: int, *, entries: int = 10_000) -> Catalogue:
    """Entries teach 1 to 8 neighbouring skills; a third requires something; a third is a cohort."""
    dice = random.Random(seed)
    made: list[CatalogueEntry] = []
    for number in range(entries):
        first = dice.randrange(len(SKILLS) - _NEIGHBOURHOOD)
        around = SKILLS[first : first + _NEIGHBOURHOOD]
        taught = frozenset(dice.sample(around, dice.randint(1, 8)))
        hours = float(round(sum(dice.uniform(4, 14) for _ in taught)) + 2)
        made.append(
            CatalogueEntry(
                f"entry-{number}",
                LocalizedText({"en": f"Entry {number}"}),
                f"provider-{number % 60}",
                taught,
                hours,
                _requirement(dice, around, taught, made),
                tuple(_offering(dice, f"{number}/{each}", hours) for each in range(dice.randint(1, 3))),
            )
        )
    return Catalogue(tuple(made))


def _requirement(
    dice: random.Random, around: tuple[str, ...], taught: frozenset[str], made: list[CatalogueEntry]
) -> tuple[Requirement, ...]:
    if dice.random() > 0.33:
        return ()
    if made and dice.random() < 0.5:
        return (Requirement((dice.choice(made).identifier,)),)
    others = sorted(set(around) - taught)
    return (Requirement(tuple(dice.sample(others, 3))),)


def _offering(dice: random.Random, identifier: str, hours: float) -> Offering:
    is_cohort = dice.random() < 0.33
    return Offering(
        identifier,
        price=float(dice.choice([0, 1, 1, 1]) * round(hours * dice.uniform(5, 40))),
        language=dice.choice(_LANGUAGES),
        starts=START + timedelta(days=dice.randrange(400)) if is_cohort else None,
        weeks=max(2.0, hours / 8 + 0.5) if is_cohort else 0.0,
    )


def make_target(dice: random.Random, *, size: int = 60) -> tuple[str, ...]:
    """Sixty skills: clusters of neighbours, as the skills of an occupation are."""
    chosen: set[str] = set()
    while len(chosen) < size:
        first = dice.randrange(len(SKILLS) - _NEIGHBOURHOOD)
        chosen.update(dice.sample(SKILLS[first : first + _NEIGHBOURHOOD], dice.randint(2, 8)))
    return tuple(sorted(chosen)[:size])
