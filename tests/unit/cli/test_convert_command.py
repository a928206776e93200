"""``umiem convert`` on files: every target, and refusals that write nothing."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.examples import award_of, example_definitions, issuer_of
from tests.shared_data import shared_path
from umiem.adapters.keys.demonstration_authority import issue_seal, make_authority
from umiem.adapters.keys.seal import write_pem
from umiem.cli.convert import TARGETS
from umiem.cli.main import main
from umiem.engine import (
    OPEN_BADGES_3,
    InMemorySigner,
    VerificationPolicy,
    offline_sources,
    prepare_credential,
    sign_credential,
)
from umiem.engine.recognition import verify_any
from umiem.engine.report import Verdict
from umiem.services.credential import conversion
from umiem.services.credential.representations.open_badges_3 import open_badge_document

SAMPLE = "vectors/elm/Credentials/JSON-LD Examples (ELM v3)/Sample-MC-Annex1-signed.jsonld"
Run = Callable[..., int]


@pytest.fixture
def run() -> Run:
    def run(*arguments: object) -> int:
        with pytest.raises(SystemExit) as ended:
            main(["convert", *(str(argument) for argument in arguments)])
        return int(ended.value.code or 0)

    return run


@pytest.fixture
def badge(tmp_path: Path) -> Path:
    now = datetime.now(UTC).replace(microsecond=0)
    signer = InMemorySigner.generate()
    award = award_of(example_definitions()[0])
    document = open_badge_document(
        award,
        issuer_of(award.definition),
        status_entries=(),
        credential_id="urn:uuid:1018d05f-21d5-4555-b7f0-8fabfd22ca75",
        valid_from=now,
        valid_until=None,
        languages=("pl",),
    )
    document["issuer"]["id"] = signer.did
    path = tmp_path / "badge.json"
    path.write_bytes(sign_credential(prepare_credential(document, OPEN_BADGES_3), signer, created=now).data)
    return path


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "key.pem"
    with pytest.raises(SystemExit):
        main(["keys", "new", str(path)])
    return path


@pytest.fixture
def seal_file(tmp_path: Path) -> Path:
    now = datetime.now(UTC)
    identity = issue_seal(
        make_authority(now=now),
        legal_name="Politechnika Przykładowa",
        identifier="VATPL-7240000000",
        country="PL",
        now=now,
    )
    path = tmp_path / "seal.pem"
    path.write_bytes(write_pem(identity))
    return path


def verdict(path: Path) -> Verdict:
    at = datetime.now(UTC)
    policy = VerificationPolicy.strict()
    return verify_any(path.read_bytes(), policy=policy, at=at, sources=offline_sources()).verdict


@pytest.mark.parametrize("target", ["ob3", "ob3-jwt", "sd-jwt"])
def test_signed_targets_verify(target: str, run: Run, badge: Path, key: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(badge, "--to", target, "--key", key, "--out", out) == 0
    assert verdict(out) is Verdict.VALID


@pytest.mark.parametrize("target", ["pdf", "png", "svg"])
@pytest.mark.parametrize("language", ["pl", "en", "both"])
def test_documents_carry_the_credential(
    target: str, language: str, run: Run, badge: Path, tmp_path: Path
) -> None:
    out = tmp_path / f"out.{target}"
    assert run(badge, "--to", target, "--lang", language, "--out", out) == 0
    assert verdict(out) is Verdict.VALID


def test_an_edc_is_sealed_and_comes_back(
    run: Run, badge: Path, seal_file: Path, key: Path, tmp_path: Path
) -> None:
    edc, again, document = tmp_path / "edc.jsonld", tmp_path / "again.json", tmp_path / "edc.pdf"
    assert run(badge, "--to", "edc", "--key", seal_file, "--out", edc) == 0
    assert verdict(edc) is Verdict.VALID
    assert run(edc, "--to", "ob3", "--key", key, "--out", again) == 0
    assert json.loads(again.read_text())["id"] == json.loads(badge.read_text())["id"]
    assert run(edc, "--to", "pdf", "--out", document) == 0
    assert verdict(document) is Verdict.VALID


SOURCES = ("edc", "ob3", "ob3-jwt", "pdf", "png", "svg")


def test_the_command_offers_every_format_that_can_be_made() -> None:
    assert tuple(conversion._MAKERS) == TARGETS


@pytest.mark.parametrize("source", SOURCES)
def test_all_directions(
    source: str, run: Run, badge: Path, seal_file: Path, key: Path, tmp_path: Path
) -> None:
    first = tmp_path / "first"
    signing = {"edc": seal_file, "pdf": seal_file}
    assert run(badge, "--to", source, "--key", signing.get(source, key), "--out", first) == 0
    for target in TARGETS:
        out = tmp_path / target
        assert run(first, "--to", target, "--key", signing.get(target, key), "--out", out) == 0, target
        assert verdict(out) is Verdict.VALID, target


def test_from_a_wallet_credential(
    run: Run, badge: Path, seal_file: Path, key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wallet = tmp_path / "wallet"
    assert run(badge, "--to", "sd-jwt", "--lang", "pl", "--key", key, "--out", wallet) == 0
    for target in TARGETS:
        out = tmp_path / target
        signing = {"edc": seal_file, "pdf": seal_file}.get(target, key)
        assert run(wallet, "--to", target, "--key", signing, "--out", out) == 0, target
        assert verdict(out) is Verdict.VALID, target
    document = json.loads((tmp_path / "ob3").read_text())
    assert document["id"] == json.loads(badge.read_text())["id"]
    assert document["credentialSubject"]["identifier"][0]["identityHash"] == "Świętosława Żółć"
    capsys.readouterr()
    withheld = tmp_path / "withheld"
    parts = wallet.read_text().split("~")
    withheld.write_text("~".join(one for one in parts if not _discloses(one, "learning_outcomes")))
    nothing = tmp_path / "nothing"
    assert run(withheld, "--to", "ob3", "--key", key, "--out", nothing) == 1
    assert "M6" in capsys.readouterr().err
    assert not nothing.exists()


def _discloses(part: str, name: str) -> bool:
    if part.count(".") == 2 or not part:
        return False
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))[1] == name


HOSTILE = (
    b"",
    b"~",
    b"a.b.c",
    b"a.b.c~",
    b"e30.e30.AA~WyJzIiwiYSIsMV0~",
    b"{}",
    b"[]",
    b'{"vct": "urn:eu.europa.ec.eudi:learning:credential:1"}',
    b'{"type": ["VerifiableCredential", "EuropeanDigitalCredential"], "credentialSubject": 5}',
    b'{"payload": "{}", "signatures": [{"protected": "e30", "signature": "AA"}]}',
    b'{"payload": 5, "signatures": [5]}',
    b"%PDF-1.7\n%%EOF",
    b"\x89PNG\r\n\x1a\n" + bytes(40),
    b"<svg xmlns='http://www.w3.org/2000/svg'><!DOCTYPE x></svg>",
    b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
    '{"a": "\ud800"}'.encode("utf-8", "surrogatepass"),
    b"[" * 100_000,
    b'{"credential": {"type": "x"}}',
    b"\xff\xfe\x00",
)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_input_is_refused_with_a_sentence(
    number: int, target: str, run: Run, key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = tmp_path / "hostile", tmp_path / "out"
    source.write_bytes(HOSTILE[number])
    arguments = ("--key", key) if target not in ("edc", "pdf") else ()
    assert run(source, "--to", target, *arguments, "--out", out) in (1, 3)
    said = capsys.readouterr().err
    assert said.strip()
    assert "Traceback" not in said
    assert not out.exists()


def test_without_a_seal_the_edc_says_so(
    run: Run, badge: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "edc.jsonld"
    assert run(badge, "--to", "edc", "--out", out) == 0
    assert "Not sealed" in capsys.readouterr().out
    assert json.loads(out.read_text())["issuer"]["eIDASIdentifier"]["notation"] == "VATPL-7240000000"


def test_a_missing_element_is_named_and_nothing_is_written(
    run: Run, key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    payload = json.loads(shared_path(SAMPLE).read_text())["payload"]
    source, out = tmp_path / "sample.jsonld", tmp_path / "out"
    source.write_text(payload)
    assert run(source, "--to", "ob3", "--key", key, "--out", out) == 1
    assert "M11" in capsys.readouterr().err
    assert not out.exists()


def test_a_forged_credential_is_not_laundered(run: Run, badge: Path, key: Path, tmp_path: Path) -> None:
    badge.write_text(badge.read_text().replace("Żółć", "Kowalska"))
    out = tmp_path / "out"
    assert run(badge, "--to", "ob3", "--key", key, "--out", out) == 1
    assert not out.exists()


@pytest.mark.parametrize("target", ["ob3", "ob3-jwt", "sd-jwt"])
def test_a_signed_target_needs_a_key(target: str, run: Run, badge: Path, tmp_path: Path) -> None:
    assert run(badge, "--to", target, "--out", tmp_path / "out") == 1
    assert not (tmp_path / "out").exists()


def test_an_existing_file_is_kept(run: Run, badge: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.svg"
    out.write_text("mine")
    assert run(badge, "--to", "svg", "--out", out) == 1
    assert out.read_text() == "mine"


@pytest.mark.parametrize(
    "junk", [b"", b"hello", b"{}", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"<svg>", b"ey.a.b"]
)
def test_junk_is_refused_in_a_sentence(
    junk: bytes, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "junk"
    source.write_bytes(junk)
    assert run(source, "--to", "pdf", "--out", tmp_path / "out.pdf") in (1, 2, 3)
    assert "Traceback" not in capsys.readouterr().err
