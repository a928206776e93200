"""The printed quality sheet says who decided what, when and why, and what learners and peers said."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from tests.worlds import SLUG, learner, make_world
from umiem.errors import UnsupportedError
from umiem.services.credential.documents import definition_sheet
from umiem.services.definition import definition_editing, definition_feedback, definition_review
from umiem.services.definition.definition_feedback import Opinion
from umiem.services.definition.sheet_record import MOST_OPINIONS, sheet_record
from umiem.services.holder import portfolio

pytestmark = [pytest.mark.django_db]


def printed(world, language: str) -> str:
    file = definition_sheet(world.reviewer, "alfa", SLUG, language=language)
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(file.data)).pages)


def asked(world, name: str, comment: str) -> None:
    made = definition_feedback.invite_peer(world.author, "alfa", SLUG, name=name, affiliation="Firma")
    token = made.url.rstrip("/").rpartition("/")[2]
    definition_feedback.give_peer_feedback(token, Opinion(marks={"workload": 4}, comment=comment))


@pytest.mark.parametrize(
    ("language", "approved", "role", "mean", "learner_word"),
    [
        ("pl", "zatwierdzone", "zatwierdzający", "jasność efektów: 5,0", "Osoba ucząca się"),
        ("en", "approved", "approver", "clear outcomes: 5.0", "Learner"),
    ],
)
def test_decisions_and_opinions_are_printed(language, approved, role, mean, learner_word):
    world = make_world("alfa")
    award = world.award("ala@example.org").award.public_id
    ala = learner("ala@example.org")
    portfolio.accept(ala, award)
    definition_feedback.give_learner_feedback(
        ala, award, Opinion(marks={"outcomes": 5}, comment="Dużo #set ćwiczeń *naprawdę*.")
    )
    asked(world, "Jan Nowak", "Progi są za niskie.")
    text = printed(world, language)
    day = definition_review.get_review(world.author, "alfa", SLUG).decisions[1].at
    for said in (approved, role, "Zgodne z załącznikiem I.", "approver@alfa.example", mean, learner_word):
        assert said in text
    assert str(day.year) in text
    assert "Dużo #set ćwiczeń *naprawdę*." in text
    assert "Jan Nowak, Firma" in text
    assert "Progi są za niskie." in text
    assert "ala@example.org" not in text
    assert "Świętosława" not in text


def test_a_hidden_text_is_not_printed_but_its_reason_is():
    world = make_world("alfa")
    asked(world, "Jan Nowak", "Obelga.")
    opinion = definition_feedback.feedback_of(world.reviewer, "alfa", SLUG).entries[0]
    definition_feedback.hide_feedback(world.reviewer, "alfa", opinion.public_id, reason="Obraża.")
    text = printed(world, "pl")
    assert "Obelga" not in text
    assert "Tekst ukryto: Obraża." in text


def test_a_draft_has_no_decisions_yet():
    world = make_world("alfa")
    definition_editing.begin_version(world.author, "alfa", SLUG)
    assert "Nothing has been decided about this version yet." in printed(world, "en")


def test_only_the_newest_opinions_are_printed_and_the_rest_is_counted():
    world = make_world("alfa")
    for number in range(MOST_OPINIONS + 3):
        asked(world, f"Recenzent {number}", "Tak.")
    summary = definition_feedback.feedback_of(world.reviewer, "alfa", SLUG)
    review = definition_review.get_review(world.reviewer, "alfa", SLUG)
    record = sheet_record(review, summary, language="pl")
    assert (len(record.opinions), record.left_out, record.peers) == (MOST_OPINIONS, 3, MOST_OPINIONS + 3)
    assert record.opinions[0].name.startswith(f"Recenzent {MOST_OPINIONS + 2}")
    assert "(liczba: 3)" in printed(world, "pl")


def test_the_sheet_has_our_languages_only():
    world = make_world("alfa")
    with pytest.raises(UnsupportedError):
        definition_sheet(world.reviewer, "alfa", SLUG, language="de")
