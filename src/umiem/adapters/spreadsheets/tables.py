"""A table of learners out of a file of any kind that is known, told apart by its first bytes."""

from __future__ import annotations

from umiem.adapters.spreadsheets.archive import is_workbook
from umiem.adapters.spreadsheets.workbook import read_workbook
from umiem.domain.lists.misread import put_right
from umiem.domain.lists.one_column import divided
from umiem.domain.lists.table import ListTable
from umiem.domain.lists.text import read_text_table


def read_any_table(data: bytes, *, encoding: str = "", delimiter: str = "", sheet: str = "") -> ListTable:
    """Read XLSX, ODS, CSV or TSV; what is left empty is found out, spoilt letters are put right.

    Raises what ``read_workbook`` and ``read_text_table`` raise.
    """
    if is_workbook(data):
        table = read_workbook(data, sheet=sheet)
    else:
        table = read_text_table(data, encoding=encoding, delimiter=delimiter)
    return divided(put_right(table))
