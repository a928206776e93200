"""What this process knows of its own organisations: read once for many checks, while a stamp is the same.

The DID document, published status lists with the reports on them, keys, and who vouches: most of what a check
reads is the same for all credentials of an organisation. Only what belongs to the credential itself is read
every time. The stamp is the one of ``kept_answers``, so a change is seen by the next check, in every process.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

from django.utils import timezone

from umiem.domain.text import LocalizedText
from umiem.engine import VerificationPolicy, VerificationReport
from umiem.services.credential.own_sources import OwnDidDocuments, OwnStatusLists
from umiem.services.key import key_history
from umiem.services.verifying import issuers
from umiem.services.verifying.issuers import IssuerDossier, Vouch
from umiem.services.verifying.kept_answers import KEPT_SECONDS
from umiem.storage.models import SigningKey
from umiem.storage.stamps import Stamp

MOST_ISSUERS = 16
MOST_THINGS = 64
LARGEST_LIST = 64 * 1024

Thing = TypeVar("Thing")


@dataclass(kw_only=True)
class IssuerMemory:
    """What was read about one organisation since ``stamp`` was taken; each thing is read when first asked."""

    stamp: Stamp | None = None
    made_at: datetime
    things: dict[Hashable, object] = field(default_factory=dict)

    def recall(self, key: Hashable, read: Callable[[], Thing]) -> Thing:
        """Return what is kept under ``key``, or read it now. Without a stamp nothing is kept."""
        if key in self.things:
            return cast(Thing, self.things[key])
        thing = read()
        self.put(key, thing)
        return thing

    def put(self, key: Hashable, thing: object) -> None:
        """Keep a thing, within the limits."""
        too_large = isinstance(thing, bytes) and len(thing) > LARGEST_LIST
        if self.stamp is not None and not too_large and len(self.things) < MOST_THINGS:
            self.things[key] = thing

    def did_document(self, did: str) -> Mapping[str, Any]:
        """Return the DID document, with compromised keys; ``key_history`` decides about those."""
        return self.recall(("document", did), lambda: OwnDidDocuments(trust_compromised=True).resolve(did))

    def status_list(self, url: str) -> bytes:
        """Return a status list as published."""
        return self.recall(("list", url), lambda: OwnStatusLists().fetch(url))

    def vouches(self, did: str) -> tuple[Vouch, ...]:
        """Return who vouches for an issuer."""
        return self.recall(("vouches", did), lambda: issuers.vouches_of(did))

    def dossier(self, did: str, claimed: LocalizedText, certificate: str) -> IssuerDossier:
        """Return what is known of an issuer that calls itself ``claimed``."""
        key = ("dossier", did, tuple(claimed.items()), certificate)
        return self.recall(key, lambda: issuers.dossier(did, claimed, certificate))

    def key_with(self, did: str, fragment: str) -> SigningKey | None:
        """Return a key of this installation."""
        return self.recall(("key", did, fragment), lambda: key_history.key_with(did, fragment))

    def find(self, data: bytes, policy: VerificationPolicy) -> VerificationReport | None:
        """Return the report on a status list with these bytes (``VerifiedLists``)."""
        return cast(VerificationReport | None, self.things.get(("report", data, policy)))

    def keep(self, data: bytes, policy: VerificationPolicy, report: VerificationReport) -> None:
        """Keep the report on a status list, if it is one of ours (``VerifiedLists``)."""
        if len(data) <= LARGEST_LIST and any(thing is data for thing in list(self.things.values())):
            self.put(("report", data, policy), report)


class IssuerMemories:
    """The memories of one process, at most ``MOST_ISSUERS``, each for ``KEPT_SECONDS``."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, IssuerMemory] = OrderedDict()
        self._guard = threading.Lock()

    def of(self, stamps: Mapping[str, Stamp | None]) -> IssuerMemory:
        """Return the memory for a check of a document that names these organisations of this installation.

        The stamps must have been read for this check. A document that names none, or several, gets a memory
        that keeps nothing.
        """
        now = timezone.now()
        known = [(did, stamp) for did, stamp in stamps.items() if stamp is not None]
        if len(known) != 1:
            return IssuerMemory(made_at=now)
        did, stamp = known[0]
        with self._guard:
            found = self._kept.get(did)
            oldest = now - timedelta(seconds=KEPT_SECONDS)
            if found is None or found.stamp != stamp or not oldest < found.made_at <= now:
                found = self._kept[did] = IssuerMemory(stamp=stamp, made_at=now)
            self._kept.move_to_end(did)
            while len(self._kept) > MOST_ISSUERS:
                self._kept.popitem(last=False)
        return found

    def clear(self) -> None:
        """Forget everything."""
        with self._guard:
            self._kept.clear()
