"""A sealed world for tests: an authority, an organisation with a seal, and a time-stamping authority."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.examples import NOW, PICTURES, award_of, example_definitions, issuer_of
from umiem.adapters.keys.demonstration_authority import (
    DemonstrationAuthority,
    issue_seal,
    make_authority,
)
from umiem.adapters.keys.seal import SealIdentity
from umiem.engine.policy import Sources, offline_sources
from umiem.engine.seals.certificates import der
from umiem.services.credential.representations.european_digital_credential import (
    european_digital_credential_document,
)

LEGAL_IDENTIFIER = "VATPL-7240000000"


@cache
def authority() -> DemonstrationAuthority:
    return make_authority(now=NOW)


@cache
def seal() -> SealIdentity:
    return issue_seal(
        authority(), legal_name="Politechnika Przykładowa", identifier=LEGAL_IDENTIFIER, country="PL", now=NOW
    )


def edc_document() -> dict[str, Any]:
    award = award_of(example_definitions()[0])
    return european_digital_credential_document(
        award,
        issuer_of(award.definition),
        credential_id="urn:uuid:1018d05f-21d5-4555-b7f0-8fabfd22ca75",
        issued_at=NOW,
        pictures=PICTURES,
    )


def trusting(*anchors: bytes) -> Sources:
    """Sources that look nothing up and trust the roots given, or the test authority."""
    offline = offline_sources()
    return Sources(
        resolver=offline.resolver,
        status_lists=offline.status_lists,
        trust_anchors=anchors or (der(authority().certificate),),
    )


def issue_time_stamping(
    authority: DemonstrationAuthority, *, now: datetime
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    """Issue the certificate and key of a time-stamping authority (RFC 3161, 2.3)."""
    key = ec.generate_private_key(ec.SECP256R1())
    builder = x509.CertificateBuilder(
        issuer_name=authority.certificate.subject,
        subject_name=x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Umiem time stamps (TEST)")]),
        public_key=key.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=now - timedelta(days=1),
        not_valid_after=now + timedelta(days=730),
    )
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return builder.sign(authority.key, hashes.SHA256()), key


def time_stamper(moment: datetime, *, spoil: bool = False) -> Callable[[bytes], bytes]:
    """Return a local time-stamping authority (RFC 3161) whose clock stands at ``moment``."""
    certificate, key = issue_time_stamping(authority(), now=NOW)
    encoded = asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))

    def stamp(data: bytes) -> bytes:
        info = tsp.TSTInfo(
            {
                "version": "v1",
                "policy": "1.2.3.4.1",
                "message_imprint": {
                    "hash_algorithm": {"algorithm": "sha256"},
                    "hashed_message": hashlib.sha256(data + (b"x" if spoil else b"")).digest(),
                },
                "serial_number": 1,
                "gen_time": moment,
            }
        )
        return signed_time_stamp(info.dump(), encoded, key)

    return stamp


def signed_time_stamp(
    info: bytes, certificate: asn1_x509.Certificate, key: ec.EllipticCurvePrivateKey
) -> bytes:
    bound = tsp.SigningCertificateV2({"certs": [{"cert_hash": hashlib.sha256(certificate.dump()).digest()}]})
    attributes = cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": ["tst_info"]}),
            cms.CMSAttribute({"type": "message_digest", "values": [hashlib.sha256(info).digest()]}),
            cms.CMSAttribute({"type": "signing_certificate_v2", "values": [bound]}),
        ]
    )
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {
                    "issuer_and_serial_number": {
                        "issuer": certificate.issuer,
                        "serial_number": certificate.serial_number,
                    }
                }
            ),
            "digest_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
            "signed_attrs": attributes,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
            "signature": key.sign(attributes.dump(), ec.ECDSA(hashes.SHA256())),
        }
    )
    signed = cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [{"algorithm": "sha256"}],
            "encap_content_info": {
                "content_type": "tst_info",
                "content": core.ParsableOctetString(info),
            },
            "certificates": [cms.CertificateChoices("certificate", certificate)],
            "signer_infos": [signer],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump())
