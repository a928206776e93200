"""Certificates of seals: the chain in ``x5c``, who it names, and what it declares about itself.

RFC 5280 and ETSI EN 319 412. NOT checked here: revocation of certificates (CRL, OCSP) and the
European trusted lists (ETSI TS 119 612). A certificate may *declare* to be qualified; only the
trusted lists can confirm that, so callers must never show a declaration as a fact.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from typing import Any

from asn1crypto import core
from asn1crypto import tsp as untyped_tsp
from asn1crypto import x509 as untyped_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from umiem.errors import MalformedInputError

MAXIMUM_CHAIN = 8
CERTIFICATE = "x5t#S256:"  # before a fingerprint: how a register of issuers names a certificate
_REMEMBERED = 256  # certificates whose facts are kept: an issuer seals thousands of times with one
ORGANISATION_IDENTIFIER = x509.ObjectIdentifier("2.5.4.97")
QC_STATEMENTS = x509.ObjectIdentifier("1.3.6.1.5.5.7.1.3")
QC_COMPLIANCE = "0.4.0.1862.1.1"
QC_TYPE = "0.4.0.1862.1.6"
QC_TYPE_ESEAL = "0.4.0.1862.1.6.2"

# asn1crypto has no type annotations: its modules are taken as Any, and what they give is converted.
_PARTS_USED = ("subject", "issuer", "extensions", "not_valid_before_utc", "not_valid_after_utc")
_BROKEN = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)

_tsp: Any = untyped_tsp
_x509: Any = untyped_x509
_core: Any = core


@dataclass(frozen=True, kw_only=True)
class SealHolder:
    """Whom the certificate names: legal name, legal identifier (EN 319 412-1) and country."""

    name: str
    identifier: str | None
    country: str | None
    declares_qualified_seal: bool


def read_chain(encoded: Sequence[object]) -> tuple[x509.Certificate, ...]:
    """Read the certificates of ``x5c`` (RFC 7515, 4.1.6), the sealing one first.

    Raises ``MalformedInputError`` when an entry is not base64 of a DER certificate, or there are
    none or too many.
    """
    if not 1 <= len(encoded) <= MAXIMUM_CHAIN:
        raise MalformedInputError("seal-certificate-chain-length", length=len(encoded))
    try:
        return tuple(load_certificate(base64.b64decode(_text(entry), validate=True)) for entry in encoded)
    except (ValueError, binascii.Error) as error:
        raise MalformedInputError("seal-certificate-unreadable") from error


def load_certificate(encoded: bytes) -> x509.Certificate:
    """Load a DER certificate of a stranger and touch every part that is used later.

    The library reads parts only when they are asked for, and each can be broken in its own way. Raises
    ``MalformedInputError`` ("seal-certificate-unreadable").
    """
    try:
        certificate = x509.load_der_x509_certificate(encoded)
        certificate.public_key()
        for part in _PARTS_USED:
            getattr(certificate, part)
    except _BROKEN as error:
        raise MalformedInputError("seal-certificate-unreadable") from error
    return certificate


def _text(entry: object) -> str:
    if not isinstance(entry, str):
        raise MalformedInputError("seal-certificate-unreadable")
    return entry


@lru_cache(maxsize=_REMEMBERED)
def fingerprint(certificate: x509.Certificate) -> str:
    """Return the value of ``x5t#S256``: base64url of the SHA-256 of the DER (RFC 7515, 4.1.8)."""
    digest = hashlib.sha256(der(certificate)).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


@lru_cache(maxsize=_REMEMBERED)
def der(certificate: x509.Certificate) -> bytes:
    """Return the certificate's DER bytes."""
    return certificate.public_bytes(Encoding.DER)


@lru_cache(maxsize=_REMEMBERED)
def issuer_serial(certificate: x509.Certificate) -> str:
    """Return the ``kid`` that JAdES uses: base64 of the DER IssuerSerial (TS 119 182-1, 5.1.4)."""
    name = _x509.Name.load(certificate.issuer.public_bytes())
    value = _tsp.IssuerSerial(
        {
            "issuer": [_x509.GeneralName("directory_name", name)],
            "serial_number": certificate.serial_number,
        }
    )
    encoded: bytes = value.dump()
    return base64.b64encode(encoded).decode()


@lru_cache(maxsize=_REMEMBERED)
def holder_of(certificate: x509.Certificate) -> SealHolder:
    """Return whom the certificate names; what is missing is None (or the common name for the name)."""
    subject = certificate.subject
    return SealHolder(
        name=_first(subject, NameOID.ORGANIZATION_NAME) or _first(subject, NameOID.COMMON_NAME) or "",
        identifier=_first(subject, ORGANISATION_IDENTIFIER),
        country=_first(subject, NameOID.COUNTRY_NAME),
        declares_qualified_seal=_declares_qualified_seal(certificate),
    )


def _first(name: x509.Name, attribute: x509.ObjectIdentifier) -> str | None:
    found = name.get_attributes_for_oid(attribute)
    return str(found[0].value) if found else None


def _nested(encoded: bytes, *, deeper: int = 6) -> Any:
    """Return a SEQUENCE of SEQUENCEs as nested tuples, object identifiers dotted."""
    if not deeper:
        raise ValueError("nested too deep for QCStatements")
    value = _core.load(encoded)
    if isinstance(value, core.ObjectIdentifier):
        return value.dotted
    if isinstance(value, core.Sequence):
        return tuple(_nested(value[index].dump(), deeper=deeper - 1) for index in range(len(value)))
    return value.native


def _declares_qualified_seal(certificate: x509.Certificate) -> bool:
    """Read the QCStatements extension (ETSI EN 319 412-5): compliance, and the type "electronic seal"."""
    try:
        extension = certificate.extensions.get_extension_for_oid(QC_STATEMENTS).value
        declared = {entry[0]: entry[1:] for entry in _nested(extension.public_bytes())}
        kinds = declared.get(QC_TYPE, ())
        return QC_COMPLIANCE in declared and any(QC_TYPE_ESEAL in kind for kind in kinds)
    except (x509.ExtensionNotFound, ValueError, TypeError, KeyError, IndexError):
        return False


def chain_fault(chain: Sequence[x509.Certificate]) -> str | None:
    """Return the code of what is wrong with the chain by itself, or None.

    Each certificate must be signed by the next, which must be a certification authority; the first
    must be allowed to sign. Validity periods are judged by ``valid_at``.
    """
    if not _may_seal(chain[0]):
        return "seal-certificate-key-usage"
    for depth, (subject, authority) in enumerate(pairwise(chain)):
        if not _is_authority(authority, below=depth):
            return "seal-certificate-authority"
        if not issued_by(subject, authority):
            return "seal-certificate-chain-broken"
    return None


def issued_by(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    """Say whether ``authority`` signed ``certificate``: names and signature, nothing else."""
    try:
        certificate.verify_directly_issued_by(authority)
    except (*_BROKEN, InvalidSignature):
        return False
    return True


def _may_seal(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    except ValueError:
        return False
    return usage.digital_signature or usage.content_commitment


def _is_authority(certificate: x509.Certificate, *, below: int) -> bool:
    try:
        constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    except (x509.ExtensionNotFound, ValueError):
        return False
    return constraints.ca and (constraints.path_length is None or below <= constraints.path_length)


def valid_at(chain: Sequence[x509.Certificate], moment: datetime) -> bool:
    """Say whether every certificate of the chain is within its validity period at ``moment``."""
    return all(one.not_valid_before_utc <= moment <= one.not_valid_after_utc for one in chain)


def anchored(chain: Sequence[x509.Certificate], anchors: Sequence[bytes], moment: datetime) -> bool:
    """Say whether the chain ends at one of the trust anchors (DER certificates), valid at ``moment``.

    Unreadable anchors are a fault of the installation and are refused when they are loaded, not here.
    """
    known = {bytes(anchor) for anchor in anchors}
    if any(der(certificate) in known for certificate in chain):
        return True
    authorities = (x509.load_der_x509_certificate(anchor) for anchor in known)
    return any(
        _is_authority(authority, below=len(chain) - 1)
        and valid_at((authority,), moment)
        and issued_by(chain[-1], authority)
        for authority in authorities
    )


def organisation_identifier(*, scheme: str, country: str, value: str) -> str:
    """Return a legal identifier in the form of ETSI EN 319 412-1, 5.1.4, such as ``VATPL-5250001009``.

    ``scheme`` is the register in common words (VAT, NIP, KRS, REGON, LEI …); an unknown one counts as a
    national trade register. A value that has the form already is returned unchanged.
    """
    compact = re.sub(r"[\s-]", "", value)
    if re.fullmatch(r"(VAT|NTR|PSD|LEI)[A-Z]{2}-\S+", value):
        return value
    kind = {"VAT": "VAT", "NIP": "VAT", "LEI": "LEI"}.get(scheme.upper().removesuffix(country.upper()), "NTR")
    return f"{kind}{'XG' if kind == 'LEI' else country.upper()}-{compact.removeprefix(country.upper())}"
