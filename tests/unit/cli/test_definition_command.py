"""``umiem definition``: lint, score, diff, schema, convert."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from umiem.cli.main import main

ROOT = Path(__file__).parents[3]
PYTHON = ROOT / "examples" / "definitions" / "podstawy-python.yaml"


def run(*arguments: object) -> int:
    try:
        main([str(argument) for argument in ("definition", *arguments)])
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en")


@pytest.mark.parametrize("name", ["podstawy-python", "agile", "podstawy-ux"])
def test_lint_passes_the_examples(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("lint", PYTHON.with_name(f"{name}.yaml"), "--on", "2026-11-22") == 0
    assert "nothing blocks publishing" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("language", "words"), [("pl", "Brakuje nakładu pracy."), ("en", "The workload is missing.")]
)
def test_lint_speaks_both_languages(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    words: str,
) -> None:
    monkeypatch.setenv("LANGUAGE", language)
    draft = tmp_path / "draft.yaml"
    draft.write_text("umiem_definition: 1\ntitle: {pl: Podstawy SQL, en: SQL basics}\n")
    assert run("lint", draft) == 1
    assert words in capsys.readouterr().out


def test_lint_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = tmp_path / "draft.json"
    draft.write_text('{"umiem_definition": 1, "workload": {"ects": 3, "hours": 60}}')
    assert run("lint", draft, "--json") == 1
    found = json.loads(capsys.readouterr().out)
    assert all(set(one) == {"code", "severity", "element", "principle", "path", "params"} for one in found)
    hours = next(one for one in found if one["code"] == "workload-hours-contradict-ects")
    assert hours == {
        "code": "workload-hours-contradict-ects",
        "severity": "blocks",
        "element": "M7",
        "principle": 2,
        "path": "workload.hours",
        "params": {"hours": 60, "ects": "3", "lowest": "75", "highest": "90"},
    }


def test_lint_of_a_malformed_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = tmp_path / "draft.yaml"
    draft.write_text("umiem_definition: 1\ntitle:\n  pl: A\n  pl: B\n")
    assert run("lint", draft) == 1
    assert f"{draft}:4: “pl” is given twice" in capsys.readouterr().err
    assert run("lint", draft, "--json") == 1
    assert json.loads(capsys.readouterr().out)[0]["params"]["line"] == 4


def test_a_missing_file_is_a_wrong_use(tmp_path: Path) -> None:
    assert run("lint", tmp_path / "nowhere.yaml") == 2
    assert run("lint", tmp_path) == 2


def test_score(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("score", PYTHON) == 0
    assert len(capsys.readouterr().out.splitlines()) == 10


def test_diff(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(PYTHON.read_text().replace("hours: 80,", "hours: 82,"))
    assert run("diff", PYTHON, PYTHON) == 0
    capsys.readouterr()
    assert run("diff", PYTHON, other) == 1
    assert capsys.readouterr().out == "workload.hours:\n  - 80\n  + 82\n"


def test_schema_and_mapping_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("schema") == 0
    assert json.loads(capsys.readouterr().out)["title"]
    assert run("mapping") == 0
    assert "| M11 Type of quality assurance |" in capsys.readouterr().out


def test_convert(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "catalogue.csv"
    source.write_text("Nazwa;ECTS;Sala\nPodstawy SQL;2;101\nPodstawy SQL;3;102\n")
    assert run("convert", source, "--out", tmp_path / "drafts") == 0
    said = capsys.readouterr().out
    assert "Not carried over: Sala" in said
    assert "M11" in said
    assert sorted(path.name for path in (tmp_path / "drafts").iterdir()) == [
        "podstawy-sql-2.yaml",
        "podstawy-sql.yaml",
    ]
