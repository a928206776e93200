"""Keys inside a token (PKCS#11 2.40 and 3.0 for EdDSA): made there, used there, never given out.

One session per token and process, opened when it is needed and opened again after a failure. Whatever the
token cannot do now is ``UnavailableError``: jobs wait, nothing else signs in its place.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pkcs11
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass
from pkcs11.exceptions import NoSuchKey, NoSuchToken, PinIncorrect, PKCS11Error
from pkcs11.util.ec import encode_named_curve_parameters

from umiem.engine.ports import PublicKey
from umiem.errors import ConfigurationError, UnavailableError, UnsupportedError

ALGORITHMS = ("Ed25519", "P-256")
_ED25519_CURVE = bytes.fromhex("130c656477617264733235353139")  # PrintableString "edwards25519"
_KEY_ID_BYTES = 16
_SESSIONS: dict[TokenAccess, Any] = {}
_LOCK = threading.RLock()


@dataclass(frozen=True, kw_only=True)
class TokenAccess:
    """Which library, which token, and the PIN of its user."""

    module: str
    token: str
    pin: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class TokenKey:
    """One key pair in a token; ``key_id`` is its CKA_ID."""

    token: str
    key_id: bytes


@dataclass(frozen=True)
class TokenSigner:
    """A ``Signer`` whose private key stays in the token.

    ``public_key`` is the *published* key: whoever verifies with it notices when the token signs with another.
    """

    access: TokenAccess
    key: TokenKey
    verification_method: str
    public_key: PublicKey

    def sign(self, data: bytes) -> bytes:
        """Sign ``data``; raises ``UnavailableError`` when the token cannot be reached now."""
        with _LOCK:
            try:
                private = _session(self.access).get_key(
                    object_class=ObjectClass.PRIVATE_KEY, id=self.key.key_id
                )
                if self.public_key.algorithm == "Ed25519":
                    return bytes(private.sign(data, mechanism=Mechanism.EDDSA))
                digest = hashlib.sha256(data).digest()
                return bytes(private.sign(digest, mechanism=Mechanism.ECDSA))
            except NoSuchKey as problem:
                _forget(self.access)
                raise UnavailableError("token-key-missing", token=self.access.token) from problem
            except PKCS11Error as problem:
                _forget(self.access)
                raise _unavailable(self.access, problem) from problem


def generate(access: TokenAccess, algorithm: str, *, label: str) -> tuple[TokenKey, PublicKey]:
    """Make a key pair in the token: sensitive, not extractable. Returns where it is and its public half."""
    if algorithm not in ALGORITHMS:
        raise UnsupportedError("key-algorithm-unsupported", algorithm=algorithm, known=", ".join(ALGORITHMS))
    key_id = secrets.token_bytes(_KEY_ID_BYTES)
    with _LOCK:
        try:
            public = _generated(_session(access), algorithm, key_id, label)
        except PKCS11Error as problem:
            _forget(access)
            raise _unavailable(access, problem) from problem
    return TokenKey(token=access.token, key_id=key_id), PublicKey(algorithm=algorithm, raw=public)


def read_pin(path: Path) -> str:
    """Read the PIN; raises ``ConfigurationError`` when the file is missing or readable by others."""
    try:
        if path.stat().st_mode & 0o077:
            raise ConfigurationError("token-pin-open", path=str(path))
        return path.read_text(encoding="utf-8").strip()
    except OSError as problem:
        raise ConfigurationError("token-pin-missing", path=str(path)) from problem


def _generated(session: Any, algorithm: str, key_id: bytes, label: str) -> bytes:
    ed25519 = algorithm == "Ed25519"
    curve = _ED25519_CURVE if ed25519 else encode_named_curve_parameters("secp256r1")
    parameters = session.create_domain_parameters(
        KeyType.EC_EDWARDS if ed25519 else KeyType.EC, {Attribute.EC_PARAMS: curve}, local=True
    )
    mechanism = Mechanism.EC_EDWARDS_KEY_PAIR_GEN if ed25519 else Mechanism.EC_KEY_PAIR_GEN
    secret = {Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False}
    public, _ = parameters.generate_keypair(
        mechanism=mechanism, id=key_id, label=label, store=True, private_template=secret
    )
    point = _without_octet_string(bytes(public[Attribute.EC_POINT]))
    if ed25519:
        return point
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    return key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)


def _without_octet_string(point: bytes) -> bytes:
    """CKA_EC_POINT is a DER OCTET STRING around the point (PKCS#11 2.40, 2.3.3)."""
    if len(point) > 2 and point[0] == 0x04 and point[1] == len(point) - 2:
        return point[2:]
    return point


def _session(access: TokenAccess) -> Any:
    known = _SESSIONS.get(access)
    if known is None:
        try:
            library = pkcs11.lib(access.module)
            library.reinitialize()
            token = library.get_token(token_label=access.token)
            known = token.open(rw=True, user_pin=access.pin)
        except PinIncorrect as problem:
            raise ConfigurationError("token-pin-wrong", token=access.token) from problem
        except NoSuchToken as problem:
            raise UnavailableError("hardware-token-missing", token=access.token) from problem
        except (RuntimeError, OSError) as problem:  # the library itself cannot be loaded
            raise ConfigurationError("token-library-unusable", module=access.module) from problem
        _SESSIONS[access] = known
    return known


def _forget(access: TokenAccess) -> None:
    _SESSIONS.pop(access, None)


def _unavailable(access: TokenAccess, problem: PKCS11Error) -> UnavailableError:
    return UnavailableError("token-unavailable", token=access.token, problem=type(problem).__name__)
