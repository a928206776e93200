"""Files for people: the rows that were not accepted, with the reason, and an empty list to fill in.

What stands in a cell is text to the program that opens the file, never a formula (OWASP, CSV injection).
"""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Iterable, Sequence

from umiem.domain.lists import vocabulary as part
from umiem.domain.safe_csv import safe_cell
from umiem.sentences import N_
from umiem.sentences.lists import part_name
from umiem.sentences.rows import problem_sentence
from umiem.sentences.translate import translate
from umiem.services.access import Actor, Permission, authorise
from umiem.services.award.lists.importing import DraftView, get_list
from umiem.services.award.lists.preview import parts_of
from umiem.services.award.lists.rows import BLOCK, ListRow, RowIndex, rows_at
from umiem.services.definition.definitions import awardable
from umiem.services.files import File

MAX_STATEMENT = 60
_REJECTED = ("problem", "left-out")
_ROW, _REASON, _LEFT_OUT = N_("Row"), N_("Reason"), N_("Left out by hand")
TEMPLATES = ("csv", "excel")


def rejected_rows(actor: Actor, organisation: str, public_id: uuid.UUID, *, language: str) -> File:
    """Return the rows that will not be awarded as CSV, each with its reason; can be mended and sent again."""
    view = get_list(actor, organisation, public_id)
    parts = parts_of(view)
    head = [translate(_ROW, language), *_titles(view, parts, language), translate(_REASON, language)]
    lines = (
        [
            str(row.number),
            *(row.values.get(name, "") for name in parts),
            _reason(row, language),
        ]
        for row in _rejected(view)
    )
    name = view.draft.file_name.rpartition(".")[0] or view.draft.file_name
    return _csv(f"{name}-{translate(_REASON, language).lower()}.csv", [head, *lines], excel=language == "pl")


def template_file(actor: Actor, organisation: str, definition: str, *, kind: str, language: str) -> File:
    """Return an empty list for a definition: ``csv``, or ``excel`` for a spreadsheet set to Polish.

    Spreadsheets with Polish settings expect semicolons, and UTF-8 only after a byte order mark.
    """
    found = authorise(actor, organisation, Permission.AWARD)
    specification = awardable(found, definition).specification
    titles = [
        part_name(name, language) for name in (part.IDENTIFIER, part.FAMILY_NAME, part.GIVEN_NAME, part.EMAIL)
    ]
    for outcome in specification.learning_outcomes:
        statement = outcome.statement.best(language)[0]
        short = statement if len(statement) <= MAX_STATEMENT else f"{statement[: MAX_STATEMENT - 1]}…"
        titles.append(f"{outcome.id.upper()} – {short}")
    if specification.grading is not None:
        titles.append(part_name(part.GRADE, language))
    titles.append(part_name(part.AWARDED_ON, language))
    return _csv(f"{definition}.csv", [titles], excel=kind == "excel")


def _titles(view: DraftView, parts: Sequence[str], language: str) -> list[str]:
    """The headers of the file where it has them, so that sending the file again needs no new mapping."""
    headers = view.draft.reading["headers"]
    own = {name: headers[int(index)] for index, name in view.draft.columns.items()}
    return [own.get(name) or part_name(name, language) for name in parts]


def _rejected(view: DraftView) -> Iterable[ListRow]:
    places = RowIndex.of(view.draft).places(_REJECTED)
    for start in range(0, len(places), BLOCK * 5):
        yield from rows_at(view.draft, places[start : start + BLOCK * 5])


def _reason(row: ListRow, language: str) -> str:
    if row.left_out:
        return translate(_LEFT_OUT, language)
    return " ".join(dict.fromkeys(problem_sentence(problem, language) for problem in row.problems))


def _csv(name: str, lines: Iterable[Sequence[str]], *, excel: bool) -> File:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";" if excel else ",", lineterminator="\r\n")
    for line in lines:
        writer.writerow([safe_cell(cell) for cell in line])
    return File(name=name, media_type="text/csv", data=text.getvalue().encode("utf-8-sig", "replace"))
