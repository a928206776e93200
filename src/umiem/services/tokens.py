"""API tokens of an organisation: scoped, hashed, shown once, with an end.

A token reads ``umiem_<prefix>_<secret>``. The prefix finds the row; the SHA-256 of the whole token proves
it. A plain hash is enough because the secret has 192 random bits: nobody can guess it from the hash.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from umiem.errors import MalformedInputError, NotFoundError
from umiem.services import audit
from umiem.services.access import SCOPES, Actor, Permission, authorise
from umiem.storage.models import ApiToken

LONGEST_DAYS = 366
_SHAPE = re.compile(r"umiem_([0-9a-f]{12})_[A-Za-z0-9_-]{32}")


@dataclass(frozen=True, kw_only=True)
class NewToken:
    """A token just made; ``secret`` is shown now and never again."""

    token: ApiToken
    secret: str


def tokens(actor: Actor, organisation: str) -> tuple[ApiToken, ...]:
    """Return all tokens of the organisation, ended ones too, for its administrators."""
    found = authorise(actor, organisation, Permission.ADMINISTER)
    return tuple(found.api_tokens.select_related("created_by"))


def create_token(
    actor: Actor, organisation: str, *, label: str, scopes: Sequence[str], days: int
) -> NewToken:
    """Make a token that may do what ``scopes`` say for ``days`` days (at most 366)."""
    found = authorise(actor, organisation, Permission.ADMINISTER)
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown or not scopes:
        raise MalformedInputError("token-scopes-wrong", unknown=", ".join(unknown), known=", ".join(SCOPES))
    if not 1 <= days <= LONGEST_DAYS:
        raise MalformedInputError("token-days-wrong", days=days, limit=LONGEST_DAYS)
    if not label.strip():
        raise MalformedInputError("token-label-missing")
    prefix = secrets.token_hex(6)
    secret = f"umiem_{prefix}_{secrets.token_urlsafe(24)}"
    with transaction.atomic():
        token = ApiToken.objects.create(
            organisation=found,
            label=label.strip()[:120],
            prefix=prefix,
            token_hash=_hash(secret),
            scopes=sorted(set(scopes)),
            created_by_id=actor.user_id,
            expires_at=timezone.now() + timedelta(days=days),
        )
        audit.record(actor, found, "token-created", prefix, scopes=token.scopes, days=days)
    return NewToken(token=token, secret=secret)


def revoke_token(actor: Actor, organisation: str, *, public_id: uuid.UUID) -> None:
    """End a token at once; ending it twice changes nothing."""
    found = authorise(actor, organisation, Permission.ADMINISTER)
    with transaction.atomic():
        token = found.api_tokens.filter(public_id=public_id).first()
        if token is None:
            raise NotFoundError("token-unknown")
        if token.revoked_at is None:
            ApiToken.objects.filter(pk=token.pk).update(revoked_at=timezone.now())
            audit.record(actor, found, "token-revoked", token.prefix)


def actor_of_token(secret: str) -> Actor:
    """Return who a bearer token speaks for; raises ``NotFoundError`` for any token that does not count."""
    shape = _SHAPE.fullmatch(secret)
    row = (
        None
        if shape is None
        else ApiToken.objects.filter(prefix=shape[1]).select_related("organisation").first()
    )
    now = timezone.now()
    if row is None or not hmac.compare_digest(row.token_hash, _hash(secret)):
        raise NotFoundError("token-unknown")
    if row.revoked_at is not None or row.expires_at <= now:
        raise NotFoundError("token-unknown")
    if row.last_used_on != now.date():
        ApiToken.objects.filter(pk=row.pk).update(last_used_on=now.date())
    return Actor(
        kind="token",
        name=f"token:{row.prefix}",
        answers=row.created_by_id,
        token_organisation=row.organisation.slug,
        scopes=tuple(row.scopes),
    )


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
