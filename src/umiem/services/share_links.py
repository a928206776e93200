"""Finding what a public link leads to."""

from __future__ import annotations

import hashlib

from django.db.models import Q
from django.utils import timezone

from umiem.errors import NotFoundError
from umiem.storage.models import ShareLink


def find(token: str) -> ShareLink:
    """Return the link of a token; a stopped, ended or wrong one is ``NotFoundError``."""
    link = (
        ShareLink.objects.filter(token_hash=token_hash(token), revoked_at=None)
        .filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()))
        .select_related("credential__award__definition", "credential__organisation")
        .first()
    )
    if link is None:
        raise NotFoundError("share-unknown")
    return link


def token_hash(token: str) -> str:
    """Return what is stored of a token; its 192 random bits need no salt."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
