"""The picture of a credential without the person: what European Digital Credentials show, per language.

It depends on the definition alone, so an installation draws it once for thousands of credentials, and
no personal data lies in pixels that nobody can search or erase.
"""

from __future__ import annotations

import io
from functools import lru_cache

from PIL import Image

from umiem.adapters.documents.content import CertificateContent, said
from umiem.adapters.documents.drawings import rosette
from umiem.adapters.documents.typesetting import png
from umiem.adapters.documents.words import WORDS

_PIXELS_PER_INCH = 96
_COLOURS = 64
_OUTCOMES_SHOWN = 5
_TITLE_SIZES = (26.0, 15.0)
_TITLE_POINTS = 900.0


@lru_cache(maxsize=256)
def _drawn(
    identifier: str,
    hue: int | None,
    language: str,
    title: str,
    body: str,
    outcomes: tuple[str, ...],
    facts: tuple[tuple[str, str], ...],
) -> bytes:
    size = max(_TITLE_SIZES[1], min(_TITLE_SIZES[0], _TITLE_POINTS / (0.5 * max(len(title), 1))))
    data = {
        "language": language,
        "title": title,
        "title_size": size,
        "body": body,
        "outcomes": list(outcomes),
        "facts": [{"label": label, "value": value} for label, value in facts],
        "words": {"micro_credential": WORDS["micro_credential"][language]},
    }
    parts = {"rosette": rosette(identifier, title, hue)}
    drawn = png("picture.typ", data, parts=parts, pixels_per_inch=_PIXELS_PER_INCH)
    return _small(drawn)


def _small(picture: bytes) -> bytes:
    """Reduce to a palette: a credential carries its pictures, so each must stay well under 48 kB."""
    buffer = io.BytesIO()
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.quantize(_COLOURS, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def credential_picture(content: CertificateContent, language: str) -> bytes:
    """Return the picture of the definition in ``content`` as PNG.

    The learner is never in it; the facts of ``content`` are, so give those of the definition only
    (``services.credential.representations.paper.definition_content``).
    """

    return _drawn(
        content.identifier,
        content.hue,
        language,
        said(content.title, language),
        said(content.body, language),
        tuple(said(outcome, language) for outcome in content.outcomes[:_OUTCOMES_SHOWN]),
        tuple((said(fact.label, language), said(fact.value, language)) for fact in content.facts),
    )
