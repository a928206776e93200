"""Map: what each column holds, corrected by hand and remembered; then every row is judged."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from umiem.domain.lists import vocabulary as part
from umiem.domain.lists.columns import fold, split_name
from umiem.domain.lists.table import column_letter
from umiem.domain.lists.values import tidy
from umiem.errors import MalformedInputError, RefusedError
from umiem.services.access import Actor
from umiem.services.award.lists.importing import DraftView, get_list, locked_draft
from umiem.services.award.lists.judging import judge_list
from umiem.services.award.lists.memory import remember
from umiem.services.award.requests import checked_run
from umiem.storage.models import ListDraft


def map_list(
    actor: Actor,
    organisation: str,
    public_id: uuid.UUID,
    columns: Mapping[int, str],
    *,
    run: str | None = None,
    awarded_on: date | None = None,
    to_be_remembered: bool = True,
) -> DraftView:
    """Say what each column holds (index → part), then judge every row.

    The next list of the organisation is guessed alike, unless this is not ``to_be_remembered``.

    Raises ``MalformedInputError``: list-part-unknown, list-part-twice, list-columns-missing (with the
    parts as ``missing``), or list-columns-without-header; ``RefusedError`` awarded-on-in-future.
    """
    view = get_list(actor, organisation, public_id)
    headers = view.draft.reading["headers"]
    checked = _checked(view, columns, len(headers))
    if awarded_on is not None and awarded_on > timezone.localdate():
        raise RefusedError("awarded-on-in-future", date=awarded_on.isoformat())
    with transaction.atomic():
        draft = locked_draft(view.draft)
        draft.columns = {str(index): name for index, name in sorted(checked.items())}
        draft.run = draft.run if run is None else checked_run(run)
        draft.awarded_on = awarded_on
        draft.touched_at = timezone.now()
        draft.save(update_fields=("columns", "run", "awarded_on", "touched_at"))
        if to_be_remembered:
            remember(view.organisation, headers, checked)
    judge_list(get_list(actor, organisation, public_id))
    return get_list(actor, organisation, public_id)


def missing_parts(columns: Mapping[int, str]) -> list[str]:
    """Return the parts that no column holds and without which nobody can be awarded."""
    parts = set(columns.values())
    full = bool(parts & {part.FULL_NAME, part.FULL_NAME_REVERSED})
    needed = [part.EMAIL] if full else [part.GIVEN_NAME, part.FAMILY_NAME, part.EMAIL]
    return [name for name in needed if name not in parts]


def columns_of(draft: ListDraft) -> dict[int, str]:
    """Return index → part as it was last said or guessed."""
    return {int(index): name for index, name in draft.columns.items()}


def corrected_columns(draft: ListDraft, changes: Mapping[str, str]) -> dict[int, str]:
    """Return the columns as guessed, corrected by header or column letter → part ("" for: not used).

    A part that is given to a column is taken from the one that was guessed. Raises ``MalformedInputError``
    list-header-unknown.
    """
    headers = draft.reading["headers"]
    places = {column_letter(index): index for index in range(len(headers))}
    places |= {fold(header): index for index, header in reversed(list(enumerate(headers))) if fold(header)}
    places |= {header: index for index, header in reversed(list(enumerate(headers))) if header}
    chosen: dict[int, str] = {}
    for name, value in changes.items():
        index = places.get(name, places.get(fold(name), places.get(name.upper())))
        if index is None:
            found = ", ".join(filter(None, headers))[:300]
            raise MalformedInputError("list-header-unknown", column=name[:80], found=found)
        chosen[index] = value
    taken = set(filter(None, chosen.values()))
    guessed = {index: name for index, name in columns_of(draft).items() if name not in taken}
    return {index: name for index, name in (guessed | chosen).items() if name}


def split_example(name: str, cells: Sequence[str]) -> tuple[str, str] | None:
    """Return given and family name of the first cell of a column of full names, to be looked at."""
    if name not in (part.FULL_NAME, part.FULL_NAME_REVERSED) or not cells:
        return None
    return split_name(tidy(cells[0]), family_first=name == part.FULL_NAME_REVERSED)


def _checked(view: DraftView, columns: Mapping[int, str], count: int) -> dict[int, str]:
    known = {*part.PARTS, *(part.RESULT + outcome for outcome in view.outcomes)}
    used = {index: name for index, name in columns.items() if name}
    for index, name in used.items():
        if name not in known or not 0 <= index < count:
            raise MalformedInputError("list-part-unknown", part=name[:80], known=", ".join(sorted(known)))
    names = list(used.values())
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise MalformedInputError("list-part-twice", part=twice)
    missing = missing_parts(used)
    if missing:
        found, wanted = ", ".join(filter(None, view.draft.reading["headers"]))[:300], ", ".join(missing)
        if not found:
            raise MalformedInputError("list-columns-without-header", missing=wanted)
        raise MalformedInputError("list-columns-missing", missing=wanted, found=found)
    return used
