"""Every row of a list is judged: by itself, beside the other rows, and beside what was awarded before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone

from umiem.domain.lists import vocabulary as part
from umiem.domain.lists.headers import under_header
from umiem.domain.lists.judging import MetResults, RowProblem, grade_meant, judge
from umiem.domain.lists.table import WHOLE_ROW, ListTable
from umiem.domain.lists.values import values_of
from umiem.domain.look_alikes import look_alike_key
from umiem.services.award.lists.importing import (
    DraftView,
    file_data,
    locked_draft,
    read_table,
    reading_of,
)
from umiem.services.award.lists.rows import LETTERS, ListRow, RowIndex, store_rows
from umiem.services.award.requests import folded, learner_key
from umiem.services.definition.definitions import DefinitionView
from umiem.storage.models import (
    Award,
    Credential,
    CredentialState,
    CredentialStatus,
    Learner,
    ListDraft,
    ListFix,
    ListState,
    Organisation,
)

LEFT_OUT = "left-out"
_FAULTS = frozenset({"formula-without-value", "cell-error"})  # other marks only deserve a look
_KEYS_A_QUERY = 500
_LONGEST_GRADE = 4  # 4,50; a day has more signs
NOBODY = 0
"""In the index: no name, no address, nobody; such rows do not concern each other."""


@dataclass(frozen=True, kw_only=True)
class RowJudge:
    """Judges single rows of one list."""

    draft: ListDraft
    definition: DefinitionView
    today: date
    met: MetResults = field(default_factory=dict)

    def judge(self, row: ListRow) -> None:
        """Judge a row by itself, from its values and marks; relations to other rows are added later."""
        found = judge(
            row.number,
            row.values,
            self.definition.specification,
            today=self.today,
            awarded_on=self.draft.awarded_on or self.today,
            met=self.met,
        )
        marked = [RowProblem(code, row.number, name, params) for code, name, params in row.marks]
        faulty = {mark.column for mark in marked if mark.code in _FAULTS}
        row.problems = [mark for mark in marked if mark.code in _FAULTS]
        row.problems += [problem for problem in found.problems if problem.column not in faulty]
        row.warnings = [mark for mark in marked if mark.code not in _FAULTS]
        row.warnings += found.warnings
        row.state = "left-out" if row.left_out else "problem" if row.problems else "fine"

    def run_of(self, row: ListRow) -> str:
        """Return the edition of a row: its own, or the one of the whole list."""
        return row.values.get(part.RUN) or self.draft.run

    def index_row(self, index: RowIndex, row: ListRow) -> None:
        """Write who the row is into the index."""
        values = row.values
        person = person_key(values)
        named = person not in ("mail:", "id:")
        index.people[row.index] = _hash(f"{self.run_of(row)}\x1f{person}") if named else NOBODY
        index.names[row.index] = _hash(look_alike_key(_name(values)))
        index.mails[row.index] = _hash(values.get(part.EMAIL, "").casefold())


def judge_list(view: DraftView) -> None:
    """Read the whole file as it is mapped now, put the mendings over it, judge and keep every row."""
    draft = view.draft
    table = read_table(file_data(draft), reading_of(draft))
    judges = RowJudge(draft=draft, definition=view.definition, today=timezone.localdate())
    rows = _rows(draft, table)
    for row in rows:
        _read_grade(row, view)
    _mend(rows, draft.fixes.filter(undone_at=None).order_by("id"))
    index = RowIndex.empty(len(rows))
    for row in rows:
        judges.judge(row)
        judges.index_row(index, row)
    relate(rows, index, judges)
    with transaction.atomic():
        locked = locked_draft(draft)
        store_rows(locked, rows)
        save_index(locked, index)


def save_index(draft: ListDraft, index: RowIndex) -> None:
    """Keep the index and the counts of a list that is locked."""
    index.store(draft)
    draft.state, draft.counts, draft.touched_at = ListState.JUDGED, index.counts(), timezone.now()
    draft.save(update_fields=("state", "counts", "touched_at"))


def relate(rows: Sequence[ListRow], index: RowIndex, judges: RowJudge) -> None:
    """Add what rows mean for each other and what was awarded before; writes the states into the index.

    ``rows`` hold each row together with all rows of the same person. The first good row of a person
    counts, later ones are duplicates. Two people of one name, or with one address, deserve a look.
    """
    in_play = [row for row in rows if row.state == "fine"]
    first: dict[int, ListRow] = {}
    names: dict[int, dict[int, ListRow]] = {}
    mails: dict[int, dict[int, ListRow]] = {}
    for row in in_play:
        person = index.people[row.index]
        earlier = first.setdefault(person, row)
        if earlier is not row:
            params: dict[str, object] = {"first_row": earlier.number}
            row.problems.append(RowProblem("row-duplicate", row.number, part.EMAIL, params))
            row.state = "problem"
        names.setdefault(index.names[row.index], {}).setdefault(person, row)
        mails.setdefault(index.mails[row.index], {}).setdefault(person, row)
    for row in in_play:
        person = index.people[row.index]
        _warn(row, "name-twice", part.FAMILY_NAME, names[index.names[row.index]], person)
        _warn(row, "email-shared", part.EMAIL, mails[index.mails[row.index]], person)
    awarded = _awarded(judges, [row for row in in_play if row.state == "fine"])
    for row in in_play:
        if awarded.get(row.index):
            row.warnings.append(RowProblem("award-was-revoked", row.number))
    for row in _numbered_as_another(judges, [row for row in in_play if row.values.get(part.IDENTIFIER)]):
        problem = RowProblem("number-of-another", row.number, part.IDENTIFIER)
        if awarded.pop(row.index, None) is None:
            row.warnings.append(problem)
        else:
            row.problems.append(problem)
            row.state = "problem"
    fresh = [row for row in in_play if row.state == "fine" and row.index not in awarded]
    for row, known in _awarded_by_address(judges, fresh):
        if look_alike_key(_name(row.values)) in known:
            awarded[row.index] = False
        else:
            row.warnings.append(RowProblem("address-awarded", row.number, part.EMAIL))
    for row in rows:
        if row.state == "fine":
            row.state = "already-awarded" if row.index in awarded else "warning" if row.warnings else "fine"
        index.states[row.index] = ord(LETTERS[row.state])


def _warn(row: ListRow, code: str, name: str, people: Mapping[int, ListRow], person: int) -> None:
    if len(people) < 2:
        return
    other = next(found for key, found in people.items() if key != person)
    row.warnings.append(RowProblem(code, row.number, name, {"other_row": other.number}))


def _awarded(judges: RowJudge, rows: Iterable[ListRow]) -> dict[int, bool]:
    """Return the places of rows whose person was awarded in this edition, and whether that was revoked."""
    by_run: dict[str, dict[str, int]] = {}
    for row in rows:
        by_run.setdefault(judges.run_of(row), {})[person_key(row.values)] = row.index
    found: dict[int, bool] = {}
    for run, people in by_run.items():
        known = known_people(judges.draft.organisation, judges.definition, run, list(people))
        found.update((people[key], revoked) for key, revoked in known.items())
    return found


def _numbered_as_another(judges: RowJudge, rows: Sequence[ListRow]) -> Iterator[ListRow]:
    """Yield the rows whose student number belongs to somebody of another name and another address."""
    keys = list({person_key(row.values) for row in rows})
    known: dict[str, tuple[str, str]] = {}
    for start in range(0, len(keys), _KEYS_A_QUERY):
        people = Learner.objects.filter(
            organisation=judges.draft.organisation, key__in=keys[start : start + _KEYS_A_QUERY]
        )
        for key, given, family, email in people.values_list("key", "given_name", "family_name", "email"):
            known[key] = (look_alike_key(f"{given} {family}"), email)
    for row in rows:
        name, email = known.get(person_key(row.values), ("", ""))
        others = email and email != folded(row.values.get(part.EMAIL, ""))
        if others and name != look_alike_key(_name(row.values)):
            yield row


def _awarded_by_address(judges: RowJudge, rows: Iterable[ListRow]) -> Iterator[tuple[ListRow, set[str]]]:
    """Yield the rows to whose address this edition was awarded under another key, with the names there.

    Whoever leaves out the column of student numbers once is no second person with the same name and address.
    """
    by_run: dict[str, dict[str, list[ListRow]]] = {}
    for row in rows:
        address = folded(row.values.get(part.EMAIL, ""))
        by_run.setdefault(judges.run_of(row), {}).setdefault(address, []).append(row)
    definition = judges.definition.definition
    for run, places in by_run.items():
        awards = Award.objects.filter(
            organisation=judges.draft.organisation, definition=definition, run=run, set_aside=0
        )
        addresses, names = list(places), dict[str, set[str]]()
        for start in range(0, len(addresses), _KEYS_A_QUERY):
            found = awards.filter(email__in=addresses[start : start + _KEYS_A_QUERY])
            for email, given, family in found.values_list("email", "given_name", "family_name"):
                names.setdefault(email, set()).add(look_alike_key(f"{given} {family}"))
        yield from ((row, names[email]) for email in names for row in places[email])


def _name(values: Mapping[str, str]) -> str:
    return f"{values.get(part.GIVEN_NAME, '')} {values.get(part.FAMILY_NAME, '')}"


def known_people(
    organisation: Organisation, view: DefinitionView, run: str, keys: Sequence[str]
) -> dict[str, bool]:
    """Return which of these learners were awarded in this edition, and whether that was revoked since.

    A few hundred at a time, and with several questions instead of a join: a planner that has not seen new
    rows yet joins them row by row.
    """
    awards = Award.objects.filter(organisation=organisation, definition=view.definition, run=run, set_aside=0)
    found: dict[str, bool] = {}
    for start in range(0, len(keys), _KEYS_A_QUERY):
        chunk = keys[start : start + _KEYS_A_QUERY]
        people = dict(
            Learner.objects.filter(organisation=organisation, key__in=chunk).values_list("pk", "key")
        )
        made = dict(awards.filter(learner__in=list(people)).values_list("pk", "learner_id"))
        revoked = _revoked(list(made))
        found.update((people[learner], award in revoked) for award, learner in made.items())
    return found


def _revoked(awards: Sequence[int]) -> set[int]:
    """Return those of some awards of which nothing stands any more."""
    rows = Credential.objects.filter(award__in=awards).values_list("award_id", "status", "state")
    gone: set[int] = set()
    standing: set[int] = set()
    for award, status, state in rows:
        is_gone = state == CredentialState.RELEASED and status == CredentialStatus.REVOKED
        (gone if is_gone else standing).add(award)
    return gone - standing


def person_key(values: Mapping[str, str]) -> str:
    """Return what tells the learner of a row apart, as awards do."""
    return learner_key(values.get(part.IDENTIFIER), values.get(part.EMAIL, ""))


def _rows(draft: ListDraft, table: ListTable) -> list[ListRow]:
    columns = {int(index): name for index, name in draft.columns.items()}
    headed = under_header(table, draft.header_row)
    width = len(headed.headers)
    rows = []
    for place, (number, cells) in enumerate(headed.rows):
        marks: list[tuple[str, str, dict[str, object]]] = []
        if table.marks:
            marks = _marks(table, number, columns)
        if any(cell.strip() for cell in cells[width:]):
            marks.append(("too-many-cells", "", {"cells": len(cells), "columns": width}))
        rows.append(ListRow(index=place, number=number, values=values_of(cells, columns), marks=marks))
    return rows


def _read_grade(row: ListRow, view: DraftView) -> None:
    """Read a grade of which the spreadsheet had made a date, and mark it."""
    text = row.values.get(part.GRADE, "")
    grade = grade_meant(text, view.definition.specification) if len(text) > _LONGEST_GRADE else None
    if grade is not None:
        row.values[part.GRADE] = grade
        row.marks.append(("grade-was-date", part.GRADE, {"value": text, "grade": grade}))


def _marks(
    table: ListTable, number: int, columns: Mapping[int, str]
) -> list[tuple[str, str, dict[str, object]]]:
    named = {WHOLE_ROW: "", **columns}
    found = [(table.marks.get((number, index)), name) for index, name in named.items()]
    return [(code, _value_part(name), {}) for code, name in found if code is not None]


def _value_part(name: str) -> str:
    """A full name is mended as its parts."""
    return part.FAMILY_NAME if name in (part.FULL_NAME, part.FULL_NAME_REVERSED) else name


def _mend(rows: Sequence[ListRow], fixes: Iterable[ListFix]) -> None:
    by_number: dict[int, list[ListFix]] = {}
    for fix in fixes:
        by_number.setdefault(fix.row, []).append(fix)
    for row in rows if by_number else ():
        for fix in by_number.get(row.number, ()):
            apply_values(row, fix.after)


def apply_values(row: ListRow, changes: Mapping[str, str]) -> None:
    """Put new values into a row; what the file marked in a mended cell no longer counts."""
    for name, text in changes.items():
        if name == LEFT_OUT:
            row.left_out = text == "1"
        else:
            row.values[name] = text
            row.marks = [mark for mark in row.marks if mark[1] != name]


def _hash(text: str) -> int:
    if not text:
        return NOBODY
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)
