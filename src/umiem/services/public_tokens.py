"""Tokens in the addresses of pages that open without an account. The database holds their hashes only.

Those that their owner can read again are derived: 192 bits of an HMAC over the row's random identifier with
the installation's secret. Who reads the database without the secret learns no address.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import uuid

from django.utils.crypto import salted_hmac

_BYTES = 24


def new_token() -> str:
    """Return a random token, to be shown once."""
    return secrets.token_urlsafe(_BYTES)


def token_for(kind: str, public_id: uuid.UUID) -> str:
    """Return the token of a row; ``kind`` keeps the pages of one family from answering for another."""
    digest = salted_hmac(f"umiem.public.{kind}", public_id.hex, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:_BYTES]).decode("ascii")


def hash_for(kind: str, public_id: uuid.UUID) -> str:
    """Return what is stored of the token of a row."""
    return token_hash(token_for(kind, public_id))


def token_hash(token: str) -> str:
    """Return what is stored of a token; its 192 random bits need no salt."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
