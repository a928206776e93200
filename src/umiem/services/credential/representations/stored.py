"""Every reading of one credential, made when somebody first asks and the same bytes ever after.

All of them carry the identifier and the status entries of the credential that was issued. They are made
from its signed bytes, so that nothing is in a reading which the proof does not cover.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from umiem import wiring
from umiem.adapters.documents.content import Verify
from umiem.engine.ports import Signer
from umiem.errors import RefusedError, UnavailableError, UnsupportedError
from umiem.services.credential import credentials, printed_codes, seals, status
from umiem.services.credential.certificate_designs import design_of
from umiem.services.credential.conversion import Conversion, convert, stored_credential
from umiem.services.files import File
from umiem.services.key import keys, signer_log
from umiem.storage.models import Credential, Organisation, Representation, SigningKey

LANGUAGES: dict[str, tuple[str, ...]] = {"both": ("pl", "en"), "pl": ("pl",), "en": ("en",)}
DEFAULT_HUE = 180  # the pages' own colour, for organisations that chose none


@dataclass(frozen=True, kw_only=True)
class Format:
    """One format: what it is converted to, what its file is called, and what it needs.

    ``languages`` are the choices, the first being the default; none: the format holds every language.
    ``signs``: a new signature of the organisation's key. ``sealed``: needs the organisation's certificate.
    """

    target: str
    ending: str
    media_type: str
    languages: tuple[str, ...] = ()
    signs: bool = False
    sealed: bool = False


FORMATS: dict[str, Format] = {
    "ob3": Format(target="ob3", ending=".json", media_type="application/vc"),
    "ob3-jwt": Format(target="ob3-jwt", ending=".jwt", media_type="application/vc+jwt", signs=True),
    "edc": Format(target="edc", ending=".edc.jsonld", media_type="application/ld+json"),
    "edc-sealed": Format(
        target="edc", ending=".sealed.edc.jsonld", media_type="application/jose+json", sealed=True
    ),
    "sd-jwt": Format(
        target="sd-jwt",
        ending=".sd-jwt",
        media_type="application/dc+sd-jwt",
        languages=("pl", "en"),
        signs=True,
    ),
    "pdf": Format(target="pdf", ending=".pdf", media_type="application/pdf", languages=("both", "pl", "en")),
    "sheet": Format(
        target="sheet", ending=".sheet.pdf", media_type="application/pdf", languages=("both", "pl", "en")
    ),
    "png": Format(target="png", ending=".png", media_type="image/png"),
    "svg": Format(target="svg", ending=".svg", media_type="image/svg+xml"),
}


def get_representation(credential: Credential, format: str, *, language: str = "") -> File:
    """Return a released credential in ``format``; whoever calls decides who may have it.

    ``language`` is ``pl``, ``en`` or ``both`` where the format has a choice. Made once: when two ask at the
    same moment, both get what was stored first. Raises ``UnsupportedError`` for an unknown format or
    language, ``RefusedError`` where an element of Annex I or the organisation's certificate is missing, and
    ``UnavailableError`` when stored bytes are damaged: those are never given out.
    """
    kind = FORMATS.get(format)
    if kind is None:
        raise UnsupportedError("conversion-target-unknown", target=format[:40], known=", ".join(FORMATS))
    chosen = _language(kind, language)
    original = credentials.file_of(credential)
    if format == "ob3":
        return original
    stored = _stored(credential, format, chosen)
    if stored is None:
        made, signed_by = _make(credential, original, kind, chosen)
        stored = _store(credential, format, chosen, kind, made, signed_by)
    data = bytes(stored.data)
    if hashlib.sha256(data).hexdigest() != stored.digest:
        raise UnavailableError("credential-damaged", credential=str(credential.public_id))
    stem = original.name.removesuffix(".json")
    name = f"{stem}-{chosen}{kind.ending}" if chosen else f"{stem}{kind.ending}"
    return File(name=name, media_type=stored.media_type, data=data)


def formats_of(organisation: Organisation) -> tuple[str, ...]:
    """Return the formats that an organisation's credentials can be had in today."""
    sealing = seals.seal_row(organisation) is not None
    return tuple(name for name, kind in FORMATS.items() if sealing or not kind.sealed)


def _language(kind: Format, language: str) -> str:
    if not kind.languages:
        return ""
    chosen = language or kind.languages[0]
    if chosen not in kind.languages:
        raise UnsupportedError("document-language-unsupported", languages=language[:40])
    return chosen


def _stored(credential: Credential, format: str, language: str) -> Representation | None:
    return Representation.objects.filter(credential=credential, format=format, language=language).first()


def _store(
    credential: Credential, format: str, language: str, kind: Format, data: bytes, key: SigningKey | None
) -> Representation:
    """Keep what was made, unless another request was first: then its bytes stand, and these are forgotten."""
    row = Representation(
        organisation_id=credential.organisation_id,
        credential=credential,
        format=format,
        language=language,
        media_type=kind.media_type,
        data=data,
        digest=hashlib.sha256(data).hexdigest(),
    )
    with transaction.atomic():
        Credential.objects.select_for_update(no_key=True).get(pk=credential.pk)
        first = _stored(credential, format, language)
        if first is not None:
            return first
        row.save(force_insert=True)
        if key is not None:
            signature = signer_log.Signature(
                key=key,
                subject=f"{format}:{credential.public_id}",
                intent_digest=credential.digest,
                signed_digest=row.digest,
            )
            signer_log.append(credential.organisation, [signature])
    return row


def _make(
    credential: Credential, original: File, kind: Format, language: str
) -> tuple[bytes, SigningKey | None]:
    organisation = credential.organisation
    seal = seals.active_seal(organisation) if kind.sealed or kind.target == "pdf" else None
    if kind.sealed and seal is None:
        raise RefusedError("seal-missing", organisation=organisation.slug)
    key: SigningKey | None = None
    signer: Signer | None = None
    if kind.signs:
        key, signer = keys.active_signer(organisation)
    conversion = Conversion(
        at=made_at(credential),
        languages=LANGUAGES.get(language, ("pl", "en")),
        signer=signer,
        new_salt=secrets.token_hex(16),
        verify=_verify(credential) if kind.target in ("pdf", "sheet") else None,
        hue=DEFAULT_HUE if organisation.hue is None else organisation.hue,
        design=design_of(organisation) if kind.target == "pdf" else None,
        token_status=token_status(credential) if kind.target == "sd-jwt" else None,
    )
    if seal is not None:
        now = timezone.now()
        seals.require_in_date(seal.identity, now)
        conversion = replace(
            conversion, seal=seal.identity, time_stamps=seal.time_stamps, sealed_at=now.replace(microsecond=0)
        )
    return convert(stored_credential(original.data), kind.target, conversion), key


def made_at(credential: Credential) -> datetime:
    """Return the moment that every reading of a credential states as its own."""
    return credential.released_at or credential.valid_from


def token_status(credential: Credential) -> dict[str, Any]:
    """Where wallets read the status: the Token Status List of the same table (draft, section 6.2)."""
    place = {"uri": status.token_list_url(credential), "idx": status.token_list_index(credential)}
    return {"status_list": place}


def _verify(credential: Credential) -> Verify:
    """Where the paper is checked: a short address, and the code that leads to this one credential."""
    code = printed_codes.code_for(credential)
    base = f"{wiring.installation().base_url}/c"
    return Verify(link=f"{base}/{code.replace('-', '')}/", address=base.partition("://")[2], code=code)
