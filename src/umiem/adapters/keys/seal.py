"""The organisation's seal: a private key with its certificate chain, from PEM or PKCS#12 files.

The chain starts with the certificate of the key; the others follow in the order of issuing. Whether
the certificate is qualified is not known here: see ``engine.seals.certificates``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)

from umiem.engine.seals.certificates import issued_by
from umiem.engine.signers import InMemorySigner
from umiem.errors import ConfigurationError, MalformedInputError

SealPrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey
_CURVES = ("secp256r1", "secp384r1")


@dataclass(frozen=True, kw_only=True)
class SealIdentity:
    """What an organisation seals with: the key, and the chain whose first certificate is the key's."""

    signer: InMemorySigner
    certificates: tuple[x509.Certificate, ...]


def seal_identity(key: SealPrivateKey, certificates: Sequence[x509.Certificate]) -> SealIdentity:
    """Join a key and the certificates that came with it, in order; raises ``ConfigurationError``.

    Certificates that do not belong to the chain of the key are left out.
    """
    public = key.public_key()
    leaf = next((one for one in certificates if one.public_key() == public), None)
    if leaf is None:
        raise ConfigurationError("seal-certificate-of-another-key")
    chain, rest = [leaf], [one for one in certificates if one is not leaf]
    while step := next((one for one in rest if issued_by(chain[-1], one)), None):
        chain.append(step)
        rest.remove(step)
    signer = InMemorySigner(key, leaf.subject.rfc4514_string())
    return SealIdentity(signer=signer, certificates=tuple(chain))


def load_seal_identity(data: bytes, *, password: bytes | None = None) -> SealIdentity:
    """Read a PEM file (private key and certificates together) or a PKCS#12 file.

    Raises ``MalformedInputError`` when it is neither or the password is wrong, ``ConfigurationError``
    when key and certificate do not belong together.
    """
    try:
        if data.lstrip().startswith(b"-----BEGIN"):
            key: object = load_pem_private_key(data, password)
            certificates = x509.load_pem_x509_certificates(data)
        else:
            key, leaf, others = pkcs12.load_key_and_certificates(data, password)
            certificates = [*([leaf] if leaf is not None else []), *others]
    except (ValueError, TypeError) as error:
        raise MalformedInputError("seal-file-unreadable") from error
    if not isinstance(key, SealPrivateKey) or not _known_curve(key):
        raise ConfigurationError("seal-key-unsupported", type=type(key).__name__)
    return seal_identity(key, certificates)


def _known_curve(key: SealPrivateKey) -> bool:
    return not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name in _CURVES


def write_pem(identity: SealIdentity, *, password: bytes | None = None) -> bytes:
    """Return key and chain as one PEM text, the key encrypted when a password is given."""
    encryption = BestAvailableEncryption(password) if password else NoEncryption()
    key = identity.signer.private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)
    return key + b"".join(one.public_bytes(Encoding.PEM) for one in identity.certificates)
