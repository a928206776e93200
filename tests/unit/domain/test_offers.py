"""Reading job offers: what is asked for, with the words that say so."""

from __future__ import annotations

import pytest

from umiem.adapters.esco import starter_library
from umiem.domain.offers import LONGEST_OFFER, read_offer
from umiem.errors import MalformedInputError, RefusedError

OFFER = """Projektant UX/UI (k/m)
Wymagania:
- projektowanie interfejsów w Figmie, znajomość WCAG
- podstawy HTML i CSS
Oferujemy:
- szkolenia z języka Java
"""


def _labels(text: str) -> dict[str, tuple[str, ...]]:
    library = starter_library()
    return {
        library.graph.label(each.uri, "en")[0]: each.triggers for each in read_offer(text, library).skills
    }


def test_skills_come_with_their_words() -> None:
    found = _labels(OFFER)
    assert found["design user interface"] == ("projektowanie interfejsów",)
    assert found["ICT accessibility standards"] == ("WCAG",)
    assert "use markup languages" in found


def test_what_is_offered_is_not_asked_for() -> None:
    assert "Java (computer programming)" not in _labels(OFFER)


def test_what_is_not_needed_is_not_asked_for() -> None:
    assert "Java (computer programming)" not in _labels(
        "Tester\nNie wymagamy znajomości języka Java, SQL wystarczy."
    )


def test_the_title_gives_the_group_and_the_occupation() -> None:
    reading = read_offer(OFFER, starter_library())
    assert reading.language == "pl"
    assert reading.groups[0].code == "2513"
    occupation = reading.occupations[0].uri
    assert starter_library().graph.label(occupation, "en")[0] == "user interface designer"


def test_a_title_alone_is_enough_for_a_group_outside_the_starter_set() -> None:
    assert read_offer("Kierowca C+E", starter_library()).groups[0].code == "8332"


def test_an_english_offer() -> None:
    reading = read_offer(
        "Data analyst\nRequirements: you will perform data analysis with Python.", starter_library()
    )
    assert reading.language == "en"
    assert reading.groups[0].code == "2511"
    assert len(reading.skills) >= 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "offer-empty"),
        ("Gżegżółka, gżegżółka!", "offer-without-skills"),
        ("{{{{ ??? ….", "offer-without-skills"),
    ],
)
def test_a_text_without_skills_is_refused(text: str, code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        read_offer(text, starter_library())
    assert refused.value.code == code


def test_a_text_too_long_is_refused() -> None:
    with pytest.raises(MalformedInputError) as refused:
        read_offer("x" * (LONGEST_OFFER + 1), starter_library())
    assert refused.value.code == "offer-too-long"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Szukamy specjalisty ds. UX do zespołu.\nWymagania: prototypowanie, metodyka Agile.", "2351"),
        ("Specjalista ds. UX\nWymagania: badania użytkowników, metodyka Scrum", "2351"),
    ],
)
def test_a_requirement_is_not_read_as_the_title(text: str, code: str) -> None:
    """„Metodyka” in a list of requirements is no „metodyk” (2351)."""
    groups = [each.code for each in read_offer(text, starter_library()).groups]
    assert groups[0] in ("2511", "2513")
    assert code not in groups
