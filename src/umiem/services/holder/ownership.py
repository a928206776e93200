"""Whose an award is: its holder's once accepted; before that, whoever has the mailbox – with care.

A mailbox can pass to another person: a school gives the address to somebody else, or it was mistyped. So an
award that waits at an address shows itself there only while nothing speaks against it; after that a second
fact is asked for, or the organisation gives the award anew.
"""

from __future__ import annotations

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from umiem.services.access import Actor
from umiem.storage.models import Award, AwardState, MailState, OutboxMail

WAITING_DAYS = 366  # an award that waited longer at an address needs more than the address


def awards_of(actor: Actor) -> QuerySet[Award]:
    """Return what the person accepted, and what waits undisputed at one of their verified addresses."""
    if actor.user_id is None:
        return Award.objects.none()
    verified = EmailAddress.objects.filter(user_id=actor.user_id, verified=True)
    addresses = [address.casefold() for address in verified.values_list("email", flat=True)]
    at_them = Award.objects.filter(holder=None, email__in=addresses)
    parts = (
        Award.objects.filter(holder_id=actor.user_id),
        _undisputed(at_them.filter(state=AwardState.AWARDED), actor),
        at_them.filter(state=AwardState.WITHDRAWN),
    )
    # Each part has an index of its own; a database that is asked for all at once reads every award there is.
    keys = {key for part in parts for key in part.order_by().values_list("pk", flat=True)}
    return Award.objects.filter(pk__in=keys)


def is_disputed(actor: Actor, award: Award) -> bool:
    """Say whether having the mailbox is not enough for this award."""
    return not _undisputed(Award.objects.filter(pk=award.pk), actor).exists()


def _undisputed(awards: QuerySet[Award], actor: Actor) -> QuerySet[Award]:
    """Leave out what is too old, what bounced, and addresses at which somebody else already holds awards.

    Once the organisation has given an award anew, only what happened since then counts.
    """
    oldest = timezone.now() - timedelta(days=WAITING_DAYS)
    refused = OutboxMail.objects.filter(
        award=OuterRef("pk"), recipient=OuterRef("email"), state=MailState.REFUSED
    )
    since = refused.filter(created_at__gte=OuterRef("rebound_at"))
    of_others = (
        Award.objects.filter(email=OuterRef("email")).exclude(holder=None).exclude(holder_id=actor.user_id)
    )
    erased_or_left = Award.objects.filter(email=OuterRef("email"), holder=None, state=AwardState.ACCEPTED)
    return awards.filter(
        (Q(rebound_at=None) & Q(created_at__gt=oldest) & ~Exists(refused) & ~Exists(of_others))
        & ~Exists(erased_or_left)
        | (Q(rebound_at__gt=oldest) & ~Exists(since))
    )
