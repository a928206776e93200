"""What requests and answers about lists of learners look like."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from umiem.api.shapes.fields import Name, Request, Run, Text
from umiem.storage.models import ListState

Column = Annotated[Text, Field(min_length=1, max_length=200)]
Part = Annotated[Text, Field(max_length=120)]


class BringIn(Request):
    """What the list is awarded on, beside the file."""

    definition: Name
    run: Run = ""


class ReadingIn(Request):
    """How the file is read; what is left out is found out."""

    encoding: Annotated[Text, Field(max_length=20)] = ""
    delimiter: Literal["", ";", ",", "\t"] = ""
    sheet: Annotated[Text, Field(max_length=200)] = ""
    header_row: Annotated[int, Field(ge=0, le=1_048_576)] | None = None


class MappingIn(Request):
    """``columns`` maps a header or a column letter to a part, "" for: not used; it corrects the guess.

    Parts: given_name, family_name, full_name, full_name_reversed, email, identifier, grade, run, awarded_on,
    valid_until, evidence, and result:ID for the result of a learning outcome.
    """

    columns: dict[Column, Part] = Field(default_factory=dict, max_length=200)
    run: Run | None = None
    awarded_on: date | None = None


class ListRowIn(Request):
    """New texts of some cells of a row by their part; ``left_out`` leaves the row out or takes it in."""

    values: dict[Part, Annotated[Text, Field(max_length=4_000)]] = Field(default_factory=dict, max_length=250)
    left_out: bool | None = None


class ConfirmIn(Request):
    """``start_at``: not before this time; now when it is missing."""

    notify: bool = True
    language: Annotated[Text, Field(max_length=8, description="Of the notices: pl, en, or none")] = ""
    start_at: datetime | None = None


class NoteOut(Schema):
    """Something worth knowing about the file, as a code with parameters."""

    code: str
    params: dict[str, Any]


class ListDraftOut(Schema):
    """A list on its way; ``columns`` maps column letters to parts, ``counts`` rows by state once mapped."""

    id: uuid.UUID
    definition: str
    state: ListState
    file_name: str
    digest: str
    kind: str
    encoding: str
    delimiter: str
    sheets: list[str]
    sheet: str
    header_row: int
    headers: list[str]
    first_rows: list[list[str]]
    rows: int
    notes: list[NoteOut]
    columns: dict[str, str]
    missing: list[str]
    run: str
    awarded_on: date | None
    counts: dict[str, int]
    earlier: uuid.UUID | None
    batches: list[str]


class RowProblemOut(Schema):
    """What is wrong with a cell of a row, or worth a look: a code, the part, parameters."""

    code: str
    part: str
    params: dict[str, Any]


class ListRowOut(Schema):
    """One row as it was judged; ``number`` is its number in the spreadsheet."""

    number: int
    state: str
    values: dict[str, str]
    problems: list[RowProblemOut]
    warnings: list[RowProblemOut]


class ListRowPage(Schema):
    """One page of rows."""

    items: list[ListRowOut]
    page: int
    pages: int
    total: int
    counts: dict[str, int]


class UndoneOut(Schema):
    """The row in which something was undone, or nothing."""

    row: ListRowOut | None


class ConfirmedOut(Schema):
    """``awarded`` counts the rows that were handed over; ``batches`` are the ids of what awards them."""

    id: uuid.UUID
    awarded: int
    batches: list[str]
