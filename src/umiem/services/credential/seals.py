"""The organisation's seal: its own certificate, kept encrypted, for European credentials and certificates.

Umiem never knows whether a certificate is *qualified*: only the European trusted lists can say that. What the
demonstration authority issues never is, and every page that shows it says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction
from django.utils import timezone

from umiem import wiring
from umiem.adapters.keys.demonstration_authority import (
    NOT_QUALIFIED,
    DemonstrationAuthority,
    issue_seal,
    make_authority,
)
from umiem.adapters.keys.seal import (
    SealIdentity,
    SealPrivateKey,
    load_seal_identity,
    seal_identity,
    write_pem,
)
from umiem.adapters.keys.sealing import KeyEncryptionKey, load_key_encryption_key
from umiem.adapters.time_stamps import TimeStampService
from umiem.engine.seals.certificates import holder_of, organisation_identifier
from umiem.engine.web_addresses import split_address
from umiem.errors import MalformedInputError, RefusedError
from umiem.services import audit
from umiem.services.access import Actor, Permission, authorise
from umiem.services.files import write_atomically
from umiem.storage.models import Organisation, SealKey

LARGEST_FILE = 64 * 1024
LONGEST_ADDRESS = 400


@dataclass(frozen=True, kw_only=True)
class OrganisationSeal:
    """A seal ready for use: key and chain, and the time-stamping service where one is set."""

    row: SealKey
    identity: SealIdentity
    time_stamps: TimeStampService | None


def seal_row(organisation: Organisation) -> SealKey | None:
    """Return the seal in use, without its key; None when the organisation does not seal."""
    row = organisation.seals.first()
    return row if row is not None and row.chain else None


def active_seal(organisation: Organisation) -> OrganisationSeal | None:
    """Return the seal that seals now, or None."""
    row = seal_row(organisation)
    if row is None:
        return None
    plain = _key_encryption_key().unseal(bytes(row.private), purpose=_purpose(organisation))
    key = serialization.load_der_private_key(plain, None)
    assert isinstance(key, SealPrivateKey)
    identity = seal_identity(key, x509.load_pem_x509_certificates(row.chain.encode()))
    service = TimeStampService(wiring.fetcher(), row.time_stamp_url) if row.time_stamp_url else None
    return OrganisationSeal(row=row, identity=identity, time_stamps=service)


def install_seal(
    actor: Actor, organisation: str, *, data: bytes, passphrase: str = "", time_stamp_url: str = ""
) -> SealKey:
    """Take a certificate with its key (PKCS#12 or PEM) into use; for administrators.

    Raises ``MalformedInputError`` (not readable, wrong passphrase, not an address), ``RefusedError``
    when the certificate is out of date, and ``ConfigurationError`` when key and certificate do not fit.
    """
    found = authorise(actor, organisation, Permission.ADMINISTER)
    if len(data) > LARGEST_FILE:
        raise MalformedInputError("seal-file-unreadable")
    identity = load_seal_identity(data, password=passphrase.encode() if passphrase else None)
    return _store(actor, found, identity, is_test=_is_test(identity), time_stamp_url=time_stamp_url)


def install_test_seal(actor: Actor, organisation: str) -> SealKey:
    """Make a certificate of the demonstration authority and take it into use: complete, and *not qualified*.

    Raises ``RefusedError`` ("seal-needs-legal-identifier") for an organisation without one.
    """
    found = authorise(actor, organisation, Permission.ADMINISTER)
    if not found.legal_id:
        raise RefusedError("seal-needs-legal-identifier", organisation=found.slug)
    identity = issue_seal(
        demonstration_authority(),
        legal_name=found.names.get("pl") or next(iter(found.names.values())),
        identifier=organisation_identifier(
            scheme=found.legal_id_scheme, country=found.country, value=found.legal_id
        ),
        country=found.country,
        now=timezone.now(),
    )
    return _store(actor, found, identity, is_test=True, time_stamp_url="")


def remove_seal(actor: Actor, organisation: str) -> None:
    """Seal no more; what was sealed stays sealed. For administrators."""
    found = authorise(actor, organisation, Permission.ADMINISTER)
    with transaction.atomic():
        if seal_row(found) is None:
            return
        SealKey.objects.create(organisation=found, private=b"")
        audit.record(actor, found, "seal-removed", found.slug)


def demonstration_authority() -> DemonstrationAuthority:
    """Return this installation's own root for demonstrations, made when it is first needed."""
    path = wiring.installation().home / "keys" / "demonstration-authority.pem"
    if not path.exists():
        made = make_authority(now=timezone.now())
        pem = write_pem(seal_identity(made.key, (made.certificate,)))
        write_atomically(path, pem, mode=0o600)
    stored = load_seal_identity(path.read_bytes())
    key = stored.signer.private_key
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return DemonstrationAuthority(certificate=stored.certificates[0], key=key)


def require_in_date(identity: SealIdentity, at: datetime) -> None:
    """Raise ``RefusedError`` unless the certificate is in date."""
    leaf = identity.certificates[0]
    if not leaf.not_valid_before_utc <= at <= leaf.not_valid_after_utc:
        raise RefusedError("seal-certificate-period", until=leaf.not_valid_after_utc.date().isoformat())


def _store(
    actor: Actor, organisation: Organisation, identity: SealIdentity, *, is_test: bool, time_stamp_url: str
) -> SealKey:
    require_in_date(identity, timezone.now())
    leaf = identity.certificates[0]
    plain = identity.signer.private_key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem = b"".join(one.public_bytes(serialization.Encoding.PEM) for one in identity.certificates)
    holder = holder_of(leaf)
    with transaction.atomic():
        row = SealKey.objects.create(
            organisation=organisation,
            chain=pem.decode(),
            private=_key_encryption_key().seal(plain, purpose=_purpose(organisation)),
            holder=holder.name[:400],
            identifier=(holder.identifier or "")[:120],
            valid_from=leaf.not_valid_before_utc,
            valid_until=leaf.not_valid_after_utc,
            is_test=is_test,
            time_stamp_url=_checked_address(time_stamp_url),
        )
        audit.record(
            actor,
            organisation,
            "seal-installed",
            organisation.slug,
            serial=f"{leaf.serial_number:x}",
            until=leaf.not_valid_after_utc.date().isoformat(),
            test=is_test,
        )
    return row


def _is_test(identity: SealIdentity) -> bool:
    """Say whether the certificate says of itself that it is for demonstrations."""
    return NOT_QUALIFIED in identity.certificates[0].subject.rfc4514_string()


def _checked_address(url: str) -> str:
    text = url.strip()
    if text and (
        len(text) > LONGEST_ADDRESS or split_address(text).scheme not in ("http", "https") or " " in text
    ):
        raise MalformedInputError("time-stamp-address-wrong", value=text[:100])
    return text


def _purpose(organisation: Organisation) -> str:
    return f"{organisation.public_id}#seal"


def _key_encryption_key() -> KeyEncryptionKey:
    return load_key_encryption_key(wiring.installation().key_encryption_key)
