"""JAdES seals: ours with every kind of key, the Commission's, time stamps, certificates."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from tests.examples import NOW
from tests.seal_authority import (
    LEGAL_IDENTIFIER,
    authority,
    edc_document,
    seal,
    time_stamper,
    trusting,
)
from tests.shared_data import shared_path
from umiem.adapters.keys.demonstration_authority import NOT_QUALIFIED, issue_seal
from umiem.adapters.keys.seal import SealIdentity, load_seal_identity, write_pem
from umiem.engine import VerificationPolicy, VerificationReport, offline_sources
from umiem.engine.recognition import Kind, recognise, verify_any
from umiem.engine.report import Outcome, Verdict
from umiem.engine.seals.certificates import holder_of, issuer_serial, organisation_identifier
from umiem.engine.seals.jades import seal_credential, seal_text, verify_seal
from umiem.errors import ConfigurationError, MalformedInputError, RefusedError

LATER = NOW + timedelta(hours=1)
SAMPLES = "vectors/elm/Credentials/JSON-LD Examples (ELM v3)"


def sealed_with(identity: SealIdentity, **options: object) -> bytes:
    return seal_credential(
        edc_document(),
        signer=identity.signer,
        certificates=identity.certificates,
        sealed_at=NOW,
        **options,  # type: ignore[arg-type]
    ).data


def report_on(data: bytes, *, at: datetime = LATER, anchored: bool = True) -> VerificationReport:
    sources = trusting() if anchored else offline_sources()
    return verify_seal(data, policy=VerificationPolicy.strict(), at=at, sources=sources)


def outcome(report: VerificationReport, code: str) -> Outcome:
    check = report.check(code)
    assert check is not None, code
    return check.outcome


@pytest.mark.parametrize(
    "key",
    [
        ec.generate_private_key(ec.SECP256R1()),
        ec.generate_private_key(ec.SECP384R1()),
        ed25519.Ed25519PrivateKey.generate(),
        rsa.generate_private_key(public_exponent=65537, key_size=2048),
    ],
    ids=["ES256", "ES384", "EdDSA", "RS256"],
)
def test_what_we_seal_we_verify(key: object) -> None:
    identity = issue_seal(
        authority(),
        legal_name="Politechnika Przykładowa",
        identifier=LEGAL_IDENTIFIER,
        country="PL",
        now=NOW,
        key=key,  # type: ignore[arg-type]
    )
    report = report_on(sealed_with(identity))
    assert report.verdict is Verdict.VALID
    assert report.issuer == LEGAL_IDENTIFIER
    assert report.require_valid().document["id"] == edc_document()["id"]


def test_the_form_is_the_commissions() -> None:
    envelope = json.loads(sealed_with(seal()))
    ours = json.loads(base64.urlsafe_b64decode(envelope["signatures"][0]["protected"] + "=="))
    sample = json.loads((shared_path(SAMPLES) / "Sample-MC-Annex1-signed.jsonld").read_text())
    theirs = json.loads(base64.urlsafe_b64decode(sample["signatures"][0]["protected"] + "=="))
    assert list(envelope) == list(sample)
    assert json.loads(envelope["payload"])["type"] == ["VerifiableCredential", "EuropeanDigitalCredential"]
    assert [name for name in theirs if name != "adoTst"] == list(ours)
    assert ours["crit"] == ["b64", "sigT"]
    assert ours["b64"] is False
    assert (ours["typ"], ours["cty"]) == (theirs["typ"], theirs["cty"])


@pytest.mark.parametrize("name", ["Sample-MC-Annex1-signed.jsonld", "Sample-CertOfPart-signed.jsonld"])
def test_the_commissions_samples_verify(name: str) -> None:
    data = (shared_path(SAMPLES) / name).read_bytes()
    report = report_on(data, at=datetime(2024, 1, 1, tzinfo=UTC), anchored=False)
    assert report.verdict is Verdict.VALID
    assert report.issuer == "VATES-A00000000"
    known = report.check("issuer-known")
    assert known is not None
    assert (known.outcome, known.params["known"]) == (Outcome.NOT_APPLICABLE, False)
    assert outcome(report, "time-stamp") is Outcome.PASSED


def test_an_expired_certificate_leaves_it_open_without_proof_of_time() -> None:
    data = (shared_path(SAMPLES) / "Sample-MC-Annex1-signed.jsonld").read_bytes()
    report = report_on(data, at=datetime(2026, 11, 22, tzinfo=UTC), anchored=False)
    assert report.verdict is Verdict.INDETERMINATE
    assert outcome(report, "certificate") is Outcome.UNKNOWN


def test_the_samples_key_identifier_is_rebuilt_exactly() -> None:
    data = json.loads((shared_path(SAMPLES) / "Sample-MC-Annex1-signed.jsonld").read_text())
    header = json.loads(base64.urlsafe_b64decode(data["signatures"][0]["protected"] + "=="))
    from cryptography import x509

    certificate = x509.load_der_x509_certificate(base64.b64decode(header["x5c"][0]))
    assert issuer_serial(certificate) == header["kid"]
    assert holder_of(certificate).declares_qualified_seal is True


def test_any_input_is_recognised_and_dispatched() -> None:
    data = sealed_with(seal())
    assert recognise(data).kind is Kind.SEALED
    report = verify_any(data, policy=VerificationPolicy.strict(), at=LATER, sources=trusting())
    assert (report.format, report.verdict) == ("edc+jades", Verdict.VALID)


def test_an_anchor_vouches_and_its_absence_is_said_apart() -> None:
    data = sealed_with(seal())
    assert outcome(report_on(data), "issuer-known") is Outcome.PASSED
    alone = report_on(data, anchored=False)
    assert outcome(alone, "issuer-known") is Outcome.NOT_APPLICABLE
    assert alone.verdict is Verdict.VALID


def test_test_certificates_are_never_said_to_be_qualified() -> None:
    check = report_on(sealed_with(seal())).check("certificate")
    assert check is not None
    assert check.params["declares_qualified_seal"] is False
    assert NOT_QUALIFIED in seal().certificates[0].subject.rfc4514_string()


def test_a_time_stamp_outlives_the_certificate() -> None:
    data = sealed_with(seal(), time_stamper=time_stamper(NOW))
    after = NOW + timedelta(days=1500)
    assert report_on(data).verdict is Verdict.VALID
    assert report_on(data, at=after).verdict is Verdict.VALID
    assert report_on(data, at=after, anchored=False).verdict is Verdict.INDETERMINATE
    assert report_on(sealed_with(seal()), at=after).verdict is Verdict.INDETERMINATE


def test_a_time_stamp_of_something_else_is_noticed() -> None:
    report = report_on(sealed_with(seal(), time_stamper=time_stamper(NOW, spoil=True)))
    assert outcome(report, "time-stamp") is Outcome.FAILED
    assert report.verdict is Verdict.INVALID


def test_time_stamps_are_read_as_plain_objects_too() -> None:
    envelope = json.loads(sealed_with(seal(), time_stamper=time_stamper(NOW)))
    header = envelope["signatures"][0]["header"]
    header["etsiU"] = [json.loads(base64.urlsafe_b64decode(one + "==")) for one in header["etsiU"]]
    assert outcome(report_on(json.dumps(envelope).encode()), "time-stamp") is Outcome.PASSED


def test_the_flattened_form_is_read() -> None:
    envelope = json.loads(sealed_with(seal()))
    flat = {"payload": envelope["payload"], **envelope["signatures"][0]}
    assert report_on(json.dumps(flat).encode()).verdict is Verdict.VALID


def test_two_seals_must_both_hold() -> None:
    envelope = json.loads(sealed_with(seal()))
    other = json.loads(sealed_with(seal()))["signatures"][0]
    envelope["signatures"].append(other)
    assert report_on(json.dumps(envelope).encode()).verdict is Verdict.VALID
    envelope["signatures"][1] = {**other, "signature": envelope["signatures"][0]["signature"][::-1]}
    assert report_on(json.dumps(envelope).encode()).verdict is Verdict.INVALID


def test_a_certificate_of_another_organisation_is_refused() -> None:
    other = issue_seal(authority(), legal_name="Inna", identifier="VATPL-1111111111", country="PL", now=NOW)
    with pytest.raises(RefusedError, match="another-organisation"):
        sealed_with(other)
    text = json.dumps(edc_document())
    data = seal_text(text, signer=other.signer, certificates=other.certificates, sealed_at=NOW)
    assert outcome(report_on(data), "issuer-binding") is Outcome.FAILED


def test_key_and_certificate_must_fit() -> None:
    other = issue_seal(authority(), legal_name="Inna", identifier=LEGAL_IDENTIFIER, country="PL", now=NOW)
    with pytest.raises(RefusedError, match="another-key"):
        seal_text("{}", signer=other.signer, certificates=seal().certificates, sealed_at=NOW)
    with pytest.raises(RefusedError, match="certificate-period"):
        seal_text(
            "{}", signer=other.signer, certificates=other.certificates, sealed_at=NOW + timedelta(days=800)
        )


def test_a_document_that_does_not_conform_is_not_sealed() -> None:
    document = edc_document()
    del document["displayParameter"]
    with pytest.raises(MalformedInputError, match="edc-not-conformant"):
        seal_credential(document, signer=seal().signer, certificates=seal().certificates, sealed_at=NOW)


def test_seal_files_pem_and_pkcs12() -> None:
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

    for password in (None, b"tajne"):
        again = load_seal_identity(write_pem(seal(), password=password), password=password)
        assert again.certificates == seal().certificates
    leaf, root = seal().certificates
    key = seal().signer.private_key
    packed = pkcs12.serialize_key_and_certificates(
        b"seal",
        key,  # type: ignore[arg-type]
        leaf,
        [root],
        BestAvailableEncryption(b"tajne"),
    )
    assert load_seal_identity(packed, password=b"tajne").certificates == (leaf, root)
    with pytest.raises(MalformedInputError, match="seal-file-unreadable"):
        load_seal_identity(packed, password=b"other")
    with pytest.raises(MalformedInputError, match="seal-file-unreadable"):
        load_seal_identity(b"\x00\x01")
    pem = write_pem(seal())
    without = pem[: pem.index(b"-----BEGIN CERTIFICATE")]
    with pytest.raises((ConfigurationError, MalformedInputError)):
        load_seal_identity(without)


@pytest.mark.parametrize(
    ("scheme", "value", "wanted"),
    [
        ("VAT", "PL7240000000", "VATPL-7240000000"),
        ("NIP", "724-000-00-00", "VATPL-7240000000"),
        ("KRS", "0000123456", "NTRPL-0000123456"),
        ("LEI", "529900T8BM49AURSDO55", "LEIXG-529900T8BM49AURSDO55"),
        ("VAT", "VATPL-7240000000", "VATPL-7240000000"),
    ],
)
def test_legal_identifiers_in_the_european_form(scheme: str, value: str, wanted: str) -> None:
    assert organisation_identifier(scheme=scheme, country="PL", value=value) == wanted
