"""The retention clock: which awards are kept longer than their organisation said, and erasing those.

Nothing is erased before an administrator has seen the list and switched the clock on.
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from umiem.domain.dates import months_before
from umiem.services.access import Actor, Permission, authorise
from umiem.services.holder import erasure, sharing
from umiem.services.holder.privacy import privacy_of
from umiem.storage.models import Award, OutboxMail, PrivacySettings
from umiem.storage.sqlite.traces import empty_the_log

BATCH = 100
MOST_LISTED = 200
KEEP_CODES = timedelta(days=30)  # mails with sign-in codes are of no use after minutes


def due(actor: Actor, organisation: str) -> tuple[int, tuple[Award, ...]]:
    """Return how many awards are due today, and the oldest of them; nothing is erased by looking."""
    found = authorise(actor, organisation, Permission.ADMINISTER)
    months = privacy_of(found).retention_months
    if months is None:
        return 0, ()
    rows = _due(found.pk, months)
    return rows.count(), tuple(rows.select_related("definition_version")[:MOST_LISTED])


def run_due() -> int:
    """Erase what is due where the clock is switched on, a hundred at a time; and old mails and view logs.

    What an erasure left in the write-ahead log because a reader stood in the way goes now.

    The background worker calls this; return how many awards were erased.
    """
    now, erased = timezone.now(), 0
    for settings in PrivacySettings.objects.filter(retention_runs=True).exclude(retention_months=None):
        for award in _due(settings.organisation_id, settings.retention_months or 0)[:BATCH]:
            erasure.erase_due(award)
            erased += 1
    sharing.forget_old_views(now)
    OutboxMail.objects.filter(kind="account", created_at__lt=now - KEEP_CODES).delete()
    empty_the_log()
    return erased


def _due(organisation_id: int, months: int) -> QuerySet[Award]:
    oldest = months_before(timezone.localdate(), months)
    rows = Award.objects.filter(organisation_id=organisation_id, awarded_on__lt=oldest, erased_at=None)
    return rows.select_related("organisation").order_by("awarded_on", "id")
