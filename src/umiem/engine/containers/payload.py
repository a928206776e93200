"""What an image or document was found to carry, and the limits that all containers share."""

from __future__ import annotations

from dataclasses import dataclass

MAX_PAYLOAD_BYTES = 1024 * 1024
"""A credential inside a container, inflated."""


@dataclass(frozen=True, kw_only=True)
class ContainedPayload:
    """The bytes of a credential as they lie in a container; ``legacy`` marks an Open Badges 1 or 2 place."""

    payload: bytes
    legacy: bool = False
