"""What a definition requires first: in its file, the catalogue, plans, and cards of an older Umiem."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from tests.worlds import EXAMPLES, SLUG, World, learner, make_world, publish_file, signed_in
from umiem import wiring
from umiem.domain.catalogue.card import FORMAT
from umiem.domain.pathways import Pathway, WhyUncovered, Wish
from umiem.errors import RefusedError
from umiem.services.holder import portfolio
from umiem.services.skill import catalogue, skill_profile
from umiem.services.skill.planning import Possession, make_plan
from umiem.storage.models import CatalogueEntry

pytestmark = [pytest.mark.django_db]

UX = EXAMPLES / "definitions" / "podstawy-ux.yaml"
PYTHON_SKILL = "http://data.europa.eu/esco/skill/ccd0a1d9-afda-43d9-b901-96344886e14d"


@pytest.fixture(autouse=True)
def _without_demo_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    place = replace(wiring.installation(), demo=False)
    monkeypatch.setattr(wiring, "installation", lambda: place)


def world_with(*references: str) -> tuple[World, str]:
    """Publish two definitions, the second requiring ``references``; return a skill that only it teaches."""
    world = make_world()
    required = "".join(
        f"\n  - title: {{pl: Najpierw to, en: This first}}\n    reference: {each}" for each in references
    )
    publish_file(world, UX.read_bytes() + f"\nrequires:{required}\n".encode(), UX.name)
    cards = {card.identifier: card for card in catalogue.index().cards}
    first = cards[f"alfa/{SLUG}"]
    (second,) = (card for card in cards.values() if card is not first)
    return world, next(skill for skill in second.skills if skill not in first.skills)


def planned(skill: str, possession: Possession | None = None) -> Pathway:
    return make_plan(Wish(skills=(skill,)), possession or Possession(), with_alternatives=False).pathway


@pytest.mark.parametrize("reference", [SLUG, f"alfa/{SLUG}"])
def test_a_plan_takes_first_what_is_required(reference: str):
    _, skill = world_with(reference)
    first, second = planned(skill).steps
    assert first.entry.identifier == f"alfa/{SLUG}"
    assert second.needs == (first.entry.identifier,)
    assert first.last_day <= second.first_day


def test_a_required_skill_is_taught_or_held():
    _, skill = world_with(PYTHON_SKILL)
    assert planned(skill).steps[0].entry.identifier == f"alfa/{SLUG}"
    held = Possession(declared=frozenset({PYTHON_SKILL}))
    assert len(planned(skill, held).steps) == 1


def test_who_holds_it_begins_at_once_and_is_told_so():
    world, skill = world_with(SLUG)
    outcome = world.award("ala@example.org")
    ala = learner("ala@example.org")
    portfolio.accept(ala, outcome.award.public_id)
    assert skill_profile.possession_of(ala).credentials == {f"alfa/{SLUG}"}
    assert len(planned(skill, skill_profile.possession_of(ala)).steps) == 1
    client = signed_in("ala@example.org")
    client.cookies["umiem_language"] = "en"
    shown = client.get("/plan/", {"skill": skill.rpartition("/")[2], "goal": ""}).content.decode()
    assert "Already held, as it requires" in shown


@pytest.mark.parametrize("reference", ["nobody/has-this", "https://example.org/another-catalogue"])
def test_what_nobody_offers_cannot_be_met(reference: str):
    _, skill = world_with(reference)
    pathway = planned(skill)
    assert pathway.steps == ()
    assert [each.why for each in pathway.uncovered] == [WhyUncovered.PREREQUISITES]


def test_the_page_names_it_and_leads_there():
    world_with(SLUG, "nobody/has-this")
    path = next(f"/catalogue/{card.identifier}/" for card in catalogue.index().cards if card.requires)
    shown = Client(headers={"accept-language": "en"}).get(path).content.decode()
    assert "What must be held first" in shown
    assert f'<a href="/catalogue/alfa/{SLUG}/">' in shown
    assert "not in this catalogue" in shown


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ("Zła nazwa", "reference-wrong"),
        ("a/b/c", "reference-wrong"),
        ("podstawy-projektowania-ux", "is-itself"),
    ],
)
def test_a_reference_that_leads_nowhere_is_refused(reference: str, code: str):
    with pytest.raises(RefusedError):
        world_with(reference)


def test_a_card_of_an_older_umiem_is_made_again(monkeypatch: pytest.MonkeyPatch):
    world_with(SLUG)
    for row in CatalogueEntry.objects.all():
        old = {key: value for key, value in row.card.items() if key not in ("version", "requires")}
        CatalogueEntry.objects.filter(pk=row.pk).update(card={**old, "format": 1})
    monkeypatch.setattr(catalogue, "_MEMORY", catalogue._Memory())
    monkeypatch.setattr(catalogue, "MADE_AT_ONCE", 1)
    assert len(catalogue.index().cards) == 1
    assert Client().get("/catalogue/").status_code == 200
    assert len(catalogue.index().cards) == 2
    assert catalogue.refresh_all() == 0


def test_all_old_cards_are_made_again_at_once():
    world_with(SLUG)
    CatalogueEntry.objects.update(card={"format": 1})
    assert catalogue.refresh_all() == 2
    assert set(CatalogueEntry.objects.values_list("card__format", flat=True)) == {FORMAT}
