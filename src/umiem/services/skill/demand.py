"""What the labour market asks for: counted over imported job offers, with source and day."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from django.db import transaction

from umiem.domain.offers import LONGEST_OFFER, read_offer
from umiem.errors import MalformedInputError, RefusedError
from umiem.services.skill import skills
from umiem.storage.models import DemandCount, DemandSurvey

LARGEST_IMPORT = 500_000_000
MOST_OFFERS = 1_000_000
_TEXT_COLUMNS = (
    "text",
    "tekst",
    "description",
    "opis",
    "content",
    "tresc",
    "treść",
    "body",
    "offer",
    "ogloszenie",
)
_TITLE_COLUMNS = ("title", "tytul", "tytuł", "stanowisko", "position", "job_title", "name", "nazwa")
_MOST_WANTED = 12
_SURE = 0.5
_LARGEST_CELL = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """In how many of the offers of the newest survey something was asked for."""

    uri: str
    offers: int
    of: int
    source: str
    observed_on: date


def import_offers(
    data: bytes,
    name: str,
    *,
    source: str,
    observed_on: date,
    progress: Callable[[int], None] = lambda number: None,
) -> DemandSurvey:
    """Read many offers (CSV, JSON, JSON lines, or a zip of text, CSV or JSON files) and count them.

    The same file once more changes nothing. Offers in which nothing is recognised count in the whole.

    Raises ``MalformedInputError``: ``demand-file-broken`` with the line, ``demand-no-text-column``.
    ``RefusedError`` ``demand-no-offers`` for a file without any offer.
    """
    digest = hashlib.sha256(data + f"\0{source}\0{observed_on}".encode()).hexdigest()
    known = DemandSurvey.objects.filter(digest=digest).first()
    if known is not None:
        return known
    library = skills.library()
    counts: Counter[tuple[str, str]] = Counter()
    number = 0
    for text in _offers(data, name):
        number += 1
        if number > MOST_OFFERS:
            raise MalformedInputError("demand-too-many", most=MOST_OFFERS)
        progress(number)
        try:
            reading = read_offer(text[:LONGEST_OFFER], library)
        except RefusedError:
            continue
        counts.update(("skill", each.uri) for each in reading.skills if each.confidence >= _SURE)
        counts.update(("occupation", each.uri) for each in reading.occupations[:1])
        counts.update(("isco", each.code) for each in reading.groups[:1])
    if not number:
        raise RefusedError("demand-no-offers", name=name)
    with transaction.atomic():
        survey = DemandSurvey.objects.create(
            source=source[:200], observed_on=observed_on, offers=number, digest=digest
        )
        DemandCount.objects.bulk_create(
            (
                DemandCount(survey=survey, kind=kind, uri=uri, offers=count)
                for (kind, uri), count in counts.items()
            ),
            batch_size=2000,
        )
    return survey


def latest() -> DemandSurvey | None:
    """Return the newest survey, if any."""
    return DemandSurvey.objects.first()


def of(uri: str) -> Indicator | None:
    """Return the indicator of a skill, an occupation or an ISCO group from the newest survey."""
    survey = latest()
    if survey is None:
        return None
    found = DemandCount.objects.filter(survey=survey, uri=uri).first()
    return _indicator(survey, uri, found.offers if found else 0)


def most_wanted(kind: str) -> tuple[Indicator, ...]:
    """Return what the newest survey asks for most."""
    survey = latest()
    if survey is None:
        return ()
    rows = DemandCount.objects.filter(survey=survey, kind=kind).order_by("-offers", "uri")[:_MOST_WANTED]
    return tuple(_indicator(survey, row.uri, row.offers) for row in rows)


def _indicator(survey: DemandSurvey, uri: str, offers: int) -> Indicator:
    return Indicator(
        uri=uri,
        offers=offers,
        of=survey.offers,
        source=survey.source,
        observed_on=survey.observed_on,
    )


def _offers(data: bytes, name: str) -> Iterator[str]:
    if len(data) > LARGEST_IMPORT:
        raise MalformedInputError("demand-too-large", most=LARGEST_IMPORT // 1_000_000)
    if data.startswith(b"PK\x03\x04"):
        yield from _zipped(data, name)
        return
    ending = PurePosixPath(name).suffix.lower()
    if ending in (".txt", ".pdf"):
        yield skills.text_of_offer(data, name)
        return
    text = skills.decoded(data, name)
    start = text.lstrip()[:1]
    if ending in (".json", ".jsonl", ".ndjson") or start in ("[", "{"):
        yield from _json(text, name)
    else:
        yield from _csv(text, name)


def _zipped(data: bytes, name: str) -> Iterator[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            whole = sum(entry.file_size for entry in archive.infolist())
            if whole > LARGEST_IMPORT:
                raise MalformedInputError("demand-too-large", most=LARGEST_IMPORT // 1_000_000)
            for entry in archive.infolist():
                if not entry.is_dir() and entry.filename.lower().endswith(
                    (".txt", ".csv", ".json", ".jsonl", ".ndjson", ".pdf")
                ):
                    yield from _offers(archive.read(entry), entry.filename)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise MalformedInputError("demand-file-broken", name=name, line=1) from error


def _json(text: str, name: str) -> Iterator[str]:
    try:
        rows = json.loads(text)
    except ValueError:
        rows = _json_lines(text, name)
    if isinstance(rows, dict):
        rows = next((value for value in rows.values() if isinstance(value, list)), [rows])
    for row in rows:
        yield _text_of(row, name)


def _json_lines(text: str, name: str) -> list[Any]:
    rows = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                rows.append(json.loads(line))
            except ValueError as error:
                raise MalformedInputError("demand-file-broken", name=name, line=number) from error
    return rows


def _text_of(row: Any, name: str) -> str:
    if isinstance(row, str):
        return row
    if not isinstance(row, dict):
        raise MalformedInputError("demand-no-text-column", name=name, columns=", ".join(_TEXT_COLUMNS))
    folded = {str(key).strip().lower(): value for key, value in row.items()}
    title = next((folded[key] for key in _TITLE_COLUMNS if folded.get(key)), "")
    body = next((folded[key] for key in _TEXT_COLUMNS if folded.get(key)), "")
    if not title and not body and not folded.keys() & {*_TEXT_COLUMNS, *_TITLE_COLUMNS}:
        raise MalformedInputError("demand-no-text-column", name=name, columns=", ".join(_TEXT_COLUMNS))
    return f"{title}\n{body}".strip()


def _csv(text: str, name: str) -> Iterator[str]:
    csv.field_size_limit(max(_LARGEST_CELL, csv.field_size_limit()))
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            if None in row:
                raise MalformedInputError("demand-file-broken", name=name, line=reader.line_num)
            yield _text_of(row, name)
    except csv.Error as error:  # in the row after the last that could be read
        raise MalformedInputError("demand-file-broken", name=name, line=reader.line_num + 1) from error
