"""Documents made from stored credentials: reproducible, in colour, carrying the credential."""

from __future__ import annotations

import pytest

from tests.examples import DID, NOW, award_of, example_definitions, issuer_of
from tests.seal_authority import seal, trusting
from umiem.engine import (
    OPEN_BADGES_3,
    InMemorySigner,
    VerificationPolicy,
    prepare_credential,
    sign_credential,
)
from umiem.engine.containers.pdf import read_pdf
from umiem.engine.containers.png import read_png
from umiem.engine.report import Verdict
from umiem.engine.seals.jades import verify_seal
from umiem.errors import UnsupportedError
from umiem.services.credential.conversion import Conversion, convert, open_credential, stored_credential
from umiem.services.credential.representations.open_badges_3 import open_badge_document
from umiem.services.files import File


@pytest.fixture(scope="module")
def stored() -> File:
    award = award_of(example_definitions()[0])
    document = open_badge_document(
        award,
        issuer_of(award.definition),
        status_entries=(),
        credential_id="urn:uuid:1018d05f-21d5-4555-b7f0-8fabfd22ca75",
        valid_from=NOW,
        valid_until=None,
        languages=("pl",),
    )
    signer = InMemorySigner.generate().under(f"{DID}#key-1")
    data = sign_credential(prepare_credential(document, OPEN_BADGES_3), signer, created=NOW).data
    return File(name="agile-1018d05f.json", media_type="application/vc", data=data)


KINDS = ("pdf", "sheet", "png", "svg", "edc")


def document_of(stored: File, kind: str, **changes: object) -> bytes:
    conversion = Conversion(at=NOW, **changes)
    return convert(stored_credential(stored.data), kind, conversion)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_credential_gives_the_same_bytes(kind: str, stored: File) -> None:
    first = document_of(stored, kind)
    assert document_of(stored, kind) == first


def test_the_credential_is_inside_byte_for_byte(stored: File) -> None:
    assert read_pdf(document_of(stored, "pdf")).payload == stored.data
    assert read_png(document_of(stored, "png")).payload == stored.data


def test_the_colour_of_the_definition_counts(stored: File) -> None:
    plain = document_of(stored, "svg")
    assert document_of(stored, "svg", hue=200) != plain


def test_a_sealed_credential_verifies(stored: File) -> None:
    made = document_of(stored, "edc", seal=seal())
    report = verify_seal(made, policy=VerificationPolicy.strict(), at=NOW, sources=trusting())
    assert report.verdict is Verdict.VALID


def test_a_proof_that_only_the_network_could_check_does_not_stop_reading(stored: File) -> None:
    opened = open_credential(stored.data, at=NOW)
    assert opened.report is not None
    assert opened.report.secured_claims is None
    assert opened.document["name"] == "Zarządzanie projektami w metodyce Agile"


def test_other_kinds_are_refused(stored: File) -> None:
    with pytest.raises(UnsupportedError, match="conversion-target-unknown"):
        document_of(stored, "docx")
