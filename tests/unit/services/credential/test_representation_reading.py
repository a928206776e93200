"""Reading credentials back: what one format keeps, and what each loses on the way."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from tests.examples import NOW, PICTURES, STATUS_ENTRIES, award_of, example_definitions, issuer_of
from tests.generated_awards import generated_awards
from tests.shared_data import shared_path
from umiem.domain.award import AwardRecord
from umiem.domain.definition import Composition
from umiem.engine.profiles.european_digital_credential import faults_of
from umiem.errors import RefusedError, UmiemError, UnsupportedError
from umiem.services.credential.representations.completeness import missing_elements
from umiem.services.credential.representations.european_digital_credential import (
    european_digital_credential_document,
)
from umiem.services.credential.representations.open_badges_3 import open_badge_document
from umiem.services.credential.representations.reading import read_credential

IDENTIFIER = "urn:uuid:1018d05f-21d5-4555-b7f0-8fabfd22ca75"
SAMPLES = "vectors/elm/Credentials/JSON-LD Examples (ELM v3)"


def badge(award: AwardRecord) -> dict[str, Any]:
    return open_badge_document(
        award,
        issuer_of(award.definition),
        status_entries=STATUS_ENTRIES,
        credential_id=IDENTIFIER,
        valid_from=NOW,
        valid_until=None,
        languages=("pl", "en"),
    )


def edc(award: AwardRecord) -> dict[str, Any]:
    return european_digital_credential_document(
        award,
        issuer_of(award.definition),
        credential_id=IDENTIFIER,
        issued_at=NOW,
        pictures=PICTURES,
        status_entries=STATUS_ENTRIES,
    )


@pytest.mark.parametrize("definition", example_definitions(), ids=lambda one: one.identifier)
def test_an_open_badge_keeps_all_but_the_address_and_how_it_was_composed(definition: Any) -> None:
    award = award_of(definition)
    read = read_credential(json.loads(json.dumps(badge(award))))
    kept = replace(award.learner, email="", identifier=read.award.learner.identifier)
    expected = replace(
        award, learner=kept, definition=replace(definition, hue=None, image="", composition=Composition())
    )
    assert read.award == expected
    assert read.issuer == issuer_of(definition)
    assert (read.credential_id, read.valid_from) == (IDENTIFIER, NOW)
    assert [entry.as_json() for entry in read.status_entries] == [STATUS_ENTRIES[0].as_json()]


def test_an_edc_keeps_every_element_of_annex_one() -> None:
    for award in generated_awards(40, seed=3):
        read = read_credential(json.loads(json.dumps(edc(award))))
        before, after = award.definition, read.award.definition
        assert missing_elements(read.award, read.issuer) == ()
        assert read.award.learner.full_name == award.learner.full_name
        assert (after.title, after.level, after.fields_of_study) == (
            before.title,
            before.level,
            before.fields_of_study,
        )
        assert (after.workload.ects, after.workload.hours) == (before.workload.ects, before.workload.hours)
        assert set(after.participation.modes) == set(before.participation.modes)
        assert after.participation.setting == before.participation.setting
        assert [(one.type, one.mode, one.supervision) for one in after.assessments] == [
            (one.type, one.mode, one.supervision) for one in before.assessments
        ]
        assert after.quality_assurance.types == before.quality_assurance.types
        assert [(one.id, one.statement, one.kind) for one in after.learning_outcomes] == [
            (one.id, one.statement, one.kind) for one in before.learning_outcomes
        ]
        assert (read.award.grade, read.award.awarded_on) == (award.grade, award.awarded_on)
        assert after.stackability.type == before.stackability.type


def test_from_badge_to_edc_and_on_stays_conformant_with_the_same_identifier() -> None:
    first = read_credential(badge(award_of(example_definitions()[0])))
    document = european_digital_credential_document(
        first.award,
        first.issuer,
        credential_id=first.credential_id,
        issued_at=NOW,
        pictures=PICTURES,
        status_entries=first.status_entries,
    )
    second = read_credential(json.loads(json.dumps(document)))
    assert faults_of(document) == ()
    assert second.credential_id == first.credential_id
    assert second.status_entries[0].index == first.status_entries[0].index


def test_the_commissions_samples_are_read_and_what_they_lack_is_named() -> None:
    def missing(name: str) -> tuple[str, ...]:
        payload = json.loads((shared_path(SAMPLES) / name).read_text())["payload"]
        read = read_credential(json.loads(payload))
        return missing_elements(read.award, read.issuer)

    assert missing("Sample-MC-Annex1-signed.jsonld") == ("M11",)
    assert "M6" in missing("Sample-CertOfPart-signed.jsonld")


def test_other_credentials_are_not_guessed_at() -> None:
    with pytest.raises(UnsupportedError, match="representation-unreadable"):
        read_credential({"type": ["VerifiableCredential"]})
    with pytest.raises(RefusedError) as refused:
        read_credential({"type": ["VerifiableCredential", "OpenBadgeCredential"]})
    assert refused.value.params["element"] == "M5"


JUNK: tuple[Any, ...] = (None, 5, -1.5, True, "x", [], {}, [None], [[{}]], {"id": 5}, ["x", {}], {"pl": []})


@pytest.mark.parametrize("make", [badge, edc], ids=["badge", "edc"])
def test_junk_anywhere_is_absence_or_a_clear_refusal(make: Any) -> None:
    document = json.loads(json.dumps(make(award_of(example_definitions()[0]))))
    tried = 0

    def spoil(node: Any) -> None:
        nonlocal tried
        for key in list(node) if isinstance(node, dict) else range(len(node)):
            saved = node[key]
            node[key] = JUNK[tried % len(JUNK)]
            tried += 1
            with suppress(UmiemError):
                read_credential(document)
            node[key] = saved
            if isinstance(saved, dict | list):
                spoil(saved)

    spoil(document)
    assert tried > 200
