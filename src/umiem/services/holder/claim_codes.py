"""Making claim codes and finding what they stand for; only hashes are stored."""

from __future__ import annotations

import hashlib
import secrets

from umiem.domain.claim_code import make_claim_code, read_claim_code
from umiem.storage.models import Award


def renew(award: Award) -> str:
    """Give the award a new code, ending the one before; call inside a transaction. It is shown once."""
    code = make_claim_code(secrets.choice)
    Award.objects.filter(pk=award.pk).update(claim_hash=stored_hash(code))
    return code


def stored_hash(code: str) -> str:
    """Return what is stored of a code; its 75 random bits need no salt.

    A typed code counts in any of its spellings; another text is hashed as it is, for links of old mails.
    """
    return hashlib.sha256((read_claim_code(code) or code).encode(errors="replace")).hexdigest()
