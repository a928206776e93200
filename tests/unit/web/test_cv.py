"""The CV as PDF: what the person chose is in it, what they did not choose is not, in both languages."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.journeys.route_walk import DECLARED_SKILL
from tests.worlds import learner, make_world, signed_in
from umiem.services.credential import printed_codes
from umiem.services.holder import portfolio
from umiem.services.skill import skill_profile

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def credential():
    outcome = make_world().award(grade="4,5", given_name="Ewa", family_name="Ćwiek")
    portfolio.accept(learner("ala@example.org"), outcome.award.public_id)
    return outcome.credential


def text_of(query: str) -> str:
    answer = signed_in("ala@example.org").get(f"/wallet/account/cv.pdf?{query}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "pl",
            ("Życiorys", "Ewa Ćwiek", "Potrafię ", "potwierdza:", "Edukacja i szkolenia", "Uczelnia alfa"),
        ),
        ("en", ("Ewa Ćwiek", "Can ", "confirmed by:", "Education and training")),
    ],
)
def test_it_says_what_the_person_can_do_and_who_confirms_it(credential, language, said):
    text = text_of(f"language={language}")
    assert [part for part in said if part.casefold() not in text.casefold()] == []


def test_codes_grades_and_the_address_are_in_it_only_when_chosen(credential):
    code = printed_codes.code_for(credential)
    without, everything = text_of("language=en"), text_of("language=en&codes=on&grades=on&email=on")
    for part in (code, "Grade: 4,5", "ala@example.org"):
        assert part in everything
        assert part not in without


def test_declared_skills_stand_apart_and_only_when_chosen(credential):
    skill_profile.declare(learner("ala@example.org"), [DECLARED_SKILL], note="sama")
    assert "Nobody has confirmed these" not in text_of("language=en")
    text = text_of("language=en&declared=on")
    assert text.index("Nobody has confirmed these") < text.index("(sama)")


def test_what_is_not_in_force_is_not_in_it(credential):
    type(credential).objects.update(status="revoked")
    text = text_of("language=en&codes=on")
    assert "confirmed by" not in text
    assert printed_codes.code_for(credential) not in text


def test_the_page_asks_and_an_unknown_language_is_refused_in_words(credential):
    page = (
        signed_in("ala@example.org")
        .get("/wallet/account/cv/", headers={"accept-language": "pl"})
        .content.decode()
    )
    assert "1 obowiązujące poświadczenie" in page
    assert 'action="/wallet/account/cv.pdf"' in page
    assert signed_in("ala@example.org").get("/wallet/account/cv.pdf?language=xx").status_code == 422
    assert "umiem:no-cv" not in page
    empty = signed_in("ola@example.org").get("/wallet/account/cv/")
    assert empty.status_code == 200
    assert "cv.pdf" not in empty.content.decode()
