"""A trust list of somebody else, signed with a key of its own."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from tests.engine_documents import SIGNER
from umiem.engine import InMemorySigner
from umiem.engine.identifiers.multikey import encode_multikey
from umiem.engine.trust_list import ListedIssuer, TrustList, sign_trust_list

KEY = InMemorySigner.generate()


def foreign_list(
    version: int = 1, *, days: int = 30, did: str = SIGNER.did, until: date | None = None
) -> bytes:
    """Return a signed list that vouches for one issuer."""
    now = timezone.now().replace(microsecond=0)
    content = TrustList(
        id="https://lists.example/registry.json",
        names={"pl": "Lista przykładowa", "en": "Example list"},
        version=version,
        issued_at=now,
        expires_at=now + timedelta(days=days),
        keys={"a": encode_multikey(KEY.public_key)},
        threshold=1,
        issuers=(ListedIssuer(id=did, names={"pl": "Szkoła"}, since=date(2026, 1, 1), until=until),),
    )
    return sign_trust_list(content, {"a": KEY})
