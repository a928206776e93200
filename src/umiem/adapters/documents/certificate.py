"""The certificate: two pages for people, the credential attached for computers; and the one-page sheet."""

from __future__ import annotations

import base64
import colorsys
import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from PIL import Image
from pypdf import PdfReader

from umiem.adapters.documents.content import CertificateContent, Design, Texts, said
from umiem.adapters.documents.drawings import qr_code, rosette, watermark
from umiem.adapters.documents.fitting import ELEMENT_SIZES, SHEET_HEIGHT, element_size, fit
from umiem.adapters.documents.typesetting import pdf, png
from umiem.adapters.documents.words import (
    ATTACHED,
    LOGO_ALT,
    MORE_OUTCOMES,
    QR_ALT,
    ROSETTE_ALT,
    SHEET_TITLE,
    WORDS,
)
from umiem.errors import RefusedError, UnsupportedError

LANGUAGES = ("pl", "en")
_DEFAULT_HUE = 180
_BRAND = (0.21, 0.72)  # lightness and saturation: dark enough on paper in every hue
_PREVIEW_PIXELS_PER_INCH = 60


def certificate_pdf(content: CertificateContent, *, languages: tuple[str, ...], made_at: datetime) -> bytes:
    """Set the certificate as PDF/A-3a and PDF/UA-1.

    ``languages`` is ``("pl",)``, ``("en",)`` or both in the order wanted. Content is shown in the first
    language it has; a text that lacks one is shown in the other. ``made_at`` becomes the file's date, so
    that the same award gives the same bytes. Raises ``UnsupportedError`` for another language and
    ``RefusedError`` when the attachment is not UTF-8 text.
    """
    data, parts = _certificate(content, languages)
    return pdf("certificate.typ", data, parts=parts, made_at=made_at)


def certificate_png(content: CertificateContent, *, languages: tuple[str, ...]) -> bytes:
    """Return a small picture of page one: what an administrator sees before choosing a design."""
    data, parts = _certificate(content, languages)
    return png("certificate.typ", data, parts=parts, pixels_per_inch=_PREVIEW_PIXELS_PER_INCH)


def elements_pdf(content: CertificateContent, *, languages: tuple[str, ...], made_at: datetime) -> bytes:
    """Set all European elements of the award on one page; raises like ``certificate_pdf``.

    The type gets smaller until one page holds everything.
    """
    data, parts = _parts(content, languages)
    title = said(content.title, languages[0])
    data["document_title"] = f"{SHEET_TITLE[languages[0]]}: {title} – {content.learner}"
    first = element_size(content.elements, languages, SHEET_HEIGHT)
    made = b""
    for size in (first, *(size for size in ELEMENT_SIZES if size < first)):
        made = pdf("sheet.typ", data | {"element_size": size}, parts=parts, made_at=made_at)
        if len(PdfReader(io.BytesIO(made)).pages) == 1:
            break
    return made


def _certificate(
    content: CertificateContent, languages: tuple[str, ...]
) -> tuple[dict[str, Any], dict[str, str]]:
    data, parts = _parts(content, languages)
    title = said(content.title, languages[0])
    parts["watermark"] = watermark(content.identifier, title, content.hue)
    if content.design.logo:
        parts["logo"] = _logo(content.design.logo)
    return data | _page_one(content, languages), parts


def _parts(content: CertificateContent, languages: tuple[str, ...]) -> tuple[dict[str, Any], dict[str, str]]:
    """What both documents share: the person, the elements, the drawings, what is attached."""
    if not languages or any(tag not in LANGUAGES for tag in languages):
        raise UnsupportedError("document-language-unsupported", languages=", ".join(languages))
    title = said(content.title, languages[0])
    parts = {"rosette": rosette(content.identifier, title, content.hue)}
    if content.verify is not None:
        parts["qr"] = qr_code(content.verify.link)
    if content.attachment is not None:
        parts["attachment"] = _attachment_text(content.attachment.data)
    return _shared_data(content, languages, title), parts


def _attachment_text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise RefusedError("document-attachment-not-text") from error


def _logo(picture: bytes) -> str:
    """Return the logo as SVG around its own PNG: templates take texts only."""
    with Image.open(io.BytesIO(picture), formats=("PNG",)) as image:
        width, height = image.size
    encoded = base64.b64encode(picture).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{encoded}"/></svg>'
    )


def _accent(hue: int | None) -> str:
    """Return the organisation's colour as ink: every hue reaches 7:1 on paper at this lightness."""
    red, green, blue = colorsys.hls_to_rgb((_DEFAULT_HUE if hue is None else hue % 360) / 360, *_BRAND)
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"


def _complete(texts: Texts, languages: tuple[str, ...]) -> dict[str, str]:
    """Give every language asked for a text, so that nothing is missing where there is another."""
    return {tag: said(texts, tag) for tag in languages}


def _shared_data(content: CertificateContent, languages: tuple[str, ...], title: str) -> dict[str, Any]:
    first, verify, attachment = languages[0], content.verify, content.attachment
    return {
        "languages": list(languages),
        "words": WORDS,
        "accent": _accent(content.hue),
        "document_title": f"{WORDS['micro_credential'][first]}: {title} – {content.learner}",
        "author": said(content.body, first),
        "title": _complete(content.title, languages),
        "learner": content.learner,
        "rosette_alt": ROSETTE_ALT[first].format(title=title),
        "issued_by": _complete(content.issued_by, languages),
        "elements": [
            {
                "code": row.code,
                "name": _complete(row.name, languages),
                "lines": [_complete(line, languages) for line in row.lines],
            }
            for row in content.elements
        ],
        "footer": dict.fromkeys(languages, content.reference),
        "verify": None
        if verify is None
        else {
            "address": verify.address,
            "code": verify.code,
            "alt": QR_ALT[first].format(address=verify.link),
        },
        "attachment": None
        if attachment is None
        else {"name": attachment.name, "media_type": attachment.media_type, "description": ATTACHED[first]},
    }


def _page_one(content: CertificateContent, languages: tuple[str, ...]) -> dict[str, Any]:
    titles = tuple(dict.fromkeys(_complete(content.title, languages).values()))
    complete = [_complete(outcome, languages) for outcome in content.outcomes]
    design = content.design
    fitted = fit(content.learner, titles, complete, languages, reserved=_reserved(design))
    more = len(complete) - fitted.outcomes
    body = _complete(content.body, languages)
    return {
        "design": design.name,
        "logo_alt": LOGO_ALT[languages[0]].format(body=body[languages[0]]) if design.logo else None,
        "signatories": [
            {"name": one.name, "role": _complete(one.role, languages)} for one in design.signatories
        ],
        "body": body,
        "learner_size": fitted.name_size,
        "title_size": fitted.title_size,
        "outcome_size": fitted.outcome_size,
        "outcomes": complete[: fitted.outcomes],
        "more_outcomes": _counted(more) if more else None,
        "facts": [
            {"label": _complete(fact.label, languages), "value": _complete(fact.value, languages)}
            for fact in content.facts
        ],
        "element_size": element_size(content.elements, languages),
    }


def _reserved(design: Design) -> float:
    """How much of page one the organisation's own parts take, in points; less than nothing is room gained."""
    signing = 74.0 if design.signatories else 0.0
    if design.name == "classic":
        return signing + (18.0 if design.logo else 0.0)
    return signing + (-48.0 if design.logo else -80.0)


def _counted(count: int) -> Mapping[str, str]:
    return {tag: text.format(count=count) for tag, text in MORE_OUTCOMES.items()}
