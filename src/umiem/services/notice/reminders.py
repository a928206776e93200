"""Reminders: of awards that wait to be accepted, and before the validity of a credential ends.

Each is queued once: its key says for which award and which of the chosen days. Only reminders whose day came
within the last ``LATE_DAYS`` are queued, so that choosing new days sends nothing about long ago.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from umiem.services import audit
from umiem.services.access import SYSTEM
from umiem.services.notice import notices
from umiem.services.notice.notice_settings import settings_of
from umiem.storage.models import (
    Award,
    AwardState,
    Credential,
    CredentialState,
    CredentialStatus,
    Organisation,
    OutboxMail,
)

LATE_DAYS = 7
BATCH = 200


def remind_due() -> int:
    """Queue what is due today for every organisation, and end the links whose last day has passed.

    Returns how many letters and links that were; at most ``BATCH`` for each reason, so ask again until 0.
    """
    return sum(_remind(organisation) for organisation in Organisation.objects.all())


def _remind(organisation: Organisation) -> int:
    chosen = settings_of(organisation)
    today = timezone.localdate()
    count = 0
    for number, days in enumerate(chosen.claim_reminders, 1):
        last = number == len(chosen.claim_reminders)
        for award in _waiting(organisation, days, today, number)[:BATCH]:
            with transaction.atomic():
                count += notices.remind_of_claim(award, number=number, last=last)
    for days in chosen.expiry_reminders:
        for credential in _ending(organisation, days, today)[:BATCH]:
            with transaction.atomic():
                notices.remind_of_end(credential, days=days)
                count += 1
    if chosen.claim_days:
        count += _end_links(organisation, chosen.claim_days, today)
    return count


def _waiting(organisation: Organisation, days: int, today: date, number: int) -> QuerySet[Award]:
    """Awards that wait since ``days`` days and were not reminded yet; not those the learner declined."""
    rows = Award.objects.filter(
        organisation=organisation, state=AwardState.AWARDED, notify=True, declined_at=None, rebound_at=None
    )
    rows = rows.filter(
        created_at__gte=_midnight(_ago(today, days + LATE_DAYS)),
        created_at__lt=_midnight(_ago(today, days - 1)),
    )
    in_force = Credential.objects.filter(
        award=OuterRef("pk"), state=CredentialState.RELEASED, status=CredentialStatus.ACTIVE
    )
    told = OutboxMail.objects.filter(award=OuterRef("pk"), kind="claim-reminder", key__endswith=f":{number}")
    rows = rows.filter(Exists(in_force) & ~Exists(told)).order_by("created_at", "pk")
    return rows.select_related("organisation", "definition_version__definition__organisation")


def _ending(organisation: Organisation, days: int, today: date) -> QuerySet[Credential]:
    """Credentials in force that end within ``days`` days and whose holder was not told yet."""
    rows = Credential.objects.filter(
        organisation=organisation,
        state=CredentialState.RELEASED,
        status=CredentialStatus.ACTIVE,
        award__notify=True,
        replacements=None,
    )
    latest = today + timedelta(days=days)
    rows = rows.filter(
        valid_until__gte=_midnight(max(today, _ago(latest, LATE_DAYS))),
        valid_until__lt=_midnight(_ago(latest, -1)),
    )
    told = OutboxMail.objects.filter(
        award=OuterRef("award"), kind="expiry-reminder", key__endswith=f":{days}"
    )
    told = told.filter(created_at__gt=timezone.now() - timedelta(days=LATE_DAYS + 2))
    rows = rows.exclude(Exists(told)).order_by("valid_until", "pk")
    return rows.select_related("award__organisation", "award__definition_version__definition__organisation")


def _end_links(organisation: Organisation, days: int, today: date) -> int:
    rows = Award.objects.filter(organisation=organisation, state=AwardState.AWARDED).exclude(claim_hash="")
    rows = rows.filter(rebound_at=None, created_at__lt=_midnight(_ago(today, days)))
    ended = list(rows.order_by("created_at", "pk")[:BATCH])
    for award in ended:
        with transaction.atomic():
            Award.objects.filter(pk=award.pk, state=AwardState.AWARDED).update(claim_hash="")
            audit.record(SYSTEM, organisation, "claim-link-ended", str(award.public_id))
    return len(ended)


def _ago(today: date, days: int) -> date:
    return today - timedelta(days=days)


def _midnight(day: date) -> datetime:
    """The moment at which a day begins where the institution is."""
    return timezone.make_aware(datetime.combine(day, time.min))
