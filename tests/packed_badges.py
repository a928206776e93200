"""Badges to import definitions from, in the wrappings they come in."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Mapping

from PIL import Image

BADGE = {"type": "BadgeClass", "id": "https://a.example.org/1", "name": "Podstawy SQL", "criteria": "x"}
CREDENTIAL = {
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"name": "Uczelnia"},
    "credentialSubject": {
        "achievement": {"type": ["Achievement"], "name": "UX", "criteria": {"narrative": "x"}}
    },
}


def png() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (4, 4)).save(buffer, "PNG")
    return buffer.getvalue()


def packed(files: Mapping[str, bytes]) -> bytes:
    """A ZIP of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def jws(document: object) -> bytes:
    part = base64.urlsafe_b64encode(json.dumps(document).encode()).rstrip(b"=")
    return b"eyJhbGciOiJFZERTQSJ9." + part + b".c2ln"
