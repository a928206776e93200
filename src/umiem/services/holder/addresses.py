"""Addresses that end: noted by the person or by the organisation of the domain, and told in time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from umiem import wiring
from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.sentences.account_mail import account_mail
from umiem.services import audit
from umiem.services.access import Actor, Permission, authorise
from umiem.services.notice import mail
from umiem.storage.models import Award, EndingAddress, User

WARN_DAYS = 90
REMIND_DAYS = (60, 14)
MOST_DOMAINS = 50
_DOMAIN = re.compile(r"@?([a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+)")


@dataclass(frozen=True, kw_only=True)
class Ending:
    """An address of a person and the last day on which it works; ``is_used``: messages go to it."""

    email: str
    ends_on: date
    is_only: bool
    is_used: bool


def endings(user_id: int | None, *, within: int = WARN_DAYS) -> tuple[Ending, ...]:
    """Return which addresses of a person end soon or have ended, the first to end first."""
    verified = {
        row.email.casefold(): row.primary
        for row in EmailAddress.objects.filter(user_id=user_id or 0, verified=True)
    }
    latest = timezone.localdate() + timedelta(days=within)
    found = [
        Ending(email=email, ends_on=day, is_only=len(verified) == 1, is_used=used)
        for email, used in verified.items()
        if (day := _end_of(user_id or 0, email)) is not None and day <= latest
    ]
    return tuple(sorted(found, key=lambda ending: ending.ends_on))


def has_ended(user: User, email: str) -> bool:
    """Say whether an address of the person ended before today."""
    day = _end_of(user.pk, email)
    return day is not None and day < timezone.localdate()


def end_noted(user_id: int, email: str) -> date | None:
    """Return the day on which an address ends, as far as somebody noted one."""
    return _end_of(user_id, email.casefold())


def note_end(actor: Actor, email: str, *, ends_on: date | None) -> None:
    """Note on which day one of the person's addresses ends; None takes the note away."""
    if actor.user_id is None:
        raise RefusedError("sign-in-needed")
    address = email.strip().casefold()
    mine = EmailAddress.objects.filter(user_id=actor.user_id, email=address)
    if not mine.exists():
        raise NotFoundError("address-unknown")
    rows = EndingAddress.objects.filter(user_id=actor.user_id, pattern=address)
    if ends_on is None:
        rows.delete()
        return
    EndingAddress.objects.update_or_create(
        user_id=actor.user_id, pattern=address, defaults={"ends_on": ends_on}
    )


def domains(actor: Actor, organisation: str) -> tuple[EndingAddress, ...]:
    """Return the domains whose addresses end, for administrators."""
    found = authorise(actor, organisation, Permission.ADMINISTER)
    return tuple(EndingAddress.objects.filter(organisation=found))


def set_domain(actor: Actor, organisation: str, domain: str, *, ends_on: date | None) -> None:
    """Say that addresses of a domain end on a day; None takes it back.

    It counts for people to whom this organisation has awarded something at such an address, nobody else.
    """
    found = authorise(actor, organisation, Permission.ADMINISTER)
    shape = _DOMAIN.fullmatch(domain.strip().casefold()[:300])
    if shape is None:
        raise MalformedInputError("domain-wrong")
    pattern = f"@{shape[1]}"
    with transaction.atomic():
        rows = EndingAddress.objects.filter(organisation=found)
        if ends_on is None:
            rows.filter(pattern=pattern).delete()
        elif rows.exclude(pattern=pattern).count() >= MOST_DOMAINS:
            raise RefusedError("domains-too-many", limit=MOST_DOMAINS)
        else:
            EndingAddress.objects.update_or_create(
                organisation=found, pattern=pattern, defaults={"ends_on": ends_on}
            )
        day = None if ends_on is None else ends_on.isoformat()
        audit.record(actor, found, "domain-end-set", found.slug, domain=pattern, ends_on=day)


def remind_due() -> int:
    """Tell people that an address ends, sixty and fourteen days before; the background worker calls this."""
    today, told = timezone.localdate(), 0
    soon = EndingAddress.objects.filter(
        ends_on__gte=today, ends_on__lte=today + timedelta(days=REMIND_DAYS[0])
    )
    for row in soon:
        for address in _addresses(row):
            told += _remind(address, row.ends_on, (row.ends_on - today).days)
    return told


def _addresses(row: EndingAddress) -> list[EmailAddress]:
    verified = EmailAddress.objects.filter(verified=True).select_related("user")
    if row.user_id is not None:
        return list(verified.filter(user_id=row.user_id, email=row.pattern))
    awarded = Award.objects.filter(organisation=row.organisation, email=OuterRef("email"))
    return list(verified.filter(Exists(awarded), email__endswith=row.pattern))


def _remind(address: EmailAddress, ends_on: date, days_left: int) -> int:
    user = address.user
    stage = min(days for days in REMIND_DAYS if days_left <= days)
    params = {
        "address": address.email,
        "day": ends_on.isoformat(),
        "link": f"{wiring.installation().base_url}/accounts/email/",
    }
    subject, body = account_mail("address-ends", user.language, params)
    everywhere = {address.email, user.email}
    for recipient in sorted(everywhere):
        key = f"address-ends:{address.pk}:{ends_on}:{stage}:{recipient}"
        mail.queue(key=key, kind="address-ends", recipient=recipient, subject=subject, body=body)
    return len(everywhere)


def _end_of(user_id: int, email: str) -> date | None:
    """The day that the person noted, or the first that an organisation set which awarded to this address."""
    own = EndingAddress.objects.filter(user_id=user_id, pattern=email)
    noted = own.values_list("ends_on", flat=True).first()
    if noted is not None:
        return noted
    domain = f"@{email.rpartition('@')[2]}"
    awarding = Award.objects.filter(email=email).values("organisation_id")
    rows = EndingAddress.objects.filter(organisation_id__in=awarding, pattern=domain)
    return rows.order_by("ends_on").values_list("ends_on", flat=True).first()
