"""One sentence per problem of a row in a list of learners: where, what, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from umiem.sentences import N_
from umiem.sentences.findings import FINDING_SENTENCES, finding_sentence
from umiem.sentences.translate import fill, translate

ROW_SENTENCES: dict[str, str] = {
    "name-missing": N_("The name is missing."),
    "name-too-long": N_("The name is longer than {limit} characters."),
    "learner-name-wrong": N_("The name is empty, too long, or holds a character that no name has."),
    "email-missing": N_("The e-mail address is missing."),
    "email-invalid": N_("“{value}” is not an e-mail address."),
    "row-duplicate": N_("The same person is already in row {first_row}."),
    "cell-too-long": N_("A cell is longer than {limit} characters."),
    "text-garbled": N_("Some characters were damaged when the file was saved. Save it as UTF-8."),
    "too-many-cells": N_("The row has {cells} cells, but the header names {columns} columns."),
    "outcome-unknown": N_("There is no learning outcome {outcomes} in this definition."),
    "awarded-on-in-future": N_("The day of the award, {date}, is in the future."),
}
_IN_COLUMN = N_("Row {row}, column “{column}”: {sentence}")
_IN_ROW = N_("Row {row}: {sentence}")


class RowProblem(Protocol):
    """What is wrong with one row; ``column`` is empty when the whole row is meant."""

    @property
    def code(self) -> str: ...
    @property
    def row(self) -> int: ...
    @property
    def column(self) -> str: ...
    @property
    def params(self) -> Mapping[str, object]: ...


def row_sentence(problem: RowProblem, language: str) -> str:
    """Return the sentence for ``problem`` in ``language``, with the place first."""
    if problem.code in FINDING_SENTENCES:
        sentence = finding_sentence(problem, language)
    else:
        template = ROW_SENTENCES.get(problem.code, problem.code)
        sentence = fill(translate(template, language), problem.params)
    place = _IN_COLUMN if problem.column else _IN_ROW
    return fill(
        translate(place, language), {"row": problem.row, "column": problem.column, "sentence": sentence}
    )
