"""``umiem stack``: what credentials in files add up to, without a database and without asking anybody."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from umiem.adapters.keys.file import generate, load_key_file, write_key_file
from umiem.cli.main import main

DEFINITIONS = Path(__file__).parents[3] / "examples" / "definitions"
LARGER = DEFINITIONS / "cyfrowe-projekty.yaml"
ALA, OLA = ("Ala;Kot;ala@example.org", "Ola;Las;ola@example.org")


def run(*arguments: object) -> int:
    try:
        main([str(argument) for argument in arguments])
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setenv("UMIEM_HOME", str(tmp_path))


@pytest.fixture
def issued(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Issued:
    return Issued(tmp_path, capsys)


class Issued:
    """A key of an issuer, and credentials made with it as files."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._folder, self._capsys = folder, capsys
        self.key = folder / "issuer.key"
        write_key_file(self.key, generate("Ed25519"), passphrase=None)
        self.did = load_key_file(self.key, passphrase=None).verification_method.partition("#")[0]

    def credential(self, name: str, *, person: str = ALA, day: str = "2026-10-01") -> Path:
        learners, out = self._folder / "learners.csv", self._folder / f"{name}-{person[:3]}-{day}"
        learners.write_text(f"Imię;Nazwisko;E-mail\n{person}\n", encoding="utf-8")
        given = ("--definition", DEFINITIONS / f"{name}.yaml", "--learners", learners, "--out", out)
        assert run("issue", *given, "--key", self.key, "--awarded-on", day) == 0
        self._capsys.readouterr()
        return out

    def stack(self, *arguments: object) -> tuple[int, str]:
        code = run("stack", *arguments, "--definition", LARGER, "--offline", "--on", "2026-11-01")
        shown = self._capsys.readouterr()
        return code, shown.out + shown.err

    def data(self, *arguments: object) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.stack(*arguments, "--json")[1])
        return found


def test_parts_of_a_named_issuer_add_up(issued: Issued) -> None:
    parts = issued.credential("podstawy-python"), issued.credential("agile")
    code, text = issued.stack(*parts, "--issuer", issued.did)
    assert code == 0
    assert "Core: this one – complete" in text
    assert "✓ Python programming basics · 2026-10-01 · 3 ECTS" in text
    assert "All together 5 ECTS; at least 5 are wanted." in text
    assert "the organisation decides" in text


def test_what_is_missing_is_named(issued: Issued) -> None:
    part = issued.credential("podstawy-python")
    code, text = issued.stack(part, "--issuer", issued.did)
    assert code == 1
    assert "Electives: at least 1 of 2 – not complete yet" in text
    assert "podstawy-projektowania-ux: still open" in text
    data = issued.data(part, "--issuer", issued.did)
    assert data["complete"] is False
    assert data["groups"][1]["open"] == ["zarzadzanie-projektami-agile", "podstawy-projektowania-ux"]


def test_a_short_name_of_an_issuer_that_nobody_named_counts_nothing(issued: Issued) -> None:
    parts = issued.credential("podstawy-python"), issued.credential("agile")
    code, text = issued.stack(*parts)
    assert code == 1
    assert f"“podstawy-jezyka-python” of another issuer. If it is meant, add: --issuer {issued.did}" in text
    assert issued.stack(*parts, "--issuer", f"akademia={issued.did}")[0] == 1


def test_the_newest_of_the_same_counts_and_what_is_too_old_does_not(issued: Issued) -> None:
    old, new, ancient = (
        issued.credential("podstawy-python", day=day) for day in ("2025-01-01", "2026-10-01", "2020-01-01")
    )
    data = issued.data(old, new, ancient, "--issuer", issued.did)
    assert [held["awarded_on"] for held in data["groups"][0]["counted"]] == ["2026-10-01"]
    assert [each["why"] for each in data["files"]] == ["held-twice", None, "too-old"]


def test_a_changed_credential_counts_nothing_and_an_unknown_file_says_why(
    issued: Issued, tmp_path: Path
) -> None:
    spoilt = next(issued.credential("podstawy-python").glob("*.json"))
    spoilt.write_text(
        spoilt.read_text("utf-8").replace('"Ala"', '"Ela"').replace("Ala Kot", "Ela Kot"), "utf-8"
    )
    note = tmp_path / "note.txt"
    note.write_text("no credential", encoding="utf-8")
    data = issued.data(spoilt, note, "--issuer", issued.did)
    assert [each["counts"] for each in data["files"]] == [False, False]
    assert data["files"][0]["why"] == "invalid"
    assert issued.stack(spoilt, "--issuer", issued.did)[0] == 1
    assert issued.stack(spoilt, note, "--issuer", issued.did)[0] == 3


def test_parts_of_several_people_do_not_add_up_unless_it_is_said_to_be_one(issued: Issued) -> None:
    parts = issued.credential("podstawy-python"), issued.credential("agile", person=OLA)
    code, text = issued.stack(*parts, "--issuer", issued.did)
    assert code == 1
    assert "several people: Ala Kot, Ola Las" in text
    assert issued.stack(*parts, "--issuer", issued.did, "--same-person")[0] == 0


def test_a_definition_that_stands_alone_is_refused(
    issued: Issued, capsys: pytest.CaptureFixture[str]
) -> None:
    part = issued.credential("agile")
    assert run("stack", part, "--definition", DEFINITIONS / "agile.yaml") == 1
    assert "stack-not-made-of-others" in capsys.readouterr().err


def test_a_wrong_issuer_or_file_is_a_usage_error(issued: Issued) -> None:
    assert issued.stack("none.json", "--issuer", issued.did)[0] == 2
    assert issued.stack(issued.credential("agile"), "--issuer", "uczelnia")[0] == 2
