"""The installation as a signer of its own: its DID, its DID document, and what it signs.

It signs its trust list and its records of checks. Credentials are signed by organisations only.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from umiem import wiring
from umiem.adapters.keys.installation import load_or_make
from umiem.adapters.keys.sealing import load_key_encryption_key
from umiem.engine.identifiers.document import did_web_document
from umiem.engine.identifiers.multikey import encode_multikey
from umiem.engine.signers import InMemorySigner

FRAGMENT = "installation-1"


def did() -> str:
    """Return the did:web of this installation (did:web, section 3.2)."""
    return "did:web:" + wiring.installation().base_url.split("://", 1)[1].replace(":", "%3A")


def signer() -> InMemorySigner:
    """Return the signer of this installation; raises ``ConfigurationError`` without the sealing key."""
    place = wiring.installation()
    return _signer(str(place.installation_key), str(place.key_encryption_key), f"{did()}#{FRAGMENT}")


def did_document() -> Mapping[str, Any]:
    """Return the DID document, served at ``/.well-known/did.json``."""
    return did_web_document(did(), [(FRAGMENT, signer().public_key)])


def multikey() -> str:
    """Return the public key as text: what somebody compares who imports the trust list."""
    return encode_multikey(signer().public_key)


def keyed_hash(text: str) -> str:
    """Return a hash that only this installation can make again: it tells nobody else what ``text`` was."""
    secret = load_key_encryption_key(wiring.installation().key_encryption_key).secret
    return hmac.new(secret, f"keyed-hash:{text}".encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=4)
def _signer(path: str, wrapping: str, method: str) -> InMemorySigner:
    return load_or_make(Path(path), load_key_encryption_key(Path(wrapping)), method=method)
