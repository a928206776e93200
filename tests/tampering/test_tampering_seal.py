"""A good seal spoilt in one place at a time: each is refused, and by the check that must notice it."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from typing import Any

import pytest

from tests.examples import NOW
from tests.seal_authority import edc_document, seal, time_stamper, trusting
from tests.shared_data import shared_path
from umiem.engine import VerificationPolicy
from umiem.engine.report import Outcome, Verdict
from umiem.engine.seals.jades import seal_text, verify_seal

Envelope = dict[str, Any]
SAMPLES = "vectors/elm/Credentials/JSON-LD Examples (ELM v3)"


def good() -> Envelope:
    text = json.dumps(edc_document(), ensure_ascii=False)
    data = seal_text(
        text,
        signer=seal().signer,
        certificates=seal().certificates,
        sealed_at=NOW,
        time_stamper=time_stamper(NOW),
    )
    return json.loads(data)


def check(envelope: Envelope | bytes, *, at: datetime = NOW + timedelta(hours=1)) -> Any:
    data = envelope if isinstance(envelope, bytes) else json.dumps(envelope).encode()
    return verify_seal(data, policy=VerificationPolicy.strict(), at=at, sources=trusting())


def header(change: Callable[[dict[str, Any]], None]) -> Callable[[Envelope], None]:
    def spoil(envelope: Envelope) -> None:
        entry = envelope["signatures"][0]
        protected = json.loads(base64.urlsafe_b64decode(entry["protected"] + "=="))
        change(protected)
        entry["protected"] = base64.urlsafe_b64encode(json.dumps(protected).encode()).rstrip(b"=").decode()

    return spoil


def payload(old: str, new: str) -> Callable[[Envelope], None]:
    def spoil(envelope: Envelope) -> None:
        assert old in envelope["payload"]
        envelope["payload"] = envelope["payload"].replace(old, new, 1)

    return spoil


def entry(**changes: Any) -> Callable[[Envelope], None]:
    return lambda envelope: envelope["signatures"][0].update(changes)


def flip_signature(envelope: Envelope) -> None:
    text = envelope["signatures"][0]["signature"]
    envelope["signatures"][0]["signature"] = ("A" if text[0] != "A" else "B") + text[1:]


def exchange_certificates(protected: dict[str, Any]) -> None:
    protected["x5c"].reverse()


SPOILT: dict[str, tuple[Callable[[Envelope], None], str]] = {
    "name of the learner": (payload("Świętosława", "Jadwiga"), "proof"),
    "grade": (payload('"4,5"', '"5,0"'), "proof"),
    "white space": (payload('", "', '","'), "proof"),
    "legal identifier": (payload("VATPL-7240000000", "VATPL-7240000001"), "proof"),
    "date": (payload("2026-05-18", "2025-05-18"), "proof"),
    "signature": (flip_signature, "proof"),
    "signature cut": (entry(signature="AAAA"), "proof"),
    "signature empty": (entry(signature=""), "format"),
    "signature not base64url": (entry(signature="a+b/"), "format"),
    "algorithm none": (header(lambda h: h.update(alg="none")), "format"),
    "algorithm HMAC": (header(lambda h: h.update(alg="HS256")), "format"),
    "algorithm of another key": (header(lambda h: h.update(alg="RS256")), "proof"),
    "time of sealing": (header(lambda h: h.update(sigT="2026-05-19T12:00:00Z")), "proof"),
    "time malformed": (header(lambda h: h.update(sigT="yesterday")), "format"),
    "time missing": (header(lambda h: h.pop("sigT")), "format"),
    "digest of certificate": (header(lambda h: h.update({"x5t#S256": "AAAA"})), "format"),
    "certificates exchanged": (header(exchange_certificates), "format"),
    "no certificate": (header(lambda h: h.pop("x5c")), "format"),
    "certificate not base64": (header(lambda h: h.update(x5c=["@@"])), "format"),
    "unknown critical": (header(lambda h: h.update(crit=[*h["crit"], "exp"])), "format"),
    "critical empty": (header(lambda h: h.update(crit=[])), "format"),
    "b64 not critical": (header(lambda h: h.update(crit=["sigT"])), "format"),
    "b64 turned": (header(lambda h: h.update(b64=True)), "format"),
    "header not JSON": (entry(protected="AAAA"), "format"),
    "unprotected key": (entry(header={"jwk": {}}), "format"),
    "unprotected not an object": (entry(header=[]), "format"),
    "time stamp cut": (entry(header={"etsiU": [{"sigTst": {"tstTokens": [{"val": "AAAA"}]}}]}), "time-stamp"),
    "no signatures": (lambda e: e.update(signatures=[]), "format"),
    "signatures no list": (lambda e: e.update(signatures={}), "format"),
    "payload an object": (lambda e: e.update(payload={}), "format"),
    "payload missing": (lambda e: e.pop("payload"), "format"),
    "both serialisations": (lambda e: e.update(signature="AAAA"), "format"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_seal_is_refused_by_the_right_check(name: str) -> None:
    spoil, code = SPOILT[name]
    envelope = good()
    assert check(envelope).verdict is Verdict.VALID
    spoil(envelope)
    report = check(envelope)
    found = report.check(code)
    assert report.verdict is not Verdict.VALID
    assert found is not None
    assert found.outcome in (Outcome.FAILED, Outcome.UNKNOWN)
    assert found.params["reason"]
    if code in ("proof", "format"):
        assert report.secured_claims is None


def resealed(change: Callable[[dict[str, Any]], None]) -> bytes:
    """Seal a changed document honestly: then the other checks must notice it."""
    document = edc_document()
    change(document)
    return seal_text(
        json.dumps(document), signer=seal().signer, certificates=seal().certificates, sealed_at=NOW
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda d: d["issuer"]["eIDASIdentifier"].update(notation="VATPL-1"), "issuer-binding"),
        (lambda d: d["issuer"].pop("eIDASIdentifier"), "issuer-binding"),
        (lambda d: d.update(validFrom="2027-01-01T00:00:00Z"), "validity-period"),
        (lambda d: d.update(expirationDate="2026-05-20T12:30:00Z"), "validity-period"),
        (lambda d: d.update(validFrom="soon"), "validity-period"),
        (lambda d: d.update({"@context": []}), "context"),
        (lambda d: d.update(type=["VerifiableCredential"]), "schema"),
        (lambda d: d.pop("displayParameter"), "schema"),
        (
            lambda d: d["identifier"].append(
                {
                    "id": "urn:x",
                    "type": "Identifier",
                    "schemeName": "BitstringStatusListEntry revocation",
                    "schemeId": "https://politechnika.example.org/status/3",
                    "notation": "5",
                }
            ),
            "revocation",
        ),
    ],
    ids=[
        "another issuer",
        "no issuer",
        "not yet valid",
        "expired",
        "date malformed",
        "context",
        "type",
        "shape",
        "status not to be had",
    ],
)
def test_a_good_seal_does_not_make_a_bad_document_good(
    change: Callable[[dict[str, Any]], None], code: str
) -> None:
    report = check(resealed(change))
    found = report.check(code)
    assert report.verdict is not Verdict.VALID
    assert found is not None
    assert found.outcome in (Outcome.FAILED, Outcome.UNKNOWN)


def test_duplicate_members_of_the_payload_are_refused() -> None:
    text = json.dumps(edc_document())[:-1] + ', "id": "urn:credential:other"}'
    data = seal_text(text, signer=seal().signer, certificates=seal().certificates, sealed_at=NOW)
    report = check(data)
    assert report.verdict is Verdict.INVALID
    assert report.secured_claims is None


@pytest.mark.parametrize("name", ["Sample-MC-Annex1-signed.jsonld", "Sample-CertOfPart-signed.jsonld"])
def test_each_mutation_of_the_commissions_samples_is_refused(name: str) -> None:
    at = datetime(2024, 1, 1, tzinfo=UTC)
    sample = json.loads((shared_path(SAMPLES) / name).read_text())
    assert check(sample, at=at).verdict is Verdict.VALID
    length = len(sample["payload"])
    for position in range(40, length, length // 12):
        text = sample["payload"]
        other = "x" if text[position] != "x" else "y"
        spoilt = {**sample, "payload": text[:position] + other + text[position + 1 :]}
        assert check(spoilt, at=at).verdict is Verdict.INVALID, position


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff\xfe",
        b'{"payload": "x", "signatures": [{}]}',
        b'{"payload": "x", "signatures": [null]}',
        b'{"payload": "x", "signatures": [{"protected": 5, "signature": 6}]}',
        b'{"payload": "' + b"a" * 9_000_000 + b'", "signatures": []}',
        b'{"payload":' * 5000,
    ],
)
def test_malformed_input_is_a_report_and_never_an_exception(data: bytes) -> None:
    report = check(data)
    assert report.verdict is not Verdict.VALID
    assert report.secured_claims is None


def test_broken_certificates_and_time_stamps_are_reports_and_never_exceptions() -> None:
    draw = Random(20260520)
    envelope = good()
    protected = json.loads(base64.urlsafe_b64decode(envelope["signatures"][0]["protected"] + "=="))
    certificate = base64.b64decode(protected["x5c"][0])
    stamp = json.loads(base64.urlsafe_b64decode(envelope["signatures"][0]["header"]["etsiU"][0] + "=="))
    token = base64.b64decode(stamp["sigTst"]["tstTokens"][0]["val"])
    for _ in range(60):
        broken = mutated(certificate, draw)
        digest = base64.urlsafe_b64encode(hashlib.sha256(broken).digest()).rstrip(b"=").decode()
        chain = [base64.b64encode(broken).decode(), *protected["x5c"][1:]]
        spoilt = json.loads(json.dumps(envelope))
        header(partial(dict.update, **{"x5c": chain, "x5t#S256": digest}))(spoilt)
        assert check(spoilt).verdict is not Verdict.VALID
        value = base64.b64encode(mutated(token, draw)).decode()
        stamped = json.loads(json.dumps(envelope))
        entry(header={"etsiU": [{"sigTst": {"tstTokens": [{"val": value}]}}]})(stamped)
        assert check(stamped).verdict is not Verdict.VALID


def mutated(data: bytes, draw: Random) -> bytes:
    """Change, remove or insert one byte."""
    position, byte = draw.randrange(len(data)), bytes([draw.randrange(256)])
    kept = draw.choice((0, 1))
    other = byte if byte != data[position : position + 1] else b"\xff"
    return data[:position] + other + data[position + kept :]
