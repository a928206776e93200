"""Awards: one person, and what was awarded."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router

from umiem.api import parameters
from umiem.api.auth import actor
from umiem.api.shapes.awards import AwardBody, AwardIn, AwardMade, AwardOut, AwardPage
from umiem.api.shapes.credentials import StatusListOut
from umiem.domain.award import EvidenceItem
from umiem.services.access import Permission, authorise
from umiem.services.award import awards, idempotency
from umiem.services.award.awarding import AwardOutcome
from umiem.services.award.requests import AwardRequest
from umiem.services.credential import status
from umiem.services.credential.current import current_credential, newest_of
from umiem.storage.models import Award, AwardState, Credential, CredentialStatus

router = Router()


@router.get("/awards", response=AwardPage, summary="Awards, newest first")
def list_awards(
    request: HttpRequest,
    organisation: parameters.Organisation,
    definition: parameters.OfDefinition = None,
    query: parameters.AwardWords = "",
    state: parameters.AwardState = "",
    page: parameters.PageNumber = 1,
    size: parameters.PageSize = 50,
) -> AwardPage:
    """Return one page; `query` looks in names and addresses."""
    found = awards.list_awards(
        actor(request),
        organisation,
        definition=_clean(definition),
        query=query,
        state=_clean(state) or "",
        page=page,
        size=size,
    )
    items = [award_answer(award, newest_of(award)) for award in found.items]
    return AwardPage(items=items, page=found.number, pages=found.pages, total=found.total)


@router.post("/awards", response={200: AwardMade, 201: AwardMade}, summary="Award one person")
def award_one(
    request: HttpRequest,
    organisation: parameters.Organisation,
    body: AwardIn,
    idempotency_key: parameters.IdempotencyKey = None,
) -> HttpResponse:
    """Award, sign, verify and release. The same learner and run again give the same award with 200."""

    def action() -> idempotency.Answer:
        outcome = awards.award_one(
            actor(request),
            organisation,
            body.definition,
            award_request(body),
            run=body.run,
            notify=body.notify,
        )
        made = AwardMade(kind=outcome.kind, award=award_answer(outcome.award, _fresh(outcome)))
        return (201 if outcome.kind == "awarded" else 200), made.model_dump(mode="json")

    return answered(request, organisation, idempotency_key, action)


@router.get("/awards/{award}", response=AwardOut, summary="One award")
def get_award(
    request: HttpRequest, organisation: parameters.Organisation, award: parameters.AwardId
) -> AwardOut:
    """Return one award with the state of its credential."""
    view = awards.get_award(actor(request), organisation, award)
    return award_answer(view.award, view.credential)


@router.get("/status-lists", response=list[StatusListOut], summary="The status lists of the organisation")
def status_lists(request: HttpRequest, organisation: parameters.Organisation) -> list[StatusListOut]:
    """Return where each list is published, and until when it is valid."""
    found = authorise(actor(request), organisation, Permission.READ)
    return [
        StatusListOut(
            url=status.url_of(row.public_id),
            purpose=row.purpose,
            length=row.length,
            used=row.used,
            published_at=row.published_at,
            valid_until=row.valid_until,
            digest=row.digest,
        )
        for row in found.status_lists.order_by("id")
    ]


def answered(
    request: HttpRequest, organisation: str, key: str | None, action: idempotency.Action
) -> HttpResponse:
    """Answer a request; one with an ``Idempotency-Key`` is answered once."""
    if key is None:
        status_code, answer = action()
    else:
        found = authorise(actor(request), organisation, Permission.AWARD)
        body = request.path.encode() + b"\n" + request.body
        status_code, answer = idempotency.answer_once(found, key, request=body, action=action)
    return JsonResponse(answer, status=status_code, json_dumps_params={"ensure_ascii": False})


def award_request(body: AwardBody) -> AwardRequest:
    """Return a body as the award it asks for."""
    return AwardRequest(
        given_name=body.given_name,
        family_name=body.family_name,
        email=body.email,
        identifier=body.identifier,
        results=body.results,
        grade=body.grade,
        evidence=tuple(EvidenceItem(name=e.name, url=e.url, narrative=e.narrative) for e in body.evidence),
        awarded_on=body.awarded_on,
        valid_until=body.valid_until,
    )


def _fresh(outcome: AwardOutcome) -> Credential:
    return current_credential(outcome.award)


def award_answer(award: Award, credential: Credential) -> AwardOut:
    return AwardOut(
        id=award.public_id,
        definition=award.definition.slug,
        version=award.definition_version.version,
        run=award.run,
        given_name=award.given_name,
        family_name=award.family_name,
        email=award.email,
        state=AwardState(award.state),
        awarded_on=award.awarded_on,
        credential=credential.public_id,
        credential_status=CredentialStatus(credential.status),
        valid_from=credential.valid_from,
        valid_until=credential.valid_until,
        digest=credential.digest,
    )


def _clean(text: str | None) -> str | None:
    return None if text is None else text.replace("\0", "")
