"""Documents of a credential that the installation holds: certificate, badge images, European credential.

They are made from the signed bytes, so that nothing stands on paper which the proof does not cover. The
same credential gives the same bytes; only a seal differs each time (ECDSA), so store a sealed credential.
"""

from __future__ import annotations

from datetime import datetime

from umiem.adapters.documents.content import Verify
from umiem.adapters.keys.seal import SealIdentity
from umiem.errors import UnsupportedError
from umiem.services.conversion import LANGUAGES, Conversion, convert, stored_credential
from umiem.services.files import File

_KINDS: dict[str, tuple[str, str]] = {
    "pdf": (".pdf", "application/pdf"),
    "png": (".png", "image/png"),
    "svg": (".svg", "image/svg+xml"),
    "edc": (".edc.jsonld", "application/ld+json"),
}
KINDS = tuple(_KINDS)


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
