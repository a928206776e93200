"""Make another representation of a credential that exists as a file: what ``umiem convert`` does.

The input is verified first, as far as that goes without asking anybody: a broken proof stops the
conversion, because a new signature would make a forged document look genuine. The new document is signed by
whoever converts, with a key of their own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from umiem.adapters.documents.badge import badge_png, badge_svg
from umiem.adapters.documents.certificate import certificate_pdf, elements_pdf
from umiem.adapters.documents.content import Attachment, Design, Verify
from umiem.adapters.documents.signing import signed_pdf
from umiem.adapters.documents.words import SIGNING_REASON
from umiem.adapters.keys.seal import SealIdentity
from umiem.adapters.time_stamps import PdfTimeStamps, TimeStampService
from umiem.domain.award import AwardRecord, IssuerIdentity
from umiem.domain.definition import LegalIdentifier
from umiem.engine import (
    OPEN_BADGES_3,
    Signer,
    VerificationPolicy,
    VerificationReport,
    offline_sources,
    parse_json_object,
    prepare_credential,
    sign_credential,
    verify_credential,
)
from umiem.engine.containers.pdf import SIGNATURE as PDF_SIGNATURE
from umiem.engine.containers.pdf import read_pdf
from umiem.engine.containers.png import SIGNATURE as PNG_SIGNATURE
from umiem.engine.containers.png import read_png
from umiem.engine.containers.svg import read_svg
from umiem.engine.envelopes.jws import parse_compact_jws
from umiem.engine.envelopes.sd_jwt.processing import process_payload
from umiem.engine.envelopes.sd_jwt.token import parse_sd_jwt
from umiem.engine.envelopes.sd_jwt_vc import sign_sd_jwt_vc
from umiem.engine.envelopes.vc_jwt import sign_vc_jwt
from umiem.engine.profiles.european_digital_credential import (
    is_european_digital_credential,
    require_conformant,
)
from umiem.engine.recognition import verify_any
from umiem.engine.report import Outcome
from umiem.engine.seals.certificates import holder_of
from umiem.engine.seals.jades import is_sealed, seal_credential, verify_seal
from umiem.engine.seals.verification import MAX_SEALED_BYTES
from umiem.errors import MalformedInputError, RefusedError, UnsupportedError, VerificationError
from umiem.services.credential.representations.completeness import require_elements
from umiem.services.credential.representations.european_digital_credential import (
    european_digital_credential_document,
)
from umiem.services.credential.representations.open_badges_3 import open_badge_document
from umiem.services.credential.representations.paper import (
    certificate_content,
    credential_pictures,
    rosette_identifier,
)
from umiem.services.credential.representations.reading import (
    ReadCredential,
    is_learning_credential,
    read_credential,
)
from umiem.services.credential.representations.sd_jwt_learning import (
    disclosure_plan,
    learning_credential_claims,
)

LANGUAGES = ("pl", "en")


@dataclass(frozen=True, kw_only=True)
class OpenedCredential:
    """A credential taken out of its file and envelope: its exact text, its claims, and what was found."""

    data: bytes
    document: dict[str, Any]
    report: VerificationReport | None

    @property
    def attachment(self) -> Attachment:
        """The credential as it is attached to documents, under a name that readers look for."""
        if b"~" in self.data and self.data[:1] != b"{":
            return Attachment(name="credential.sdjwt", media_type="application/dc+sd-jwt", data=self.data)
        if self.data[:1] != b"{":
            return Attachment(name="credential.jwt", media_type="application/vc+jwt", data=self.data)
        name, kind = "credential.json", "application/vc+ld+json"
        if is_european_digital_credential(self.document):
            name, kind = "european-digital-credential.jsonld", "application/ld+json"
        return Attachment(name=name, media_type=kind, data=self.data)


@dataclass(frozen=True, kw_only=True)
class Conversion:
    """What a conversion needs besides the credential: the time, the languages, and keys where it signs.

    ``verify`` is printed on certificates when the credential is published somewhere. ``hue`` is the
    colour of the definition, which credentials do not hold. ``seal`` seals European credentials and signs
    certificates, at ``sealed_at`` (default ``at``), with ``time_stamps`` where the organisation has a
    service for them. ``holder_key`` is the key of the wallet that a learning credential is bound to (JWK).
    """

    at: datetime
    languages: tuple[str, ...] = LANGUAGES
    signer: Signer | None = None
    seal: SealIdentity | None = None
    new_salt: str = ""
    verify: Verify | None = None
    hue: int | None = None
    design: Design | None = None
    time_stamps: TimeStampService | None = None
    sealed_at: datetime | None = None
    token_status: Mapping[str, Any] | None = None
    holder_key: Mapping[str, Any] | None = None


def open_credential(data: bytes, *, at: datetime) -> OpenedCredential:
    """Open JSON, JWT, SD-JWT, sealed JSON, or a PNG, SVG or PDF that carries one, and verify it offline.

    An unsealed European Digital Credential has nothing to verify: its ``report`` is None. Raises
    ``VerificationError`` ("credential-invalid") when a proof is broken, ``MalformedInputError`` or
    ``UnsupportedError`` when it is no credential that can be read.
    """
    payload = _out_of_container(data).strip()
    if payload.startswith(b"{"):
        return _open_json(payload, at)
    if b"~" in payload:
        return _open_sd_jwt(payload, at)
    claims = parse_json_object(parse_compact_jws(payload).payload)
    return _believed(payload, claims, verify_any(payload, **_strictly(at)))


def _open_sd_jwt(payload: bytes, at: datetime) -> OpenedCredential:
    """Open a wallet credential: its claims are what was disclosed with it (RFC 9901, 7.1)."""
    token = parse_sd_jwt(payload)
    issuer_signed = parse_json_object(parse_compact_jws(token.issuer_signed.encode()).payload)
    claims = process_payload(issuer_signed, token.disclosures).claims
    return _believed(payload, claims, verify_any(payload, **_strictly(at)))


def _out_of_container(data: bytes) -> bytes:
    if data.startswith(PDF_SIGNATURE):
        return read_pdf(data).payload
    if data.startswith(PNG_SIGNATURE):
        return read_png(data).payload
    if data.lstrip()[:5] in (b"<?xml", b"<svg ", b"<!DOC"):
        return read_svg(data).payload
    return data


def _open_json(payload: bytes, at: datetime) -> OpenedCredential:
    value = parse_json_object(payload, max_bytes=MAX_SEALED_BYTES, max_string_bytes=MAX_SEALED_BYTES)
    if is_sealed(value):
        claims = _sealed_claims(value)
        return _believed(payload, claims, verify_seal(payload, **_strictly(at)))
    wrapped = value.get("credential")  # the form in which the Commission's issuer takes uploads
    document = wrapped if isinstance(wrapped, dict) else value
    if is_european_digital_credential(document):
        return OpenedCredential(data=payload, document=document, report=None)
    claims = {name: member for name, member in value.items() if name != "proof"}
    return _believed(payload, claims, verify_credential(payload, **_strictly(at)))


def _sealed_claims(envelope: dict[str, Any]) -> dict[str, Any]:
    text = str(envelope["payload"]).encode()
    return parse_json_object(text, max_bytes=MAX_SEALED_BYTES, max_string_bytes=MAX_SEALED_BYTES)


def _strictly(at: datetime) -> dict[str, Any]:
    return {"policy": VerificationPolicy.strict(), "at": at, "sources": offline_sources()}


def _believed(payload: bytes, claims: dict[str, Any], report: VerificationReport) -> OpenedCredential:
    """Refuse what is broken; what could only be found out online does not stop a conversion."""
    for code in ("format", "proof", "context"):
        check = report.check(code)
        if check is not None and check.outcome is Outcome.FAILED:
            raise VerificationError("credential-invalid", report=report)
    return OpenedCredential(data=payload, document=claims, report=report)


def stored_credential(data: bytes) -> OpenedCredential:
    """Open a credential of our own out of storage: its digest was checked, so it is not verified again.

    JSON with a Data Integrity proof, as the installation signs. Raises ``MalformedInputError``.
    """
    document = parse_json_object(data)
    claims = {name: member for name, member in document.items() if name != "proof"}
    return OpenedCredential(data=data, document=claims, report=None)


def convert(opened: OpenedCredential, target: str, conversion: Conversion) -> bytes:
    """Return the credential as ``target``: edc, ob3, ob3-jwt, sd-jwt, pdf, sheet, png or svg.

    Raises ``RefusedError``: "representation-element-missing" naming the Annex I element that the input
    lacks, "conversion-key-missing" when the target is signed and there is no key. ``UnsupportedError``
    for an unknown target.
    """
    make = _MAKERS.get(target)
    if make is None:
        raise UnsupportedError("conversion-target-unknown", target=target, known=", ".join(_MAKERS))
    read = read_credential(opened.document)
    definition = replace(read.award.definition, hue=conversion.hue)
    return make(opened, replace(read, award=replace(read.award, definition=definition)), conversion)


def _edc(opened: OpenedCredential, read: ReadCredential, conversion: Conversion) -> bytes:
    document = european_digital_credential_document(
        read.award,
        _as_certified(read.issuer, conversion.seal),
        credential_id=read.credential_id,
        issued_at=conversion.at,
        pictures=credential_pictures(read.award, read.issuer, conversion.languages),
        status_entries=read.status_entries,
        valid_from=read.valid_from,
        valid_until=read.valid_until,
    )
    if conversion.seal is None:
        require_conformant(document)
        return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"
    sealed = seal_credential(
        document,
        signer=conversion.seal.signer,
        certificates=conversion.seal.certificates,
        sealed_at=conversion.sealed_at or conversion.at,
        time_stamper=None if conversion.time_stamps is None else conversion.time_stamps.stamp,
    )
    return sealed.data


def _as_certified(issuer: IssuerIdentity, seal: SealIdentity | None) -> IssuerIdentity:
    """Give an issuer without a legal identifier that of its certificate, as the Commission's issuer does."""
    if seal is None or issuer.legal_identifier is not None:
        return issuer
    notation = holder_of(seal.certificates[0]).identifier
    if notation is None:
        return issuer
    return replace(issuer, legal_identifier=LegalIdentifier(scheme="", value=notation))


def _signer(conversion: Conversion, target: str) -> Signer:
    if conversion.signer is None:
        raise RefusedError("conversion-key-missing", target=target)
    return conversion.signer


def _open_badge_document(read: ReadCredential, conversion: Conversion, signer: Signer) -> dict[str, Any]:
    require_elements(read.award, read.issuer, representation="ob3")
    did = signer.verification_method.partition("#")[0]
    return open_badge_document(
        _salted(read.award, conversion.new_salt),
        replace(read.issuer, did=did),
        status_entries=read.status_entries,
        credential_id=read.credential_id,
        valid_from=read.valid_from or conversion.at,
        valid_until=read.valid_until,
        languages=conversion.languages,
    )


def _salted(award: AwardRecord, new_salt: str) -> AwardRecord:
    return award if award.identity_salt else replace(award, identity_salt=new_salt)


def _open_badge(opened: OpenedCredential, read: ReadCredential, conversion: Conversion) -> bytes:
    signer = _signer(conversion, "ob3")
    prepared = prepare_credential(_open_badge_document(read, conversion, signer), OPEN_BADGES_3)
    suite = "eddsa-rdfc-2022" if signer.public_key.algorithm == "Ed25519" else "ecdsa-rdfc-2019"
    return sign_credential(prepared, signer, created=conversion.at, cryptosuite=suite).data


def _open_badge_jwt(opened: OpenedCredential, read: ReadCredential, conversion: Conversion) -> bytes:
    signer = _signer(conversion, "ob3-jwt")
    prepared = prepare_credential(_open_badge_document(read, conversion, signer), OPEN_BADGES_3)
    return sign_vc_jwt(prepared, signer).data


def _sd_jwt(opened: OpenedCredential, read: ReadCredential, conversion: Conversion) -> bytes:
    signer = _signer(conversion, "sd-jwt")
    claims = learning_credential_claims(
        read.award,
        replace(read.issuer, did=signer.verification_method.partition("#")[0]),
        credential_id=read.credential_id,
        issued_at=conversion.at,
        expires_at=read.valid_until,
        language=conversion.languages[0],
        status=conversion.token_status,
        holder_key=conversion.holder_key,
    )
    return sign_sd_jwt_vc(claims, signer, plan=disclosure_plan(claims)).data


def _pdf(opened: OpenedCredential, read: ReadCredential, conversion: Conversion) -> bytes:
    content = certificate_content(
        read.award,
        read.issuer,
        reference=read.credential_id,
        verify=conversion.verify,
        attachment=opened.attachment,
        design=conversion.design,
    )
    made = certificate_pdf(content, languages=conversion.languages, made_at=conversion.at)
    if conversion.seal is None:
        return made
    service = conversion.time_stamps
    return signed_pdf(
        made,
        conversion.seal,
        reason=SIGNING_REASON[conversion.languages[0]],
        time_stamper=None if service is None else PdfTimeStamps(service),
    )


def _sheet(opened: OpenedCredential, read: ReadCredential, conversion: Conversion) -> bytes:
    content = certificate_content(
        read.award,
        read.issuer,
        reference=read.credential_id,
        verify=conversion.verify,
        attachment=opened.attachment,
    )
    return elements_pdf(content, languages=conversion.languages, made_at=conversion.at)


def _baked(
    draw: Callable[..., bytes], opened: OpenedCredential, read: ReadCredential, conversion: Conversion
) -> bytes:
    """Bake an Open Badge into its image; from another format one is made first, which needs a key."""
    credential = opened.data
    if is_european_digital_credential(opened.document) or is_learning_credential(opened.document):
        credential = _open_badge(opened, read, conversion)
    definition = read.award.definition
    title = definition.title.best(conversion.languages[0])[0]
    if not title:
        raise MalformedInputError("badge-without-title")
    identifier = rosette_identifier(read.award, read.issuer)
    return draw(identifier, title=title, hue=definition.hue, credential=credential)


def _png(opened: OpenedCredential, read: ReadCredential, conversion: Conversion) -> bytes:
    return _baked(badge_png, opened, read, conversion)


def _svg(opened: OpenedCredential, read: ReadCredential, conversion: Conversion) -> bytes:
    return _baked(badge_svg, opened, read, conversion)


_Maker = Callable[[OpenedCredential, ReadCredential, Conversion], bytes]
_MAKERS: dict[str, _Maker] = {
    "edc": _edc,
    "ob3": _open_badge,
    "ob3-jwt": _open_badge_jwt,
    "sd-jwt": _sd_jwt,
    "pdf": _pdf,
    "sheet": _sheet,
    "png": _png,
    "svg": _svg,
}
