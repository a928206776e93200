"""One sentence per problem of a row in a list of learners: where, what, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from umiem.sentences import N_
from umiem.sentences.findings import FINDING_SENTENCES, finding_sentence
from umiem.sentences.lists import part_name
from umiem.sentences.translate import fill, told, translate

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
    "valid-until-before-award": N_("The last day of validity, {date}, is before the day of the award."),
    "name-without-letters": N_("“{value}” is no name."),
    "name-lost-letters": N_(
        "Letters of “{value}” were lost when the file was saved: a question mark stands for each. "
        "Type the name."
    ),
    "name-strange": N_("“{value}” holds signs that names rarely have. Is it right?"),
    "result-empty": N_(
        "There is no result here, although other outcomes have one. It would count as reached."
    ),
    "names-swapped": N_("Are given and family name in the wrong order? Given: {given}, family: {family}."),
    "grade-was-date": N_(
        "The spreadsheet had made a date of the grade: {value}. It is read as {grade}. Is it right?"
    ),
    "name-twice": N_("Row {other_row} has the same name and another e-mail or number. Two people?"),
    "number-of-another": N_(
        "This student number belongs to somebody of another name and address here. "
        "Is it a number of the person?"
    ),
    "address-awarded": N_(
        "This edition was awarded to this address before, to somebody of another name. The same person?"
    ),
    "email-shared": N_("Row {other_row} has the same e-mail and another student number. Two people?"),
    "email-typo": N_("Did you mean {meant}?"),
    "identifier-is-pesel": N_("This looks like a PESEL number. Use the student number of your institution."),
    "identifier-rounded": N_(
        "The spreadsheet has rounded this number: {value}. Format the column as text and enter it again."
    ),
    "date-unreadable": N_("“{value}” is no date. Write it as 2026-10-01 or 01.10.2026."),
    "run-too-long": N_("The edition is longer than {limit} characters."),
    "evidence-no-link": N_("“{value}” is no link. It begins with https://"),
    "formula-without-value": N_(
        "The cell holds a formula without a saved result. "
        "Type the value, or open and save the file in a spreadsheet."
    ),
    "cell-error": N_("The cell holds an error of the spreadsheet, such as #N/A. Type the value."),
    "row-hidden": N_("The row is hidden in the spreadsheet."),
    "award-was-revoked": N_(
        "This award was revoked. To award it anew in this edition, open it and allow a new award."
    ),
}
_NAME_MISSING = {
    "given_name": N_("The given name is missing."),
    "family_name": N_("The family name is missing."),
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
    sentence = problem_sentence(problem, language)
    place = _IN_COLUMN if problem.column else _IN_ROW
    column = part_name(problem.column, language)
    return fill(translate(place, language), {"row": problem.row, "column": column, "sentence": sentence})


def problem_sentence(problem: RowProblem, language: str) -> str:
    """Return the sentence alone, for where the place is plain to see."""
    if problem.code in FINDING_SENTENCES:
        return finding_sentence(problem, language)
    template = ROW_SENTENCES.get(problem.code, problem.code)
    if problem.code == "name-missing":
        template = _NAME_MISSING.get(problem.column, template)
    return told(template, problem.params, language)
