"""Making claim codes and finding what they stand for; only hashes are stored."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence

from umiem.domain.claim_code import make_claim_code, read_claim_code
from umiem.storage import bulk
from umiem.storage.models import Award


def renew(award: Award) -> str:
    """Give the award a new code, ending the one before; call inside a transaction. It is shown once."""
    return renew_all([award])[award.pk]


def renew_all(awards: Sequence[Award]) -> dict[int, str]:
    """Give each award a new code, like ``renew``; return the codes by primary key."""
    codes = {award.pk: make_claim_code(secrets.choice) for award in awards}
    bulk.set_each(Award, "claim_hash", [(pk, stored_hash(code)) for pk, code in codes.items()])
    return codes


def stored_hash(code: str) -> str:
    """Return what is stored of a code; its 75 random bits need no salt.

    A typed code counts in any of its spellings; another text is hashed as it is, for links of old mails.
    """
    return hashlib.sha256((read_claim_code(code) or code).encode(errors="replace")).hexdigest()
