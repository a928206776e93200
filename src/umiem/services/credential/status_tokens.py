"""Token Status Lists (IETF draft-ietf-oauth-status-list): the same statuses for credentials in wallets.

One list of two-bit statuses beside each list of revocations, with the same places: valid, invalid (revoked)
or suspended. It is made once somebody asks for it and from then on with every publication.
"""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime, timedelta
from pathlib import Path

from umiem import wiring
from umiem.engine import TokenStatusList, sign_status_list_token
from umiem.engine.ports import Signer
from umiem.engine.status.token import INVALID, SUSPENDED
from umiem.services.key import signer_log
from umiem.storage.models import SigningKey, StatusEntry, StatusList, StatusPurpose

VALID_FOR = timedelta(hours=24)
TTL = timedelta(minutes=5)
BITS = 2


def url_of(public_id: uuid.UUID) -> str:
    """Return the address at which a token status list is published."""
    return f"{wiring.installation().base_url}/status/{public_id}/token"


def public_file(row: StatusList) -> Path:
    """Return where the token is published for a web server to serve as it is."""
    return wiring.installation().public_folder / "status" / f"{row.public_id}.jwt"


def sign(row: StatusList, revoked: bytes, key: SigningKey, signer: Signer, *, at: datetime) -> None:
    """Put the signed token into ``row``; the caller stores the row and holds its lock."""
    statuses = TokenStatusList(bits=BITS, data=packed(revoked, _suspended(row)))
    token = sign_status_list_token(
        statuses,
        signer,
        uri=url_of(row.public_id),
        issued_at=at,
        lifetime=VALID_FOR,
        ttl=TTL,
        issuer=row.organisation.did,
    )
    row.token, row.token_digest = token, hashlib.sha256(token).hexdigest()
    signature = signer_log.Signature(
        key=key,
        subject=f"token-status-list:{row.public_id}",
        intent_digest=hashlib.sha256(statuses.data).hexdigest(),
        signed_digest=row.token_digest,
    )
    signer_log.append(row.organisation, [signature])


def packed(revoked: bytes, suspended: list[int]) -> bytes:
    """Return two-bit statuses, least significant first (draft, 4.1), from the bits of a bitstring list.

    What is revoked is revoked, suspended or not.
    """
    data = bytearray(len(revoked) * BITS)
    for index in suspended:
        data[index >> 2] |= SUSPENDED << (index & 3) * BITS
    for place, byte in enumerate(revoked):
        if byte:
            for bit in range(8):
                if byte & 0x80 >> bit:
                    index = place * 8 + bit
                    shift = (index & 3) * BITS
                    data[index >> 2] = data[index >> 2] & ~(0b11 << shift) | INVALID << shift
    return bytes(data)


def _suspended(row: StatusList) -> list[int]:
    rows = StatusEntry.objects.filter(
        status_list=row,
        credential__status_entries__purpose=StatusPurpose.SUSPENSION,
        credential__status_entries__is_set=True,
    )
    return list(rows.values_list("index", flat=True))
