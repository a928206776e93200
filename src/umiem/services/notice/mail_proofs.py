"""Codes that prove a mailbox: sent to an address, entered in an account, five tries, a quarter of an hour."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from umiem.domain.claim_code import ALPHABET
from umiem.errors import RefusedError
from umiem.sentences.account_mail import account_mail
from umiem.services.notice import mail
from umiem.storage.models import MailProof, OutboxMail, User

MOST_ATTEMPTS = 5
VALID_FOR = timedelta(minutes=15)
MOST_MAILS_AN_HOUR = 5
_LENGTH = 8
_READ_AS = str.maketrans("OIL", "011", " -")


def begin(user: User, *, purpose: str, email: str, other: User | None) -> MailProof:
    """Send a code to ``email`` if there is an account (``other``) to prove; the answer tells nothing of that.

    Raises ``RefusedError`` ``too-many-codes`` when the account asked too often.
    """
    code = "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))
    now = timezone.now()
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        recent = OutboxMail.objects.filter(
            key__startswith=f"proof:{user.public_id}:", created_at__gt=now - timedelta(hours=1)
        )
        if recent.count() >= MOST_MAILS_AN_HOUR:
            raise RefusedError("too-many-codes")
        proof, _ = MailProof.objects.update_or_create(
            user=user,
            purpose=purpose,
            defaults={
                "email": email,
                "other": other,
                "code_hash": _hash(code),
                "attempts": 0,
                "created_at": now,
                "expires_at": now + VALID_FOR,
                "proved_at": None,
            },
        )
        if other is not None:
            key = f"proof:{user.public_id}:{secrets.token_hex(8)}"
            subject, body = account_mail("mailbox-proof", user.language, {"code": f"{code[:4]}-{code[4:]}"})
            mail.queue(key=key, kind="account", recipient=email, subject=subject, body=body)
    return proof


def open_proof(user: User, purpose: str) -> MailProof | None:
    """Return the proof that is under way, if it has not ended."""
    rows = MailProof.objects.filter(user=user, purpose=purpose, expires_at__gt=timezone.now())
    return rows.select_related("other").first()


def enter(user: User, purpose: str, code: str) -> MailProof:
    """Check a code; raises ``RefusedError`` for a wrong one, for too many tries and after its time."""
    with transaction.atomic():
        rows = MailProof.objects.select_for_update(no_key=True, of=("self",)).select_related("other")
        proof = rows.filter(user=user, purpose=purpose, expires_at__gt=timezone.now()).first()
        if proof is None or proof.attempts >= MOST_ATTEMPTS:
            raise RefusedError("code-ended")
        MailProof.objects.filter(pk=proof.pk).update(attempts=F("attempts") + 1)
        given = _hash(code.strip()[:40].upper().translate(_READ_AS))
        right = proof.other is not None and hmac.compare_digest(proof.code_hash, given)
        if right:
            MailProof.objects.filter(pk=proof.pk).update(proved_at=timezone.now())
    if not right:
        raise RefusedError("code-wrong")
    proof.refresh_from_db()
    return proof


def _hash(code: str) -> str:
    return hashlib.sha256(f"umiem mailbox proof {code}".encode()).hexdigest()
