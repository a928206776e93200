"""What requests and answers about lists of learners look like."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from umiem.api.shapes.fields import Answer, Name, Page, Request, Run, Text, example
from umiem.storage.models import ListState

Column = Annotated[Text, Field(min_length=1, max_length=200)]
Part = Annotated[Text, Field(max_length=120)]


class BringIn(Request):
    """What the list is awarded on, beside the file."""

    model_config = example(definition="podstawy-jezyka-python", run="2026/27-Z")
    definition: Name
    """The short name of a published definition."""
    run: Run = ""
    """The edition, unless the file says it row by row."""


class ReadingIn(Request):
    """How the file is read; what is left out is found out."""

    model_config = example(encoding="windows-1250", delimiter=";", header_row=1)
    encoding: Annotated[Text, Field(max_length=20)] = ""
    """The encoding of a text file, for instance utf-8 or windows-1250."""
    delimiter: Literal["", ";", ",", "\t"] = ""
    """What stands between the cells of a text file."""
    sheet: Annotated[Text, Field(max_length=200)] = ""
    """The sheet of a workbook."""
    header_row: Annotated[int, Field(ge=0, le=1_048_576)] | None = None
    """The number of the row with the headers; 0: there is none."""


class MappingIn(Request):
    """What the columns hold; it corrects the guess.

    Parts: given_name, family_name, full_name, full_name_reversed, email, identifier, grade, run, awarded_on,
    valid_until, evidence, and result:ID for the result of a learning outcome.
    """

    model_config = example(columns={"A": "identifier", "Uwagi": "", "Ocena": "grade"}, run="2026/27-Z")
    columns: dict[Column, Part] = Field(default_factory=dict, max_length=200)
    """A header or a column letter → the part it holds; an empty part: the column is not used."""
    run: Run | None = None
    """The edition."""
    awarded_on: date | None = None
    """The day of the award, for all rows without one."""


class ListRowIn(Request):
    """What is changed in a row."""

    model_config = example(values={"email": "zolc@example.org"})
    values: dict[Part, Annotated[Text, Field(max_length=4_000)]] = Field(default_factory=dict, max_length=250)
    """New texts of cells by their part."""
    left_out: bool | None = None
    """True leaves the row out, false takes it in again."""


class ConfirmIn(Request):
    """How the rows are awarded."""

    model_config = example(notify=True, language="pl")
    notify: bool = True
    """Whether the learners get a mail."""
    language: Annotated[Text, Field(max_length=8)] = ""
    """The language of mails to learners who chose none, pl or en; else the definition's first."""
    start_at: datetime | None = None
    """Not before this time; now when it is missing."""


class NoteOut(Answer):
    """Something worth knowing about the file."""

    code: str
    """What it is."""
    params: dict[str, Any]
    """What belongs to the code."""


class ListDraftOut(Answer):
    """A list on its way."""

    id: uuid.UUID
    """The identifier."""
    definition: str
    """The short name of the definition."""
    state: ListState
    """`read`, `judged` once its columns are known, `confirmed` once it was handed over."""
    file_name: str
    """The name of the file as it was brought."""
    digest: str
    """SHA-256 of the file, in hexadecimal digits."""
    kind: str
    """What kind of file it is: csv, xlsx or ods."""
    encoding: str
    """The encoding of a text file."""
    delimiter: str
    """What stands between the cells of a text file."""
    sheets: list[str]
    """The sheets of a workbook."""
    sheet: str
    """The sheet that is read."""
    header_row: int
    """The number of the row with the headers; 0: there is none."""
    headers: list[str]
    """The headers."""
    first_rows: list[list[str]]
    """The first rows below them, to recognise the columns."""
    rows: int
    """How many rows there are."""
    notes: list[NoteOut]
    """What is worth knowing about the file."""
    columns: dict[str, str]
    """Column letter → the part it holds."""
    missing: list[str]
    """Parts that are needed and that no column holds."""
    run: str
    """The edition."""
    awarded_on: date | None
    """The day of the award, for all rows without one."""
    counts: dict[str, int]
    """How many rows are in which state, once they were judged."""
    earlier: uuid.UUID | None
    """Another list of this organisation from the same file."""
    batches: list[str]
    """The identifiers of the batches that award the rows, once it was confirmed."""


class RowProblemOut(Answer):
    """What is wrong with a cell of a row, or worth a look."""

    code: str
    """What it is."""
    part: str
    """The part that the cell holds."""
    params: dict[str, Any]
    """What belongs to the code."""


class ListRowOut(Answer):
    """One row as it was judged."""

    number: int
    """Its number in the spreadsheet."""
    state: str
    """`fine`, `warning`, `problem`, `already-awarded` or `left-out`."""
    values: dict[str, str]
    """The cells by part."""
    problems: list[RowProblemOut]
    """What keeps it from being awarded."""
    warnings: list[RowProblemOut]
    """What is worth a look; it is awarded all the same."""


class ListRowPage(Page):
    """One page of rows."""

    items: list[ListRowOut]
    """The rows, in the order of the file."""
    counts: dict[str, int]
    """How many rows of the whole list are in which state."""


class UndoneOut(Answer):
    """What was undone."""

    row: ListRowOut | None
    """The row as it is now; null when there was nothing to undo."""


class ConfirmedOut(Answer):
    """What was handed over."""

    id: uuid.UUID
    """The identifier of the list."""
    awarded: int
    """How many rows were handed over."""
    batches: list[str]
    """The identifiers of what awards them."""
