"""The catalogue: search, facets, comparison, feeds, pages of skills and occupations, dates, demand."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from tests.european_shapes import shacl_violations
from tests.journeys.route_walk import DESIGNER
from tests.worlds import SLUG, make_world, signed_in
from umiem.domain.catalogue import CatalogueQuery
from umiem.errors import MalformedInputError, RefusedError
from umiem.services import organisations
from umiem.services.definition import definition_offers, definitions
from umiem.services.definition.definition_offers import OfferTerms
from umiem.services.skill import catalogue, demand
from umiem.services.skill.planning_catalogue import planning_catalogue

pytestmark = [pytest.mark.django_db]

PYTHON_SKILL = "ccd0a1d9-afda-43d9-b901-96344886e14d"


def page(path: str, *, language: str = "en", status: int = 200) -> str:
    client = Client()
    client.cookies["umiem_language"] = language
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize("words", ["python", "pythona", "Pyton", "podstaw", "PODSTAWY jezyka"])
def test_words_find_with_endings_mistakes_and_without_diacritics(words: str):
    make_world()
    found = catalogue.search(CatalogueQuery(words=words))
    assert [card.slug for card in found.cards] == [SLUG]


def test_words_that_nobody_uses_find_nothing_but_a_way_on():
    make_world()
    shown = page("/catalogue/?q=zzzqqq")
    assert "Nothing matches" in shown
    assert 'href="/plan/"' in shown


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("provider=alfa", 1),
        ("provider=beta", 0),
        ("level=5", 1),
        ("level=8", 0),
        ("hours=1", 0),
        ("price=1", 0),
        ("price=abc&hours=x&start=yesterday&order=none&page=-1", 1),
        (f"skill={PYTHON_SKILL}", 1),
        (f"skill={PYTHON_SKILL}&skill=none", 1),
        ("skill=none", 0),
        (f"occupation={DESIGNER.rpartition('/')[2]}", 1),
        ("mode=online&mode=blended", None),
        ("q=%00&skill=%00", None),
    ],
)
def test_facets_and_limits_narrow(query: str, count: int | None):
    make_world()
    shown = page(f"/catalogue/?{query}")
    if count is not None:
        assert shown.count('class="card link credential-card"') == count


def test_what_is_archived_leaves_and_a_new_version_takes_the_place():
    world = make_world()
    assert len(catalogue.index().cards) == 1
    definitions.archive_definition(world.admin, world.slug, SLUG)
    assert catalogue.index().cards == ()
    page(f"/catalogue/{world.slug}/{SLUG}/")  # its page stays: credentials point there


def test_the_front_page_is_kept_only_while_nothing_it_shows_changes():
    world = make_world()
    first = page("/catalogue/", language="pl")
    assert page("/catalogue/", language="pl") == first
    assert page("/catalogue/", language="en") != first
    assert catalogue.edition() is catalogue.edition()
    organisations.change_details(
        world.admin, world.slug, names={"pl": "Nowa nazwa"}, website="", email="", hue=None
    )
    assert "Nowa nazwa" in page("/catalogue/", language="pl")
    definitions.archive_definition(world.admin, world.slug, SLUG)
    assert SLUG not in page("/catalogue/", language="pl")


def test_dates_and_prices_are_shown_and_planned_with():
    world = make_world()
    day = timezone.localdate() + timedelta(days=20)
    terms = OfferTerms(mode="onsite", language="pl", region="PL-LD", starts_on=day, price=Decimal("99.50"))
    row = definition_offers.add_offer(world.author, world.slug, SLUG, terms)
    assert definition_offers.add_offer(world.author, world.slug, SLUG, terms).pk == row.pk
    over = OfferTerms(mode="online", language="pl", starts_on=date(2020, 1, 1), price=Decimal(1))
    definition_offers.add_offer(world.author, world.slug, SLUG, over)
    card = catalogue.card(world.slug, SLUG)
    assert [offer.price for offer in card.offers] == [99.5]
    entry = planning_catalogue().catalogue.by_identifier[f"{world.slug}/{SLUG}"]
    assert [(each.price, each.starts) for each in entry.offerings] == [(99.5, day)]
    assert "from 99.50 zł" in page("/catalogue/")
    definition_offers.remove_offer(world.author, world.slug, SLUG, row.public_id)
    assert catalogue.card(world.slug, SLUG).offers == ()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("mode", "by-post"),
        ("language", "xx-nowhere"),
        ("region", "PL-QQ"),
        ("price", Decimal(-1)),
        ("weeks", 0),
        ("currency", "zł"),
        ("apply_url", "javascript:alert(1)"),
    ],
)
def test_offers_that_make_no_sense_are_refused_by_field(field: str, value: object):
    world = make_world()
    terms = OfferTerms(**({"mode": "online", "language": "pl"} | {field: value}))
    with pytest.raises(MalformedInputError) as caught:
        definition_offers.add_offer(world.author, world.slug, SLUG, terms)
    assert caught.value.params["field"] == field


def test_the_staff_adds_a_date_in_the_page():
    world = make_world()
    client = signed_in("author@alfa.example")
    address = f"/staff/{world.slug}/definitions/{SLUG}/offers/"
    assert client.post(address, {"mode": "online", "language": "pl", "price": "x"}).status_code == 422
    assert client.post(address, {"mode": "online", "language": "pl", "price": "120"}).status_code == 302
    assert catalogue.card(world.slug, SLUG).least_price == 120


def test_the_feeds_say_the_same_in_four_forms():
    make_world()
    plain = json.loads(page("/catalogue/feed.json"))
    assert [each["slug"] for each in plain["micro_credentials"]] == [SLUG]
    rows = list(csv.DictReader(io.StringIO(page("/catalogue/feed.csv").removeprefix("\ufeff"))))
    assert rows[0]["identifier"] == f"alfa/{SLUG}"
    courses = json.loads(page("/catalogue/feed.jsonld"))["itemListElement"]
    assert courses[0]["item"]["@type"] == "Course"
    credential = courses[0]["item"]["educationalCredentialAwarded"]
    assert credential["@type"] == "EducationalOccupationalCredential"
    opportunities = json.loads(page("/catalogue/feed-elm.jsonld"))["@graph"]
    assert opportunities[0]["type"] == "LearningOpportunity"
    assert f"/catalogue/alfa/{SLUG}/" in page("/sitemap.xml")
    assert "Disallow: /wallet/" in page("/robots.txt")


def test_the_european_feed_conforms_to_the_public_shapes():
    world = make_world()
    terms = {"mode": "onsite", "language": "pl", "starts_on": timezone.localdate() + timedelta(days=30)}
    for price, currency in ((Decimal(900), "EUR"), (Decimal(450), "PLN")):
        offered = OfferTerms(**terms, price=price, currency=currency)  # type: ignore[arg-type]
        definition_offers.add_offer(world.author, world.slug, SLUG, offered)
        assert f"from {price} {'zł' if currency == 'PLN' else currency}" in page("/catalogue/")
    feed = json.loads(page("/catalogue/feed-elm.jsonld"))
    opportunity = feed["@graph"][0]
    amount = opportunity["priceDetail"][0]["amount"]
    assert amount["value"] == "450.00"
    assert amount["unit"]["id"] == "http://publications.europa.eu/resource/authority/currency/PLN"
    assert shacl_violations([feed]) == []
    del amount["unit"]
    assert shacl_violations([feed]) != [], "are the nodes typed at all?"


def test_a_page_carries_its_course_for_search_engines():
    make_world()
    shown = page(f"/catalogue/alfa/{SLUG}/")
    block = shown.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert json.loads(block)["@type"] == "Course"
    assert "What it counts towards" in shown


def test_the_list_may_stand_in_a_frame_of_another_site_and_nothing_else_may():
    make_world()
    framed = Client().get("/organisations/alfa/list/")
    assert "frame-ancestors *" in framed["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed
    assert "frame-ancestors 'none'" in Client().get("/catalogue/")["Content-Security-Policy"]


def test_up_to_four_stand_side_by_side():
    make_world()
    make_world("beta")
    shown = page(f"/catalogue/compare/?c=alfa/{SLUG}&c=beta/{SLUG}&c=nobody/nothing&c=alfa/{SLUG}")
    assert shown.count('<th scope="col">') == 2
    assert "in all of them" in shown
    assert "Nothing to compare yet" in page("/catalogue/compare/")


def test_coverage_is_counted_honestly():
    make_world()
    short = DESIGNER.rpartition("/")[2]
    assert "of 26 essential skills can be confirmed here" in page(f"/occupations/{short}/")
    page("/occupations/00000000-0000-0000-0000-000000000000/", status=404)
    assert "Podstawy" in page(f"/skills/{PYTHON_SKILL}/", language="pl")
    page("/skills/00000000-0000-0000-0000-000000000000/", status=404)
    assert f"/skills/{PYTHON_SKILL}/" in page("/skills/?q=pyton")
    teaching = page("/skills/")
    assert "What can be confirmed here" in teaching
    assert f"/skills/{PYTHON_SKILL}/" in teaching
    assert f"/occupations/{short}/" in page("/occupations/?q=UX")


OFFERS = 'tytuł;opis\n"Programista Python";"Python, SQL i testy"\n"Sprzedawca";"obsługa klienta"\n'


def test_demand_is_counted_once_with_source_and_day():
    day = date(2026, 11, 2)
    survey = demand.import_offers(OFFERS.encode("cp1250"), "oferty.csv", source="Barometr", observed_on=day)
    assert survey.offers == 2
    again = demand.import_offers(OFFERS.encode("cp1250"), "oferty.csv", source="Barometr", observed_on=day)
    assert again.pk == survey.pk
    shown = page(f"/skills/{PYTHON_SKILL}/")
    assert "Asked for in 1 of 2 job offers (source: Barometr, 2 November 2026)" in shown


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.csv", b'title;opis\n"open;quote\n', "demand-file-broken"),
        ("a.csv", b"one;two\n1;2\n", "demand-no-text-column"),
        ("a.json", b'[{"text": "Python"}, 5]', "demand-no-text-column"),
        ("a.jsonl", b'{"text": "Python"}\n{broken\n', "demand-file-broken"),
        ("a.zip", b"PK\x03\x04broken", "demand-file-broken"),
        ("a.csv", b"title;opis\n", "demand-no-offers"),
        ("a.json", b"[]", "demand-no-offers"),
    ],
)
def test_a_broken_file_of_offers_changes_nothing(name: str, data: bytes, code: str):
    with pytest.raises((MalformedInputError, RefusedError), match=code):
        demand.import_offers(data, name, source="x", observed_on=date(2026, 1, 1))
    assert demand.latest() is None


def test_the_line_of_a_broken_offer_is_named():
    with pytest.raises(MalformedInputError) as broken:
        demand.import_offers(
            b'title;opis\n"Python";dobrze\n"open;quote\nmore\n',
            "a.csv",
            source="x",
            observed_on=date(2026, 1, 1),
        )
    assert broken.value.params["line"] == 3


def test_amounts_and_starts_are_facets_with_counts_in_both_languages():
    world = make_world()
    offered = OfferTerms(mode="online", language="pl", starts_on=date(2199, 3, 1), price=Decimal(450))
    definition_offers.add_offer(world.author, world.slug, SLUG, offered)
    for language, month, price in (
        ("en", "March 2199", "over 200 to 500 zł"),
        ("pl", "Marzec 2199", "ponad 200 do 500 zł"),
    ):
        shown = page("/catalogue/", language=language)
        assert month in shown or month.lower() in shown
        assert price in shown
    assert 'class="card link credential-card"' in page("/catalogue/?cost=500&begins=2199-03")
    assert "Nothing matches" in page("/catalogue/?cost=200")
    page("/catalogue/?cost=zzz&begins=2199-99&credits=0&volume=%00")


def test_skills_and_occupations_are_facets_with_counts():
    make_world()
    shown = page("/catalogue/")
    assert f'name="skill" value="{PYTHON_SKILL}"' in shown
    chosen = page(f"/catalogue/?skill={PYTHON_SKILL}&level=5")
    assert f'name="skill" value="{PYTHON_SKILL}" id="skill-1" checked' in chosen
    assert 'name="level" value="5" id="level-1" checked' in chosen
