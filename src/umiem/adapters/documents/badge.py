"""The badge image: the definition's rosette as SVG or PNG, with the credential baked in.

Open Badges 3.0, section 5.3: the image carries the credential, so that a picture can be verified.
"""

from __future__ import annotations

import resvg_py

from umiem.adapters.documents.drawings import rosette
from umiem.engine.containers.png import bake_png
from umiem.engine.containers.svg import bake_svg

PNG_PIXELS = 600


def badge_svg(identifier: str, *, title: str, hue: int | None, credential: bytes | None = None) -> bytes:
    """Return the rosette as SVG with an accessible title; ``credential`` (JWS or JSON) is baked in."""
    image = rosette(identifier, title, hue).encode()
    return image if credential is None else bake_svg(image, credential)


def badge_png(identifier: str, *, title: str, hue: int | None, credential: bytes | None = None) -> bytes:
    """Return the rosette as a square PNG of 600 pixels; ``credential`` (JWS or JSON) is baked in."""
    image = bytes(
        resvg_py.svg_to_bytes(
            svg_string=rosette(identifier, title, hue), width=PNG_PIXELS, skip_system_fonts=True
        )
    )
    return image if credential is None else bake_png(image, credential)
