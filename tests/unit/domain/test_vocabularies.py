"""The controlled vocabularies: complete in both languages, unambiguous, at the published addresses."""

from __future__ import annotations

import pytest

from umiem.domain import vocabularies
from umiem.domain.vocabularies import Vocabulary

ALL = [value for name in vocabularies.__all__ if isinstance(value := getattr(vocabularies, name), Vocabulary)]


@pytest.mark.parametrize("vocabulary", ALL, ids=lambda vocabulary: vocabulary.name)
def test_each_list(vocabulary: Vocabulary) -> None:
    codes = [concept.code for concept in vocabulary.concepts]
    addresses = [concept.uri for concept in vocabulary.concepts]
    assert len(set(codes)) == len(codes)
    assert len(set(addresses)) == len(addresses)
    assert vocabulary.version
    for concept in vocabulary.concepts:
        assert concept.labels.stated == {"pl", "en"}
        assert concept.uri.startswith(("http://", "https://w3id.org/umiem/"))
        assert concept.local == concept.uri.startswith("https://w3id.org/umiem/")
        assert vocabulary.find(concept.code) is vocabulary.find(concept.uri) is concept


@pytest.mark.parametrize(
    ("name", "code", "address"),
    [
        ("ASSESSMENT_TYPES", "written-examination", "http://data.europa.eu/snb/assessment/6e6cb2cc78"),
        ("LEARNING_MODES", "blended", "http://data.europa.eu/snb/learning-assessment/e92d221e4d"),
        ("LEARNING_SETTINGS", "formal", "http://data.europa.eu/snb/learning-setting/6fd4685715"),
        (
            "SUPERVISION",
            "supervised-identified",
            "http://data.europa.eu/snb/supervision-verification/70be69aaf9",
        ),
        (
            "QUALITY_ASSURANCE_TYPES",
            "institutional-license",
            "http://data.europa.eu/snb/accreditation/003293d2ce",
        ),
        ("EQF_LEVELS", "5", "http://data.europa.eu/snb/eqf/5"),
        ("PRK_LEVELS", "5", "http://data.europa.eu/snb/qdr/c_045fd11d"),
        ("FIELDS_OF_STUDY", "0613", "http://data.europa.eu/snb/isced-f/0613"),
        ("COUNTRIES", "PL", "http://publications.europa.eu/resource/authority/country/POL"),
        ("LANGUAGES", "pl", "http://publications.europa.eu/resource/authority/language/POL"),
        ("REGIONS", "PL-MZ", "http://publications.europa.eu/resource/authority/atu/POL_WOJ_MZ"),
    ],
)
def test_published_addresses(name: str, code: str, address: str) -> None:
    concept = getattr(vocabularies, name).find(code)
    assert concept is not None
    assert concept.uri == address


def test_what_is_not_in_a_list_is_not_found() -> None:
    assert vocabularies.ASSESSMENT_TYPES.find("horoscope") is None
    assert "XX" not in vocabularies.COUNTRIES
