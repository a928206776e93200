"""Requests that carry an ``Idempotency-Key`` are answered once: sent again, they get the same answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from umiem.errors import MalformedInputError, RefusedError
from umiem.storage.models import IdempotencyKey, Organisation

LONGEST_KEY = 200
KEPT_FOR = timedelta(days=7)

Answer = tuple[int, dict[str, Any]]
Action = Callable[[], Answer]


def answer_once(organisation: Organisation, key: str, *, request: bytes, action: Action) -> Answer:
    """Run ``action`` unless this key was answered before; return status code and answer.

    A key that was begun but not answered (the process died) runs the action again, which the business
    key of awards makes harmless. Raises ``RefusedError`` when the key was used for another request.
    """
    if not key.strip() or len(key) > LONGEST_KEY or not key.isprintable():
        raise MalformedInputError("idempotency-key-wrong", limit=LONGEST_KEY)
    IdempotencyKey.objects.filter(
        organisation=organisation, created_at__lt=timezone.now() - KEPT_FOR
    ).delete()
    digest = hashlib.sha256(request).hexdigest()
    row, _ = IdempotencyKey.objects.get_or_create(
        organisation=organisation, key=key, defaults={"request_digest": digest}
    )
    if row.request_digest != digest:
        raise RefusedError("idempotency-key-reused", key=key)
    if row.status_code is not None and row.answer is not None:
        return row.status_code, row.answer
    status_code, answer = action()
    IdempotencyKey.objects.filter(pk=row.pk).update(status_code=status_code, answer=answer)
    return status_code, answer
