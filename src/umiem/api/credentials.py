"""The credential of an award: its exact bytes, and its status."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router

from umiem.api.auth import actor
from umiem.api.awards import award_answer
from umiem.api.shapes import AwardOut, Revocation, StatusLift, Suspension
from umiem.services import credentials
from umiem.services.awards import find_award

router = Router()


@router.get("/{award}/credential", summary="The signed credential, byte for byte")
def download(request: HttpRequest, organisation: Path[str], award: Path[uuid.UUID]) -> HttpResponse:
    """Return exactly what was signed."""
    file = credentials.download(actor(request), organisation, award)
    return HttpResponse(file.data, content_type=file.media_type)


@router.post("/{award}/revoke", response=AwardOut, summary="Revoke for good")
def revoke(
    request: HttpRequest, organisation: Path[str], award: Path[uuid.UUID], body: Revocation
) -> AwardOut:
    """Revoke, publish the list at once, tell the learner. Cannot be undone."""
    changed = credentials.revoke(actor(request), organisation, award, reason=body.reason, note=body.note)
    return award_answer(find_award(changed.organisation, award), changed)


@router.post("/{award}/suspend", response=AwardOut, summary="Suspend until lifted")
def suspend(
    request: HttpRequest, organisation: Path[str], award: Path[uuid.UUID], body: Suspension
) -> AwardOut:
    """Suspend, publish the list at once, tell the learner."""
    changed = credentials.suspend(actor(request), organisation, award, reason=body.reason, note=body.note)
    return award_answer(find_award(changed.organisation, award), changed)


@router.post("/{award}/lift", response=AwardOut, summary="Lift a suspension")
def lift(request: HttpRequest, organisation: Path[str], award: Path[uuid.UUID], body: StatusLift) -> AwardOut:
    """Make a suspended credential valid again."""
    changed = credentials.lift(actor(request), organisation, award, note=body.note)
    return award_answer(find_award(changed.organisation, award), changed)
