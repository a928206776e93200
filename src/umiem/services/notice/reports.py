"""Errors that learners report, and what the staff answers."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.services import audit
from umiem.services.access import Actor, Permission, authorise
from umiem.services.holder import claims, portfolio
from umiem.services.holder.portfolio import HeldCredential
from umiem.services.notice import notices
from umiem.services.pages import Page, page_of
from umiem.storage.models import Organisation, Report, ReportKind, ReportState

LONGEST_MESSAGE = 2_000
LONGEST_PROPOSAL = 200
PROPOSALS = ("given_name", "family_name", "awarded_on")


def report_error(
    actor: Actor,
    award_id: uuid.UUID,
    *,
    kind: str,
    message: str = "",
    proposed: Mapping[str, str] | None = None,
) -> Report:
    """Report an error in one's own award; the staff sees it in one list. Reporting again changes the report.

    ``kind`` is one of ``ReportKind``; ``proposed`` maps some of ``PROPOSALS`` to what would be right. Raises
    ``NotFoundError`` for an award of somebody else, ``MalformedInputError`` for a report that says nothing.
    """
    return _report(actor, portfolio.get_held(actor, award_id), kind, message, proposed)


def report_by_code(
    actor: Actor,
    code: str,
    *,
    kind: str,
    message: str = "",
    proposed: Mapping[str, str] | None = None,
) -> Report:
    """Report an error in the award behind a claim code, whatever address the person signed in with.

    Whoever may accept it by the letter may also say first that the name is wrong. Raises what ``peek_claim``
    and ``report_error`` raise.
    """
    if actor.user_id is None:
        raise RefusedError("sign-in-needed")
    return _report(actor, claims.peek_claim(code, actor).held, kind, message, proposed)


def _report(
    actor: Actor, held: HeldCredential, kind: str, message: str, proposed: Mapping[str, str] | None
) -> Report:
    wanted = {name: text.strip() for name, text in (proposed or {}).items() if text.strip()}
    _check(kind, message, wanted)
    with transaction.atomic():
        report, _ = Report.objects.update_or_create(
            award=held.award,
            state=ReportState.OPEN,
            defaults={
                "organisation": held.organisation,
                "reporter_id": actor.user_id,
                "kind": kind,
                "message": message.strip(),
                "proposed": wanted,
            },
        )
        audit.record(actor, held.organisation, "error-reported", str(held.award.public_id), kind=kind)
    return report


def open_report_of(actor: Actor, award_id: uuid.UUID) -> Report | None:
    """Return the person's report that still waits for an answer, if there is one."""
    held = portfolio.get_held(actor, award_id)
    return Report.objects.filter(award=held.award, state=ReportState.OPEN).first()


def last_report_of(actor: Actor, held: HeldCredential) -> Report | None:
    """Return the person's newest report about an award, whatever became of it."""
    mine = Report.objects.filter(award=held.award, reporter_id=actor.user_id).exclude(reporter=None)
    return mine.order_by("-pk").first()


def list_reports(
    actor: Actor, organisation: str, *, state: str = "", page: int = 1, size: int = 25
) -> Page[Report]:
    """Return the reports of an organisation for its staff: open ones first, then the newest."""
    found = authorise(actor, organisation, Permission.READ)
    rows = Report.objects.filter(organisation=found).select_related(
        "award__definition_version", "award__definition", "reporter"
    )
    if state in list(ReportState):
        rows = rows.filter(state=state)
    return page_of(rows.order_by("-id"), number=page, size=size)


def get_report(actor: Actor, organisation: str, report_id: uuid.UUID) -> Report:
    """Return one report with its award."""
    found = authorise(actor, organisation, Permission.READ)
    return find(found, report_id)


def open_count(organisation: Organisation) -> int:
    """Return how many reports wait for an answer."""
    return Report.objects.filter(organisation=organisation, state=ReportState.OPEN).count()


def answer(actor: Actor, organisation: str, report_id: uuid.UUID, *, text: str) -> Report:
    """Answer a report without changing the credential; the learner gets the answer by mail."""
    found = authorise(actor, organisation, Permission.CHANGE_STATUS)
    if not text.strip() or len(text) > LONGEST_MESSAGE or "\0" in text:
        raise MalformedInputError("answer-needed", limit=LONGEST_MESSAGE)
    with transaction.atomic():
        report = settle(actor, find(found, report_id), state=ReportState.ANSWERED, text=text.strip())
        notices.tell_answer(report)
    return report


def settle(actor: Actor, report: Report, *, state: ReportState, text: str = "") -> Report:
    """Close a report; call it inside a transaction. Raises ``RefusedError`` when it is closed already."""
    changed = Report.objects.filter(pk=report.pk, state=ReportState.OPEN).update(
        state=state, answer=text, answered_by=actor.name, answered_at=timezone.now()
    )
    if not changed:
        raise RefusedError("report-settled")
    audit.record(actor, report.organisation, f"report-{state}", str(report.award.public_id))
    report.refresh_from_db()
    return report


def find(organisation: Organisation, report_id: uuid.UUID) -> Report:
    """Return a report of this organisation; raises ``NotFoundError`` for any other."""
    rows = Report.objects.select_related("organisation", "award__definition_version", "award__organisation")
    report = rows.filter(organisation=organisation, public_id=report_id).first()
    if report is None:
        raise NotFoundError("report-unknown")
    return report


def _check(kind: str, message: str, proposed: Mapping[str, str]) -> None:
    if kind not in list(ReportKind):
        raise MalformedInputError("report-kind-unknown", known=", ".join(ReportKind))
    if len(message) > LONGEST_MESSAGE or "\0" in message:
        raise MalformedInputError("report-too-long", limit=LONGEST_MESSAGE)
    unknown = set(proposed) - set(PROPOSALS)
    too_long = any(len(text) > LONGEST_PROPOSAL or "\0" in text for text in proposed.values())
    if unknown or too_long:
        raise MalformedInputError("report-proposal-wrong", limit=LONGEST_PROPOSAL)
    if not message.strip() and not proposed and kind != ReportKind.NOT_MINE:
        raise MalformedInputError("report-empty")
