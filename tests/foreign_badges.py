"""Badges of an issuer elsewhere, signed."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from tests.engine_documents import SIGNER, badge_document
from umiem.engine import (
    OPEN_BADGES_3,
    prepare_credential,
    sign_credential,
)

NOW = timezone.now() - timedelta(hours=1)


def badge(number: int = 1, **members: object) -> bytes:
    """Return the badge of this number."""
    document = badge_document(id=f"urn:uuid:58172aac-d8ba-11ed-83dd-{number:012x}", **members)
    prepared = prepare_credential(document, OPEN_BADGES_3)
    return sign_credential(prepared, SIGNER, created=NOW.replace(microsecond=0)).data
