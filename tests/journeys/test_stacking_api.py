"""Applications for larger micro-credentials over the API, and in the browser's forms without a script."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.journeys.api_client import Api, api_of
from tests.worlds import EXAMPLES, SLUG, World, learner, make_world, publish_file, request, signed_in
from umiem.services.award.awards import award_one
from umiem.services.holder import portfolio
from umiem.services.stacking import applications
from umiem.storage.models import Award, StackApplication

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/organisations/alfa/applications"
WHOLE = "cyfrowe-projekty-w-biurze"
ALA = "ala@example.org"


@pytest.fixture
def world() -> World:
    made = make_world()
    for name in ("agile.yaml", "cyfrowe-projekty.yaml"):
        publish_file(made, (EXAMPLES / "definitions" / name).read_bytes())
    for slug in (SLUG, "zarzadzanie-projektami-agile"):
        award = award_one(made.issuer, "alfa", slug, request(ALA), run="2026").award
        portfolio.accept(learner(ALA), award.public_id)
    return made


def test_the_api_judges_refuses_and_awards(world: World):
    api = api_of(world, ("awards:read", "awards:write"))
    applied = applications.apply(learner(ALA), "alfa", WHOLE)
    assert [row["state"] for row in api.get(ROOT).json()["items"]] == ["open"]
    one = api.get(f"{ROOT}/{applied.public_id}").json()
    assert (one["is_complete"], one["given_name"], one["gone"]) == (True, "Świętosława", 0)
    assert [group["counted"][0]["reference"] for group in one["groups"]] == [
        f"alfa/{SLUG}",
        "alfa/zarzadzanie-projektami-agile",
    ]
    assert api.post(f"{ROOT}/{applied.public_id}/refuse", {"reason": ""}).status_code == 422
    refused = api.post(f"{ROOT}/{applied.public_id}/refuse", {"reason": "Brak miejsc."}).json()
    assert (refused["state"], refused["reason"]) == ("refused", "Brak miejsc.")
    names = {"given_name": "Świętosława", "family_name": "Żółć", "run": "2026"}
    late = api.post(f"{ROOT}/{applied.public_id}/award", names)
    assert (late.status_code, late.json()["code"]) == (409, "application-settled")
    again = applications.apply(learner(ALA), "alfa", WHOLE)
    made = api.post(f"{ROOT}/{again.public_id}/award", names).json()
    assert (made["kind"], made["award"]["email"], made["award"]["definition"]) == ("awarded", ALA, WHOLE)


def test_an_application_goes_from_page_to_page(world: World):
    ala, issuer = signed_in(ALA), signed_in("issuer@alfa.example")
    page = ala.get(f"/wallet/larger/alfa/{WHOLE}/")
    assert page.status_code == 200
    sent = ala.post(f"/wallet/larger/alfa/{WHOLE}/", {"message": "Proszę <b>o</b> przyznanie."})
    assert sent.headers["Location"] == "/wallet/larger/"
    ala.post(f"/wallet/larger/alfa/{WHOLE}/", {"message": "jeszcze raz"})  # a second click
    applied = StackApplication.objects.get()
    assert "/staff/alfa/applications/" in issuer.get("/staff/alfa/").content.decode()
    address = f"/staff/alfa/applications/{applied.public_id}/"
    shown = issuer.get(address).content.decode()
    assert "Proszę &lt;b&gt;o&lt;/b&gt; przyznanie." in shown
    assert issuer.post(address, {"reason": " "}).status_code == 422
    form = {
        "given_name": "Świętosława",
        "family_name": "Żółć",
        "awarded_on": "2026-11-28",
        "email": "x@y.example",
    }
    made = issuer.post(f"{address}award/", form)
    applied.refresh_from_db()
    assert made.headers["Location"] == f"/staff/alfa/awards/{applied.award.public_id}/"
    assert applied.award.email == ALA
    assert 'class="pill good"' in ala.get("/wallet/larger/").content.decode()
    component = Award.objects.get(definition__slug=SLUG).credentials.get()
    assert f"urn:uuid:{component.public_id}" in issuer.get(made.headers["Location"]).content.decode()
    held = ala.get(f"/wallet/larger/alfa/{WHOLE}/").content.decode()
    assert f"/wallet/{applied.award.public_id}/" in held
    assert 'name="message"' in page.content.decode()
    assert 'name="message"' not in held
    assert 'href="/wallet/larger/" aria-current="true"' in held


def test_several_are_decided_together_over_the_api(world: World):
    api = api_of(world, ("awards:read", "awards:write"))
    applied = applications.apply(learner(ALA), "alfa", WHOLE)
    gone = "00000000-0000-0000-0000-000000000001"
    ids = [str(applied.public_id), gone]
    assert api.post(f"{ROOT}/decide", {"applications": ids, "decision": "refuse"}).status_code == 422
    done = api.post(f"{ROOT}/decide", {"applications": ids, "decision": "award", "run": "2026"}).json()[
        "items"
    ]
    assert [(row["application"], row["state"], row["code"]) for row in done] == [
        (ids[0], "awarded", None),
        (gone, None, "application-unknown"),
    ]
    assert done[0]["award"] == str(Award.objects.get(definition__slug=WHOLE).public_id)


def test_several_are_ticked_looked_at_and_decided_together(world: World):
    issuer, address = signed_in("issuer@alfa.example"), "/staff/alfa/applications/decide/"
    applied = applications.apply(learner(ALA), "alfa", WHOLE)
    listed = issuer.get("/staff/alfa/applications/").content.decode()
    assert f'name="application" value="{applied.public_id}"' in listed
    assert " checked" not in listed
    assert " checked" in issuer.get("/staff/alfa/applications/?all").content.decode()
    author = signed_in("author@alfa.example").get("/staff/alfa/applications/").content.decode()
    assert 'name="application"' not in author
    shown = issuer.get(address, {"application": str(applied.public_id)}).content.decode()
    assert 'name="decision" value="award"' in shown
    assert issuer.get(address, {"application": "x"}).status_code == 404
    assert 'name="decision"' not in issuer.get(address).content.decode()
    form = {"application": [str(applied.public_id)], "decision": "refuse", "reason": " "}
    assert issuer.post(address, form).status_code == 422
    done = issuer.post(address, {**form, "decision": "award", "run": "2026"}).content.decode()
    applied.refresh_from_db()
    assert f"/staff/alfa/awards/{applied.award.public_id}/" in done
    late = issuer.post(address, {**form, "reason": "Brak miejsc."}).content.decode()
    assert "notice open" in late
    assert "notice good" not in late


def test_only_what_is_not_made_of_others_asks_for_dates(world: World):
    for slug, asks in ((SLUG, True), (WHOLE, False)):
        page = Client().get(f"/catalogue/alfa/{slug}/").content.decode()
        assert ('aria-labelledby="when"' in page) is asks


def test_a_signed_in_stranger_sees_only_what_is_open_to_everyone(world: World):
    stranger = signed_in("ktos@example.org")
    assert "Zobacz" in stranger.get("/wallet/larger/", headers={"Accept-Language": "pl"}).content.decode()
    page = stranger.get(f"/wallet/larger/alfa/{WHOLE}/")
    assert page.status_code == 200
    assert ALA not in page.content.decode()
    assert stranger.post(f"/wallet/larger/alfa/{WHOLE}/", {"message": ""}).status_code == 422
    assert stranger.get("/wallet/larger/alfa/nothing/").status_code == 404


def test_nobody_without_a_token_reads_applications(world: World):
    assert Api().get(ROOT).status_code == 401
