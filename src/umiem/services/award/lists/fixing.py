"""Mending cells in place: each mending is judged at once, kept with what was before, and can be undone."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from umiem.domain.lists.values import tidy, value_of
from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.services.access import Actor
from umiem.services.award.lists.importing import DraftView, get_list, locked_draft
from umiem.services.award.lists.judging import (
    LEFT_OUT,
    NOBODY,
    RowJudge,
    apply_values,
    relate,
    save_index,
)
from umiem.services.award.lists.preview import parts_of, row_numbered
from umiem.services.award.lists.rows import ListRow, RowIndex, replace_rows, rows_at
from umiem.storage.models import ListFix

MAX_FIXES = 20_000  # of one list; whoever has more to mend mends the file
LONGEST_VALUE = 4_000


def fix_rows(
    actor: Actor, organisation: str, public_id: uuid.UUID, changes: Mapping[int, Mapping[str, str]]
) -> list[ListRow]:
    """Put new values into rows (row number → part → text) and return these rows as they are judged now.

    What is the same as before is no mending. Raises ``MalformedInputError`` list-part-unknown,
    ``NotFoundError`` list-row-unknown, ``RefusedError`` list-too-many-fixes or list-confirmed.
    """
    view = get_list(actor, organisation, public_id)
    known = {*parts_of(view), LEFT_OUT}
    unknown = {name for values in changes.values() for name in values} - known
    if unknown:
        raise MalformedInputError("list-part-unknown", part=min(unknown)[:80], known=", ".join(sorted(known)))
    cleaned = {
        number: {name: _value(name, text) for name, text in values.items()}
        for number, values in changes.items()
    }
    with transaction.atomic():
        view = _locked(view)
        rows = [row_numbered(view, number) for number in sorted(cleaned)]
        fixes = [fix for row in rows if (fix := _fix(view, actor, row, cleaned[row.number])) is not None]
        if view.draft.fixes.count() + len(fixes) > MAX_FIXES:
            raise RefusedError("list-too-many-fixes", limit=MAX_FIXES)
        ListFix.objects.bulk_create(fixes)
        return _judge_again(view, rows)


def leave_out(
    actor: Actor, organisation: str, public_id: uuid.UUID, number: int, *, left_out: bool
) -> ListRow:
    """Leave a row out of what is awarded, or take it in again."""
    changes = {number: {LEFT_OUT: "1" if left_out else ""}}
    return fix_rows(actor, organisation, public_id, changes)[0]


def undo(
    actor: Actor, organisation: str, public_id: uuid.UUID, *, number: int | None = None
) -> ListRow | None:
    """Undo the newest mending, of the list or of one row; returns that row, or None when nothing is left."""
    view = get_list(actor, organisation, public_id)
    with transaction.atomic():
        view = _locked(view)
        fixes = view.draft.fixes.filter(undone_at=None)
        fix = (fixes if number is None else fixes.filter(row=number)).first()
        if fix is None:
            return None
        fix.undone_at = timezone.now()
        fix.save(update_fields=("undone_at",))
        try:
            row = row_numbered(view, fix.row)
        except NotFoundError:
            return None
        apply_values(row, fix.before)
        return _judge_again(view, [row])[0]


def _locked(view: DraftView) -> DraftView:
    draft = locked_draft(view.draft)
    return DraftView(draft=draft, organisation=view.organisation, definition=view.definition)


def _value(name: str, text: str) -> str:
    if len(text) > LONGEST_VALUE:
        raise MalformedInputError("list-value-too-long", limit=LONGEST_VALUE)
    return text if name == LEFT_OUT else value_of(name, tidy(text))


def _fix(view: DraftView, actor: Actor, row: ListRow, values: Mapping[str, str]) -> ListFix | None:
    marked = {name for _, name, _ in row.marks}
    before = {name: row.values.get(name, "") for name in values if name != LEFT_OUT}
    if LEFT_OUT in values:
        before[LEFT_OUT] = "1" if row.left_out else ""
    changed = {name for name, text in values.items() if text != before[name] or (name in marked and text)}
    if not changed:
        return None
    after = {name: values[name] for name in changed}
    apply_values(row, after)
    return ListFix(
        draft=view.draft,
        row=row.number,
        before={name: before[name] for name in changed},
        after=after,
        made_by=actor.name,
    )


def _judge_again(view: DraftView, changed: Sequence[ListRow]) -> list[ListRow]:
    """Judge the changed rows and every row that shares a person, a name or an address with them."""
    judges = RowJudge(draft=view.draft, definition=view.definition, today=timezone.localdate())
    index = RowIndex.of(view.draft)
    places = {row.index for row in changed}
    touched = _sharing(index, places)
    for row in changed:
        judges.index_row(index, row)
    touched |= _sharing(index, places)
    beside = _sharing(index, touched)
    mended = {row.index: row for row in changed}
    rows = [mended.get(row.index, row) for row in rows_at(view.draft, beside | places)]
    for row in rows:
        judges.judge(row)
    kept = {row.index: index.states[row.index] for row in rows}
    relate(rows, index, judges)
    written = touched | places
    for place, state in kept.items():
        if place not in written:
            index.states[place] = state
    replace_rows(view.draft, [row for row in rows if row.index in written])
    save_index(view.draft, index)
    return [mended[row.index] for row in changed]


def _sharing(index: RowIndex, places: set[int]) -> set[int]:
    found = set(places)
    for keys in (index.people, index.names, index.mails):
        wanted = {keys[place] for place in places} - {NOBODY}
        found.update(place for place, key in enumerate(keys) if key in wanted)
    return found
