"""Inputs of the public VCDM 2.0 suite: ``-ok`` must be issued and verified, ``-fail`` refused (BSD-3)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.engine_documents import AT, SIGNER, issue, outcomes, verify
from tests.shared_data import SHARED, shared_path
from umiem.engine import (
    Verdict,
    VerificationPolicy,
    offline_sources,
    sign_presentation,
    verify_presentation,
)
from umiem.errors import UmiemError

pytestmark = pytest.mark.vectors
FOLDER = "vectors/vc-data-model-2.0-inputs/tests/input"
ROOT = SHARED / FOLDER
FILES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.json")) if ROOT.exists() else []


def _load(name: str) -> dict[str, Any]:
    text = shared_path(f"{FOLDER}/{name}").read_text()
    for placeholder, moment in (
        ("PAST DATE", "2020-01-01T00:00:00Z"),
        ("FUTURE DATE", "2030-01-01T00:00:00Z"),
    ):
        text = text.replace(placeholder, moment)
    document: dict[str, Any] = json.loads(text)
    base = name.rsplit("/", 1)[-1]
    if base.startswith(("credential", "issuer")) and "no-issuer" not in base:
        issuer = document.get("issuer")
        if isinstance(issuer, dict) and "-ok" in base:
            document["issuer"] = issuer | {"id": SIGNER.did}
        elif "issuer" not in document or ("-ok" in base and isinstance(issuer, str)):
            document["issuer"] = SIGNER.did
    return document


def _kind(name: str) -> str:
    return name.rsplit("/", 1)[-1].split("-")[0]


CREDENTIALS = [name for name in FILES if _kind(name) in ("credential", "issuer")]
GOOD = [name for name in CREDENTIALS if name.endswith("-ok.json") and "proof-ok" not in name]
BAD = [name for name in CREDENTIALS if "-fail" in name]


@pytest.mark.parametrize("name", GOOD)
def test_good_credentials_are_issued_and_verify(name: str) -> None:
    document = _load(name)
    document.pop("proof", None)
    policy = VerificationPolicy(inline_contexts=True, status=False)
    report = verify(issue(document), policy=policy)
    found = outcomes(report)
    assert found["format"] == found["context"] == found["proof"] == "passed", found


@pytest.mark.parametrize("name", BAD)
def test_bad_credentials_are_refused(name: str) -> None:
    document = _load(name)
    if "proof" in document:
        report = verify(document, policy=VerificationPolicy.conformance())
        assert report.verdict is Verdict.INVALID
        return
    with pytest.raises(UmiemError):
        issue(document)


PRESENTATIONS = [name for name in FILES if _kind(name) == "presentation"]
UNSECURED_INSIDE = "unsecured credentials of others inside a presentation are reported, not accepted"


@pytest.mark.parametrize("name", PRESENTATIONS)
def test_presentations(name: str) -> None:
    document = _load(name)
    good = name.endswith("-ok.json")
    try:
        secured = sign_presentation(document, SIGNER, created=AT)
    except UmiemError:
        assert not good
        return
    policy = VerificationPolicy.conformance()
    report = verify_presentation(secured.data, policy=policy, at=AT, sources=offline_sources())
    found = outcomes(report)
    assert found["format"] == found["context"] == found["proof"] == "passed"
    if not good:
        assert report.verdict is not Verdict.VALID, UNSECURED_INSIDE
