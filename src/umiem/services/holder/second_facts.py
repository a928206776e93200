"""When a mailbox alone is not believed: it may have passed to somebody else since the person came last.

A code sent to an address proves who reads that mailbox today. After a year of silence, after mail came back,
or after the day on which the address ended, that need not be the person who made the account. Then one more
thing is asked for: a passkey, a code from another address, or the number an organisation has for the learner.
"""

from __future__ import annotations

import hmac
import uuid
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from umiem.errors import RefusedError
from umiem.services import audit
from umiem.services.access import SYSTEM
from umiem.services.holder import addresses
from umiem.services.notice import mail_proofs
from umiem.storage.models import (
    Award,
    Collection,
    ImportedCredential,
    MailProof,
    MailState,
    Membership,
    OutboxMail,
    User,
)

SILENCE = timedelta(days=366)
MOST_ATTEMPTS = 5
PURPOSE = "second-fact"
_NUMBER = "number"


def note_sign_in(user: User, email: str | None) -> None:
    """Call before a sign-in is noted: decide whether the mailbox is enough. A passkey (no email) is."""
    reason = None if email is None else _doubt(user, email.casefold())
    if reason != user.second_fact_reason and (reason is not None or email is None):
        User.objects.filter(pk=user.pk).update(second_fact_reason=reason)
        user.second_fact_reason = reason


def choices(user: User) -> dict[str, object]:
    """Return by what the person can prove themselves: passkey, other addresses (masked), a number.

    ``staff``: they work for an organisation, where others can give them their role anew.
    """
    verified = EmailAddress.objects.filter(user=user, verified=True).exclude(email=user.email)
    return {
        "passkey": Authenticator.objects.filter(user=user).exists(),
        "addresses": [(row.pk, masked(row.email)) for row in verified],
        "staff": Membership.objects.filter(user=user).exists(),
        "number": Award.objects.filter(holder=user).exclude(learner__identifier="").exists(),
    }


def send_code(user: User, address: int) -> MailProof:
    """Send a code to another verified address of the account."""
    row = EmailAddress.objects.filter(user=user, verified=True, pk=address).first()
    if row is None:
        raise RefusedError("code-ended")
    return mail_proofs.begin(user, purpose=PURPOSE, email=row.email, other=user)


def enter_code(user: User, code: str) -> None:
    """Believe the person after the right code from another address."""
    mail_proofs.enter(user, PURPOSE, code)
    believe(user)


def enter_number(user: User, number: str) -> None:
    """Believe the person after a number that an organisation has for them; five tries a day."""
    now = timezone.now()
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        tries, _ = MailProof.objects.get_or_create(
            user=user,
            purpose=_NUMBER,
            defaults={"email": "", "code_hash": "", "expires_at": now + timedelta(days=1)},
        )
        if tries.expires_at < now:
            tries.attempts, tries.expires_at = 0, now + timedelta(days=1)
        if tries.attempts >= MOST_ATTEMPTS:
            raise RefusedError("code-ended")
        tries.attempts += 1
        tries.save(update_fields=("attempts", "expires_at"))
    known = Award.objects.filter(holder=user).values_list("learner__identifier", flat=True)
    given = number.strip().casefold().encode(errors="replace")
    matches = [hmac.compare_digest(text.casefold().encode(), given) for text in known if text]
    if not any(matches):
        raise RefusedError("second-fact-wrong", left=MOST_ATTEMPTS - tries.attempts)
    believe(user)


def start_anew(user: User) -> None:
    """The mailbox belongs to somebody else now: detach it, so that a new, empty account can have it.

    The former account keeps everything and its other ways in; an organisation can give its awards anew.
    """
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=user.pk)
        if locked.second_fact_reason is None:
            raise RefusedError("code-ended")
        EmailAddress.objects.filter(user=locked, email=locked.email).delete()
        heir = EmailAddress.objects.filter(user=locked, verified=True).order_by("id").first()
        locked.email = heir.email if heir is not None else f"left-{uuid.uuid4()}@address.invalid"
        locked.save(update_fields=("email",))
        if heir is not None:
            EmailAddress.objects.filter(pk=heir.pk).update(primary=True)
        audit.record(SYSTEM, None, "address-detached", str(locked.public_id))


def masked(email: str) -> str:
    """Return an address so that only who knows it recognises it."""
    local, _, domain = email.partition("@")
    return f"{local[:1]}…@{domain[:1]}…{domain[domain.rfind('.') :]}"


def _doubt(user: User, email: str) -> str | None:
    if not _protects_something(user):
        return None
    seen = user.last_login or user.created_at
    if addresses.has_ended(user, email):
        return "ended"
    if seen < timezone.now() - SILENCE:
        return "silence"
    came_back = OutboxMail.objects.filter(recipient=email, state=MailState.REFUSED, created_at__gt=seen)
    return "bounced" if came_back.exists() else None


def _protects_something(user: User) -> bool:
    kept = (
        Award.objects.filter(holder=user),
        ImportedCredential.objects.filter(owner=user),
        Collection.objects.filter(owner=user),
        Membership.objects.filter(user=user),
    )
    return any(rows.exists() for rows in kept)


def believe(user: User) -> None:
    """Believe the person, who gave a second fact or used a passkey in this session."""
    User.objects.filter(pk=user.pk).update(second_fact_reason=None)
    MailProof.objects.filter(user=user, purpose__in=(PURPOSE, _NUMBER)).delete()
    audit.record(SYSTEM, None, "second-fact-given", str(user.public_id))
