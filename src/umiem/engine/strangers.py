"""What it is that people bring although it is no credential: told by its first bytes, so that words can help.

Nothing is opened, decoded or believed here. Whoever calls has found that no format fits.
"""

from __future__ import annotations

import re

NOT_RECOGNISED = "input-not-recognised"
WITHOUT_CREDENTIAL = "image-without-credential"
_START = 4_096

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", WITHOUT_CREDENTIAL),  # JPEG
    (b"GIF8", WITHOUT_CREDENTIAL),
    (b"II*\0", WITHOUT_CREDENTIAL),  # TIFF
    (b"MM\0*", WITHOUT_CREDENTIAL),
    (b"\xd0\xcf\x11\xe0", "input-is-office-document"),  # Word and Excel before 2007
    (b"\x1f\x8b", "input-is-archive"),  # gzip
    (b"7z\xbc\xaf", "input-is-archive"),
    (b"Rar!", "input-is-archive"),
    (b"\xff\xfe", "json-not-utf8"),  # UTF-16
    (b"\xfe\xff", "json-not-utf8"),
)
_ZIP = b"PK"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_OFFICE_PARTS = (b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis")
_PICTURE_BRANDS = (b"ftyphei", b"ftypmif1", b"ftypavif")
_WEB_PAGE = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_LETTER = re.compile(
    rb"(?:From|Received|Return-Path|Delivered-To|Message-ID|MIME-Version|Subject): ", re.IGNORECASE
)
_ENCODED = re.compile(rb"data:[a-z]+/|%7b|[a-z0-9+/_-]{60,}={0,2}\s*\Z|\"(?:\{|ey)", re.IGNORECASE)
_JSON_LIST = re.compile(rb"\[\s*[\[{\"\]]")
_LINK = re.compile(rb"https?://", re.IGNORECASE)


def is_web_page(data: bytes) -> bool:
    """Say whether ``data`` begins like HTML: what a server answers when one has to sign in first."""
    return _WEB_PAGE.match(data[:_START].removeprefix(_BYTE_ORDER_MARK)) is not None


def looks_like(data: bytes) -> str:
    """Return the code of what ``data`` seems to be; ``input-not-recognised`` when nothing is known.

    >>> looks_like(b"<!DOCTYPE html><title>Sign in</title>")
    'input-is-web-page'
    """
    start = data[:_START].removeprefix(_BYTE_ORDER_MARK).lstrip()
    for magic, code in _MAGIC:
        if data.startswith(magic):
            return code
    if data.startswith(_ZIP):
        is_office = any(part in start for part in _OFFICE_PARTS)
        return "input-is-office-document" if is_office else "input-is-archive"
    if start[4:12].startswith(_PICTURE_BRANDS) or (start.startswith(b"RIFF") and start[8:12] == b"WEBP"):
        return WITHOUT_CREDENTIAL
    return _looks_like_text(start)


def _looks_like_text(start: bytes) -> str:
    if is_web_page(start):
        return "input-is-web-page"
    if _LETTER.match(start):
        return "input-is-letter"
    if _JSON_LIST.match(start) or _lists_links(start):
        return "input-is-list"
    if _ENCODED.match(start):
        return "input-is-encoded"
    return NOT_RECOGNISED


def _lists_links(start: bytes) -> bool:
    """Whether the text is one link a row, but for a heading and a row that ends further on."""
    lines = [line for line in start.splitlines() if line.strip()]
    with_links = [line for line in lines if _LINK.search(line)]
    return not start.startswith((b"{", b"<", b"%")) and len(with_links) > max(1, len(lines) - 3)
