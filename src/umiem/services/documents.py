"""Documents of a credential that the installation holds: certificate, badge images, European credential.

They are made from the signed bytes, so that nothing stands on paper which the proof does not cover. The
same credential gives the same bytes; only a seal differs each time (ECDSA), so store a sealed credential.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils import timezone

from umiem import wiring
from umiem.adapters.documents.content import Verify
from umiem.adapters.keys.seal import SealIdentity
from umiem.errors import UnsupportedError
from umiem.services import credentials, definitions, portfolio
from umiem.services.access import Actor
from umiem.services.conversion import LANGUAGES, Conversion, convert, stored_credential
from umiem.services.files import File
from umiem.services.quality_sheet import quality_sheet_pdf

_KINDS: dict[str, tuple[str, str]] = {
    "pdf": (".pdf", "application/pdf"),
    "png": (".png", "image/png"),
    "svg": (".svg", "image/svg+xml"),
    "edc": (".edc.jsonld", "application/ld+json"),
}
KINDS = tuple(_KINDS)
DEFAULT_HUE = 180  # the pages' own colour, for organisations that chose none


def held_document(
    actor: Actor, award_id: uuid.UUID, kind: str, *, languages: tuple[str, ...] = LANGUAGES
) -> File:
    """Return a document of one of the person's awards; raises ``NotFoundError`` for anybody else's."""
    held = portfolio.get_held(actor, award_id)
    hue = held.organisation.hue
    return document_of(
        credentials.file_of(held.credential),
        kind,
        made_at=held.credential.released_at or held.credential.valid_from,
        languages=languages,
        verify=_verification_page(),
        hue=DEFAULT_HUE if hue is None else hue,
    )


def _verification_page() -> Verify:
    """Return the page of this installation that takes the file; a share link is only its holder's to give."""
    link = f"{wiring.installation().base_url}/verify/"
    return Verify(link=link, address=link.partition("://")[2].rstrip("/"))


def definition_sheet(actor: Actor, organisation: str, slug: str, *, language: str) -> File:
    """Return the quality sheet of a definition as of today, for the staff."""
    view = definitions.get_definition(actor, organisation, slug)
    now, hue = timezone.now(), view.organisation.hue
    data = quality_sheet_pdf(
        view.specification,
        language=language,
        on=timezone.localdate(),
        made_at=now,
        rosette=(view.achievement_id, DEFAULT_HUE if hue is None else hue),
    )
    return File(name=f"{slug}-{view.version.version}.pdf", media_type="application/pdf", data=data)


def document_of(
    credential: File,
    kind: str,
    *,
    made_at: datetime,
    languages: tuple[str, ...] = LANGUAGES,
    verify: Verify | None = None,
    hue: int | None = None,
    seal: SealIdentity | None = None,
) -> File:
    """Return the document ``kind`` (pdf, png, svg, edc) of a credential out of storage.

    ``made_at`` is the time of release: it is written into the file, so give the stored one and not the
    clock. ``hue`` is the colour of the definition. The caller decides who may have it. Raises
    ``UnsupportedError`` for another kind, ``RefusedError`` where an element of Annex I is missing.
    """
    if kind not in _KINDS:
        raise UnsupportedError("conversion-target-unknown", target=kind, known=", ".join(_KINDS))
    conversion = Conversion(at=made_at, languages=languages, verify=verify, hue=hue, seal=seal)
    data = convert(stored_credential(credential.data), kind, conversion)
    ending, media_type = _KINDS[kind]
    if kind == "edc" and seal is not None:
        media_type = "application/jose+json"
    return File(name=credential.name.removesuffix(".json") + ending, media_type=media_type, data=data)
