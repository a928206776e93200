"""The credential of an award: its exact bytes, and its status."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from umiem.api import parameters
from umiem.api.auth import actor
from umiem.api.awards import award_answer
from umiem.api.files import answers_file, file_answer
from umiem.api.shapes.awards import AwardOut
from umiem.api.shapes.credentials import (
    CorrectionIn,
    FormatOut,
    FormatsOut,
    RenewalIn,
    Revocation,
    StatusLift,
    Suspension,
)
from umiem.engine.credential import MEDIA_TYPE_CREDENTIAL
from umiem.services.award import setting_aside
from umiem.services.award.awards import find_award
from umiem.services.credential import corrections, credentials, documents, renewals
from umiem.services.credential.corrections import Correction
from umiem.services.credential.current import current_credential
from umiem.services.credential.representations.stored import FORMATS

router = Router()


@router.get(
    "/{award}/credential",
    summary="The signed credential, byte for byte",
    openapi_extra=answers_file(MEDIA_TYPE_CREDENTIAL),
)
def download(
    request: HttpRequest, organisation: parameters.Organisation, award: parameters.AwardId
) -> HttpResponse:
    """Return exactly what was signed."""
    file = credentials.download(actor(request), organisation, award)
    return file_answer(file)


@router.get(
    "/{award}/representations", response=FormatsOut, summary="The formats that an award can be had in"
)
def representations(
    request: HttpRequest, organisation: parameters.Organisation, award: parameters.AwardId
) -> FormatsOut:
    """List the formats with their languages; ``edc-sealed`` is there when the organisation has a seal."""
    found = documents.award_formats(actor(request), organisation, award)
    return FormatsOut(
        formats=[
            FormatOut(format=name, media_type=kind.media_type, languages=list(kind.languages))
            for name, kind in FORMATS.items()
            if name in found.formats
        ]
    )


@router.get(
    "/{award}/representations/{format}",
    summary="The award in one format, byte for byte",
    openapi_extra=answers_file(*(kind.media_type for kind in FORMATS.values())),
)
def representation(
    request: HttpRequest,
    organisation: parameters.Organisation,
    award: parameters.AwardId,
    format: parameters.FormatName,
    language: parameters.FormatLanguage = "",
) -> HttpResponse:
    """Return the file: made when it is first asked for, the same bytes ever after."""
    file = documents.award_document(actor(request), organisation, award, format, language=language)
    return file_answer(file)


@router.post("/{award}/revoke", response=AwardOut, summary="Revoke for good")
def revoke(
    request: HttpRequest, organisation: parameters.Organisation, award: parameters.AwardId, body: Revocation
) -> AwardOut:
    """Revoke, publish the list at once, tell the learner. Cannot be undone."""
    changed = credentials.revoke(actor(request), organisation, award, reason=body.reason, note=body.note)
    return award_answer(find_award(changed.organisation, award), changed)


@router.post("/{award}/suspend", response=AwardOut, summary="Suspend until lifted")
def suspend(
    request: HttpRequest, organisation: parameters.Organisation, award: parameters.AwardId, body: Suspension
) -> AwardOut:
    """Suspend, publish the list at once, tell the learner."""
    changed = credentials.suspend(actor(request), organisation, award, reason=body.reason, note=body.note)
    return award_answer(find_award(changed.organisation, award), changed)


@router.post("/{award}/lift", response=AwardOut, summary="Lift a suspension")
def lift(
    request: HttpRequest, organisation: parameters.Organisation, award: parameters.AwardId, body: StatusLift
) -> AwardOut:
    """Make a suspended credential valid again."""
    changed = credentials.lift(actor(request), organisation, award, note=body.note)
    return award_answer(find_award(changed.organisation, award), changed)


@router.post("/{award}/allow-again", response=AwardOut, summary="Allow a new award in the same edition")
def allow_again(
    request: HttpRequest, organisation: parameters.Organisation, award: parameters.AwardId
) -> AwardOut:
    """Free the business key of a revoked award; the next award of the same learner and run is a new one."""
    made = setting_aside.allow_again(actor(request), organisation, award)
    return award_answer(made, current_credential(made))


@router.post(
    "/{award}/correct", response=AwardOut, summary="Correct a name, the day, the grade or results of an award"
)
def correct(
    request: HttpRequest, organisation: parameters.Organisation, award: parameters.AwardId, body: CorrectionIn
) -> AwardOut:
    """Issue a corrected credential in the place of the present one, which is revoked; the award stays one."""
    wanted = Correction(**body.model_dump())
    made = corrections.correct(actor(request), organisation, award, wanted)
    return award_answer(find_award(made.organisation, award), made)


@router.post("/{award}/renew", response=AwardOut, summary="Issue again with a later end")
def renew(
    request: HttpRequest, organisation: parameters.Organisation, award: parameters.AwardId, body: RenewalIn
) -> AwardOut:
    """Issue a credential of the same award with a later last day; the present one is not revoked."""
    made = renewals.renew(actor(request), organisation, award, valid_until=body.valid_until)
    return award_answer(find_award(made.organisation, award), made)
