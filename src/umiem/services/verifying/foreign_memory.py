"""What is remembered about strangers: when a status could last be read, and which keys an issuer had.

Nothing about a person is kept: the place on a status list is stored as a keyed hash, and the keys of an
issuer are public. Both are kept for ``KEPT_DAYS`` after they were last seen.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from umiem.engine.report import Check, Outcome, VerificationReport
from umiem.services.credential.own_sources import own_path
from umiem.services.key import installation_key
from umiem.storage.models import KeySetSeen, StatusSeen

STATUS_CHECKS = ("revocation", "suspension", "status-message")
AGAIN_AFTER = timedelta(minutes=10)
MOST_KEY_SETS = 20
KEPT_DAYS = 400


def remember(report: VerificationReport, key_sets: Mapping[str, Mapping[str, Any]]) -> None:
    """Keep what a good check of a stranger's credential showed; what this installation issued needs none.

    ``key_sets`` are the DID documents that were read for this check.
    """
    proof = report.check("proof")
    if report.secured_claims is None or proof is None or proof.outcome is not Outcome.PASSED:
        return
    now = timezone.now()
    document = key_sets.get(report.issuer or "")
    if document is not None:
        _remember_keys(str(report.issuer), document, now)
    if _status_is_good(report.checks):
        for place in _foreign_places(report.secured_claims):
            _remember_status(place, now)


def last_good_status(report: VerificationReport) -> datetime | None:
    """Return when the status of this credential was last read and good, if it could not be read now."""
    if report.secured_claims is None:
        return None
    if not any(check.code in STATUS_CHECKS and check.outcome is Outcome.UNKNOWN for check in report.checks):
        return None
    keys = [installation_key.keyed_hash(place) for place in _foreign_places(report.secured_claims)]
    times = [row.read_at for row in StatusSeen.objects.filter(key__in=keys)]
    return min(times) if keys and len(times) == len(set(keys)) else None


def forget_old() -> int:
    """Delete what was not seen for long; the background worker calls this."""
    oldest = timezone.now() - timedelta(days=KEPT_DAYS)
    gone = StatusSeen.objects.filter(read_at__lt=oldest).delete()[0]
    return gone + KeySetSeen.objects.filter(last_seen__lt=oldest).delete()[0]


def _status_is_good(checks: tuple[Check, ...]) -> bool:
    found = [check.outcome for check in checks if check.code in STATUS_CHECKS]
    return Outcome.PASSED in found and Outcome.UNKNOWN not in found and Outcome.FAILED not in found


def _foreign_places(claims: Mapping[str, Any]) -> Iterator[str]:
    """Name each place on a status list elsewhere: Bitstring Status List, or Token Status List."""
    stated = claims.get("credentialStatus")
    for entry in stated if isinstance(stated, list) else [stated]:
        if isinstance(entry, Mapping):
            yield from _place(entry.get("statusListCredential"), entry.get("statusListIndex"))
    token = claims.get("status")
    listed = token.get("status_list") if isinstance(token, Mapping) else None
    if isinstance(listed, Mapping):
        yield from _place(listed.get("uri"), listed.get("idx"))


def _place(url: object, index: object) -> Iterator[str]:
    if isinstance(url, str) and isinstance(index, str | int) and own_path(url) is None:
        yield f"{url}#{index}"


def _remember_status(place: str, now: datetime) -> None:
    key = installation_key.keyed_hash(place)
    row = StatusSeen.objects.filter(key=key).first()
    if row is None:
        StatusSeen.objects.get_or_create(key=key, defaults={"read_at": now})
    elif now - row.read_at > AGAIN_AFTER:
        StatusSeen.objects.filter(pk=row.pk).update(read_at=now)


def _remember_keys(did: str, document: Mapping[str, Any], now: datetime) -> None:
    if len(did) > 400:
        return
    methods = json.dumps(document.get("verificationMethod", []), sort_keys=True)
    digest = hashlib.sha256(methods.encode()).hexdigest()
    row = KeySetSeen.objects.filter(did=did, digest=digest).first()
    if row is None:
        if KeySetSeen.objects.filter(did=did).count() < MOST_KEY_SETS:
            KeySetSeen.objects.get_or_create(
                did=did, digest=digest, defaults={"first_seen": now, "last_seen": now}
            )
    elif now - row.last_seen > AGAIN_AFTER:
        KeySetSeen.objects.filter(pk=row.pk).update(last_seen=now)
