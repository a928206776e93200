"""Awards: one person or a whole list, each exactly once."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from umiem.domain.award import Learner as LearnerData
from umiem.domain.learner_list import LearnerList, LearnerRow, RowProblem, read_learner_list
from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.services import audit
from umiem.services.access import Actor, Permission, authorise
from umiem.services.award.awarding import (
    LONGEST_RUN,
    AwardOutcome,
    AwardRequest,
    award_all,
    check_request,
    checked_run,
    current_credential,
    learner_key,
)
from umiem.services.credential import replacements, status
from umiem.services.credential.replacements import Replacement
from umiem.services.definition.definitions import DefinitionView, awardable, view_of
from umiem.services.pages import Page, page_of, page_of_search
from umiem.storage.models import (
    AuditEntry,
    Award,
    AwardState,
    Credential,
    CredentialState,
    Learner,
    Organisation,
    OutboxMail,
)

__all__ = [
    "LONGEST_RUN",
    "AwardOutcome",
    "AwardRequest",
    "AwardView",
    "ListOutcome",
    "ListPreview",
    "RowPreview",
    "award_list",
    "award_one",
    "current_credential",
    "find_award",
    "get_award",
    "list_awards",
    "preview_list",
]
CHUNK = 100


@dataclass(frozen=True, kw_only=True)
class RowPreview:
    """One row of a list: ``status`` is ``fine``, ``already-awarded`` or ``problem``."""

    number: int
    status: str
    learner: LearnerData | None
    grade: str = ""
    results: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[RowProblem, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ListPreview:
    """What awarding this list would do; nothing was stored. ``digest`` is of the file."""

    definition: DefinitionView
    rows: tuple[RowPreview, ...]
    encoding: str
    delimiter: str
    headers: tuple[str, ...]
    digest: str

    def count(self, row_status: str) -> int:
        return sum(row.status == row_status for row in self.rows)

    @property
    def fine(self) -> int:
        return self.count("fine")

    @property
    def already(self) -> int:
        return self.count("already-awarded")

    @property
    def problems(self) -> int:
        return self.count("problem")


@dataclass(frozen=True, kw_only=True)
class ListOutcome:
    """What awarding a list did. Rows with problems were left out; the others are signed and released."""

    awarded: int
    already: int
    problems: tuple[RowProblem, ...]
    awards: tuple[Award, ...]


@dataclass(frozen=True, kw_only=True)
class AwardView:
    """One award with everything the staff may see about it."""

    award: Award
    learner: Learner
    definition: DefinitionView
    credential: Credential
    mails: tuple[OutboxMail, ...]
    history: tuple[AuditEntry, ...]
    earlier: tuple[Credential, ...]
    replacement: Replacement


def award_one(
    actor: Actor, organisation: str, definition: str, request: AwardRequest, *, run: str, notify: bool = True
) -> AwardOutcome:
    """Award one person: the credential is signed, verified and released when this returns.

    Asking twice for the same learner and run gives the same award. Raises ``RefusedError`` when the
    definition is not published, ``MalformedInputError`` for data that cannot be awarded on.
    """
    found = authorise(actor, organisation, Permission.AWARD)
    view = awardable(found, definition)
    check_request(view, request)
    outcome = award_all(actor, found, view, [request], run=checked_run(run), notify=notify)[0]
    status.publish_changed(found)
    return outcome


def preview_list(actor: Actor, organisation: str, definition: str, *, data: bytes, run: str) -> ListPreview:
    """Read a list and say row by row what awarding it would do, without storing anything."""
    found = authorise(actor, organisation, Permission.AWARD)
    view = awardable(found, definition)
    read = _read(view, data)
    known = _known_keys(found, view, run=checked_run(run))
    previews = [_preview(view, row, known) for row in read.rows]
    previews.extend(_problem_rows(read.problems))
    return ListPreview(
        definition=view,
        rows=tuple(sorted(previews, key=lambda row: row.number)),
        encoding=read.encoding,
        delimiter=read.delimiter,
        headers=read.headers,
        digest=hashlib.sha256(data).hexdigest(),
    )


def award_list(
    actor: Actor, organisation: str, definition: str, *, data: bytes, run: str, notify: bool = True
) -> ListOutcome:
    """Award every good row of a list; the same list twice awards nothing twice.

    Works in chunks, each of which is all or nothing; a crash in between is continued by sending the
    list again.
    """
    found = authorise(actor, organisation, Permission.AWARD)
    view = awardable(found, definition)
    read = _read(view, data)
    problems = [*read.problems, *(problem for row in read.rows for problem in _row_problems(view, row))]
    bad_rows = {problem.row for problem in problems}
    requests = [_request_of(row) for row in read.rows if row.row not in bad_rows]
    outcomes: list[AwardOutcome] = []
    for start in range(0, len(requests), CHUNK):
        chunk = requests[start : start + CHUNK]
        outcomes.extend(award_all(actor, found, view, chunk, run=checked_run(run), notify=notify))
    status.publish_changed(found)
    awarded = [outcome for outcome in outcomes if outcome.kind == "awarded"]
    audit.record(actor, found, "list-awarded", definition, awarded=len(awarded), rows=len(read.rows))
    return ListOutcome(
        awarded=len(awarded),
        already=len(outcomes) - len(awarded),
        problems=tuple(sorted(problems, key=lambda problem: problem.row)),
        awards=tuple(outcome.award for outcome in outcomes),
    )


def list_awards(
    actor: Actor,
    organisation: str,
    *,
    definition: str | None = None,
    query: str = "",
    state: str = "",
    page: int = 1,
    size: int = 50,
) -> Page[Award]:
    """Return awards, newest first, for the staff; ``query`` looks in names and addresses."""
    found = authorise(actor, organisation, Permission.READ)
    rows = Award.objects.filter(organisation=found).select_related(
        "definition", "definition_version", "learner"
    )
    if definition:
        rows = rows.filter(definition__slug=definition)
    if state == "declined":
        rows = rows.filter(state=AwardState.AWARDED).exclude(declined_at=None)
    elif state:
        rows = rows.filter(state=state)
    words = query.replace("\0", "").split()[:5]
    for word in words:
        rows = rows.filter(
            Q(given_name__icontains=word) | Q(family_name__icontains=word) | Q(email__icontains=word)
        )
    paged = page_of_search if words else page_of
    return paged(rows.prefetch_related("credentials"), number=page, size=size)


def get_award(actor: Actor, organisation: str, public_id: uuid.UUID) -> AwardView:
    """Return one award with its credential, mails and history, for the staff."""
    found = authorise(actor, organisation, Permission.READ)
    award = find_award(found, public_id)
    credential = current_credential(award)
    earlier = award.credentials.exclude(pk=credential.pk).exclude(state=CredentialState.INTENDED)
    credentials = [credential, *earlier]
    subjects = [str(award.public_id), *(str(row.public_id) for row in credentials)]
    history = AuditEntry.objects.filter(organisation=found, subject__in=subjects)
    return AwardView(
        award=award,
        learner=award.learner,
        definition=view_of(award.definition_version),
        credential=credential,
        mails=tuple(award.mails.all()),
        history=tuple(history.order_by("sequence")),
        earlier=tuple(earlier.order_by("-id")),
        replacement=replacements.of_credential(credential),
    )


def find_award(organisation: Organisation, public_id: uuid.UUID) -> Award:
    """Return an award of this organisation; raises ``NotFoundError`` for any other."""
    award = (
        Award.objects.filter(organisation=organisation, public_id=public_id)
        .select_related("learner", "organisation", "definition_version__definition__organisation")
        .first()
    )
    if award is None:
        raise NotFoundError("award-unknown")
    return award


def _read(view: DefinitionView, data: bytes) -> LearnerList:
    return read_learner_list(
        data, outcome_ids=[outcome.id for outcome in view.specification.learning_outcomes]
    )


def _request_of(row: LearnerRow) -> AwardRequest:
    return AwardRequest(
        given_name=row.learner.given_name,
        family_name=row.learner.family_name,
        email=row.learner.email,
        identifier=row.learner.identifier,
        results={outcome: value for outcome, value in row.results.items() if value},
        grade=row.grade,
    )


def _row_problems(view: DefinitionView, row: LearnerRow) -> Iterator[RowProblem]:
    try:
        check_request(view, _request_of(row))
    except (MalformedInputError, RefusedError) as problem:
        yield RowProblem(problem.code, row.row, "", problem.params)


def _preview(view: DefinitionView, row: LearnerRow, known: set[str]) -> RowPreview:
    problems = tuple(_row_problems(view, row))
    awarded = learner_key(row.learner.identifier, row.learner.email) in known
    row_status = "problem" if problems else "already-awarded" if awarded else "fine"
    return RowPreview(
        number=row.row,
        status=row_status,
        learner=row.learner,
        grade=row.grade,
        results=row.results,
        problems=problems,
    )


def _problem_rows(problems: Sequence[RowProblem]) -> Iterator[RowPreview]:
    by_row: dict[int, list[RowProblem]] = {}
    for problem in problems:
        by_row.setdefault(problem.row, []).append(problem)
    for number, found in by_row.items():
        yield RowPreview(number=number, status="problem", learner=None, problems=tuple(found))


def _known_keys(organisation: Organisation, view: DefinitionView, *, run: str) -> set[str]:
    awards = Award.objects.filter(organisation=organisation, definition=view.definition, run=run)
    return set(awards.values_list("learner__key", flat=True))
