"""The way to a new occupation through the pages: newcomer, learner, counsellor, and what they do wrong."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from pypdf import PdfReader

from tests.journeys.route_walk import DECLARED_SKILL, DESIGNER
from tests.worlds import learner, make_world, signed_in
from umiem import wiring
from umiem.domain.pathways import Wish
from umiem.errors import NotFoundError, RefusedError
from umiem.services.holder import portfolio
from umiem.services.skill import plan_consents, saved_plans, skill_profile
from umiem.services.skill.planning import make_plan
from umiem.storage.models import PlanLink, SavedPlan

pytestmark = [pytest.mark.django_db]

CLERK_TO_DESIGNER = "now=office+clerk&goal=UX+designer"


@pytest.fixture
def _without_demo_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    place = replace(wiring.installation(), demo=False)
    monkeypatch.setattr(wiring, "installation", lambda: place)


def page(client: Client, path: str, *, language: str = "en", status: int = 200) -> str:
    client.cookies["umiem_language"] = language
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize(
    ("language", "now", "goal", "said"),
    [
        ("en", "office clerk", "UX designer", "Proven optimal"),
        ("pl", "pracownik biurowy", "projektant UX", "Dowiedziono: najlepszy"),
        ("pl", "pracownik biurowy", "projektant interfejsow uzytkownika", "Dowiedziono: najlepszy"),
    ],
)
def test_a_newcomer_plans_the_way_without_an_account(language: str, now: str, goal: str, said: str):
    shown = page(Client(), f"/plan/?now={now}&goal={goal}", language=language)
    assert said in shown
    assert "26 / 26" in shown
    assert 'role="img"' in shown
    assert "<table" in shown


def test_the_front_page_leads_to_the_plan():
    assert 'href="/plan/"' in page(Client(), "/")
    assert "/plan/?now=occupation/" in page(Client(), "/plan/")


def test_the_plan_can_be_taken_along():
    pdf = Client().get(f"/plan/document/?{CLERK_TO_DESIGNER}")
    text = "".join(each.extract_text() for each in PdfReader(io.BytesIO(pdf.content)).pages)
    assert "Human-computer interaction" in text or "Interakcja człowiek" in text
    polish = Client(headers={"Accept-Language": "pl"}).get(f"/plan/document/?{CLERK_TO_DESIGNER}")
    polish_text = "".join(each.extract_text() for each in PdfReader(io.BytesIO(polish.content)).pages)
    assert re.search(r"\d+(,\d)? tyg\., do \d{1,2} \w+ 20\d\d", polish_text)
    assert "40 godz. · 0 zł" in polish_text
    calendar = Calendar.from_ical(Client().get(f"/plan/calendar/?{CLERK_TO_DESIGNER}").content)
    events = calendar.walk("VEVENT")
    assert len(events) > 5
    assert all(event["DTEND"].dt > event["DTSTART"].dt for event in events)


def test_a_link_shows_the_plan_until_it_ends():
    made = Client().post(f"/plan/link/?{CLERK_TO_DESIGNER}").content.decode()
    path = made.partition("/plan/s/")[2].partition("/")[0]
    assert "Human" in page(Client(), f"/plan/s/{path}/")
    PlanLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    page(Client(), f"/plan/s/{path}/", status=404)
    assert saved_plans.delete_ended() == 2  # the plan and its link
    assert not SavedPlan.objects.exists()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("goal=", "Say where you want to be"),
        ("goal=zzzzqqq", "Nothing is called"),
        ("goal=asystent", "Did you mean"),
        (f"goal={DESIGNER}&hours=0", "0.5"),
        (f"goal={DESIGNER}&weeks=-3", "greater than or equal to 1"),
        (f"goal={DESIGNER}&aim=own&weight_hours=0", "At least one of the weights"),
        (f"goal={DESIGNER}&starting=yesterday", "valid date"),
        (f"goal={DESIGNER}&starting=9999-12-31", "between the years 2000 and 2200"),
        ("skills=zzzzqqq", "Nothing is called"),
    ],
)
def test_what_makes_no_sense_gets_a_sentence(query: str, said: str):
    assert said in page(Client(), f"/plan/?{query}", status=422)


@pytest.mark.usefixtures("_without_demo_catalogue")
def test_a_catalogue_that_cannot_help_says_so_with_the_nearest():
    make_world()
    shown = page(Client(), f"/plan/?skill={DECLARED_SKILL}")
    assert "This catalogue cannot help" in shown
    assert "nobody in the catalogue confirms it" in shown


def test_a_budget_of_nothing_leaves_only_what_is_free():
    plan = make_plan(Wish(goal=DESIGNER, most_cost=0.0))
    assert plan.pathway.cost == 0
    assert plan.pathway.uncovered
    assert {each.why for each in plan.pathway.uncovered} <= {
        "preferences",
        "prerequisites",
        "limits",
        "nobody-teaches",
    }


def test_a_kept_plan_is_made_anew_when_a_credential_arrives():
    world = make_world()
    python = "http://data.europa.eu/esco/skill/ccd0a1d9-afda-43d9-b901-96344886e14d"
    ala = learner("ala@example.org")
    kept = saved_plans.save_plan(ala, Wish(skills=(python, DECLARED_SKILL)))
    before = saved_plans.show_plan(ala, kept.public_id)
    assert python not in before.plan.possession.verified
    portfolio.accept(ala, world.award("ala@example.org").award.public_id)
    after = saved_plans.show_plan(ala, kept.public_id)
    assert python in after.arrived
    assert len(after.plan.pathway.steps) < len(before.plan.pathway.steps)
    assert saved_plans.show_plan(ala, kept.public_id).arrived == ()


def test_the_same_plan_is_kept_once_and_not_without_end(monkeypatch: pytest.MonkeyPatch):
    ala = learner("ala@example.org")
    first = saved_plans.save_plan(ala, Wish(goal=DESIGNER))
    assert saved_plans.save_plan(ala, Wish(goal=DESIGNER)).pk == first.pk
    monkeypatch.setattr(saved_plans, "MOST_PLANS", 1)
    with pytest.raises(RefusedError, match="too-many-plans"):
        saved_plans.save_plan(ala, Wish(goal=DESIGNER, optional=True))


def test_a_counsellor_sees_plans_with_consent_only():
    ala, ola = learner("ala@example.org"), learner("ola@example.org")
    counsellor = learner("doradca@example.org")
    kept = saved_plans.save_plan(ala, Wish(goal=DESIGNER))
    saved_plans.save_plan(ola, Wish(goal=DESIGNER))
    assert plan_consents.clients_of(counsellor) == ()
    consent = plan_consents.give_consent(ala, " Doradca@Example.org ")
    assert [len(client.plans) for client in plan_consents.clients_of(counsellor)] == [1]
    assert "user interface designer" in page(
        signed_in("doradca@example.org"), f"/wallet/clients/plans/{kept.public_id}/"
    )
    plan_consents.withdraw_consent(ala, consent.public_id)
    with pytest.raises(NotFoundError, match="plan-unknown"):
        plan_consents.plan_of_client(counsellor, kept.public_id)


def test_declared_skills_count_in_plans_and_are_marked():
    ala = learner("ala@example.org")
    skill_profile.declare(ala, [DECLARED_SKILL, DECLARED_SKILL, "http://nowhere.example/skill"])
    assert skill_profile.possession_of(ala).declared == {DECLARED_SKILL}
    shown = page(signed_in("ala@example.org"), "/wallet/skills/")
    assert "Self-declared" in shown
    assert "design user interface" in page(signed_in("ala@example.org"), f"/plan/?goal={DESIGNER}")
    skill_profile.take_back(ala, DECLARED_SKILL)
    assert skill_profile.possession_of(ala).declared == frozenset()


def test_the_skill_map_says_who_confirms_what_and_how():
    world = make_world()
    ala = learner("ala@example.org")
    portfolio.accept(ala, world.award("ala@example.org").award.public_id)
    polish = page(signed_in("ala@example.org"), "/wallet/skills/", language="pl")
    assert "potwierdza: Uczelnia alfa (mikropoświadczenie „" in polish
    assert "sposób oceny: " in polish
    assert "confirmed by: " in polish  # the line for an English CV stands beside it
    assert 'role="img"' in polish
    assert "<table" in polish


def test_an_offer_is_read_and_leads_to_a_plan():
    text = "Projektant UX/UI\nWymagania:\n- projektowanie interfejsów, znajomość WCAG, HTML i CSS"
    client = Client()
    client.cookies["umiem_language"] = "pl"
    shown = client.post("/offer/", {"text": text})
    assert shown.status_code == 200
    assert "WCAG" in shown.content.decode()
    assert "2513" in shown.content.decode()
    assert 'name="skill"' in shown.content.decode()


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"text": ""}, 422),
        ({"text": "ąąą " * 20_000}, 422),
        ({"text": "xq vv zzt wrrt"}, 422),
        ({"file": io.BytesIO(b"%PDF-1.4 broken")}, 422),
        ({"file": io.BytesIO("Księgowa, bilans, VAT".encode("cp1250"))}, 200),
        ({"file": io.BytesIO(b"PK\x03\x04word")}, 422),
    ],
)
def test_offers_that_are_none_get_a_sentence(data: dict[str, object], status: int):
    assert Client().post("/offer/", data).status_code == status


def test_an_offer_becomes_a_request_to_a_candidate():
    client = Client()
    text = "UX designer. We expect: user research, Python."
    shown = client.post("/offer/", {"text": text}).content.decode()
    assert 'formaction="/verify/ask/"' in shown
    tails = re.findall(r'name="skill" value="([^"]+)"', shown)
    assert tails
    query = "&".join(f"skill={tail}" for tail in tails)
    form = page(client, f"/verify/ask/?{query}&purpose=Application&skill=nobody-knows")
    assert 'value="Application"' in form
    assert "Python (computer programming)" in form
    assert "nobody-knows" not in form.partition("<main")[2]


def test_too_many_skills_for_a_request_are_cut_between_names():
    names = "&".join(f"skills={'a' * 100}{number}" for number in range(30))
    skills = re.search(r'name="skills" value="([^"]*)"', page(Client(), f"/verify/ask/?{names}"))
    assert skills is not None
    assert len(skills[1]) <= 1_500
    assert all(len(name) >= 101 for name in skills[1].split(", "))


@pytest.mark.parametrize(
    ("typed", "name"), [("UX des", "user interface designer"), ("office cl", "office clerk")]
)
def test_names_follow_what_is_typed(typed: str, name: str):
    client = Client()
    assert 'hx-get="/plan/names/"' in page(client, "/plan/")
    assert f'value="{name}"' in page(client, f"/plan/names/?goal={typed}")
    assert page(client, "/plan/names/?goal=").strip() == ""
