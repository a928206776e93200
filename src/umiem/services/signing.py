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
from umiem.services import keys, signer_log
from umiem.storage.models import Organisation, SigningKey

# kind of key → the cryptosuite it signs with
SUITES = {"Ed25519": "eddsa-rdfc-2022", "P-256": "ecdsa-rdfc-2019", "P-384": "ecdsa-rdfc-2019"}


@dataclass(frozen=True, kw_only=True)
class Signed:
    """A secured document with the key that made it, to be logged and released together."""

    key: SigningKey
    secured: SecuredCredential


def sign(organisation: Organisation, prepared: PreparedCredential, *, created: datetime) -> Signed:
    """Sign one prepared credential of ``organisation``.

    Raises ``ConfigurationError`` (no usable key), ``UnavailableError`` (the token cannot be reached, the
    clock went back: try again later, there is no other key to fall back on) and ``RefusedError`` (another
    issuer's document, or a signature that does not verify).
    """
    key, signer = keys.active_signer(organisation)
    return sign_with(organisation, key, signer, prepared, created=created)


def sign_with(
    organisation: Organisation,
    key: SigningKey,
    signer: Signer,
    prepared: PreparedCredential,
    *,
    created: datetime,
) -> Signed:
    """Sign with a signer that is open already; see ``sign``."""
    signer_log.refuse_if_clock_went_back(organisation)
    if prepared.issuer != organisation.did:
        raise RefusedError("issuer-is-not-signer", issuer=prepared.issuer)
    secured = sign_credential(prepared, signer, created=created, cryptosuite=SUITES[key.algorithm])
    return Signed(key=key, secured=secured)
