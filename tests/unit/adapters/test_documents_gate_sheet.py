"""The quality sheet: every element and principle in both languages, for any definition."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from tests.examples import NOW, example_definitions
from umiem.domain.annexes import ELEMENT_NAMES, PRINCIPLE_NAMES
from umiem.domain.definition import AchievementSpecification, QualityAssurance, Workload
from umiem.errors import UnsupportedError
from umiem.services.definition.quality_sheet import quality_sheet_pdf


def text_of(definition: AchievementSpecification, language: str) -> str:
    pdf = quality_sheet_pdf(definition, language=language, on=NOW.date(), made_at=NOW)
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize("language", ["pl", "en"])
def test_a_good_definition_may_be_published(language: str) -> None:
    text = text_of(example_definitions()[0], language)
    assert all(name[language] in text for name in ELEMENT_NAMES.values())
    assert all(name[language] in text for name in PRINCIPLE_NAMES.values())
    assert ("można opublikować" if language == "pl" else "can be published") in text


def test_what_is_missing_is_said_with_its_reason() -> None:
    poor = replace(example_definitions()[0], workload=Workload(), quality_assurance=QualityAssurance())
    text = text_of(poor, "en")
    assert "cannot be published yet" in text
    assert "The workload is missing." in text
    assert "M7 · workload" in text


@pytest.mark.parametrize("language", ["pl", "en"])
def test_an_empty_definition_gets_a_sheet_too(language: str) -> None:
    assert "M11" in text_of(AchievementSpecification(), language)


def test_the_sheet_is_reproducible_and_only_in_our_languages() -> None:
    definition = example_definitions()[1]
    first = quality_sheet_pdf(definition, language="pl", on=NOW.date(), made_at=NOW)
    assert quality_sheet_pdf(definition, language="pl", on=NOW.date(), made_at=NOW) == first
    with pytest.raises(UnsupportedError, match="document-language"):
        quality_sheet_pdf(definition, language="de", on=NOW.date(), made_at=NOW)
