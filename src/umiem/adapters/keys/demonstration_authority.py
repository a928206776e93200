"""A certification authority for demonstrations and tests. Its certificates are NOT qualified.

It lets an installation seal European Digital Credentials before it has bought a certificate. The
certificates say so in their subject, carry no statement of qualification (ETSI EN 319 412-5), and
no trusted list knows them: every page that shows such a seal must say "not qualified".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.x509.oid import NameOID

from umiem.adapters.keys.seal import SealIdentity, SealPrivateKey, seal_identity

NOT_QUALIFIED = "TEST - not qualified"
ORGANISATION_IDENTIFIER = x509.ObjectIdentifier("2.5.4.97")
_AUTHORITY_YEARS = 10
_SEAL_DAYS = 730


@dataclass(frozen=True, kw_only=True)
class DemonstrationAuthority:
    """A self-made root: its certificate, and the key that signs the others."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey = field(repr=False)


def make_authority(*, now: datetime) -> DemonstrationAuthority:
    """Make a new root, valid from a day before ``now`` for ten years."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Umiem demonstration"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"Umiem demonstration authority ({NOT_QUALIFIED})"),
        ]
    )
    builder = _builder(name, name, key.public_key(), now, days=365 * _AUTHORITY_YEARS)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(signs_certificates=True), critical=True)
    return DemonstrationAuthority(certificate=builder.sign(key, hashes.SHA256()), key=key)


def issue_seal(
    authority: DemonstrationAuthority,
    *,
    legal_name: str,
    identifier: str,
    country: str,
    now: datetime,
    key: SealPrivateKey | None = None,
) -> SealIdentity:
    """Issue a seal certificate to an organisation; a new P-256 key unless one is given.

    ``identifier`` is the legal identifier in the form of ETSI EN 319 412-1, 5.1.4, for instance
    ``VATPL-5250001009``; ``country`` is ISO 3166-1 alpha-2. The certificate lasts two years.
    """
    private_key = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, country),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, legal_name[:64]),
            x509.NameAttribute(ORGANISATION_IDENTIFIER, identifier),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, NOT_QUALIFIED),
            x509.NameAttribute(NameOID.COMMON_NAME, legal_name[:64]),
        ]
    )
    issuer = authority.certificate.subject
    builder = _builder(subject, issuer, private_key.public_key(), now, days=_SEAL_DAYS)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(signs_certificates=False), critical=True)
    certificate = builder.sign(authority.key, hashes.SHA256())
    return seal_identity(private_key, (certificate, authority.certificate))


def _builder(
    subject: x509.Name, issuer: x509.Name, key: CertificatePublicKeyTypes, now: datetime, *, days: int
) -> x509.CertificateBuilder:
    start = now - timedelta(days=1)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=days))
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
