"""European Digital Credentials against the public shapes, our own structural check, and mutations."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.european_shapes import shacl_violations
from tests.examples import NOW, PICTURES, STATUS_ENTRIES, award_of, example_definitions, issuer_of
from tests.generated_awards import generated_awards
from tests.shared_data import shared_path
from umiem.domain.award import AwardRecord
from umiem.domain.definition import Level, Participation, QualityAssurance, Workload
from umiem.domain.text import LocalizedText
from umiem.engine.profiles.european_digital_credential import faults_of, require_conformant
from umiem.errors import MalformedInputError, RefusedError
from umiem.services.credential.representations.european_digital_credential import (
    edc_identifier,
    european_digital_credential_document,
)

IDENTIFIER = "urn:uuid:1018d05f-21d5-4555-b7f0-8fabfd22ca75"
SAMPLES = "vectors/elm/Credentials/JSON-LD Examples (ELM v3)"
Document = dict[str, Any]


def document_of(award: AwardRecord) -> Document:
    document = european_digital_credential_document(
        award,
        issuer_of(award.definition),
        credential_id=IDENTIFIER,
        issued_at=NOW,
        pictures=PICTURES,
        status_entries=STATUS_ENTRIES,
    )
    return json.loads(json.dumps(document))  # as a reader gets it: nothing shared between nodes


@pytest.fixture
def document() -> Document:
    return document_of(award_of(example_definitions()[0]))


def test_examples_conform_to_the_merged_shapes() -> None:
    documents = [document_of(award_of(definition)) for definition in example_definitions()]
    assert shacl_violations(documents) == []


def test_generated_credentials_conform() -> None:
    documents = [document_of(award) for award in generated_awards(12)]
    assert shacl_violations(documents) == []
    assert [faults_of(document) for document in documents] == [()] * len(documents)


def test_many_generated_credentials_pass_our_own_check() -> None:
    assert all(faults_of(document_of(award)) == () for award in generated_awards(60, seed=7))


def remove(*path: str | int) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        node: Any = document
        for step in path[:-1]:
            node = node[step]
        del node[path[-1]]

    return change


CLAIM = ("credentialSubject", "hasClaim", 0)
DISPLAY = ("displayParameter", "individualDisplay", 0)
REQUIRED: dict[str, tuple[str | int, ...]] = {
    "issuer": ("issuer",),
    "issued": ("issued",),
    "validFrom": ("validFrom",),
    "displayParameter": ("displayParameter",),
    "credentialSubject": ("credentialSubject",),
    "credentialSchema": ("credentialSchema",),
    "credentialProfiles": ("credentialProfiles",),
    "legal identifier": ("issuer", "eIDASIdentifier"),
    "legal name": ("issuer", "legalName"),
    "location": ("issuer", "location"),
    "country": ("issuer", "location", 0, "address", 0, "countryCode"),
    "claim": ("credentialSubject", "hasClaim"),
    "title": (*CLAIM, "title"),
    "awardedBy": (*CLAIM, "awardedBy"),
    "grade": (*CLAIM, "provenBy", 0, "grade"),
    "outcome title": (*CLAIM, "specifiedBy", "learningOutcome", 0, "title"),
    "display title": ("displayParameter", "title"),
    "display language": (*DISPLAY, "language"),
    "picture": (*DISPLAY, "displayDetail", 0, "image"),
    "picture content": (*DISPLAY, "displayDetail", 0, "image", "content"),
}
# In the shapes of ``no-cv`` only, so that a judge with ``full`` alone would let them pass.
NOTICED_BY_IMPORT = ("issuer", "issued", "validFrom", "credentialSubject", "claim", "grade", "picture")


@pytest.mark.parametrize("name", REQUIRED)
def test_each_missing_required_property_is_a_fault(name: str, document: Document) -> None:
    remove(*REQUIRED[name])(document)
    assert faults_of(document), name


@pytest.mark.parametrize("name", NOTICED_BY_IMPORT)
def test_the_shapes_notice_it_too(name: str, document: Document) -> None:
    remove(*REQUIRED[name])(document)
    assert shacl_violations([document]), f"{name}: is the second shape file loaded?"


def wrong_scheme(document: Document) -> None:
    document["credentialSubject"]["hasClaim"][0]["specifiedBy"]["eqfLevel"]["inScheme"]["id"] = "urn:x"


def greek_letter(document: Document) -> None:
    document["issuer"]["eIDASΙdentifier"] = document["issuer"].pop("eIDASIdentifier")


def unknown_term(document: Document) -> None:
    document["credentialSubject"]["defaultLanguage"] = "pl"


def national_number_without_country(document: Document) -> None:
    document["credentialSubject"]["nationalID"] = {"id": "urn:n", "type": "LegalIdentifier", "notation": "1"}


def identifier_for_two_things(document: Document) -> None:
    notes = document["credentialSubject"]["hasClaim"][0]["specifiedBy"]["additionalNote"]
    notes[1]["id"] = notes[0]["id"]


def months_instead_of_minutes(document: Document) -> None:
    document["credentialSubject"]["hasClaim"][0]["specifiedBy"]["volumeOfLearning"] = "60 hours"


def plain_text_title(document: Document) -> None:
    document["credentialSubject"]["hasClaim"][0]["title"] = "Python"


def other_context(document: Document) -> None:
    document["@context"] = ["https://www.w3.org/ns/credentials/v2"]


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (wrong_scheme, "edc-concept-scheme"),
        (greek_letter, "edc-unknown-term"),
        (unknown_term, "edc-unknown-term"),
        (national_number_without_country, "edc-missing"),
        (identifier_for_two_things, "edc-identifier-reused"),
        (months_instead_of_minutes, "edc-literal"),
        (plain_text_title, "edc-not-a-language-map"),
        (other_context, "edc-context"),
    ],
)
def test_what_shacl_does_not_see_is_seen_here(
    spoil: Callable[[Document], None], code: str, document: Document
) -> None:
    spoil(document)
    assert code in {fault.code for fault in faults_of(document)}
    with pytest.raises(MalformedInputError, match="edc-not-conformant"):
        require_conformant(document)


@pytest.mark.parametrize(
    ("name", "faults"),
    [
        ("Sample-MC-Annex1-unsigned.jsonld", ["issuer.eIDASIdentifier", "issued"]),
        ("Sample-CertOfPart-unsigned.jsonld", ["issuer.eIDASIdentifier", "issued"]),
    ],
)
def test_unsealed_samples_lack_only_what_sealing_adds(name: str, faults: list[str]) -> None:
    document = json.loads((shared_path(SAMPLES) / name).read_text())
    assert [fault.path for fault in faults_of(document)] == faults


def test_our_check_and_the_shapes_judge_the_samples_alike() -> None:
    sealed = json.loads((shared_path(SAMPLES) / "Sample-MC-Annex1-signed.jsonld").read_text())
    good = json.loads(sealed["payload"])
    bad = json.loads((shared_path(SAMPLES) / "Sample-MC-Annex1-unsigned.jsonld").read_text())
    assert (shacl_violations([good]), faults_of(good)) == ([], ())
    assert shacl_violations([bad])
    assert faults_of(bad)


def test_the_old_sample_is_refused_for_its_greek_letter() -> None:
    document = json.loads(shared_path("vectors/elm/rdf/samples/credential-sample.jsonld").read_text())
    assert "issuer.eIDASΙdentifier" in {fault.path for fault in faults_of(document)}


@pytest.mark.parametrize(
    ("element", "changes"),
    [
        ("M2", {"title": LocalizedText()}),
        ("M6", {"learning_outcomes": ()}),
        ("M7", {"workload": Workload()}),
        ("M8", {"level": Level()}),
        ("M9", {"assessments": ()}),
        ("M10", {"participation": Participation()}),
        ("M11", {"quality_assurance": QualityAssurance()}),
        ("M4", {"awarding_bodies": ()}),
    ],
)
def test_a_missing_element_is_named(element: str, changes: dict[str, Any]) -> None:
    definition = example_definitions()[0]
    award = award_of(replace(definition, **changes))
    with pytest.raises(RefusedError) as refused:
        european_digital_credential_document(
            award, issuer_of(definition), credential_id=IDENTIFIER, issued_at=NOW, pictures=PICTURES
        )
    assert refused.value.code == "representation-element-missing"
    assert refused.value.params["element"] == element


def test_every_element_is_there(document: Document) -> None:
    claim = document["credentialSubject"]["hasClaim"][0]
    specification, assessment = claim["specifiedBy"], claim["provenBy"][0]
    subjects = {note["subject"]["id"].rpartition("#")[2] for note in specification["additionalNote"]}
    assert document["credentialSubject"]["fullName"] == {"pl": "Świętosława Żółć"}
    assert set(specification["title"]) == {"pl", "en"}
    assert document["issuer"]["location"][0]["address"][0]["countryCode"]["id"].endswith("/POL")
    assert claim["awardedBy"]["awardingDate"] == "2026-05-18T00:00:00Z"
    assert claim["awardedBy"]["awardingBody"][0]["legalName"]["pl"] == "Politechnika Przykładowa"
    assert len(specification["learningOutcome"]) == 3
    assert specification["creditPoint"][0]["point"] == "2"
    assert specification["volumeOfLearning"] == "PT55H"
    assert specification["eqfLevel"]["id"].endswith("/eqf/5")
    assert assessment["specifiedBy"]["dcType"][0]["id"].endswith("/assessment/6e6cb2cc78")
    assert specification["mode"][0]["id"].endswith("/e92d221e4d")
    assert {"accreditation-internal-quality-system", "stackability-stackable"} <= subjects
    assert specification["entryRequirement"]["noteLiteral"]["en"].startswith("No formal")
    assert assessment["idVerification"]["id"].endswith("/70be69aaf9")
    assert claim["provenBy"][-1]["grade"]["noteLiteral"] == {"pl": "4,5"}


def test_concepts_have_scheme_and_both_languages(document: Document) -> None:
    def concepts(node: Any) -> list[Document]:
        if isinstance(node, list):
            return [found for member in node for found in concepts(member)]
        if not isinstance(node, dict):
            return []
        own = [node] if node.get("type") == "Concept" else []
        return own + [found for member in node.values() for found in concepts(member)]

    found = concepts(document)
    assert len(found) > 30
    assert all(one["inScheme"]["type"] == "ConceptScheme" for one in found)
    assert all(set(one["prefLabel"]) == {"en", "pl"} for one in found)


def test_the_address_of_the_learner_is_only_a_digest(document: Document) -> None:
    assert "swietoslawa.zolc@example.org" not in json.dumps(document["credentialSubject"])
    assert "sha256$" in json.dumps(document["credentialSubject"]["identifier"])


def test_identifiers_and_status_are_those_of_the_award(document: Document) -> None:
    assert document["id"] == "urn:credential:1018d05f-21d5-4555-b7f0-8fabfd22ca75"
    assert edc_identifier("https://example.org/c/1") == "https://example.org/c/1"
    own, status = document["identifier"]
    assert own["notation"] == IDENTIFIER
    assert (status["schemeId"], status["notation"]) == (STATUS_ENTRIES[0].list_url, "94567")


def test_the_same_award_gives_the_same_document(document: Document) -> None:
    assert document == document_of(award_of(example_definitions()[0]))


@pytest.mark.parametrize("kind", [["Concept"], [{}], {"a": []}, 3, None])
def test_any_value_may_stand_where_a_class_is_named(document: Document, kind: object) -> None:
    document["credentialProfiles"][0]["type"] = kind
    assert "edc-class" in {fault.code for fault in faults_of(document)}
