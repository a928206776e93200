"""The signer: takes prepared credentials only, signs with the key that is active now, and re-checks.

1. The key: active, not past its end, its clock not behind the log.  2. The issuer of the document is this
organisation.  3. Sign; the engine verifies with the key the signer says it has.  4. Verify with the public
key that is *published*: a token that signs with another key is caught before anybody sees the result.
Whoever releases the result adds it to the log (``signer_log.append``) in the same transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from umiem.engine import PreparedCredential, SecuredCredential, sign_credential
from umiem.engine.ports import Signer
from umiem.errors import RefusedError
from umiem.services.key import keys, signer_log
from umiem.storage.models import Organisation, SigningKey

# kind of key → the cryptosuite it signs with
SUITES = {"Ed25519": "eddsa-rdfc-2022", "P-256": "ecdsa-rdfc-2019", "P-384": "ecdsa-rdfc-2019"}


@dataclass(frozen=True, kw_only=True)
class Signed:
    """A secured document with the key that made it, to be logged and released together."""

    key: SigningKey
    secured: SecuredCredential


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A signer that is open for some signatures: the key and its private half in use."""

    key: SigningKey
    signer: Signer


def open_signer(organisation: Organisation, *, for_lists: bool = False) -> Opened:
    """Open the key that is active now.

    Raises ``ConfigurationError`` (no usable key) and ``UnavailableError`` (the token cannot be reached, the
    clock went back: try again later, there is no other key to fall back on).
    """
    signer_log.refuse_if_clock_went_back(organisation)
    key, signer = keys.active_signer(organisation, for_lists=for_lists)
    return Opened(key=key, signer=signer)


def sign_with(
    organisation: Organisation, opened: Opened, prepared: PreparedCredential, *, created: datetime
) -> Signed:
    """Sign one prepared credential of ``organisation``.

    Raises ``RefusedError`` (another issuer's document, or a signature that does not verify) and what the
    token raises.
    """
    if prepared.issuer != organisation.did:
        raise RefusedError("issuer-is-not-signer", issuer=prepared.issuer)
    suite = SUITES[opened.key.algorithm]
    secured = sign_credential(prepared, opened.signer, created=created, cryptosuite=suite)
    return Signed(key=opened.key, secured=secured)
