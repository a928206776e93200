"""Views of public pages that were answered from memory: counted together, written every few seconds."""

from __future__ import annotations

import threading
from collections import Counter

from django.db.models import F

from umiem.services.public_tokens import token_hash
from umiem.storage.models import ShareLink

_COUNTS: Counter[str] = Counter()
_GUARD = threading.Lock()


def note(token: str) -> None:
    """Count one view of the page behind a link."""
    with _GUARD:
        _COUNTS[token_hash(token)] += 1


def write() -> int:
    """Write what was counted since the last time; return how many views that were."""
    with _GUARD:
        counted = dict(_COUNTS)
        _COUNTS.clear()
    for stored, views in counted.items():
        ShareLink.objects.filter(token_hash=stored).update(views=F("views") + views)
    return sum(counted.values())
