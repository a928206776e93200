"""``umiem issue``: every file or none, and errors that say what to do."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from umiem.adapters.keys.file import generate, write_key_file
from umiem.cli.main import main
from umiem.engine import InMemorySigner, VerificationPolicy, offline_sources, verify_credential

EXAMPLES = Path(__file__).parents[3] / "examples"
PYTHON = EXAMPLES / "definitions" / "podstawy-python.yaml"
LEARNERS = EXAMPLES / "learners.csv"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en")


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first two learners of the example list."""
    path = tmp_path_factory.mktemp("lists") / "few.csv"
    path.write_text("".join(LEARNERS.read_text().splitlines(keepends=True)[:3]))
    return path


def run(*arguments: object) -> int:
    try:
        main([str(argument) for argument in arguments])
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def issue(out: Path, learners: Path = LEARNERS, definition: Path = PYTHON, *more: object) -> int:
    return run("issue", "--definition", definition, "--learners", learners, "--out", out, *more)


def verdict(path: Path) -> tuple[str, dict[str, Any]]:
    report = verify_credential(
        path.read_bytes(),
        policy=VerificationPolicy.strict(),
        at=datetime.now(UTC),
        sources=offline_sources(),
    )
    return report.verdict.value, dict(report.require_valid().document)


def test_one_file_for_each_learner(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert issue(tmp_path / "out") == 0
    files = sorted((tmp_path / "out").iterdir())
    assert len(files) == 30
    assert files[0].name == "0002-zolc-swietoslawa.json"
    state, document = verdict(files[0])
    assert state == "valid"
    assert document["credentialSubject"]["identifier"][0]["identityHash"] == "Świętosława Żółć"
    assert document["issuer"]["id"].startswith("did:key:z6Mk")
    said = capsys.readouterr().out
    assert "30 credentials issued" in said
    assert "throw-away key" in said


@pytest.mark.parametrize("name", ["agile", "podstawy-ux"])
def test_the_list_serves_the_other_examples(tmp_path: Path, few: Path, name: str) -> None:
    assert issue(tmp_path, few, EXAMPLES / "definitions" / f"{name}.yaml") == 0
    assert len(list(tmp_path.iterdir())) == 2


def test_credentials_of_one_list_share_neither_salt_nor_identifier(tmp_path: Path, few: Path) -> None:
    issue(tmp_path, few)
    documents = [json.loads(path.read_bytes()) for path in tmp_path.iterdir()]
    salts = {document["credentialSubject"]["identifier"][1]["salt"] for document in documents}
    assert len(salts) == len({document["id"] for document in documents}) == 2
    assert min(map(len, salts)) >= 32


@pytest.mark.parametrize("algorithm", ["Ed25519", "P-256"])
def test_a_key_file_signs(tmp_path: Path, few: Path, algorithm: str) -> None:
    private = generate(algorithm)
    write_key_file(tmp_path / "key.pem", private, passphrase="żółw")
    arguments = ("--key", tmp_path / "key.pem", "--passphrase", "żółw")
    assert issue(tmp_path / "out", few, PYTHON, *arguments) == 0
    state, document = verdict(next((tmp_path / "out").iterdir()))
    assert state == "valid"
    assert (
        document["issuer"]["id"] == InMemorySigner.with_did_key(private).verification_method.partition("#")[0]
    )


def test_an_incomplete_definition_is_refused_by_its_elements(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.yaml"
    text = PYTHON.read_text()
    start, end = text.index("participation:"), text.index("quality_assurance:")
    broken.write_text(text[:start] + text[end:])
    assert issue(tmp_path / "out", LEARNERS, broken) == 1
    said = capsys.readouterr().err
    assert "M10" in said
    assert "form of participation is missing" in said
    assert not (tmp_path / "out").exists()


def test_wrong_rows_are_named_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    learners = tmp_path / "list.csv"
    learners.write_text(
        "Imię;Nazwisko;E-mail;EU1;Ocena końcowa\n"
        "Anna;Żółć;anna.example.org;80;4,0\n"
        "Jan;Kowalski;jan@example.org;40;4,0\n"
        "Ewa;Nowak;ewa@example.org;80;6,0\n"
        "Ola;Nowak;ola@example.org;80;5,0\n"
    )
    assert issue(tmp_path / "out", learners) == 1
    said = capsys.readouterr().err
    assert "Row 2, column “E-mail”" in said
    assert "Row 3, column “eu1”: The outcome eu1 was not reached" in said
    assert "Row 4: The grade “6,0” is not on the scale" in said
    assert "3 problems" in said
    assert not (tmp_path / "out").exists()


def test_a_list_in_cp1250_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    learners = tmp_path / "list.csv"
    learners.write_bytes("Imię;Nazwisko;E-mail\nŚwiętosława;Źdźbło;a@example.org\n".encode("cp1250"))
    assert issue(tmp_path / "out", learners) == 0
    assert "encoding cp1250" in capsys.readouterr().out
    assert verdict(next((tmp_path / "out").iterdir()))[0] == "valid"


def test_files_are_not_replaced_unasked(
    tmp_path: Path, few: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert issue(tmp_path, few) == 0
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert issue(tmp_path, few) == 1
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert "--force" in capsys.readouterr().err
    assert issue(tmp_path, few, PYTHON, "--force") == 0


def test_an_interrupted_run_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_arguments: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("umiem.services.award.file_issuing.verify_credential", stop)
    assert issue(tmp_path / "out") != 0
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--definition", "nowhere.yaml"), 2, "nowhere.yaml"),
        (("--learners", "nowhere.csv"), 2, "nowhere.csv"),
        (("--learners", str(PYTHON)), 1, "Columns not found"),
        (("--definition", str(LEARNERS)), 1, "learners.csv"),
        (("--key", str(LEARNERS)), 1, ""),
        (("--awarded-on", "2099-01-01"), 1, "has not come yet"),
    ],
)
def test_clear_errors(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, str],
    code: int,
    words: str,
) -> None:
    assert issue(tmp_path / "out", LEARNERS, PYTHON, *arguments) == code
    said = capsys.readouterr().err
    assert words in said
    assert "Traceback" not in said
    assert not list(tmp_path.glob("out/*"))


def test_a_workbook_is_read_like_a_text_table(tmp_path: Path, few: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in few.read_text().splitlines():
        sheet.append(line.split(";"))
    book.save(tmp_path / "few.xlsx")
    assert issue(tmp_path / "out", tmp_path / "few.xlsx") == 0
    assert len(list((tmp_path / "out").iterdir())) == 2
