"""An award as Open Badges 3.0: the published schema, no undefined term, every Annex I element."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jsonschema
import pytest
from pyld import jsonld

from tests.engine_documents import SIGNER, World, issue, verify
from tests.examples import DEFINITION_FILES, award_of, example
from tests.shared_data import shared_path
from umiem.domain.award import AwardRecord, IssuerIdentity, issuer_from_definition
from umiem.domain.definition_file import load_definition
from umiem.engine import (
    OPEN_BADGES_3,
    CompiledTemplate,
    InMemorySigner,
    Verdict,
    prepare_credential,
    sign_credential,
    status_list_document,
)
from umiem.engine.status.bitstring import StatusEntry, set_value
from umiem.errors import RefusedError
from umiem.services.credential.representations.open_badges_3 import open_badge_document

REVOCATION = StatusEntry(purpose="revocation", index=94567, list_url="https://uczelnia.example.org/status/1")
SUSPENSION = StatusEntry(purpose="suspension", index=94567, list_url="https://uczelnia.example.org/status/2")
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
DID = "did:web:uczelnia.example.org"
CONTEXT_FILES = {
    "https://www.w3.org/ns/credentials/v2": "credentials-v2.jsonld",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "ob-v3p0-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": "ob-v3p0-extensions.json",
}
OWN_CONTEXT = Path(__file__).parents[4] / "src/umiem/engine/contexts/umiem-microcredential-v1.jsonld"


def document(award: AwardRecord, **changes: object) -> dict[str, object]:
    issuer: IssuerIdentity = issuer_from_definition(award.definition, DID)
    arguments: dict[str, object] = {
        "status_entries": [REVOCATION],
        "credential_id": "urn:uuid:6f9619ff-8b86-4d01-b42d-00c04fc964ff",
        "valid_from": datetime(2026, 11, 22, 12, tzinfo=UTC),
        "valid_until": None,
        "languages": ("pl", "en"),
    }
    return open_badge_document(award, issuer, **(arguments | changes))


@pytest.fixture(scope="module")
def schema() -> jsonschema.protocols.Validator:
    path = shared_path("vectors/contexts-published/ob_v3p0_achievementcredential_schema.json")
    return jsonschema.Draft201909Validator(json.loads(path.read_text()))


@pytest.mark.parametrize("path", DEFINITION_FILES, ids=lambda path: path.stem)
def test_validates_against_the_published_schema(path: Path, schema: jsonschema.protocols.Validator) -> None:
    made = document(award_of(load_definition(path.read_bytes(), path.name)))
    assert [error.message for error in schema.iter_errors(made)] == []


def load_context(url: str, _options: object = None) -> dict[str, object]:
    if url == "https://w3id.org/umiem/microcredential/v1":
        path = OWN_CONTEXT
    else:
        path = shared_path(f"vectors/contexts-published/{CONTEXT_FILES[url]}")
    return {"contextUrl": None, "documentUrl": url, "document": json.loads(path.read_text())}


def expanded_keys(node: object) -> set[str]:
    if isinstance(node, list):
        return set().union(*map(expanded_keys, node)) if node else set()
    if isinstance(node, dict):
        return set(node) | set().union(*map(expanded_keys, node.values())) if node else set()
    return set()


@pytest.mark.parametrize("path", DEFINITION_FILES, ids=lambda path: path.stem)
def test_every_term_is_defined(path: Path) -> None:
    definition = load_definition(path.read_bytes(), path.name)
    made = document(award_of(definition))
    dropped: list[object] = []
    expanded = jsonld.expand(
        made,
        {"documentLoader": load_context, "on_property_dropped": dropped.append, "base": None},
    )
    assert dropped == []
    assert all(key.startswith("@") or ":" in key for key in expanded_keys(expanded))
    flat = json.dumps(expanded, ensure_ascii=False)
    for word in ("Świętosława", "PL7240000000", "Example Accreditation Committee"):
        assert word in flat
    assert ("contactHours" in flat) == (definition.workload.contact_hours is not None)


def test_the_engine_accepts_it() -> None:
    made = document(award_of(example()), status_entries=[REVOCATION, SUSPENSION])
    assert prepare_credential(made, OPEN_BADGES_3).document == made


def test_every_annex_1_element_is_there() -> None:
    made = document(award_of(example()))
    subject = made["credentialSubject"]
    achievement = subject["achievement"]
    extension = achievement["microcredential"]
    assert subject["identifier"][0]["identityHash"] == "Świętosława Żółć"  # M1
    assert achievement["name"] == "Podstawy języka Python"  # M2
    assert made["issuer"]["address"]["addressCountryCode"] == "PL"  # M3
    assert achievement["creator"]["name"] == "Politechnika Przykładowa"  # M4
    assert made["awardedDate"] == "2026-05-18T00:00:00Z"  # M5
    assert len(extension["learningOutcome"]) == 4  # M6
    assert extension["workload"]["ects"] == "3"  # M7
    assert extension["workload"]["hours"] == 80
    assert extension["level"]["eqfLevel"] == "http://data.europa.eu/snb/eqf/5"  # M8
    assert extension["assessment"][0]["assessmentType"].endswith("/6a4db9f11d")  # M9
    assert extension["participation"]["participationMode"]  # M10
    assert extension["qualityAssurance"]["statement"]["en"]  # M11
    assert extension["prerequisites"]  # O1
    assert extension["assessment"][0]["supervision"].endswith("/70be69aaf9")  # O2
    assert subject["microcredentialAward"]["grade"] == "4,5"  # O3
    assert extension["stackability"]["towards"]  # O4
    assert extension["furtherInformation"]  # O5


def test_no_text_of_the_definition_is_lost() -> None:
    definition = example("podstawy-ux")
    flat = json.dumps(document(award_of(definition)), ensure_ascii=False)
    for outcome in definition.learning_outcomes:
        for text in (*outcome.statement.values(), *outcome.criteria.values()):
            assert json.dumps(text, ensure_ascii=False) in flat


def test_the_email_address_is_only_a_salted_digest() -> None:
    award = award_of(example())
    made = document(award)
    entry = made["credentialSubject"]["identifier"][1]
    wanted = hashlib.sha256(b"swietoslawa.zolc@example.org" + award.identity_salt.encode()).hexdigest()
    assert entry["identityHash"] == f"sha256${wanted}"
    assert entry["salt"] == award.identity_salt
    assert "zolc@" not in json.dumps(made).lower()


def test_a_short_salt_is_refused() -> None:
    with pytest.raises(RefusedError, match="salt-too-short"):
        document(replace(award_of(example()), identity_salt="kosher"))


def test_english_first_when_asked() -> None:
    made = document(award_of(example()), languages=("en", "pl"))
    assert made["name"] == "Python programming basics"
    assert made["credentialSubject"]["achievement"]["inLanguage"] == "en"


def test_results_point_at_their_descriptions() -> None:
    subject = document(award_of(example()))["credentialSubject"]
    described = {description["id"] for description in subject["achievement"]["resultDescription"]}
    assert {result["resultDescription"] for result in subject["result"]} <= described
    assert len(subject["result"]) == 5


def test_the_same_award_gives_the_same_document() -> None:
    assert document(award_of(example())) == document(award_of(example()))


@pytest.mark.parametrize("way", ["one by one", "in bulk"])
@pytest.mark.parametrize("path", DEFINITION_FILES, ids=lambda path: path.stem)
def test_what_is_issued_validates_against_the_published_schema(
    path: Path, way: str, schema: jsonschema.protocols.Validator
) -> None:
    """With its proof and both status entries, exactly as the bytes leave the house."""
    signer = InMemorySigner.generate("Ed25519").did_key()
    definition = load_definition(path.read_bytes(), path.name)
    made = open_badge_document(
        award_of(definition),
        issuer_from_definition(definition, signer.did),
        status_entries=[REVOCATION, SUSPENSION],
        credential_id="urn:uuid:6f9619ff-8b86-4d01-b42d-00c04fc964ff",
        valid_from=AT,
        valid_until=AT + timedelta(days=365),
        languages=("pl", "en"),
    )
    if way == "in bulk":
        template = CompiledTemplate(signer, AT)
        signed = [template.sign(template.prepare(made, OPEN_BADGES_3)).data for _ in range(4)]
        assert len(set(signed)) == 1
        data = signed[-1]
    else:
        data = sign_credential(prepare_credential(made, OPEN_BADGES_3), signer, created=AT).data
    issued = json.loads(data)
    assert [error.message for error in schema.iter_errors(issued)] == []
    assert isinstance(issued["proof"], list)
    assert issued["credentialStatus"]["statusPurpose"] == "revocation"
    assert issued["suspensionStatus"]["statusPurpose"] == "suspension"


@pytest.mark.parametrize(
    ("member", "value"), [("proof", {"type": "DataIntegrityProof"}), ("credentialStatus", []), ("issuer", 5)]
)
def test_the_published_schema_is_strict_enough_to_notice(
    member: str, value: object, schema: jsonschema.protocols.Validator
) -> None:
    assert list(schema.iter_errors(document(award_of(example())) | {member: value}))


@pytest.mark.parametrize(
    ("revoked", "suspended", "verdict"),
    [(False, False, "passed"), (True, False, "failed"), (False, True, "failed")],
)
def test_both_status_entries_are_read(revoked: bool, suspended: bool, verdict: str) -> None:
    lists = {}
    for entry, is_set in ((REVOCATION, revoked), (SUSPENSION, suspended)):
        bits = bytearray(131_072 // 8)
        if is_set:
            set_value(bits, entry.index, 1)
        listed = status_list_document(
            list_url=entry.list_url, issuer=SIGNER.did, purpose=entry.purpose, bits=bits, valid_from=AT
        )
        lists[entry.list_url] = json.dumps(issue(listed)).encode()
    definition = example()
    made = open_badge_document(
        award_of(definition),
        issuer_from_definition(definition, SIGNER.did),
        status_entries=[REVOCATION, SUSPENSION],
        credential_id="urn:uuid:6f9619ff-8b86-4d01-b42d-00c04fc964ff",
        valid_from=AT,
        valid_until=None,
        languages=("pl", "en"),
    )
    signed = issue(made, profile=OPEN_BADGES_3)
    sources = World(lists=lists).sources
    found = {check.code: check.outcome.value for check in verify(signed, sources=sources, at=AT).checks}
    assert found["revocation"] == ("failed" if revoked else "passed")
    assert found["suspension"] == ("failed" if suspended else "passed")
    gone = {name: value for name, value in signed.items() if name != "suspensionStatus"}
    assert verify(gone, sources=sources, at=AT).verdict is Verdict.INVALID
