"""Finding what a public link leads to, by its token or its short code, and what it hands out."""

from __future__ import annotations

import hashlib
import uuid

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from umiem.domain.claim_code import ALPHABET
from umiem.errors import NotFoundError, RefusedError
from umiem.services.credential import credentials
from umiem.services.credential.current import current_credential
from umiem.services.files import File
from umiem.services.public_tokens import token_hash
from umiem.storage.models import ShareLink

WHOLE, PROOF, PAGE = "whole", "proof", "page"
CODE_LENGTH = 12
_READ_AS = str.maketrans("OIL", "011", " -\u2013\u2014_.\u00a0")


def find(token: str) -> ShareLink:
    """Return the link of a token; a stopped, ended or wrong one is ``NotFoundError``."""
    return _one(_open_links().filter(token_hash=token_hash(token)))


def find_by_code(text: str) -> ShareLink:
    """Return the link of a short code as somebody typed it; raises ``NotFoundError`` as ``find`` does."""
    code = read_code(text)
    return _one(_open_links().filter(code_hash=code_hash(code or "")) if code else ShareLink.objects.none())


def read_code(text: str) -> str | None:
    """Return the twelve characters of a short code, or None when the text cannot be one."""
    code = text.strip()[:60].upper().translate(_READ_AS)
    return code if len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) else None


def file_behind(link: ShareLink) -> File:
    """Return what the link hands out: the signed bytes, or those that disclose only the chosen fields.

    After a correction that is the credential which took the place of the first.

    Raises ``NotFoundError`` ``share-without-file`` where the holder shows a page and no file.
    """
    if link.kind == PAGE:
        raise NotFoundError("share-without-file")
    whole = credentials.file_of(current_credential(link.credential.award))
    if link.kind != PROOF:
        return whole
    if link.data is None:
        raise RefusedError("share-without-file")
    name = whole.name.removesuffix(".json") + ".sd-jwt"
    return File(name=name, media_type=link.media_type or "application/dc+sd-jwt", data=bytes(link.data))


def code_for(public_id: uuid.UUID) -> str:
    """Return the short code of a link: 60 bits of an HMAC of its own; it tells nothing of the token."""
    digest = salted_hmac("umiem.public.share-code", public_id.hex, algorithm="sha256").digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:CODE_LENGTH])


def code_hash(code: str) -> str:
    """Return what is stored of a short code (60 random bits that end with the link)."""
    return hashlib.sha256(f"umiem share code {code}".encode()).hexdigest()


def _open_links() -> QuerySet[ShareLink]:
    running = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    rows = ShareLink.objects.filter(running, revoked_at=None)
    return rows.select_related("credential__award__definition", "credential__organisation")


def _one(rows: QuerySet[ShareLink]) -> ShareLink:
    link = rows.first()
    if link is None:
        raise NotFoundError("share-unknown")
    return link
