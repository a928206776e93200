"""The status lists of a conformance instance, in memory: one for revocation, one for suspension."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from umiem.conformance.issuers import Issuer
from umiem.engine import (
    PLAIN_CREDENTIAL,
    StatusEntry,
    prepare_credential,
    sign_credential,
    status_list_document,
)
from umiem.engine.status.bitstring import set_value
from umiem.errors import NotFoundError, UnavailableError

PURPOSES = ("revocation", "suspension")
_ENTRIES = 131_072


@dataclass(kw_only=True)
class StatusLists:
    """Allocates entries, sets them, and serves the signed lists; also the source for verification."""

    base_url: str
    issuer: Issuer
    now: Callable[[], datetime]
    _bits: dict[str, bytearray] = field(init=False)
    _taken: dict[str, set[int]] = field(init=False)
    _entries: dict[str, tuple[StatusEntry, ...]] = field(default_factory=dict, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def __post_init__(self) -> None:
        self._bits = {purpose: bytearray(_ENTRIES // 8) for purpose in PURPOSES}
        self._taken = {purpose: set() for purpose in PURPOSES}

    def url(self, purpose: str) -> str:
        """Return the address of the list for ``purpose``."""
        return f"{self.base_url}/status-lists/{purpose}"

    def allocate(self, credential_id: str | None) -> tuple[StatusEntry, ...]:
        """Return a fresh random entry in each list, remembered under the credential's id."""
        with self._lock:
            entries = tuple(self._new_entry(purpose) for purpose in PURPOSES)
            if credential_id is not None:
                self._entries[credential_id] = entries
            return entries

    def set(self, credential_id: str, purpose: str, *, status: bool) -> None:
        """Set or clear the status; ``NotFoundError`` when no such entry was given out."""
        with self._lock:
            entry = next((e for e in self._entries.get(credential_id, ()) if e.purpose == purpose), None)
            if entry is None:
                raise NotFoundError(
                    "status-entry-unknown", credential_id=credential_id[:200], purpose=purpose
                )
            set_value(self._bits[purpose], entry.index, int(status))

    def signed(self, purpose: str) -> bytes:
        """Return the list credential as of now."""
        if purpose not in self._bits:
            raise NotFoundError("status-list-unknown", purpose=purpose[:100])
        document = status_list_document(
            list_url=self.url(purpose),
            issuer=self.issuer.did,
            purpose=purpose,
            bits=self._bits[purpose],
            valid_from=self.now(),
        )
        prepared = prepare_credential(document, PLAIN_CREDENTIAL)
        return sign_credential(prepared, self.issuer.signer, created=self.now()).data

    def fetch(self, url: str) -> bytes:
        """Return one of our own lists; all others are out of reach (``StatusListSource``)."""
        for purpose in PURPOSES:
            if url == self.url(purpose):
                return self.signed(purpose)
        raise UnavailableError("status-list-not-here", url=url[:200])

    def _new_entry(self, purpose: str) -> StatusEntry:
        index = secrets.randbelow(_ENTRIES)
        while index in self._taken[purpose]:
            index = secrets.randbelow(_ENTRIES)
        self._taken[purpose].add(index)
        return StatusEntry(purpose=purpose, index=index, list_url=self.url(purpose))
