"""PDF: the credential attached to a certificate (PDF/A-3 embedded file).

Only attachments of known names are taken out; the page, its scripts and actions are never
interpreted. The parser runs in a child process of its own, with little memory and processor time,
because PDF is where parsers are attacked. What the picture on the page says is not verified: only
the attached data is.
"""

from __future__ import annotations

import subprocess
import sys

from umiem.engine.containers.payload import MAX_PAYLOAD_BYTES, ContainedPayload
from umiem.errors import MalformedInputError, NotFoundError

SIGNATURE = b"%PDF-"
MAX_PDF_BYTES = 10 * 1024 * 1024
WALL_SECONDS = 8
NOT_FOUND_EXIT = 3
"""Exit code of the child: parsed, but no attachment of a known name."""
TEXT_OPTION = "--text="
"""Asks the child for the text of so many pages instead of the attachment."""
PRINTED_PAGES = 4

ATTACHMENT_NAMES = (
    "credential.json",
    "credential.jsonld",
    "credential.jwt",
    "credential.sdjwt",
    "open-badge.json",
    "openbadgecredential.json",
    "european-digital-credential.jsonld",
)
"""Names that are looked for, in this order; the first one present is taken."""


def read_pdf(document: bytes) -> ContainedPayload:
    """Return the credential attached to a PDF.

    Raises ``NotFoundError`` (``document-without-credential``) or ``MalformedInputError``: no PDF,
    too large, broken, or too much work for the child.
    """
    if len(document) > MAX_PDF_BYTES:
        raise MalformedInputError("document-too-large", limit=MAX_PDF_BYTES)
    if not document.startswith(SIGNATURE):
        raise MalformedInputError("pdf-malformed")
    child = _child(document)
    if child.returncode == NOT_FOUND_EXIT:
        raise NotFoundError("document-without-credential")
    if child.returncode != 0 or not child.stdout or len(child.stdout) > MAX_PAYLOAD_BYTES:
        raise MalformedInputError("pdf-malformed")
    return ContainedPayload(payload=child.stdout)


def printed_text(document: bytes, *, pages: int = PRINTED_PAGES) -> str:
    """Return the text that the first pages of a PDF show, as far as a reader without eyes can tell.

    Nothing proves that a person sees this text: use it only to say that something is *missing*. Raises
    ``MalformedInputError`` when the child cannot read it.
    """
    child = _child(document, f"{TEXT_OPTION}{pages}")
    if child.returncode != 0 or len(child.stdout) > MAX_PAYLOAD_BYTES:
        raise MalformedInputError("pdf-malformed")
    return child.stdout.decode("utf-8", errors="replace")


def _child(document: bytes, *options: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-I", "-m", "umiem.engine.containers.pdf_child", *options]
    try:
        return subprocess.run(  # noqa: S603 - our own module, no shell, nothing from the document
            command, input=document, capture_output=True, timeout=WALL_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise MalformedInputError("pdf-too-much-work") from error
