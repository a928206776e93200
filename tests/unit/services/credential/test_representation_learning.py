"""The learning credential for wallets: claims, what may be withheld, signature, type metadata."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.examples import DID, NOW, award_of, example_definitions, issuer_of
from tests.signing_keys import new_signer
from umiem.domain.definition import Level, Participation
from umiem.domain.text import LocalizedText
from umiem.engine import VerificationPolicy, offline_sources
from umiem.engine.envelopes.sd_jwt.token import parse_sd_jwt
from umiem.engine.envelopes.sd_jwt_vc import sign_sd_jwt_vc, verify_sd_jwt_vc
from umiem.engine.report import Verdict
from umiem.errors import RefusedError
from umiem.services.credential.representations.reading import read_credential
from umiem.services.credential.representations.sd_jwt_learning import (
    ASSESSMENT_CLAIM,
    CLAIMS,
    LEVEL_CLAIM,
    NO_LEVEL_CLAIM,
    PARTICIPATION_CLAIM,
    VCT,
    VCT_WITHOUT_LEVEL,
    disclosure_plan,
    learning_credential_claims,
    type_metadata,
)

DEFINITION = example_definitions()[0]
NEVER = {
    "issuing_authority",
    "issuing_country",
    "date_of_issuance",
    "achievement_title",
    "achievement_description",
    "language_of_classes",
    ASSESSMENT_CLAIM,
    PARTICIPATION_CLAIM,
}


def claims_of(did: str = DID, **changes: object) -> dict[str, object]:
    award = award_of(replace(DEFINITION, **changes))
    return learning_credential_claims(
        award,
        replace(issuer_of(DEFINITION), did=did),
        credential_id="urn:uuid:1",
        issued_at=NOW,
        expires_at=NOW + timedelta(days=365),
        language="en",
    )


def test_every_claim_of_the_european_type_and_ours() -> None:
    claims = claims_of()
    assert claims["vct"] == VCT == "urn:eu.europa.ec.eudi:learning:credential:1"
    assert claims["issuing_authority"] == "Example University of Technology"
    assert (claims["issuing_country"], claims["date_of_issuance"]) == ("PL", "2026-05-18")
    assert (claims["family_name"], claims["given_name"]) == ("Żółć", "Świętosława")
    assert claims["expected_study_time"] == "55 h, 2 ECTS"
    assert claims["level_of_learning_experience"] == 5
    assert claims["integration_stackability_options"] is True
    assert claims["language_of_classes"] == ["pl", "en"]
    assert claims[ASSESSMENT_CLAIM] == ["Written examination", "Group performance"]
    assert claims[PARTICIPATION_CLAIM] == ["Blended", "Project based"]
    assert claims["assessment_grade"] == "4,5"
    assert len(claims["learning_outcomes"]) == 3  # type: ignore[arg-type]
    assert {claim.name for claim in CLAIMS} - {NO_LEVEL_CLAIM} <= set(claims)


def test_the_time_of_issue_is_only_the_day() -> None:
    assert claims_of()["iat"] == int(NOW.replace(hour=0).timestamp())


def test_personal_claims_are_withheld_and_the_credential_verifies() -> None:
    signer = new_signer("P-256").did_key()
    claims = claims_of(did=signer.did)
    token = sign_sd_jwt_vc(claims, signer, plan=disclosure_plan(claims)).data
    in_clear = parse_sd_jwt(token).issuer_signed
    report = verify_sd_jwt_vc(
        token, policy=VerificationPolicy.strict(), at=NOW + timedelta(days=1), sources=offline_sources()
    )
    assert report.verdict is Verdict.VALID
    assert report.secured_claims is not None
    assert report.secured_claims["family_name"] == "Żółć"
    assert (
        len(parse_sd_jwt(token).disclosures) == sum(claim.disclosable for claim in CLAIMS) - 1
    )  # no reason beside a level
    assert "Żółć" not in in_clear


def test_nothing_that_a_verifier_needs_may_be_withheld() -> None:
    assert {claim.name for claim in CLAIMS if not claim.disclosable} - {"date_of_expiry"} == NEVER
    assert NEVER.isdisjoint(disclosure_plan(claims_of()).tree)


@pytest.mark.parametrize(
    ("element", "changes"),
    [
        ("M8", {"level": Level()}),
        ("M10", {"participation": Participation(modes=("online",))}),
        ("M6", {"learning_outcomes": ()}),
    ],
)
def test_what_the_type_cannot_do_without_is_named(element: str, changes: dict[str, object]) -> None:
    with pytest.raises(RefusedError) as refused:
        claims_of(**changes)
    assert refused.value.params["element"] == element


def test_an_award_without_a_level_has_a_type_of_its_own_that_says_why() -> None:
    claims = claims_of(level=Level(not_applicable=LocalizedText({"en": "A short training."})))
    assert claims["vct"] == VCT_WITHOUT_LEVEL != VCT
    assert LEVEL_CLAIM not in claims
    assert NO_LEVEL_CLAIM in disclosure_plan(claims).tree
    read = read_credential(claims).award.definition.level
    assert (read.eqf, read.not_applicable) == (None, {"en": "A short training."})


@pytest.mark.parametrize(("vct", "other"), [(VCT, NO_LEVEL_CLAIM), (VCT_WITHOUT_LEVEL, LEVEL_CLAIM)])
def test_type_metadata_names_every_claim_in_both_languages(vct: str, other: str) -> None:
    metadata = type_metadata(vct)
    by_name = {entry["path"][0]: entry for entry in metadata["claims"]}
    assert metadata["vct"] == vct
    assert by_name.keys() == {claim.name for claim in CLAIMS} - {other}
    assert by_name["family_name"]["sd"] == "always"
    assert by_name["achievement_title"]["sd"] == "never"
    assert all({one["locale"] for one in entry["display"]} == {"pl", "en"} for entry in by_name.values())
