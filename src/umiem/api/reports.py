"""Errors that learners reported, and what the staff answers."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from umiem.api import parameters
from umiem.api.auth import actor
from umiem.api.shapes.reports import AnswerIn, ReportOut
from umiem.services.notice import reports
from umiem.storage.models import Report

router = Router()


@router.get("", response=list[ReportOut], summary="Reports of errors, newest first")
def list_reports(
    request: HttpRequest,
    organisation: parameters.Organisation,
    state: parameters.ReportState = "",
    page: parameters.PageNumber = 1,
) -> list[ReportOut]:
    """Return one page of 25; `state` is open, corrected or answered."""
    found = reports.list_reports(actor(request), organisation, state=state, page=page)
    return [_out(report) for report in found.items]


@router.post("/{report}/answer", response=ReportOut, summary="Answer without a correction")
def answer(
    request: HttpRequest, organisation: parameters.Organisation, report: parameters.ReportId, body: AnswerIn
) -> ReportOut:
    """Answer a report; the learner gets it by mail."""
    return _out(reports.answer(actor(request), organisation, report, text=body.text))


def _out(report: Report) -> ReportOut:
    return ReportOut(
        id=report.public_id,
        award=report.award.public_id,
        kind=report.kind,
        message=report.message,
        proposed=report.proposed,
        state=report.state,
        answer=report.answer,
        created_at=report.created_at,
        answered_at=report.answered_at,
    )
