"""Verification as a whole: times, contexts, versions, policies, presentations, bulk."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bench.documents import open_badge
from tests.engine_documents import (
    AT,
    SEED,
    SIGNER,
    badge_document,
    issue,
    issue_badge,
    outcomes,
    plain_document,
    reason,
    verify,
)
from umiem.engine import (
    OPEN_BADGES_3,
    InMemorySigner,
    PreparedCredential,
    Sources,
    Verdict,
    VerificationPolicy,
    offline_sources,
    prepare_credential,
    sign_credential,
    sign_presentation,
    verify_presentation,
)
from umiem.engine.bulk import CHUNK, Workers, issue_in_processes, verify_many
from umiem.engine.credential import Credential
from umiem.engine.limits import MAX_CLOCK_SKEW_SECONDS
from umiem.engine.profiles.profile import PLAIN_CREDENTIAL
from umiem.engine.timestamps import iso_text
from umiem.errors import MalformedInputError, RefusedError, UnsupportedError, VerificationError

OTHER = InMemorySigner.generate()


def test_the_report_of_a_good_badge_is_complete() -> None:
    report = verify(issue_badge())
    assert list(outcomes(report)) == [
        "format",
        "context",
        "proof",
        "issuer-binding",
        "validity-period",
        "revocation",
        "suspension",
        "issuer-known",
        "schema",
        "related-resource",
    ]
    claims = report.require_valid()
    assert claims.issuer == SIGNER.did
    assert "proof" not in claims.document
    with pytest.raises(TypeError):
        bool(report)


def test_an_invalid_report_gives_no_claims() -> None:
    with pytest.raises(VerificationError):
        verify(issue_badge() | {"name": "x"}).require_valid()


SKEW = timedelta(seconds=MAX_CLOCK_SKEW_SECONDS)
START, END = (
    datetime.fromisoformat("2026-07-01T00:00:00+02:00"),
    datetime.fromisoformat("2026-07-02T00:00:00Z"),
)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (START - SKEW - timedelta(seconds=1), "not-yet-valid"),
        (START - SKEW, None),
        (END, None),
        (END + timedelta(seconds=1), "expired"),
    ],
)
def test_the_ends_of_the_validity_period(at: datetime, expected: str | None) -> None:
    document = plain_document(validFrom="2026-07-01T00:00:00+02:00", validUntil="2026-07-02T00:00:00Z")
    assert reason(verify(issue(document), at=at), "validity-period") == expected


NO_TIMES = (
    "2026-01-01",
    "2026-01-01T00:00:00",
    "2026-02-30T00:00:00Z",
    "2026-01-01T25:00:00Z",
    "2026-01-01T00:00:00+15:00",
    "2026-01-01t00:00:00z",
    "2026-01-01T00:00:60Z",
    "２０26-01-01T00:00:00Z",
    "12026-01-01T00:00:00Z",
    2026,
    None,
)


@pytest.mark.parametrize("text", NO_TIMES)
def test_times_that_are_none(text: Any) -> None:
    with pytest.raises(MalformedInputError, match="timestamp-invalid"):
        issue(plain_document(validFrom=text))


def test_the_clock_must_have_a_zone() -> None:
    with pytest.raises(MalformedInputError, match="timestamp-without-zone"):
        verify(issue_badge(), at=datetime(2026, 7, 1))


def test_inline_and_unknown_contexts_leave_doubt() -> None:
    inline = plain_document() | {
        "@context": ["https://www.w3.org/ns/credentials/v2", {"note": "https://example.org/note"}],
        "note": "x",
    }
    document = issue(inline)
    assert reason(verify(document), "context") == "context-inline"
    assert verify(document).verdict is Verdict.INDETERMINATE
    assert verify(document, policy=VerificationPolicy(inline_contexts=True)).verdict is Verdict.VALID
    unknown = document | {"@context": ["https://www.w3.org/ns/credentials/v2", "https://example.org/unknown"]}
    assert reason(verify(unknown), "context") == "context-not-pinned"
    assert verify(unknown).verdict is Verdict.INDETERMINATE


def test_an_issuer_that_a_registry_knows() -> None:
    offline = offline_sources({SIGNER.did: "Politechnika Przykładowa"})
    check = verify(issue_badge(), sources=offline).check("issuer-known")
    assert check is not None
    assert (check.outcome.value, check.params["name"]) == ("passed", "Politechnika Przykładowa")
    stranger = verify(issue(plain_document(OTHER.did), signer=OTHER), sources=offline)
    assert stranger.verdict is Verdict.VALID
    assert outcomes(stranger)["issuer-known"] == "not-applicable"


def test_a_vcdm_1_document() -> None:
    document = {
        "@context": ["https://www.w3.org/2018/credentials/v1", "https://w3id.org/security/data-integrity/v2"],
        "type": ["VerifiableCredential"],
        "issuer": SIGNER.did,
        "issuanceDate": "2026-01-01T00:00:00Z",
        "expirationDate": "2027-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:learner"},
    }
    signed = issue(document)
    assert verify(signed).verdict is Verdict.VALID
    assert verify(signed).format == "vcdm-1.1+data-integrity"
    late = verify(signed, at=AT.replace(year=2028))
    assert reason(late, "validity-period") == "expired"


def test_only_prepare_makes_prepared_credentials() -> None:
    document = badge_document()
    with pytest.raises(TypeError):
        PreparedCredential(document, OPEN_BADGES_3, "00", b"{}", "{}", SIGNER.did)
    prepared = prepare_credential(document, OPEN_BADGES_3)
    document["name"] = "changed later"
    with pytest.raises(RefusedError, match="prepared-document-changed"):
        sign_credential(prepared, SIGNER, created=AT)
    assert Credential(document).document is document


@pytest.mark.parametrize(
    ("signer", "suite"),
    [(SIGNER, "ecdsa-rdfc-2019"), (InMemorySigner.generate("P-256"), "eddsa-jcs-2022"), (SIGNER, "unknown")],
)
def test_suite_and_key_have_to_fit(signer: InMemorySigner, suite: str) -> None:
    prepared = prepare_credential(plain_document(signer.did), PLAIN_CREDENTIAL)
    with pytest.raises(UnsupportedError, match=r"key-algorithm|cryptosuite-unknown"):
        sign_credential(prepared, signer, created=AT, cryptosuite=suite)


class LyingSigner:
    """Signs with another key than it says."""

    verification_method = SIGNER.verification_method
    public_key = SIGNER.public_key

    def sign(self, data: bytes) -> bytes:
        return OTHER.sign(data)


def test_a_signature_that_does_not_verify_is_not_released() -> None:
    prepared = prepare_credential(plain_document(), PLAIN_CREDENTIAL)
    with pytest.raises(RefusedError, match="signature-does-not-verify"):
        sign_credential(prepared, LyingSigner(), created=AT)


def _presentation(*credentials: Any, holder: str = OTHER.did) -> dict[str, Any]:
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "holder": holder,
        "verifiableCredential": list(credentials),
    }


def _verify_presentation(data: bytes, **asked: str) -> Any:
    return verify_presentation(
        data, policy=VerificationPolicy.strict(), at=AT, sources=offline_sources(), **asked
    )


def test_a_presentation_is_bound_to_challenge_domain_and_holder() -> None:
    signed = sign_presentation(
        _presentation(issue_badge()), OTHER, created=AT, challenge="c1", domain="verifier.example"
    )
    good = _verify_presentation(signed.data, challenge="c1", domain="verifier.example")
    assert good.verdict is Verdict.VALID, outcomes(good)
    for asked, expected in (
        ({"challenge": "c2"}, "proof-challenge-mismatch"),
        ({"domain": "other.example"}, "proof-domain-mismatch"),
    ):
        assert reason(_verify_presentation(signed.data, **asked), "proof") == expected
    stolen = sign_presentation(_presentation(holder=SIGNER.did), OTHER, created=AT)
    assert outcomes(_verify_presentation(stolen.data))["holder-binding"] == "failed"


def test_a_bad_credential_spoils_the_presentation() -> None:
    bad = issue_badge() | {"name": "x"}
    report = _verify_presentation(sign_presentation(_presentation(bad), OTHER, created=AT).data)
    assert outcomes(report)["proof"] == "passed"
    assert report.verdict is Verdict.INVALID
    unsecured = badge_document()
    report = _verify_presentation(sign_presentation(_presentation(unsecured), OTHER, created=AT).data)
    assert reason(report, "credential") == "credential-not-secured"
    own = plain_document(OTHER.did)
    assert (
        _verify_presentation(sign_presentation(_presentation(own), OTHER, created=AT).data).verdict
        is Verdict.VALID
    )


def test_a_credential_is_no_presentation_and_the_other_way_round() -> None:
    badge = json.dumps(issue_badge()).encode()
    assert _verify_presentation(badge).verdict is Verdict.INVALID
    signed = sign_presentation(_presentation(), OTHER, created=AT)
    assert verify(signed.data).verdict is Verdict.INVALID


def _prepared(count: int) -> list[PreparedCredential]:
    return [prepare_credential(open_badge(SIGNER.did, n), OPEN_BADGES_3) for n in range(count)]


@pytest.mark.parametrize("processes", [1, 2])
def test_bulk_keeps_the_order_and_tells_progress(processes: int) -> None:
    count, told = CHUNK + 6, []
    prepared = _prepared(count)
    opened = partial(InMemorySigner.from_secret, SEED)
    workers = Workers(processes=processes, progress=told.append)
    secured = list(issue_in_processes(prepared, opened, created=AT, workers=workers))
    assert told == [CHUNK, count]
    sources: Sources = offline_sources()
    reports = list(
        verify_many(
            [item.data for item in secured] + [b"{}"],
            policy=VerificationPolicy.strict(),
            at=AT,
            sources=sources,
            workers=Workers(processes=processes),
        )
    )
    assert [report.verdict for report in reports] == [Verdict.VALID] * count + [Verdict.INVALID]
    names = [report.secured_claims["id"] for report in reports[:-1] if report.secured_claims]
    assert names == [credential.document["id"] for credential in prepared]
    assert pickle.loads(pickle.dumps(reports[0])) == reports[0]


def test_importing_the_engine_is_cheap() -> None:
    program = "import umiem.engine, sys; print('cryptography' in sys.modules, 'pyoxigraph' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False False"


def test_the_engine_needs_no_django() -> None:
    program = (
        "import sys; from umiem import engine; [getattr(engine, n) for n in engine.__all__]; "
        "print([m for m in ('django', 'sqlite3', 'urllib.request', 'pyoxigraph') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_a_report_states_the_moment_as_it_was_given() -> None:
    """Equal moments may be written in different zones, and twice on the night of a change of clocks."""
    warsaw = ZoneInfo("Europe/Warsaw")
    moments = [
        datetime(2026, 7, 1, 12, tzinfo=UTC),
        datetime(2026, 7, 1, 14, tzinfo=timezone(timedelta(hours=2))),
        datetime(2026, 7, 1, 14, tzinfo=warsaw),
        datetime(2026, 10, 25, 2, 30, tzinfo=warsaw),
        datetime(2026, 10, 25, 2, 30, tzinfo=warsaw, fold=1),
    ]
    assert [iso_text(moment) for moment in moments] == [moment.isoformat() for moment in moments]
