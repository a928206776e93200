"""The commands skills, offer, plan and esco on the starter set, without a server."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.worlds import PYTHON
from umiem.cli.main import umiem
from umiem.cli.messages import language
from umiem.errors import UmiemError
from umiem.sentences.errors import error_sentence
from umiem.wiring import installation


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("UMIEM_HOME", str(tmp_path))
    monkeypatch.setenv("LANGUAGE", "en")
    installation.cache_clear()
    yield tmp_path
    installation.cache_clear()


def run(*arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(umiem, arguments, input=text)


def test_search_prints_labels_and_uris() -> None:
    result = run("skills", "search", "obsluga", "klientow", "--lang", "pl")
    assert result.exit_code == 0
    assert "obsługa klienta *" in result.output
    assert "ESCO" in result.output


def test_search_as_json() -> None:
    found = json.loads(run("skills", "search", "Python", "--json").output)
    assert found["results"][0]["uri"].endswith("ccd0a1d9-afda-43d9-b901-96344886e14d")


def test_search_that_finds_nothing_says_so() -> None:
    result = run("skills", "search", "qqqqqqqq")
    assert result.exit_code == 1
    assert "Nothing was found" in result.output


def test_an_offer_from_standard_input() -> None:
    result = run("offer", "-", "--json", text="Programista Python\nWymagania: Python, SQL")
    found = json.loads(result.output)
    assert found["isco_groups"][0]["code"] == "2512"
    assert {"Python"} <= {trigger for skill in found["skills"] for trigger in skill["triggers"]}


def test_a_plan_in_both_forms() -> None:
    options = (
        "plan",
        "--from",
        "office clerk",
        "--to",
        "user experience analyst",
        "--starting",
        "2027-01-04",
    )
    text, data = run(*options).output, json.loads(run(*options, "--json").output)
    assert text.startswith("office clerk → user experience analyst\n")
    assert data["from"]["label"] == "office clerk"
    assert data["to"]["label"] == "user experience analyst"
    assert data["outcome"] == "optimal"
    assert data["gap"] == 0
    assert all(
        step["title"] in text for step in json.loads(run(*options, "--json", "--lang", "en").output)["steps"]
    )


def test_a_plan_writes_numbers_and_modes_as_its_language_does() -> None:
    asked = ("plan", "--to", "projektant UX", "--starting", "2027-01-04", "--no-why")
    polish, english = (run(*asked, "--lang", each).output for each in ("pl", "en"))
    assert re.search(r"tygodnie: \d+,\d", polish)
    assert "· częściowo online ·" in polish
    assert re.search(r"\d+\.\d weeks", english)
    assert "· partly online ·" in english


def test_steps_stand_in_the_order_they_begin_and_after_what_they_build_on() -> None:
    asked = ("plan", "--to", "user interface designer", "--starting", "2027-01-04", "--no-why", "--json")
    steps = json.loads(run(*asked).output)["steps"]
    days = [step["first_day"] for step in steps]
    assert days == sorted(days)
    place = {step["identifier"]: number for number, step in enumerate(steps)}
    assert all(place[each] < place[step["identifier"]] for step in steps for each in step["needs"])
    added = [skill["uri"] for step in steps for skill in step["adds"]]
    assert len(added) == len(set(added))


def test_wrong_weights_are_a_usage_error() -> None:
    assert run("plan", "--to", "secretary", "--weights", "beauty=1").exit_code == 2
    assert run("plan", "--to", "secretary", "--mode", "by post").exit_code == 2


@pytest.mark.parametrize(("language", "name"), [("pl", "projektant UX"), ("en", "UX designer")])
def test_one_occupation_has_the_same_name_in_both_languages(language: str, name: str) -> None:
    data = json.loads(run("plan", "--to", name, "--lang", language, "--json", "--no-why").output)
    assert data["to"]["uri"].endswith("96e20037-0a25-4bf6-a25e-808d1605d890")


def test_an_ambiguous_name_lists_candidates() -> None:
    result = run("plan", "--to", "marketing", "--lang", "en")
    error = result.exception
    assert isinstance(error, UmiemError)
    sentence = error_sentence(error, "en")
    assert "marketing" in sentence
    assert "…" not in sentence


def test_status_without_an_import() -> None:
    result = run("esco", "status")
    assert result.exit_code == 0
    assert "539 skills" in result.output


def test_import_then_status(home: Path) -> None:
    folder = Path(__file__).parents[3] / "src/umiem/data/esco_starter"
    assert run("esco", "import", str(folder), "--version-name", "v1.1.1").exit_code == 0
    assert "ESCO v1.1.1: 539 skills" in run("esco", "status").output
    assert "Skills removed: 0" in run("esco", "diff", str(folder)).output
    assert (home / "esco" / "esco.sqlite3").exists()


def test_errors_are_told_in_the_language_asked_for() -> None:
    result = run("plan", "--to", "qqqq zzzz", "--lang", "pl")
    assert isinstance(result.exception, UmiemError)
    assert language() == "pl"
    assert "—" in error_sentence(result.exception, language())
    run("skills", "search", "Python")
    assert language() == "en"


def test_a_plan_names_steps_by_their_titles() -> None:
    text = run("plan", "--to", "UX designer", "--starting", "2027-01-04", "--lang", "en").output
    opened = [line for line in text.splitlines() if "opens the way to" in line]
    assert opened
    assert "makiety-i-prototypy" not in text


def test_a_new_version_names_the_definitions_it_touches(tmp_path: Path) -> None:
    """The starter set's own files, in which Python bears another name."""
    download = tmp_path / "ESCO dataset - v9.9.9"
    download.mkdir()
    for file in resources.files("umiem.data.esco_starter").iterdir():
        if file.name.endswith(".csv"):
            text = file.read_text("utf-8").replace("Python (computer programming)", "Python 9")
            (download / file.name).write_text(text, "utf-8")
    result = run("esco", "diff", str(download), "--version-name", "v9.9.9", "--definition", str(PYTHON))
    assert result.exit_code == 0, result.exception
    assert "Definitions touched: 1 of 1" in result.output
    assert "renamed: Python (computer programming) → Python 9" in result.output
