"""A facet counts exactly what choosing its value would find; so do the many skills and occupations."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

import pytest

from umiem.domain.catalogue import (
    FACETS,
    MOST_COUNTED,
    CardOffer,
    CatalogueCard,
    CatalogueIndex,
    CatalogueQuery,
    build_index,
)
from umiem.domain.text import LocalizedText

CARDS = 400
NEEDS = {f"occupation/{number}": [f"skill/{number}", f"skill/{number + 1}"] for number in range(40)}


@pytest.fixture(scope="module")
def index() -> CatalogueIndex:
    chance = random.Random(1)
    cards = [
        CatalogueCard(
            organisation=f"provider-{number % 7}",
            slug=f"course-{number}",
            titles=LocalizedText({"en": f"course {number}"}),
            description=LocalizedText({"en": "about it"}),
            eqf=chance.randint(3, 7),
            ects=chance.choice((None, 0.5, 1.0, 3.0, 12.0)),
            hours=chance.choice((None, 10.0, 10.5, 60.0, 400.0)),
            modes=(chance.choice(("online", "blended")),),
            pace=chance.choice(("full-time", "part-time")),
            languages=tuple(chance.sample(("pl", "en", "de"), 2)),
            fields=(chance.choice(("0611", "0413")),),
            region="PL-LD",
            skills=tuple(
                f"skill/{each}" for each in {min(59, int(chance.expovariate(0.1))) for _ in range(4)}
            ),
            occupations=(f"occupation/{number % 20}",),
            offers=tuple(
                CardOffer(
                    identifier=f"{number}/{place}",
                    mode="online",
                    language="pl",
                    region="PL-MZ",
                    price=chance.choice((None, 0.0, 200.0, 201.0, 9000.0)),
                    currency=chance.choice(("PLN", "PLN", "EUR")),
                    starts=chance.choice((None, date(2027, 1, 4), date(2027, 1, 31), date(2027, 2, 1))),
                )
                for place in range(chance.randint(0, 2))
            ),
        )
        for number in range(CARDS)
    ]
    return build_index(cards, needs=NEEDS)


@pytest.mark.parametrize("few", [0, CARDS], ids=["value by value", "card by card"])
@pytest.mark.parametrize("chosen", [{}, {"level": ("4",)}, {"skill": ("skill/1", "skill/50")}])
def test_a_count_is_what_the_choice_finds(
    index: CatalogueIndex, chosen: dict[str, tuple[str, ...]], few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("umiem.domain.catalogue.index._FEW_CARDS", few)
    found = index.search(CatalogueQuery(chosen=chosen))
    for name in FACETS:
        assert found.facets[name]
        for each in found.facets[name]:
            alone = index.search(CatalogueQuery(chosen={**chosen, name: (each.value,)}))
            assert alone.total == each.count, (name, each.value)


def test_the_most_frequent_skills_are_offered_and_those_that_were_chosen(index: CatalogueIndex) -> None:
    counts = sorted((bits.bit_count() for bits in index.skills.values()), reverse=True)
    shown = index.search(CatalogueQuery()).facets["skill"]
    assert [each.count for each in shown] == counts[:MOST_COUNTED]
    rare = min(index.skills, key=lambda uri: index.skills[uri].bit_count())
    with_rare = index.search(CatalogueQuery(chosen={"skill": (rare,)})).facets["skill"]
    assert [each.value for each in with_rare if each.is_chosen] == [rare]


def test_an_occupation_that_no_definition_names_is_found_by_its_skills(index: CatalogueIndex) -> None:
    found = index.search(CatalogueQuery(chosen={"occupation": ("occupation/30",)}))
    wanted = {"skill/30", "skill/31"}
    assert {card.slug for card in found.cards} == {
        card.slug for card in index.cards if wanted & set(card.skills)
    }


@pytest.mark.parametrize(
    ("facet", "band", "fits"),
    [
        ("credits", "1", lambda card: card.ects is not None and card.ects <= 1),
        ("credits", "more", lambda card: card.ects is not None and card.ects > 8),
        ("volume", "25", lambda card: 10 < card.whole_hours <= 25),
        (
            "cost",
            "0",
            lambda card: any(offer.price == 0 and offer.currency == "PLN" for offer in card.offers),
        ),
        ("begins", "2027-01", lambda card: "2027-01" in {str(each.starts)[:7] for each in card.offers}),
        ("begins", "any-day", lambda card: card.begins_any_day),
    ],
)
def test_bands_hold_what_they_say(
    index: CatalogueIndex, facet: str, band: str, fits: Callable[[CatalogueCard], bool]
) -> None:
    found = index.search(CatalogueQuery(chosen={facet: (band,)})).cards
    assert {card.slug for card in found} == {card.slug for card in index.cards if fits(card)}
    assert found
