"""The child process of ``workbook``: a workbook on standard input, its table as JSON on standard output.

It limits itself before it reads a byte. What it refuses it says as JSON too; of anything else it dies, and
the parent sees a broken file.
"""

from __future__ import annotations

import io
import json
import posixpath
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from umiem.adapters.spreadsheets.archive import checked_archive
from umiem.adapters.spreadsheets.details import (
    OdsPass,
    OdsSize,
    SheetDetails,
    XlsxPass,
    local,
    number_styles,
    scan,
)
from umiem.domain.lists.table import MAX_BYTES, MAX_COLUMNS, WHOLE_ROW, column_letter
from umiem.engine.containers.child_limits import limit_this_process
from umiem.errors import UmiemError

CPU_SECONDS = 30
MEMORY_BYTES = 768 * 1024 * 1024  # 50,000 rows of forty columns take 330 MiB
_NAMED = 12  # places named in a note; the rest is counted
_LOOKED_AT = 5  # sheets in which a list is looked for
_LONGEST_FILL = 5_000  # rows one merged cell may stand for


Note = tuple[str, dict[str, object]]


@dataclass(kw_only=True)
class _Sheet:
    name: str
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    marks: list[tuple[int, int, str]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def main() -> int:
    """Read the sheet named by the argument ("" for the first with rows) and print it."""
    import python_calamine

    limit_this_process(cpu_seconds=CPU_SECONDS, memory_bytes=MEMORY_BYTES)
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    try:
        answer = _read(python_calamine, data, wanted)
    except UmiemError as error:
        answer = {"refused": error.code, "kind": type(error).__name__, "params": error.params}
    json.dump(answer, sys.stdout, ensure_ascii=False, separators=(",", ":"))
    return 0


def _read(calamine: Any, data: bytes, wanted: str) -> dict[str, Any]:
    archive, kind = checked_archive(data)
    if kind == "ods":
        with archive.open("content.xml") as stream:
            scan(stream, OdsSize().start)
    workbook = calamine.load_workbook(io.BytesIO(data))
    shown = [
        (sheet.name, sheet.visible == calamine.SheetVisibleEnum.Visible)
        for sheet in workbook.sheets_metadata
        if sheet.typ == calamine.SheetTypeEnum.WorkSheet
    ]
    order = [name for name, visible in shown if visible] + [name for name, visible in shown if not visible]
    notes: list[Note] = []
    hidden = [name for name, visible in shown if not visible]
    if hidden:
        notes.append(("list-hidden-sheets", {"names": ", ".join(hidden[:_NAMED])}))
    if any(name.startswith("xl/vbaProject") for name in archive.namelist()):
        notes.append(("list-macros-ignored", {}))
    if any(name.startswith("xl/externalLinks/") for name in archive.namelist()):
        notes.append(("list-links-ignored", {}))
    visible = [name for name, is_visible in shown if is_visible]

    def read(name: str) -> _Sheet:
        return _sheet(archive, kind, name, workbook.get_sheet_by_name(name))

    chosen = read(wanted) if wanted in order else _first_list(read, visible, order)
    notes += chosen.notes
    rows, marks, name = chosen.rows, chosen.marks, chosen.name
    return {"kind": kind, "sheets": order, "sheet": name, "rows": rows, "notes": notes, "marks": marks}


def _first_list(read: Callable[[str], _Sheet], visible: Sequence[str], order: Sequence[str]) -> _Sheet:
    """Return the first shown sheet with an e-mail address in it, else the first of all that has rows.

    Workbooks often begin with a sheet that explains how to fill in the next one.
    """
    first: _Sheet | None = None
    for name in visible[:_LOOKED_AT]:
        try:
            found = read(name)
        except UmiemError:
            if first is None:
                raise
            continue
        if any("@" in cell for _, cells in found.rows for cell in cells):
            return found
        first = first or (found if found.rows else None)
    others = (read(name) for name in order if name not in visible[:_LOOKED_AT])
    empty = _Sheet(name=order[0] if order else "")
    return first or next((found for found in others if found.rows), empty)


def _sheet(archive: zipfile.ZipFile, kind: str, name: str, sheet: Any) -> _Sheet:
    details, notes = _details(archive, kind, name), list[Note]()
    rows, marks = _values(sheet, details, notes)
    return _Sheet(name=name, rows=rows, marks=marks, notes=[*notes, *_notes(details)])


def _details(archive: zipfile.ZipFile, kind: str, sheet: str) -> SheetDetails:
    if kind == "ods":
        ods = OdsPass(sheet)
        with archive.open("content.xml") as stream:
            scan(stream, ods.start)
        return ods.details
    xlsx = XlsxPass(number_styles(archive))
    path = _sheet_path(archive, sheet)
    if path in archive.namelist():
        with archive.open(path) as stream:
            scan(stream, xlsx.start)
    return xlsx.details


def _sheet_path(archive: zipfile.ZipFile, sheet: str) -> str:
    relation, targets = "", {}

    def in_workbook(name: str, attributes: dict[str, str]) -> None:
        nonlocal relation
        if local(name) == "sheet" and attributes.get("name") == sheet:
            relation = next((value for key, value in attributes.items() if local(key) == "id"), "")

    def in_relations(name: str, attributes: dict[str, str]) -> None:
        if local(name) == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    with archive.open("xl/workbook.xml") as stream:
        scan(stream, in_workbook)
    if "xl/_rels/workbook.xml.rels" in archive.namelist():
        with archive.open("xl/_rels/workbook.xml.rels") as stream:
            scan(stream, in_relations)
    target = targets.get(relation, "")
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def _values(
    sheet: Any, details: SheetDetails, notes: list[Note]
) -> tuple[list[tuple[int, list[str]]], list[tuple[int, int, str]]]:
    """Return the rows that are not blank, and what is wrong with single cells."""
    if sheet.start is None:
        return [], []
    first_row, first_column = sheet.start
    width = min(sheet.end[1] + 1, MAX_COLUMNS)
    before = [""] * first_column
    rows: list[tuple[int, list[str]]] = []
    marks = [(row + 1, column, "cell-error") for row, column in details.errors]
    marks += [(row + 1, WHOLE_ROW, "row-hidden") for row in details.hidden_rows]
    for index, cells in enumerate(sheet.to_python(skip_empty_area=True), start=first_row):
        texts = before + [_text(cell) for cell in cells]
        for column, text in enumerate(texts):
            if (index, column) in details.formulas and not text and (index, column) not in details.errors:
                marks.append((index + 1, column, "formula-without-value"))
            elif text and (index, column) in details.percents:
                texts[column] = _percent(text)
            elif text.isdigit() and (index, column) in details.padded:
                texts[column] = text.zfill(details.padded[index, column])
        rows.append((index + 1, texts[:width]))
    merged = [(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()]
    _fill_down(rows, [*merged, *details.merged], first_row, notes)
    marked = {row for row, column, _ in marks if column != WHOLE_ROW}
    return [(n, cells) for n, cells in rows if n in marked or any(map(str.strip, cells))], marks


def _fill_down(
    rows: list[tuple[int, list[str]]],
    merged: list[tuple[int, int, int, int]],
    first_row: int,
    notes: list[Note],
) -> None:
    """A cell merged over several rows holds for each of them; merged over columns it stands in the first."""
    count = 0
    for top, left, bottom, _right in merged:
        count += 1
        place = top - first_row
        if not 0 <= place < len(rows) or left >= len(rows[place][1]):
            continue
        text = rows[place][1][left]
        for below in range(place + 1, min(bottom - first_row + 1, len(rows), place + _LONGEST_FILL)):
            cells = rows[below][1]
            if left < len(cells) and any(map(str.strip, cells)):
                cells[left] = cells[left] or text
    if count:
        notes.append(("list-merged-cells", {"count": count}))


def _percent(text: str) -> str:
    try:
        return f"{round(float(text) * 100, 4):g}"
    except ValueError:
        return text


def _text(value: object) -> str:
    """Return a value as a person would type it: 12345.0 is 12345, a day has no time of day."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(round(value, 10))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, int | timedelta) else ""


def _notes(details: SheetDetails) -> list[Note]:
    notes: list[Note] = []
    columns = sorted(details.hidden_columns & details.filled_columns)
    if columns:
        notes.append(("list-hidden-columns", {"names": ", ".join(map(column_letter, columns[:_NAMED]))}))
    if details.hidden_rows:
        rows = sorted(details.hidden_rows)
        shown = ", ".join(str(row + 1) for row in rows[:_NAMED]) + (" …" if len(rows) > _NAMED else "")
        notes.append(("list-hidden-rows", {"count": len(rows), "rows": shown}))
    if details.formulas:
        notes.append(("list-formulas", {"count": len(details.formulas)}))
    return notes


if __name__ == "__main__":
    sys.exit(main())
