"""Deciding several applications at once: each is judged and decided on its own, and the answer says how."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from umiem.errors import MalformedInputError, NotFoundError, RefusedError, UmiemError
from umiem.services.access import Actor, Permission, authorise
from umiem.services.award.requests import AwardRequest
from umiem.services.stacking import applications
from umiem.services.stacking.applications import ApplicationView
from umiem.storage.models import ApplicationState, Award, StackApplication

MOST_AT_ONCE = 100


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What became of one application: ``award`` where it was awarded, ``problem`` where nothing was decided.

    ``application`` is None where there is none any more: it may have been taken back meanwhile.
    """

    application_id: uuid.UUID
    application: StackApplication | None = None
    award: Award | None = None
    problem: UmiemError | None = None


def look_at(
    actor: Actor, organisation: str, application_ids: Sequence[uuid.UUID]
) -> tuple[ApplicationView, ...]:
    """Return applications judged as of now, each once, for whoever may decide them; none taken back.

    Raises ``MalformedInputError`` (applications-too-many).
    """
    found = []
    for each in _chosen(actor, organisation, application_ids):
        with suppress(NotFoundError):
            found.append(applications.get_application(actor, organisation, each))
    return tuple(found)


def why_not(view: ApplicationView) -> UmiemError | None:
    """Say why an application cannot be awarded together with others, None where it can.

    Who is named otherwise than by the awards shown is looked at by somebody, one by one.
    """
    if view.application.state != ApplicationState.OPEN:
        return RefusedError("application-settled")
    if not view.way.progress.is_complete:
        return RefusedError("stack-incomplete-now")
    if view.names_another or not (view.given_name and view.family_name):
        return RefusedError("application-by-itself")
    return None


def award_each(
    actor: Actor, organisation: str, application_ids: Sequence[uuid.UUID], *, run: str
) -> tuple[Decided, ...]:
    """Award each that is complete, to the name on the awards shown, without points or grades.

    One that cannot be awarded stays open and keeps no other back. Raises what ``look_at`` raises.
    """

    def decide(application_id: uuid.UUID) -> Decided:
        view = applications.get_application(actor, organisation, application_id)
        problem = why_not(view)
        if problem is not None:
            raise problem
        request = AwardRequest(
            given_name=view.given_name,
            family_name=view.family_name,
            email="",
            identifier=view.identifier or None,
        )
        outcome = applications.award(actor, organisation, application_id, request, run=run)
        return Decided(application_id=application_id, award=outcome.award)

    return _each(actor, organisation, application_ids, decide)


def refuse_each(
    actor: Actor, organisation: str, application_ids: Sequence[uuid.UUID], *, reason: str
) -> tuple[Decided, ...]:
    """Refuse each with the same reason. Raises what ``look_at`` raises, and for a missing reason."""
    applications.require_reason(reason)

    def decide(application_id: uuid.UUID) -> Decided:
        applications.refuse(actor, organisation, application_id, reason=reason)
        return Decided(application_id=application_id)

    return _each(actor, organisation, application_ids, decide)


def _each(
    actor: Actor,
    organisation: str,
    application_ids: Sequence[uuid.UUID],
    decide: Callable[[uuid.UUID], Decided],
) -> tuple[Decided, ...]:
    found = []
    for each in _chosen(actor, organisation, application_ids):
        try:
            found.append(decide(each))
        except UmiemError as problem:
            found.append(Decided(application_id=each, problem=problem))
    rows = {row.public_id: row for row in applications.find_several(actor, organisation, application_ids)}
    return tuple(replace(each, application=rows.get(each.application_id)) for each in found)


def _chosen(actor: Actor, organisation: str, application_ids: Sequence[uuid.UUID]) -> tuple[uuid.UUID, ...]:
    authorise(actor, organisation, Permission.AWARD)
    chosen = tuple(dict.fromkeys(application_ids))
    if len(chosen) > MOST_AT_ONCE:
        raise MalformedInputError("applications-too-many", limit=MOST_AT_ONCE)
    return chosen
