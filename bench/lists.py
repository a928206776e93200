"""Reading and judging lists of learners, on one core: rows a second, from bytes to problems.

The database is left out: these are the reader, the mapping and the judge. ``lists-xlsx`` includes the child
process in which workbooks are read.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from umiem.adapters.spreadsheets.workbook import read_workbook
from umiem.domain.definition_file import load_definition
from umiem.domain.lists.columns import guess_columns
from umiem.domain.lists.headers import find_header, under_header
from umiem.domain.lists.judging import judge
from umiem.domain.lists.table import ListTable
from umiem.domain.lists.text import read_text_table
from umiem.domain.lists.values import values_of

Case = tuple[str, Callable[[], object]]
ROWS = 50_000
_DEFINITION = Path(__file__).parents[1] / "examples" / "definitions" / "podstawy-python.yaml"
_HEADER = ("Nr albumu", "Nazwisko", "Imię", "E-mail", "EU1", "EU2", "EU3", "EU4", "Ocena końcowa")
_DAY = date(2026, 11, 28)


def cases() -> list[Case]:
    """Return the rows; one operation is a whole list of 50,000 learners."""
    csv, xlsx = _csv(), _xlsx()
    return [
        ("list-csv-50000", lambda: _judged(read_text_table(csv))),
        ("list-xlsx-50000", lambda: _judged(read_workbook(xlsx))),
    ]


def _cells(number: int) -> tuple[str, ...]:
    results = (str(60 + number % 40), str(61 + number % 39), "75", "90")
    name, mail = (f"Żółć-{number}", "Świętosława"), f"osoba{number}@example.org"
    return (str(number), *name, mail, *results, "4,0")


def _csv() -> bytes:
    lines = (";".join(_cells(number)) for number in range(ROWS))
    return "\n".join((";".join(_HEADER), *lines)).encode("cp1250")


def _xlsx() -> bytes:
    """Write the plainest workbook there is, with its texts in the cells."""
    rows = [_HEADER, *(_cells(number) for number in range(ROWS))]
    texts = ("".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in row) for row in rows)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{relations}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        made.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>'
            '<sheet name="Lista" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        made.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{relations}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
        )
        sheet = "".join(f"<row>{row}</row>" for row in texts)
        made.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>',
        )
    return out.getvalue()


def _judged(table: ListTable) -> int:
    definition = load_definition(_DEFINITION.read_bytes(), _DEFINITION.name)
    outcomes = {outcome.id: () for outcome in definition.learning_outcomes}
    headed = under_header(table, find_header(table, outcomes))
    columns = guess_columns(headed.headers, outcomes)
    return sum(
        not judge(number, values_of(cells, columns), definition, today=_DAY).problems
        for number, cells in headed.rows
    )
