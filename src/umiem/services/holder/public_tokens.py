"""Tokens of public pages and short codes: derived, not stored, so that their holder can read them again.

A token is 192 bits of an HMAC over the row's random identifier with the installation's secret. The database
holds its SHA-256 only: who reads the database without the secret learns no address.
"""

from __future__ import annotations

import base64
import uuid

from django.utils.crypto import salted_hmac

from umiem.domain.claim_code import ALPHABET
from umiem.services.holder.share_links import CODE_LENGTH, token_hash

_BYTES = 24


def token_for(kind: str, public_id: uuid.UUID) -> str:
    """Return the token of a row; ``kind`` keeps the pages of one family from answering for another."""
    digest = salted_hmac(f"umiem.public.{kind}", public_id.hex, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:_BYTES]).decode("ascii")


def code_for(public_id: uuid.UUID) -> str:
    """Return the short code of a link: 60 bits of an HMAC of its own; it tells nothing of the token."""
    digest = salted_hmac("umiem.public.share-code", public_id.hex, algorithm="sha256").digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:CODE_LENGTH])


def hash_for(kind: str, public_id: uuid.UUID) -> str:
    """Return what is stored of the token of a row."""
    return token_hash(token_for(kind, public_id))
