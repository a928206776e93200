"""Applications for larger micro-credentials: see what was shown as it stands now, award, refuse."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Router

from umiem.api import parameters
from umiem.api.auth import actor
from umiem.api.awards import award_answer
from umiem.api.shapes.applications import (
    ApplicationOut,
    ApplicationPage,
    ApplicationProgress,
    ComponentOut,
    DecidedList,
    DecidedOut,
    GrantIn,
    GroupOut,
    JointDecisionIn,
    RefusalIn,
)
from umiem.api.shapes.awards import AwardMade
from umiem.domain.stacking import GroupProgress, HeldComponent, SetAside
from umiem.sentences.errors import error_sentence
from umiem.services.award.requests import AwardRequest
from umiem.services.stacking import applications, deciding
from umiem.services.stacking.applications import ApplicationView
from umiem.services.stacking.deciding import Decided
from umiem.storage.models import ApplicationState, StackApplication

router = Router()


@router.get("", response=ApplicationPage, summary="Applications, newest first")
def list_applications(
    request: HttpRequest,
    organisation: parameters.Organisation,
    state: parameters.ApplicationState = "",
    page: parameters.PageNumber = 1,
) -> ApplicationPage:
    """Return one page of 25; `state` is open, awarded or refused."""
    found = applications.list_applications(actor(request), organisation, state=state, page=page)
    items = [_application(row) for row in found.items]
    return ApplicationPage(items=items, page=found.number, pages=found.pages, total=found.total)


@router.post("/decide", response=DecidedList, summary="Decide several at once")
def decide(request: HttpRequest, organisation: parameters.Organisation, body: JointDecisionIn) -> DecidedList:
    """Award or refuse each on its own; one that cannot be awarded stays open and keeps no other back."""
    if body.decision == "award":
        done = deciding.award_each(actor(request), organisation, body.applications, run=body.run)
    else:
        done = deciding.refuse_each(actor(request), organisation, body.applications, reason=body.reason)
    return DecidedList(items=[_decided(each) for each in done])


@router.get("/{application}", response=ApplicationProgress, summary="One application, judged as of now")
def get_application(
    request: HttpRequest, organisation: parameters.Organisation, application: parameters.ApplicationId
) -> ApplicationProgress:
    """Return what was shown with it, what of it counts today, and what is open."""
    return _progress(applications.get_application(actor(request), organisation, application))


@router.post("/{application}/award", response=AwardMade, summary="Award what was applied for")
def award(
    request: HttpRequest,
    organisation: parameters.Organisation,
    application: parameters.ApplicationId,
    body: GrantIn,
) -> AwardMade:
    """Award to the applicant's address, with the components as evidence; refused while something is open."""
    fields = body.model_dump(exclude={"run"})
    outcome = applications.award(
        actor(request), organisation, application, AwardRequest(email="", **fields), run=body.run
    )
    return AwardMade(kind=outcome.kind, award=award_answer(outcome.award, outcome.credential))


@router.post("/{application}/refuse", response=ApplicationOut, summary="Refuse with a reason")
def refuse(
    request: HttpRequest,
    organisation: parameters.Organisation,
    application: parameters.ApplicationId,
    body: RefusalIn,
) -> ApplicationOut:
    """Refuse; the learner gets the reason by mail."""
    row = applications.refuse(actor(request), organisation, application, reason=body.reason)
    return _application(row)


def _decided(decided: Decided) -> DecidedOut:
    row, problem = decided.application, decided.problem
    return DecidedOut(
        application=decided.application_id,
        state=None if row is None else ApplicationState(row.state),
        award=None if decided.award is None else decided.award.public_id,
        code=None if problem is None else problem.code,
        title=None if problem is None else error_sentence(problem, get_language() or "en"),
    )


def _application(row: StackApplication) -> ApplicationOut:
    return ApplicationOut(
        id=row.public_id,
        definition=row.definition.slug,
        state=ApplicationState(row.state),
        email=row.applicant.email,
        message=row.message,
        reason=row.reason,
        award=None if row.award is None else row.award.public_id,
        created_at=row.created_at,
        decided_at=row.decided_at,
    )


def _progress(view: ApplicationView) -> ApplicationProgress:
    progress = view.way.progress
    return ApplicationProgress(
        **_application(view.application).model_dump(),
        given_name=view.given_name,
        family_name=view.family_name,
        is_complete=progress.is_complete,
        ects=progress.ects,
        gone=view.gone,
        groups=[_group(group) for group in progress.groups],
        set_aside=[_component(each, why) for each, why in progress.set_aside],
    )


def _group(progress: GroupProgress) -> GroupOut:
    return GroupOut(
        is_complete=progress.is_complete,
        wanted=progress.wanted,
        at_least_ects=progress.group.at_least_ects,
        counted=[_component(each) for each in progress.counted],
        open=list(progress.open),
    )


def _component(held: HeldComponent, set_aside: SetAside | None = None) -> ComponentOut:
    return ComponentOut(
        reference=held.reference,
        awarded_on=held.awarded_on,
        ects=held.ects,
        eqf=held.eqf,
        set_aside=set_aside,
    )
