"""How an organisation writes to its learners: as whom, and on which days it reminds them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db import transaction

from umiem.errors import MalformedInputError
from umiem.services import audit
from umiem.services.access import Actor, Permission, authorise
from umiem.services.email_address import checked_email
from umiem.storage.models import NoticeSettings, Organisation

USUAL_CLAIM_REMINDERS = (14, 35)
USUAL_EXPIRY_REMINDERS = (60, 14)
MOST_REMINDERS = 2
LATEST_DAY = 366
LONGEST_SENDER_NAME = 100
_NO_NAME = re.compile(r"[\x00-\x1f\x7f<>@\"\\,;:\u2028\u2029]|https?:|www\.", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class NoticeChoices:
    """``sender_name`` and ``reply_to`` "": the organisation's own.

    Reminders are days after the award, or before the last day of validity; ``claim_days``: so long does the
    link of the mail work, 0: without an end.
    """

    sender_name: str = ""
    reply_to: str = ""
    claim_reminders: tuple[int, ...] = USUAL_CLAIM_REMINDERS
    claim_days: int = 0
    expiry_reminders: tuple[int, ...] = USUAL_EXPIRY_REMINDERS


def settings_of(organisation: Organisation) -> NoticeChoices:
    """Return what the organisation chose, or what is usual."""
    row = NoticeSettings.objects.filter(organisation=organisation).first()
    if row is None:
        return NoticeChoices()
    return NoticeChoices(
        sender_name=row.sender_name,
        reply_to=row.reply_to,
        claim_reminders=tuple(row.claim_reminders),
        claim_days=row.claim_days,
        expiry_reminders=tuple(row.expiry_reminders),
    )


def change_settings(actor: Actor, organisation: str, choices: NoticeChoices) -> NoticeChoices:
    """Store the choices; for administrators. Raises ``MalformedInputError`` for what cannot be meant."""
    found = authorise(actor, organisation, Permission.ADMINISTER)
    _check(choices)
    with transaction.atomic():
        NoticeSettings.objects.update_or_create(
            organisation=found,
            defaults={
                "sender_name": choices.sender_name.strip(),
                "reply_to": choices.reply_to.strip(),
                "claim_reminders": sorted(choices.claim_reminders),
                "claim_days": choices.claim_days,
                "expiry_reminders": sorted(choices.expiry_reminders, reverse=True),
            },
        )
        audit.record(actor, found, "notice-settings-changed", found.slug, claim_days=choices.claim_days)
    return settings_of(found)


def _check(choices: NoticeChoices) -> None:
    if len(choices.sender_name) > LONGEST_SENDER_NAME or _NO_NAME.search(choices.sender_name):
        raise MalformedInputError("sender-name-wrong", limit=LONGEST_SENDER_NAME)
    if choices.reply_to:
        checked_email(choices.reply_to)
    for days in (choices.claim_reminders, choices.expiry_reminders):
        too_many = len(days) > MOST_REMINDERS or len(set(days)) != len(days)
        if too_many or any(not 1 <= day <= LATEST_DAY for day in days):
            raise MalformedInputError("reminder-days-wrong", most=MOST_REMINDERS, limit=LATEST_DAY)
    if not 0 <= choices.claim_days <= LATEST_DAY:
        raise MalformedInputError("claim-days-wrong", limit=LATEST_DAY)
    if choices.claim_days and any(day >= choices.claim_days for day in choices.claim_reminders):
        raise MalformedInputError("reminder-after-end", days=choices.claim_days)
