"""The certificate: two pages for people, with the credential attached for computers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from umiem.adapters.documents.content import CertificateContent, Texts, said
from umiem.adapters.documents.drawings import qr_code, rosette, watermark
from umiem.adapters.documents.fitting import fit
from umiem.adapters.documents.typesetting import pdf
from umiem.adapters.documents.words import ATTACHED, MORE_OUTCOMES, QR_ALT, ROSETTE_ALT, WORDS
from umiem.errors import RefusedError, UnsupportedError

LANGUAGES = ("pl", "en")


def certificate_pdf(content: CertificateContent, *, languages: tuple[str, ...], made_at: datetime) -> bytes:
    """Set the certificate as PDF/A-3a and PDF/UA-1.

    ``languages`` is ``("pl",)``, ``("en",)`` or both in the order wanted. Content is shown in the first
    language it has; a text that lacks one is shown in the other. ``made_at`` becomes the file's date, so
    that the same award gives the same bytes. Raises ``UnsupportedError`` for another language and
    ``RefusedError`` when the attachment is not UTF-8 text.
    """
    if not languages or any(tag not in LANGUAGES for tag in languages):
        raise UnsupportedError("document-language-unsupported", languages=", ".join(languages))
    title = said(content.title, languages[0])
    drawing = (content.identifier, title, content.hue)
    parts = {"rosette": rosette(*drawing), "watermark": watermark(*drawing)}
    if content.verify is not None:
        parts["qr"] = qr_code(content.verify.link)
    if content.attachment is not None:
        parts["attachment"] = _attachment_text(content.attachment.data)
    data = _data(content, languages, title)
    return pdf("certificate.typ", data, parts=parts, made_at=made_at)


def _attachment_text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise RefusedError("document-attachment-not-text") from error


def _complete(texts: Texts, languages: tuple[str, ...]) -> dict[str, str]:
    """Give every language asked for a text, so that nothing is missing where there is another."""
    return {tag: said(texts, tag) for tag in languages}


def _data(content: CertificateContent, languages: tuple[str, ...], title: str) -> dict[str, Any]:
    first = languages[0]
    titles = tuple(dict.fromkeys(_complete(content.title, languages).values()))
    complete = [_complete(outcome, languages) for outcome in content.outcomes]
    fitted = fit(content.learner, titles, complete, languages)
    more = len(complete) - fitted.outcomes
    verify, attachment = content.verify, content.attachment
    rows = sum(len(row.lines) for row in content.elements) * len(languages)
    return {
        "languages": list(languages),
        "words": WORDS,
        "document_title": f"{WORDS['micro_credential'][first]}: {title} – {content.learner}",
        "author": said(content.body, first),
        "body": _complete(content.body, languages),
        "title": _complete(content.title, languages),
        "learner": content.learner,
        "learner_size": fitted.name_size,
        "title_size": fitted.title_size,
        "outcome_size": fitted.outcome_size,
        "rosette_alt": ROSETTE_ALT[first].format(title=title),
        "outcomes": complete[: fitted.outcomes],
        "more_outcomes": _counted(more) if more else None,
        "facts": [
            {"label": _complete(fact.label, languages), "value": _complete(fact.value, languages)}
            for fact in content.facts
        ],
        "issued_by": _complete(content.issued_by, languages),
        "elements": [
            {
                "code": row.code,
                "name": _complete(row.name, languages),
                "lines": [_complete(line, languages) for line in row.lines],
            }
            for row in content.elements
        ],
        "table_size": 8.8 if rows <= 40 else 7.6 if rows <= 62 else 6.8,
        "table_inset": 1.5 if rows <= 40 else 1.05,
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


def _counted(count: int) -> Mapping[str, str]:
    return {tag: text.format(count=count) for tag, text in MORE_OUTCOMES.items()}
