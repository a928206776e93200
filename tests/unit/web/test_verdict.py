"""The result page never says more than the report: green only for valid, only signed data, no live links."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from tests.engine_documents import issue_badge, plain_document
from tests.signing_keys import new_signer
from umiem.domain.text import LocalizedText
from umiem.engine import PLAIN_CREDENTIAL, prepare_credential, sign_vc_jwt
from umiem.engine.report import Check, Outcome, VerificationReport
from umiem.engine.strangers import looks_like
from umiem.services.holder.claim_summary import ClaimSummary
from umiem.services.verifying.check_batches import are_many
from umiem.services.verifying.verdicts import row_of
from umiem.services.verifying.verification import CheckResult, check
from umiem.web.verifier.verdict import VerdictView, view_of

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
PASSED = ("format", "proof", "issuer-binding", "validity-period", "revocation", "suspension")


def _result(
    *changed: Check,
    document: dict[str, Any] | None = None,
    signed: bool = True,
    vouched: bool = True,
    issuer_name: str = "University",
) -> CheckResult:
    outcomes = {code: Check(code=code, outcome=Outcome.PASSED) for code in PASSED}
    outcomes |= {check.code: check for check in changed}
    secured = document or {"credentialSubject": {"name": "Anna Nowak"}, "name": "Data"}
    report = VerificationReport(
        format="vcdm-2.0+data-integrity",
        checks=tuple(outcomes.values()),
        at=AT,
        issuer="did:web:example.org",
        secured_claims=secured if signed else None,
    )
    summary = ClaimSummary(
        issuer_id="did:web:example.org",
        issuer_name=LocalizedText({"pl": "Uczelnia", "en": issuer_name}),
        vouched_name=LocalizedText({"pl": "Uczelnia", "en": "University"}) if vouched else None,
        learner_name="Anna Nowak",
        titles=LocalizedText({"pl": "Dane", "en": "Data"}),
        valid_from="2026-11-01T00:00:00Z",
        valid_until="",
        document=secured,
    )
    return CheckResult(report=report, source="file", summary=summary if signed else None, data=b"{}")


def _view(result: CheckResult, language: str = "en") -> VerdictView:
    with translation.override(language):
        return view_of(result)


def _plain(sentence: str) -> str:
    return sentence.replace("\u2068", "").replace("\u2069", "")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "This is genuine. University confirms that Anna Nowak earned “Data”."),
        ("pl", "To jest autentyczne. Uczelnia potwierdza, że Anna Nowak posiada mikropoświadczenie „Dane”."),
    ],
)
def test_valid_is_one_sentence_in_the_readers_language(language: str, sentence: str) -> None:
    view = _view(_result(), language)
    assert view.tone == "good"
    assert _plain(view.sentence) == sentence


@pytest.mark.parametrize("code", PASSED)
def test_could_not_check_is_amber_never_green(code: str) -> None:
    unknown = Check(code=code, outcome=Outcome.UNKNOWN, params={"reason": "no-answer"})
    view = _view(_result(unknown))
    assert view.tone == "open"
    assert "genuine." not in view.sentence
    assert "Nie udało się sprawdzić" in render_to_string("components/checks.html", {"view": view})


@pytest.mark.parametrize(
    ("code", "reason", "sentence"),
    [
        ("proof", "signature-invalid", "Do not rely on this: it is not what an issuer signed."),
        ("revocation", "revoked", "Do not rely on this: University has revoked it."),
        ("suspension", "suspended", "Do not rely on this now: University has suspended it."),
        (
            "validity-period",
            "expired",
            "This credential was signed by University, but it is not valid on this day.",
        ),
        ("schema", "value-invalid", "Do not rely on this: a check failed."),
    ],
)
def test_a_failed_check_is_red_and_named(code: str, reason: str, sentence: str) -> None:
    failed = Check(code=code, outcome=Outcome.FAILED, params={"reason": reason})
    view = _view(_result(failed))
    assert view.tone == "bad"
    assert _plain(view.sentence) == sentence


def test_an_end_is_told_with_its_day() -> None:
    ended = Check(code="validity-period", outcome=Outcome.FAILED, params={"reason": "expired"})
    result = _result(ended)
    assert result.summary is not None
    past = replace(result, summary=replace(result.summary, valid_until="2026-11-20T11:00:00Z"))
    assert _plain(_view(past).sentence) == (
        "Do not rely on this any more: the credential of University ended on 20 November 2026."
    )
    early = Check(code="validity-period", outcome=Outcome.FAILED, params={"reason": "not-yet-valid"})
    assert "is valid from 1 November 2026 on" in _plain(_view(_result(early)).sentence)


def test_a_credential_that_shows_no_name_is_no_sentence_about_a_holder() -> None:
    result = _result()
    assert result.summary is not None
    nameless = replace(result, summary=replace(result.summary, learner_name=" "))
    assert _plain(_view(nameless, "pl").sentence) == (
        "To jest autentyczne. Uczelnia potwierdza mikropoświadczenie „Dane”. Imienia i nazwiska nie pokazano."
    )


def test_a_stranger_is_not_called_the_issuer_in_brackets() -> None:
    unknown = Check(code="revocation", outcome=Outcome.UNKNOWN, params={"reason": "no-answer"})
    view = _view(_result(unknown, vouched=False), "pl")
    assert view.sentence == "Podpis jest prawidłowy, ale nie udało się sprawdzić wszystkiego."


@pytest.mark.parametrize("reason", ["proof-missing", "seal-missing"])
def test_what_nobody_signed_was_not_changed_either(reason: str) -> None:
    missing = Check(code="proof", outcome=Outcome.FAILED, params={"reason": reason})
    view = _view(_result(missing, signed=False))
    assert view.sentence == "Do not rely on this: it carries no signature, so anybody could have written it."


def test_nothing_is_shown_that_no_proof_covers() -> None:
    failed = Check(code="proof", outcome=Outcome.FAILED, params={"reason": "signature-invalid"})
    view = _view(_result(failed, signed=False))
    assert (view.claims, view.person, view.title, view.issuer_name, view.signed_text) == (
        None,
        "",
        "",
        "",
        "",
    )


def test_addresses_and_markup_in_a_credential_stay_text() -> None:
    document = {
        "credentialSubject": {
            "achievement": {
                "id": "https://evil.example/a",
                "name": "<script>alert(1)</script>",
                "alignment": [{"targetName": "x", "targetUrl": "javascript:alert(1)"}],
            }
        },
        "evidence": [{"id": "https://evil.example/e", "name": '"><img src=x onerror=alert(1)>'}],
    }
    stranger = _view(_result(document=document, vouched=False))
    assert "href=" not in render_to_string("components/claims.html", {"view": stranger})
    shown = render_to_string("components/claims.html", {"view": _view(_result(document=document))})
    assert re.findall(r'href="([^"]*)', shown) == ["https://evil.example/e"]  # somebody vouches for it
    assert "<script" not in shown
    assert "<img src=x" not in shown
    assert "javascript:alert(1)" in shown


def test_names_cannot_reorder_the_sentence() -> None:
    view = _view(_result())
    assert "\u2068Anna Nowak\u2069" in view.sentence


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.UNKNOWN])
def test_what_cannot_be_read_is_no_credential(outcome: Outcome) -> None:
    check = Check(code="format", outcome=outcome, params={"reason": "container-unsupported"})
    view = _view(_result(check, signed=False))
    assert (view.word, view.sentence) == ("Not a credential", "This is not a credential that we can read.")
    assert view.tone != "good"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The signature is good. The issuer calls itself “University”; this site does not know it."),
        ("pl", "Podpis jest prawidłowy. Wydawca podaje nazwę „Uczelnia”; ten serwis go nie zna."),
    ],
)
def test_a_good_signature_under_a_name_nobody_vouches_for_is_amber(language: str, sentence: str) -> None:
    view = _view(_result(vouched=False), language)
    assert view.tone == "open"
    assert _plain(view.sentence) == sentence


def test_a_name_nobody_vouches_for_is_never_said_to_have_done_something() -> None:
    for code in ("revocation", "suspension", "validity-period"):
        failed = Check(code=code, outcome=Outcome.FAILED, params={"reason": "revoked"})
        assert "University" not in _view(_result(failed, vouched=False)).sentence


def test_a_name_cannot_leave_its_isolation() -> None:
    view = _view(_result(vouched=False, issuer_name="A\u2069\u202eB"))
    assert "\u2068AB\u2069" in view.sentence


def test_a_document_without_signature_is_not_called_changed() -> None:
    missing = Check(code="proof", outcome=Outcome.FAILED, params={"reason": "proof-missing"})
    view = _view(_result(missing, signed=False))
    assert view.tone == "bad"
    assert "carries no signature" in view.sentence
    assert "signed credential" in view.next_step


@pytest.mark.parametrize("outcome", [Outcome.UNKNOWN, Outcome.FAILED])
def test_a_status_speaks_for_the_issuer_only_under_a_good_signature(outcome: Outcome) -> None:
    revoked = Check(code="revocation", outcome=Outcome.FAILED, params={"reason": "revoked"})
    view = _view(_result(Check(code="proof", outcome=outcome), revoked, signed=False))
    assert view.tone == "bad"
    assert "revoked" not in view.sentence


def test_checks_are_open_with_their_codes_unless_all_is_well() -> None:
    changed = Check(code="proof", outcome=Outcome.FAILED, params={"reason": "signature-invalid"})
    bad = render_to_string("components/checks.html", {"view": _view(_result(changed, signed=False))})
    assert '<details class="disclosure" open>' in bad
    assert "<code>signature-invalid</code>" in bad
    good = render_to_string("components/checks.html", {"view": _view(_result())})
    assert '<details class="disclosure">' in good


def test_a_signed_status_list_confirms_nothing_about_a_person() -> None:
    document = {
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "credentialSubject": {"type": "BitstringStatusList"},
    }
    view = _view(_result(document=document))
    assert view.tone == "open"
    assert "nothing about a person" in view.sentence


@pytest.mark.parametrize("reason", ["MALFORMED_VALUE_ERROR", "too-many-status-entries"])
def test_a_status_that_is_not_in_order_is_no_revocation(reason: str) -> None:
    failed = Check(code="revocation", outcome=Outcome.FAILED, params={"reason": reason})
    assert _view(_result(failed)).sentence == "Do not rely on this: a check failed."


@pytest.mark.parametrize(("issuer_name", "claimed"), [("Uczelnia", ""), ("Another School", "Another School")])
def test_the_vouched_name_in_another_language_is_no_other_name(issuer_name: str, claimed: str) -> None:
    assert _view(_result(issuer_name=issuer_name)).claimed_name == claimed


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<!DOCTYPE html><title>Sign in</title>", "This is a web page, not the credential"),
        (b"\xff\xd8\xff\xe0 JFIF", "The image holds no credential"),
        (b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml", "This is a document of an office program"),
        (b"PK\x03\x04" + b"\0" * 26 + b"a.json", "This is an archive of files"),
        ("{}".encode("utf-16"), "The text is not in UTF-8"),
        (b'[{"type": "x"}]', "These are several things at once"),
        (b"eyJAY29udGV4dCI6W119" * 4, "The text is written in another form"),
        (b"From: office@example.org\nSubject: badge\n", "This is an e-mail"),
        (b"a;https://far.example/1\nb;https://far.example/2\n", "These are several things at once"),
        (b"hello https://far.example/1\nand more\n\nand\nmore\nto https://far.example/2", "Choose the file"),
        (b"hello", "Choose the file that was downloaded as the credential"),
    ],
)
@pytest.mark.django_db
def test_what_is_no_credential_is_named(data: bytes, words: str) -> None:
    view = _view(check(data))
    assert view.word == "Not a credential"
    assert view.next_step.startswith(words)


def test_a_document_that_names_addresses_in_many_rows_is_one_document() -> None:
    rows = b",\n".join(b'"https://far.example/%d"' % number for number in range(40))
    for document in (b'{"a": [\n' + rows + b"]}", b"<svg>\n" + rows + b"</svg>", b"%PDF-1.7\n" + rows):
        assert not are_many("", document)
        assert looks_like(document) != "input-is-list"


@pytest.mark.django_db
def test_a_credential_saved_with_a_byte_order_mark_or_broken_lines_is_still_read() -> None:
    marked = b"\xef\xbb\xbf" + json.dumps(issue_badge()).encode()
    assert check(marked).report.verdict == "valid"
    signer = new_signer()
    document = plain_document(issuer=signer.did)
    token = sign_vc_jwt(prepare_credential(document, PLAIN_CREDENTIAL), signer).data
    broken = b"\n".join(token[start : start + 76] for start in range(0, len(token), 76))
    assert check(broken).report.verdict == "valid"


def test_what_could_not_be_checked_is_not_called_negative() -> None:
    silent = Check(code="proof", outcome=Outcome.UNKNOWN, params={"reason": "no-answer"})
    result = _result(silent, signed=False)
    assert (_view(result).tone, _view(result).word) == ("open", "Could not check")
    assert _view(result, "pl").word == "Nie udało się sprawdzić"
    assert row_of(result)["verdict"] == "not-checked"
    unknown = Check(code="proof", outcome=Outcome.UNKNOWN, params={"reason": "cryptosuite-unknown"})
    assert "later" in _view(result).next_step
    assert "later" not in _view(_result(unknown, signed=False)).next_step


def test_a_strangers_signature_is_named() -> None:
    other = Check(
        code="issuer-binding", outcome=Outcome.FAILED, params={"reason": "proof-controller-mismatch"}
    )
    assert "somebody else signed it" in _view(_result(other)).sentence
