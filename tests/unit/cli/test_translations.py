"""Every sentence of the interface has a complete Polish translation."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog

from umiem.cli import translations


def test_nothing_is_missing_or_wrong() -> None:
    assert list(translations.problems()) == []


def test_sentences_are_found_in_code_templates_and_mails() -> None:
    found = translations.sentences()
    assert "Verify" in found
    assert "The signature could not be checked." in found
    assert "this is your code to sign in:" in found
    assert ("hour", "hours") in {message.id for message in found}


@pytest.mark.parametrize(
    ("identifier", "string", "fault"),
    [
        ("Keep it", "", "not translated"),
        ("Row {row}", "Wiersz {rzad}", "other placeholders"),
        ("%(n)s of %(m)s", "%(n)s", "other placeholders"),
        (("{n} row", "{n} rows"), ("{n} wiersz", "{n} wiersze"), "not translated"),
    ],
)
def test_what_is_wrong_is_named(identifier: str, string: str, fault: str) -> None:
    catalogue = Catalog(locale="pl")
    message = catalogue.add(identifier, string)
    assert [problem.split(" in ")[0] for problem in translations._faults(message)] == [fault]


def test_one_of_two_singular_placeholders_may_be_left_out() -> None:
    """“One thing” needs no number; the other forms do."""
    catalogue = Catalog(locale="pl")
    message = catalogue.add(("One thing", "{n} things"), ("Jedna rzecz", "{n} rzeczy", "{n} rzeczy"))
    assert list(translations._faults(message)) == []


@pytest.mark.parametrize(
    ("stored", "today"),
    [
        ((("{n} row", "{n} rows"), ("{n} wiersz", "{n} wiersze", "{n} wierszy")), "{n} row"),
        (("{n} row", "{n} wiersz"), ("{n} row", "{n} rows")),
    ],
)
def test_a_sentence_that_gets_or_loses_its_plural_waits_for_a_translation(
    stored: tuple[Any, Any], today: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, now = Catalog(locale="pl"), Catalog()
    before.add(*stored)
    now.add(today, locations=[("umiem/here.py", 1)])
    monkeypatch.setattr(translations, "CATALOGUE", tmp_path / "django.po")
    monkeypatch.setattr(translations, "sentences", lambda: now)
    translations.CATALOGUE.write_bytes(translations._as_po(before))
    assert f"umiem/here.py: not in the catalogue: {today!r}" in list(translations.problems())
    translations.extract_command.callback()  # type: ignore[misc]
    assert list(translations.problems()) == [f"umiem/here.py: not translated: {today!r}"]


def test_no_sentence_hides_inside_an_f_string() -> None:
    """There the extractor does not see it, and it stays English."""
    hidden = [
        f"{path.name}:{call.lineno}"
        for path in Path(translations.__file__).parents[1].rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in ("_", "gettext", "ngettext", "pgettext")
        and call.args
        and isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == []
