"""A course catalogue as CSV: one draft for each row, columns found by Polish or English headers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from umiem.domain.definition import (
    AchievementSpecification,
    AwardingBody,
    LearningOutcome,
    Level,
    Participation,
    Workload,
)
from umiem.domain.imports.badges import positive_number
from umiem.domain.imports.draft import ImportedDraft, slug_of, text_in
from umiem.domain.lists.columns import fold
from umiem.domain.lists.encoding import decode
from umiem.domain.lists.table import MAX_COLUMNS
from umiem.domain.text import LocalizedText
from umiem.domain.vocabularies import LEARNING_MODES
from umiem.errors import MalformedInputError

MAX_ROWS = 5_000
_LANGUAGES = ("pl", "en")

_HEADERS: Mapping[str, tuple[str, ...]] = {
    "title": ("nazwa", "tytul", "nazwa kursu", "nazwa mikroposwiadczenia", "title", "name", "course"),
    "description": ("opis", "opis kursu", "description", "summary"),
    "outcomes": ("efekty uczenia sie", "efekty", "learning outcomes", "outcomes"),
    "ects": ("ects", "punkty ects", "liczba punktow ects", "credits"),
    "hours": ("godziny", "liczba godzin", "hours", "workload"),
    "level": ("poziom", "poziom prk", "poziom erk", "eqf", "level", "eqf level"),
    "mode": ("forma", "forma uczestnictwa", "tryb", "mode", "form of participation"),
    "language": ("jezyk", "jezyk nauczania", "language"),
    "body": ("instytucja", "jednostka", "organizator", "provider", "awarding body", "institution"),
    "prerequisites": ("wymagania", "warunki wstepne", "prerequisites"),
    "target_group": ("grupa docelowa", "target group"),
    "homepage": ("strona", "adres", "url", "homepage", "link"),
}
_MODES = {
    "stacjonarna": "presential",
    "stacjonarnie": "presential",
    "on site": "presential",
    "mieszana": "blended",
    "hybrydowa": "blended",
    "zdalna": "online",
    "zdalnie": "online",
}
_LANGUAGE_NAMES = {"polski": "pl", "polish": "pl", "angielski": "en", "english": "en"}


def catalogue(data: bytes) -> tuple[ImportedDraft, ...]:
    """Read a catalogue; a title may stand in ``nazwa`` or, by language, in ``nazwa_pl`` and ``title_en``.

    Raises ``MalformedInputError``: import-columns-missing without a column for the title, list-empty,
    list-not-text, list-too-many-rows, list-too-many-columns.
    """
    text, _encoding = decode(data)
    header = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(";\t,", key=header.count))
    try:
        rows = list(islice((row for row in reader if any(cell.strip() for cell in row)), MAX_ROWS + 1))
    except csv.Error as error:
        raise MalformedInputError("list-not-text", problem=str(error)) from error
    if len(rows) > MAX_ROWS:
        raise MalformedInputError("list-too-many-rows", limit=MAX_ROWS)
    if not rows:
        raise MalformedInputError("import-not-recognised")
    if len(rows[0]) > MAX_COLUMNS:
        raise MalformedInputError("list-too-many-columns", row=1, limit=MAX_COLUMNS)
    headers = [fold(cell) for cell in rows[0]]
    if not any(_part(name)[0] == "title" for name in headers):
        raise MalformedInputError("import-columns-missing", found=", ".join(rows[0])[:300])
    return tuple(_drafts(headers, rows))


def _part(header: str) -> tuple[str, str]:
    """Return which part a header stands for, and its language ("pl" unless it ends with one)."""
    words = header.split()
    tag = words[-1] if words and words[-1] in _LANGUAGES else ""
    name = " ".join(words[:-1]) if tag else header
    part = next((part for part, names in _HEADERS.items() if name in names), "")
    return part, tag or "pl"


def _drafts(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[ImportedDraft]:
    parts = [_part(header) for header in headers]
    unused = tuple(
        name for name, (part, _tag) in zip(rows[0], parts, strict=True) if not part and name.strip()
    )
    for number, cells in enumerate(rows[1:], start=2):
        texts: dict[str, dict[str, str]] = {}
        for (part, tag), cell in zip(parts, cells, strict=False):
            if part and cell.strip():
                texts.setdefault(part, {})[tag] = cell.strip()
        if texts.get("title"):
            yield ImportedDraft(
                definition=_definition(texts), kind="catalogue-csv", origin=f"row {number}", dropped=unused
            )


def _definition(texts: Mapping[str, Mapping[str, str]]) -> AchievementSpecification:
    def text(part: str) -> LocalizedText:
        return text_in(dict(texts.get(part, {})), "pl")

    def cell(part: str) -> str:
        return next(iter(texts.get(part, {}).values()), "")

    level = cell("level").strip()
    hours = positive_number(cell("hours").replace(",", "."))
    mode = _MODES.get(fold(cell("mode")), fold(cell("mode")).replace(" ", "-"))
    language = _LANGUAGE_NAMES.get(fold(cell("language")), fold(cell("language"))[:2])
    return AchievementSpecification(
        identifier=slug_of(cell("title")),
        primary_language=next(iter(texts["title"])),
        title=text("title"),
        description=text("description"),
        awarding_bodies=(AwardingBody(legal_name=text("body")),) if text("body") else (),
        learning_outcomes=tuple(_outcomes(texts.get("outcomes", {}))),
        workload=Workload(
            ects=positive_number(cell("ects").replace(",", ".")),
            hours=int(hours) if hours is not None else None,
        ),
        level=Level(eqf=int(level[-1])) if level[-1:] in "12345678" and level else Level(),
        participation=Participation(
            modes=(mode,) if mode in LEARNING_MODES else (), languages=(language,) if language else ()
        ),
        prerequisites=text("prerequisites"),
        target_group=text("target_group"),
        homepage=cell("homepage"),
    )


def _outcomes(by_language: Mapping[str, str]) -> Iterator[LearningOutcome]:
    """A cell holds several outcomes, one on each line or divided by semicolons."""
    lists = {tag: _sentences(cell) for tag, cell in by_language.items()}
    for number in range(max(map(len, lists.values()), default=0)):
        statement = {tag: parts[number] for tag, parts in lists.items() if number < len(parts)}
        yield LearningOutcome(id=f"eu{number + 1}", statement=LocalizedText(statement))


def _sentences(cell: str) -> list[str]:
    lines = (line.strip(" -•\t") for line in cell.replace(";", "\n").splitlines())
    return [line for line in lines if line]
