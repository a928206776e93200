"""A learner's consent that a counsellor sees their plans: given, withdrawn, and what it lets be seen."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from umiem.errors import NotFoundError, RefusedError
from umiem.services.access import Actor
from umiem.services.email_address import checked_email
from umiem.services.skill.saved_plans import ShownPlan, compute
from umiem.storage.models import PlanConsent, SavedPlan, User

CONSENT_DAYS = 365
MOST_CONSENTS = 20


@dataclass(frozen=True, kw_only=True)
class Client:
    """A learner who lets the counsellor see their plans, and those plans."""

    consent: PlanConsent
    plans: tuple[SavedPlan, ...]


def give_consent(actor: Actor, email: str) -> PlanConsent:
    """Let the person with this address see the plans for a year. Given twice, it begins anew."""
    if actor.user_id is None:
        raise RefusedError("sign-in-needed")
    address = checked_email(email)
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=actor.user_id)
        given = PlanConsent.objects.filter(learner_id=actor.user_id, withdrawn_at=None)
        if given.exclude(counsellor_email=address).count() >= MOST_CONSENTS:
            raise RefusedError("too-many-consents", limit=MOST_CONSENTS)
        consent, _ = PlanConsent.objects.update_or_create(
            learner_id=actor.user_id,
            counsellor_email=address,
            withdrawn_at=None,
            defaults={"expires_at": timezone.now() + timedelta(days=CONSENT_DAYS)},
        )
        return consent


def withdraw_consent(actor: Actor, consent_id: uuid.UUID) -> None:
    """Withdraw a consent of the person at once."""
    found = PlanConsent.objects.filter(learner_id=actor.user_id, public_id=consent_id)
    if actor.user_id is None or not found.exists():
        raise NotFoundError("consent-unknown")
    found.filter(withdrawn_at=None).update(withdrawn_at=timezone.now())


def consents_of(actor: Actor) -> tuple[PlanConsent, ...]:
    """Return the consents of a learner that are in force."""
    if actor.user_id is None:
        return ()
    rows = PlanConsent.objects.filter(learner_id=actor.user_id, withdrawn_at=None)
    return tuple(rows.filter(expires_at__gt=timezone.now()))


def clients_of(actor: Actor) -> tuple[Client, ...]:
    """Return the learners who let this person see their plans, by name."""
    consents = _consents_for(actor).select_related("learner").order_by("learner__name", "learner__email")
    return tuple(
        Client(consent=each, plans=tuple(SavedPlan.objects.filter(owner=each.learner))) for each in consents
    )


def plan_of_client(actor: Actor, plan_id: uuid.UUID) -> ShownPlan:
    """Return a plan of a learner who consents; without consent there is nothing to be seen."""
    learners = _consents_for(actor).values("learner_id")
    row = SavedPlan.objects.filter(public_id=plan_id, owner_id__in=learners).select_related("owner").first()
    if row is None:
        raise NotFoundError("plan-unknown")
    return compute(row)


def _consents_for(actor: Actor) -> QuerySet[PlanConsent]:
    if actor.user_id is None:
        return PlanConsent.objects.none()
    addresses = EmailAddress.objects.filter(user_id=actor.user_id, verified=True)
    mine = [address.casefold() for address in addresses.values_list("email", flat=True)]
    return PlanConsent.objects.filter(
        counsellor_email__in=mine, withdrawn_at=None, expires_at__gt=timezone.now()
    )
