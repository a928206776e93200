"""Seals of other systems: whom a certificate names in ELM's spellings, and documents without a seal."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.seal_authority import edc_document, trusting
from tests.shared_data import shared_path
from umiem.engine.policy import VerificationPolicy
from umiem.engine.recognition import Kind, recognise, verify_any
from umiem.engine.report import Outcome, Verdict
from umiem.engine.seals.certificates import SealHolder
from umiem.engine.seals.legal_identifiers import names_holder
from umiem.sentences.checks import check_sentence

FOLDER = "vectors/elm/Credentials/JSON-LD Examples (ELM v3)"
AT = datetime(2026, 11, 22, tzinfo=UTC)
HOLDER = SealHolder(
    name="UCZELNIA LODZKA SP. Z O.O.",
    identifier="NTRPL-0000123456",
    country="PL",
    declares_qualified_seal=True,
)


def issuer(
    notation: Any, *, country: str = "POL", name: Any = "Uczelnia Łódzka sp. z o.o."
) -> dict[str, Any]:
    spatial = {"id": f"http://publications.europa.eu/resource/authority/country/{country}"}
    return {"eIDASIdentifier": {"notation": notation, "spatial": spatial}, "legalName": {"pl": name}}


@pytest.mark.parametrize(
    ("stated", "is_holder"),
    [
        (issuer("NTRPL-0000123456"), True),
        (issuer("NTRPL-0000123456", country="DEU", name="Other"), True),  # the whole identifier is enough
        (issuer("0000123456", name="Uczelnia Lodzka Sp. z o.o."), True),
        (issuer("0000123456", name=["Uczelnia Lodzka sp. z o.o."]), True),
        (issuer("0000123456", name="Uczelnia Lodzka sp. z o.o.", country="CZE"), False),
        (issuer("0000123456", name="Uczelnia Krakowska sp. z o.o."), False),
        (issuer("123456", name="Uczelnia Lodzka sp. z o.o."), False),
        (issuer("VATPL-0000123456"), False),
        (issuer(""), False),
        (issuer(None), False),
        (issuer(["NTRPL-0000123456"]), False),
        ({"eIDASIdentifier": "NTRPL-0000123456"}, False),
        ({"eIDASIdentifier": {"notation": "0000123456", "spatial": [], "legalName": 5}}, False),
        ({}, False),
    ],
)
def test_a_number_counts_with_its_country_and_name(stated: dict[str, Any], is_holder: bool) -> None:
    assert names_holder(stated, HOLDER) is is_holder


def test_a_certificate_without_identifier_or_name_is_nobody() -> None:
    nameless = SealHolder(name="", identifier="NTRPL-1", country="PL", declares_qualified_seal=False)
    assert not names_holder(issuer("1", name=""), nameless)
    unknown = SealHolder(name="X", identifier=None, country="PL", declares_qualified_seal=False)
    assert not names_holder(issuer("1", name="X"), unknown)


def judged(document: Any) -> Any:
    data = json.dumps(document).encode()
    assert recognise(data).kind is Kind.UNSEALED
    return verify_any(data, policy=VerificationPolicy.strict(), at=AT, sources=trusting())


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_credential_without_seal_is_told_as_that(wrapped: bool) -> None:
    report = judged({"credential": edc_document()} if wrapped else edc_document())
    assert report.verdict is Verdict.INVALID
    assert report.secured_claims is None
    check = report.check("proof")
    assert (check.outcome, check.params["reason"]) == (Outcome.FAILED, "seal-missing")
    assert "carries no seal" in check_sentence(check, "en")
    assert "pieczęci" in check_sentence(check, "pl")


@pytest.mark.parametrize("name", ["Sample-MC-Annex1", "Sample-CertOfPart"])
@pytest.mark.parametrize("form", ["unsigned.jsonld", "unsigned-uploadable.json"])
def test_the_commissions_unsealed_samples_are_refused_for_the_missing_seal(name: str, form: str) -> None:
    report = judged(json.loads((shared_path(FOLDER) / f"{name}-{form}").read_text()))
    assert [check.params.get("reason") for check in report.checks if check.outcome is Outcome.FAILED] == [
        "seal-missing"
    ]


def test_a_large_picture_does_not_hide_the_missing_seal() -> None:
    document = edc_document()
    document["displayParameter"]["individualDisplay"] = [{"image": "x" * 2_000_000}]
    assert judged(document).check("proof").params["reason"] == "seal-missing"
