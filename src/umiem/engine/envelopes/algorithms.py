"""Which JOSE algorithm goes with which key.

The key decides, never the header (RFC 8725 section 3.1): each kind of key has exactly one
algorithm, and a header that names another one is refused. ``none``, HMAC and RSA-PSS have no place
in the table.
"""

from __future__ import annotations

from umiem.engine.ports import PublicKey
from umiem.errors import UnsupportedError

DEFAULT_ALGORITHMS = frozenset({"EdDSA", "ES256", "ES384", "RS256"})
"""What a verifier takes unless its caller names others; ES512 is there for those who ask for it."""

_BY_KEY = {"Ed25519": "EdDSA", "P-256": "ES256", "P-384": "ES384", "P-521": "ES512", "RSA": "RS256"}
# RFC 9864 calls EdDSA with an Ed25519 key simply "Ed25519"; both names mean this key.
_OTHER_NAMES = {"Ed25519": "EdDSA"}


def algorithm_name(key: PublicKey) -> str:
    """Return the ``alg`` of this kind of key; raises ``UnsupportedError`` when it signs nothing."""
    name = _BY_KEY.get(key.algorithm)
    if name is None:
        raise UnsupportedError("key-algorithm", algorithm=key.algorithm)
    return name


def means_algorithm(stated: str, name: str) -> bool:
    """Return whether the ``alg`` of a header means the algorithm ``name``."""
    return _OTHER_NAMES.get(stated, stated) == name
