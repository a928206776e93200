"""How often a link was looked at, by the hour: when, never by whom.

Views of pages that were answered from memory are counted together and written every few seconds; before an
owner reads the numbers, those of this process are written, too.
"""

from __future__ import annotations

import threading
from collections import Counter
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from umiem.services.public_tokens import token_hash
from umiem.storage.models import ShareLink, ShareView

_COUNTS: Counter[tuple[str, datetime]] = Counter()
_GUARD = threading.Lock()


def note(token: str) -> None:
    """Count one view of the page behind a link; it is written later."""
    with _GUARD:
        _COUNTS[token_hash(token), _this_hour()] += 1


def write() -> int:
    """Write what was counted since the last time; return how many views that were."""
    with _GUARD:
        counted = dict(_COUNTS)
        _COUNTS.clear()
    for (stored, hour), views in counted.items():
        link = ShareLink.objects.filter(token_hash=stored).only("pk").first()
        if link is not None:
            _add(link, hour, views)
    return sum(counted.values())


def count(link: ShareLink) -> None:
    """Count one look at what is behind a link, at once."""
    _add(link, _this_hour(), 1)


def _add(link: ShareLink, hour: datetime, views: int) -> None:
    with transaction.atomic():
        ShareLink.objects.filter(pk=link.pk).update(views=F("views") + views)
        ShareView.objects.get_or_create(link=link, hour=hour)
        ShareView.objects.filter(link=link, hour=hour).update(count=F("count") + views)


def _this_hour() -> datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0)
