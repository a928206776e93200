"""Learners apply for a larger micro-credential with what makes it up; the organisation decides.

What is shown with an application is chosen by the learner, judged anew whenever the staff looks, and named in
the new credential as evidence. That all is there gives no right (Recommendation 2022/C 243/02, Annex II 5).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from umiem.domain.award import EvidenceItem
from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.sentences.stacking import EVIDENCE
from umiem.sentences.translate import fill, translate
from umiem.services import audit
from umiem.services.access import Actor, Permission, authorise
from umiem.services.award import awards
from umiem.services.award.awarding import AwardOutcome
from umiem.services.award.requests import AwardRequest
from umiem.services.definition.definitions import definition_to_award
from umiem.services.holder import imports, portfolio
from umiem.services.notice import notices
from umiem.services.pages import Page, page_of
from umiem.services.stacking import progress
from umiem.services.stacking.progress import OnTheWay, Shown
from umiem.storage.models import (
    ApplicationComponent,
    ApplicationState,
    CredentialStatus,
    Organisation,
    StackApplication,
    User,
)

LONGEST_TEXT = 2_000


@dataclass(frozen=True, kw_only=True)
class ApplicationView:
    """An application with what it shows, as it stands today. ``gone`` counts what is no longer in force."""

    application: StackApplication
    way: OnTheWay
    gone: int
    given_name: str
    family_name: str
    identifier: str
    names_another: bool


def apply(actor: Actor, organisation: str, slug: str, *, message: str = "") -> StackApplication:
    """Apply with everything that counts now; applying twice is applying once.

    Credentials from elsewhere are checked anew first. Raises ``RefusedError``: stack-incomplete,
    stack-already-held; ``MalformedInputError``: application-too-long.
    """
    user = _person(actor)
    if len(message) > LONGEST_TEXT or "\0" in message:
        raise MalformedInputError("application-too-long", limit=LONGEST_TEXT)
    way = _checked_again(actor, organisation, slug)
    definition = way.view.definition
    if way.own is not None:
        raise RefusedError("stack-already-held")
    if not way.progress.is_complete:
        raise RefusedError("stack-incomplete")
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        application, is_new = StackApplication.objects.get_or_create(
            definition=definition,
            applicant=user,
            state=ApplicationState.OPEN,
            defaults={"organisation": way.view.organisation, "message": message.strip()},
        )
        if is_new:
            ApplicationComponent.objects.bulk_create(
                ApplicationComponent(
                    application=application,
                    award=None if each.held is None else each.held.award,
                    imported=each.imported,
                )
                for each in way.counted
            )
            _record(actor, application, "application-made")
    return application


def withdraw(actor: Actor, application_id: uuid.UUID) -> StackApplication:
    """Take an application back; the organisation no longer sees what was shown with it."""
    application = StackApplication.objects.filter(
        applicant_id=_person(actor).pk, public_id=application_id
    ).first()
    if application is None:
        raise NotFoundError("application-unknown")
    with transaction.atomic():
        _settle(actor, application, state=ApplicationState.WITHDRAWN)
        application.components.all().delete()
    return application


def applications_of(actor: Actor) -> tuple[StackApplication, ...]:
    """Return the person's applications, newest first."""
    rows = StackApplication.objects.filter(applicant_id=_person(actor).pk)
    rows = rows.select_related("organisation", "definition", "award")
    return tuple(rows.prefetch_related("definition__versions"))


def open_application(actor: Actor, organisation: str, slug: str) -> StackApplication | None:
    """Return the person's application for a definition that still waits, if there is one."""
    return StackApplication.objects.filter(
        applicant_id=_person(actor).pk,
        organisation__slug=organisation,
        definition__slug=slug,
        state=ApplicationState.OPEN,
    ).first()


def list_applications(
    actor: Actor, organisation: str, *, state: str = "", page: int = 1, size: int = 25
) -> Page[StackApplication]:
    """Return the applications to an organisation, newest first, for its staff."""
    found = authorise(actor, organisation, Permission.READ)
    rows = StackApplication.objects.filter(organisation=found).exclude(state=ApplicationState.WITHDRAWN)
    if state in list(ApplicationState):
        rows = rows.filter(state=state)
    rows = rows.select_related("definition", "applicant", "award").prefetch_related("definition__versions")
    return page_of(rows.order_by("-id"), number=page, size=size)


def find_several(
    actor: Actor, organisation: str, application_ids: Sequence[uuid.UUID]
) -> tuple[StackApplication, ...]:
    """Return those of these applications that are there, for the staff; what was taken back is not."""
    found = authorise(actor, organisation, Permission.READ)
    rows = StackApplication.objects.filter(organisation=found, public_id__in=application_ids)
    rows = rows.exclude(state=ApplicationState.WITHDRAWN).select_related("definition", "applicant", "award")
    return tuple(rows.prefetch_related("definition__versions"))


def get_application(actor: Actor, organisation: str, application_id: uuid.UUID) -> ApplicationView:
    """Return one application judged as of now, for the staff."""
    found = authorise(actor, organisation, Permission.READ)
    application = _find(found, application_id)
    view = definition_to_award(actor, organisation, application.definition.slug)
    components = application.components.select_related("award", "imported")
    shown = [_shown(each) for each in components]
    in_force = [each for each in shown if each is not None]
    names = _names(application, in_force)
    return ApplicationView(
        application=application,
        way=progress.assess(view, in_force),
        gone=len(shown) - len(in_force),
        given_name=names[0],
        family_name=names[1],
        identifier=_identifier(found, in_force),
        names_another=any(
            imports.names_another(each.imported, (" ".join(names),)) for each in in_force if each.imported
        ),
    )


def open_count(organisation: Organisation) -> int:
    """Return how many applications wait for a decision."""
    return StackApplication.objects.filter(organisation=organisation, state=ApplicationState.OPEN).count()


def award(
    actor: Actor, organisation: str, application_id: uuid.UUID, request: AwardRequest, *, run: str
) -> AwardOutcome:
    """Award what was applied for, to the applicant's address, with the components as evidence.

    A crash between the award and the end of the application leaves it open; awarding again gives the same
    award. Raises what ``awards.award_one`` raises, and ``RefusedError``: stack-incomplete,
    application-settled, or stack-edition-taken where that edition has an award no longer in force.
    """
    authorise(actor, organisation, Permission.AWARD)
    found = get_application(actor, organisation, application_id)
    application = found.application
    if application.state != ApplicationState.OPEN:
        raise RefusedError("application-settled")
    if not found.way.progress.is_complete:
        raise RefusedError("stack-incomplete")
    slug = application.definition.slug
    evidence = tuple(_evidence(each, found.way) for each in found.way.counted)
    wanted = replace(request, email=application.applicant.email, evidence=(*request.evidence, *evidence))
    outcome = awards.award_one(actor, organisation, slug, wanted, run=run)
    if outcome.credential.standing != CredentialStatus.ACTIVE:
        raise RefusedError("stack-edition-taken")
    with transaction.atomic():
        _settle(actor, application, state=ApplicationState.AWARDED, award_id=outcome.award.pk)
    return outcome


def refuse(actor: Actor, organisation: str, application_id: uuid.UUID, *, reason: str) -> StackApplication:
    """Refuse an application with a reason, which the learner gets by mail."""
    found = authorise(actor, organisation, Permission.AWARD)
    require_reason(reason)
    application = _find(found, application_id)
    with transaction.atomic():
        _settle(actor, application, state=ApplicationState.REFUSED, reason=reason.strip())
        notices.tell_refusal(application)
    return application


def require_reason(reason: str) -> None:
    """Raise ``MalformedInputError`` (application-reason-needed) for a reason that cannot be sent."""
    if not reason.strip() or len(reason) > LONGEST_TEXT or "\0" in reason:
        raise MalformedInputError("application-reason-needed", limit=LONGEST_TEXT)


def _settle(
    actor: Actor,
    application: StackApplication,
    *,
    state: ApplicationState,
    reason: str = "",
    award_id: int | None = None,
) -> None:
    """End an application once; raises ``RefusedError`` when somebody was quicker."""
    changed = StackApplication.objects.filter(pk=application.pk, state=ApplicationState.OPEN).update(
        state=state, reason=reason, award_id=award_id, decided_by=actor.name, decided_at=timezone.now()
    )
    if not changed:
        raise RefusedError("application-settled")
    application.refresh_from_db()
    _record(actor, application, f"application-{state}")


def _record(actor: Actor, application: StackApplication, action: str) -> None:
    subject = str(application.public_id)
    audit.record(actor, application.organisation, action, subject, definition=application.definition.slug)


def _find(organisation: Organisation, application_id: uuid.UUID) -> StackApplication:
    rows = StackApplication.objects.select_related("organisation", "definition", "applicant", "award")
    rows = rows.exclude(state=ApplicationState.WITHDRAWN)
    application = rows.filter(organisation=organisation, public_id=application_id).first()
    if application is None:
        raise NotFoundError("application-unknown")
    return application


def _person(actor: Actor) -> User:
    if actor.user_id is None:
        raise RefusedError("sign-in-needed")
    return User.objects.get(pk=actor.user_id)


def _checked_again(actor: Actor, organisation: str, slug: str) -> OnTheWay:
    way = progress.towards(actor, organisation, slug)
    foreign = [each.imported for each in way.counted if each.imported is not None]
    for row in foreign:
        imports.check_again(actor, row.public_id)
    return progress.towards(actor, organisation, slug) if foreign else way


def _shown(component: ApplicationComponent) -> Shown | None:
    if component.imported is not None:
        return progress.shown_imported(component.imported)
    held = None if component.award_id is None else portfolio.held_by_id(component.award_id)
    return None if held is None else progress.shown_award(held)


def _names(application: StackApplication, shown: list[Shown]) -> tuple[str, str]:
    """The names of an award shown, those of the deciding organisation first; else what the account says."""
    own = [each.held for each in shown if each.held is not None]
    own.sort(key=lambda held: held.organisation.pk != application.organisation_id)
    if own:
        return own[0].award.given_name, own[0].award.family_name
    given, _, family = application.applicant.name.strip().rpartition(" ")
    return given, family


def _identifier(organisation: Organisation, shown: list[Shown]) -> str:
    """The organisation's own number of the learner, so that both awards are of one person."""
    known = (each.held.award.learner for each in shown if each.held is not None)
    return next((learner.identifier for learner in known if learner.organisation_id == organisation.pk), "")


def _evidence(shown: Shown, way: OnTheWay) -> EvidenceItem:
    """Name a component in the new credential, in the language of record of the larger one."""
    language = way.view.specification.primary_language
    said = {
        "issuer": shown.issuer_names.best(language)[0],
        "date": shown.component.awarded_on.isoformat(),
        "identifier": shown.identifier,
    }
    name = shown.titles.best(language)[0]
    return EvidenceItem(name=name, narrative=fill(translate(EVIDENCE, language), said))
