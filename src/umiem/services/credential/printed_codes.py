"""Short codes on certificates: who has the paper can read on the page what was signed, and nobody else.

Sixty random-looking bits in four groups of three, in letters that are not mistaken for digits. A code is
derived from the installation's key-encryption key, so that every print of a credential carries the same one,
and only its hash is stored.
"""

from __future__ import annotations

import hashlib
import hmac
import re

from umiem import wiring
from umiem.adapters.keys.sealing import load_key_encryption_key
from umiem.errors import NotFoundError
from umiem.storage.models import Credential, CredentialState, PrintedCode

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_CODE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")


def code_for(credential: Credential) -> str:
    """Return the code of a credential, made known the first time; grouped as it is printed."""
    secret = load_key_encryption_key(wiring.installation().key_encryption_key).secret
    digest = hmac.new(secret, f"printed-code:{credential.public_id}".encode(), hashlib.sha256).digest()
    number = int.from_bytes(digest[:8])
    letters = "".join(ALPHABET[number >> (5 * place) & 31] for place in range(LENGTH))
    PrintedCode.objects.get_or_create(
        credential=credential,
        defaults={"organisation_id": credential.organisation_id, "code_hash": _hash(letters)},
    )
    return grouped(letters)


def grouped(letters: str) -> str:
    """Return a code in groups of four, as people read it aloud."""
    return "-".join(letters[start : start + 4] for start in range(0, LENGTH, 4))


def plain_code(text: str) -> str | None:
    """Return the twelve letters of a code as somebody typed it, or None when it is no such code."""
    letters = re.sub(r"[\s\-–—._/]", "", text[:60]).upper().translate(_READ_AS)
    return letters if _CODE.fullmatch(letters) else None


def find(text: str) -> Credential:
    """Return the credential of a printed code; raises ``NotFoundError`` for any other text."""
    letters = plain_code(text)
    row = None
    if letters is not None:
        row = (
            PrintedCode.objects.filter(code_hash=_hash(letters), credential__state=CredentialState.RELEASED)
            .select_related("credential__award__definition", "credential__organisation")
            .first()
        )
    if row is None:
        raise NotFoundError("printed-code-unknown")
    return row.credential


def _hash(letters: str) -> str:
    return hashlib.sha256(f"umiem printed code {letters}".encode()).hexdigest()
