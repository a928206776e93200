"""What stands against one row of a list, and what only deserves a look.

Problems keep a row from being awarded; warnings do not. Everything is judged from the values of the row
and the definition alone; what concerns several rows or earlier awards is added by whoever knows them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from umiem.domain.award import AwardRecord, EvidenceItem, Learner
from umiem.domain.award_rules import assess_award, grade_on_scale, results_from
from umiem.domain.definition import AchievementSpecification
from umiem.domain.findings import Finding, blocking
from umiem.domain.lists import vocabulary as part
from umiem.domain.lists.columns import fold
from umiem.domain.lists.dates import read_day
from umiem.domain.lists.pesel import is_pesel
from umiem.domain.look_alikes import mixes_scripts

MAX_CELL = 2_000  # characters
MAX_NAME = 200
MAX_RUN = 80
MAX_LINK = 400

EMAIL = re.compile(
    r"(?=.{3,254}\Z)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,63})*"
    r"@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63}"
)
_LINK = re.compile(r"https?://[^\s/?#]+\.[^\s]+")
_ROUNDED = re.compile(r"\d[.,]\d+E\+?\d+", re.IGNORECASE)
_STRANGE_IN_NAME = re.compile(r"[\d@=<>{}\[\]|\\^~*+_%$€;:!?\"/]")
_BEYOND_LATIN = re.compile(r"[\u0370-\u1dff]")
_LOST_LETTER = re.compile(r"[^\W\d_]\?|\?[^\W\d_]")
_GRADE_AS_DAY = re.compile(
    r"(\d{1,2})[-. ]([^\W\d]{3,12})\.?"
)  # 04.maj; with the year it is a day as any other
_MOST_MET = 10_000
_SOMEBODY = Learner(given_name="x", family_name="x", email="x")
_MISTYPED = {
    "gmial.com": "gmail.com",
    "gmai.com": "gmail.com",
    "gmal.com": "gmail.com",
    "gamil.com": "gmail.com",
    "gmail.co": "gmail.com",
    "gmail.con": "gmail.com",
    "gmail.pl": "gmail.com",
    "hotmial.com": "hotmail.com",
    "outlok.com": "outlook.com",
    "wp.com": "wp.pl",
    "o2.com": "o2.pl",
    "interia.com": "interia.pl",
    "onet.com": "onet.pl",
}


MetResults = dict[tuple[object, ...], tuple[Finding, ...]]
"""Grade and results of a row → what stands against them."""


@dataclass(frozen=True)
class RowProblem:
    """What is wrong with one cell or row. ``row`` counts as spreadsheets do: the first row is 1."""

    code: str
    row: int
    column: str = ""
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One row as it was judged; ``record`` is None when there are problems."""

    problems: tuple[RowProblem, ...]
    warnings: tuple[RowProblem, ...]


def judge(
    row: int,
    values: Mapping[str, str],
    specification: AchievementSpecification,
    *,
    today: date,
    awarded_on: date | None = None,
    met: MetResults | None = None,
) -> Judged:
    """Judge the values of a row; ``awarded_on`` is the day for rows that name none.

    ``met`` remembers what was found of results and grades: whoever judges many rows of one definition on one
    day passes the same.

    The ``column`` of a problem is the part it concerns. Codes: name-missing, name-too-long,
    name-lost-letters, name-without-letters, email-missing, email-invalid, identifier-rounded,
    date-unreadable, awarded-on-in-future, valid-until-before-award, run-too-long, evidence-no-link,
    cell-too-long, text-garbled, and those of ``assess_award``. Warnings: name-strange, names-swapped,
    result-empty, email-typo, identifier-is-pesel.
    """
    problems = [
        *person_problems(row, values),
        *_identifier(row, values),
        *_days(row, values, today, awarded_on or today),
        *_others(row, values),
    ]
    findings = _award(values, specification, today, {} if met is None else met)
    against = blocking(findings)
    problems.extend(_of_finding(row, finding) for finding in against)
    # A list without a column for grades says so once, in its mapping, not in every row.
    remarks = [
        _of_finding(row, finding)
        for finding in findings
        if finding not in against and (finding.path != part.GRADE or part.GRADE in values)
    ]
    return Judged(problems=tuple(problems), warnings=(*remarks, *_warnings(row, values)))


def person_problems(row: int, values: Mapping[str, str]) -> Iterator[RowProblem]:
    """Say what is wrong with the texts of a row, the name and the address, whatever is awarded."""
    yield from _texts(row, values)
    yield from _names(row, values)
    yield from _email(row, values)


def result_values(values: Mapping[str, str]) -> dict[str, str]:
    """Return outcome id → value for the results that a row holds."""
    return {
        name.removeprefix(part.RESULT): text
        for name, text in values.items()
        if text and name.startswith(part.RESULT)
    }


def evidence_of(values: Mapping[str, str]) -> tuple[EvidenceItem, ...]:
    """Return the evidence a row names: one link, or nothing."""
    link = values.get(part.EVIDENCE, "")
    return (EvidenceItem(url=link),) if link else ()


def _texts(row: int, values: Mapping[str, str]) -> Iterator[RowProblem]:
    for name, text in values.items():
        if len(text) > MAX_CELL:
            yield RowProblem("cell-too-long", row, name, {"limit": MAX_CELL})
        if not text.isprintable() or "\ufffd" in text:
            yield RowProblem("text-garbled", row, name)


def _names(row: int, values: Mapping[str, str]) -> Iterator[RowProblem]:
    for name in (part.GIVEN_NAME, part.FAMILY_NAME):
        text = values.get(name, "")
        if not text:
            yield RowProblem("name-missing", row, name)
        elif len(text) > MAX_NAME:
            yield RowProblem("name-too-long", row, name, {"limit": MAX_NAME})
        elif _LOST_LETTER.search(text):
            yield RowProblem("name-lost-letters", row, name, {"value": text[:40]})
        elif not any(map(str.isalpha, text)):
            yield RowProblem("name-without-letters", row, name, {"value": text[:40]})


def _email(row: int, values: Mapping[str, str]) -> Iterator[RowProblem]:
    text = values.get(part.EMAIL, "")
    if not text:
        yield RowProblem("email-missing", row, part.EMAIL)
    elif not EMAIL.fullmatch(text):
        yield RowProblem("email-invalid", row, part.EMAIL, {"value": text[:80]})


def _identifier(row: int, values: Mapping[str, str]) -> Iterator[RowProblem]:
    text = values.get(part.IDENTIFIER, "")
    if _ROUNDED.fullmatch(text):
        yield RowProblem("identifier-rounded", row, part.IDENTIFIER, {"value": text})
    elif len(text) > MAX_NAME:
        yield RowProblem("cell-too-long", row, part.IDENTIFIER, {"limit": MAX_NAME})


def _days(row: int, values: Mapping[str, str], today: date, default: date) -> Iterator[RowProblem]:
    awarded, until = values.get(part.AWARDED_ON, ""), values.get(part.VALID_UNTIL, "")
    start, end = _day(awarded), _day(until)
    if awarded and start is None:
        yield RowProblem("date-unreadable", row, part.AWARDED_ON, {"value": awarded[:40]})
    elif start is not None and start > today:
        yield RowProblem("awarded-on-in-future", row, part.AWARDED_ON, {"date": start.isoformat()})
    if until and end is None:
        yield RowProblem("date-unreadable", row, part.VALID_UNTIL, {"value": until[:40]})
    elif end is not None and end < (start or default):
        yield RowProblem("valid-until-before-award", row, part.VALID_UNTIL, {"date": end.isoformat()})


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _others(row: int, values: Mapping[str, str]) -> Iterator[RowProblem]:
    if len(values.get(part.RUN, "")) > MAX_RUN:
        yield RowProblem("run-too-long", row, part.RUN, {"limit": MAX_RUN})
    link = values.get(part.EVIDENCE, "")
    if link and (len(link) > MAX_LINK or not _LINK.fullmatch(link)):
        yield RowProblem("evidence-no-link", row, part.EVIDENCE, {"value": link[:80]})


def _award(
    values: Mapping[str, str], specification: AchievementSpecification, today: date, met: MetResults
) -> tuple[Finding, ...]:
    """The results and the grade, by the gate of the award; person and day are judged cell by cell above."""
    results, grade = result_values(values), values.get(part.GRADE, "")
    key = (grade, *results.items())
    found = met.get(key)
    if found is None:
        record = AwardRecord(
            definition=specification,
            learner=_SOMEBODY,
            results=results_from(specification, results),
            awarded_on=today,
            identity_salt="",
            grade=grade_on_scale(specification, grade),
        )
        found = assess_award(record, on=today)
        if len(met) < _MOST_MET:
            met[key] = found
    return found


def _of_finding(row: int, finding: Finding) -> RowProblem:
    name = finding.path
    if name.startswith("results."):
        name = part.RESULT + name.removeprefix("results.")
    return RowProblem(finding.code, row, name, finding.params)


def _warnings(row: int, values: Mapping[str, str]) -> Iterator[RowProblem]:
    for name in (part.GIVEN_NAME, part.FAMILY_NAME):
        text = values.get(name, "")
        if _STRANGE_IN_NAME.search(text) or (_BEYOND_LATIN.search(text) and mixes_scripts(text)):
            yield RowProblem("name-strange", row, name, {"value": text[:40]})
    results = [name for name in values if name.startswith(part.RESULT)]
    if any(values[name] for name in results):
        yield from (RowProblem("result-empty", row, name) for name in results if not values[name])
    if _swapped(values):
        names = {"given": values[part.GIVEN_NAME][:40], "family": values[part.FAMILY_NAME][:40]}
        yield RowProblem("names-swapped", row, part.FAMILY_NAME, names)
    local, _, host = values.get(part.EMAIL, "").rpartition("@")
    if host.casefold() in _MISTYPED:
        meant = f"{local}@{_MISTYPED[host.casefold()]}"
        yield RowProblem("email-typo", row, part.EMAIL, {"meant": meant[:80]})
    if is_pesel(values.get(part.IDENTIFIER, "")):
        yield RowProblem("identifier-is-pesel", row, part.IDENTIFIER)


def _swapped(values: Mapping[str, str]) -> bool:
    """Say whether only the family name is a common given name."""
    family = fold(values.get(part.FAMILY_NAME, ""))
    given = values.get(part.GIVEN_NAME, "").split()
    return family in part.GIVEN_NAMES and bool(given) and fold(given[0]) not in part.GIVEN_NAMES


def grade_meant(text: str, specification: AchievementSpecification) -> str | None:
    """Return the grade that a spreadsheet took for a day, "4,5" for 4 May; None when it is none of the scale.

    Spreadsheets set to Polish make a date of "4.5", also where nobody asked for it.
    """
    if specification.grading is None or text in specification.grading.values:
        return None
    match = _GRADE_AS_DAY.fullmatch(text)
    day = read_day(f"{match[1]} {match[2]} 2000" if match else text)
    if day is None:
        return None
    meant = grade_on_scale(specification, f"{day.day},{day.month}")
    return meant if meant in specification.grading.values else None
