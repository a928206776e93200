"""Answers kept for a few seconds, by the digest of what was checked: only what can change is asked again.

Only answers about credentials of this installation are kept, because only for those a stamp says that nothing
changed: the status lists as published, the keys, the lists of trust. A kept answer says when it was made.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from django.utils import timezone

from umiem.services import audit
from umiem.services.public_tokens import token_hash
from umiem.storage.stamps import Stamp, organisation_stamp, share_stamp

KEPT_SECONDS = 10.0
MOST_KEPT = 128
LARGEST_KEPT = 256 * 1024

Answer = TypeVar("Answer")


@dataclass(frozen=True, kw_only=True)
class _Kept(Generic[Answer]):
    answer: Answer
    issuer: str
    stamp: Stamp
    made_at: datetime
    ends: datetime


class KeptAnswers(Generic[Answer]):
    """A small memory of one process; each answer is given out only while its stamp is the same."""

    def __init__(self) -> None:
        self._kept: OrderedDict[bytes, _Kept[Answer]] = OrderedDict()
        self._guard = threading.Lock()

    def find(self, key: bytes) -> Answer | None:
        """Return what is kept under ``key`` if nothing that it depends on has changed."""
        with self._guard:
            kept = self._kept.get(key)
        if kept is None:
            return None
        if kept.made_at <= timezone.now() < kept.ends and kept.stamp == stamp_of(kept.issuer):
            return kept.answer
        with self._guard:
            self._kept.pop(key, None)
        return None

    def keep(self, key: bytes, answer: Answer, *, issuer: str, stamp: Stamp, ends: datetime | None) -> None:
        """Keep an answer, at most until ``ends``: the moment when time alone changes it."""
        now = timezone.now()
        last = now + timedelta(seconds=KEPT_SECONDS)
        with self._guard:
            self._kept[key] = _Kept(
                answer=answer,
                issuer=issuer,
                stamp=stamp,
                made_at=now,
                ends=last if ends is None else min(last, ends),
            )
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        """Forget everything."""
        with self._guard:
            self._kept.clear()


def key_of(data: bytes) -> bytes:
    """Return the key of a document."""
    return hashlib.sha256(data).digest()


def stamp_of(issuer: str) -> Stamp | None:
    """Return the stamp of an issuer of this installation, None for others."""
    return organisation_stamp(issuer, platform_chain=audit.PLATFORM_CHAIN, chain_prefix="o/")


def stamp_of_share(token: str) -> Stamp | None:
    """Return the stamp of what a public link shows now, None for a link that does not exist."""
    found = token_hash(token)
    return share_stamp(found, platform_chain=audit.PLATFORM_CHAIN, chain_prefix="o/")
