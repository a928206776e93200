"""Identifiers of awards and credentials: random, and near each other in an index when made on the same day.

A wholly random identifier falls on a page of its own in an index of millions, so that each award of a batch
makes the database read and write a page more (decision 0221).
"""

from __future__ import annotations

import os
import uuid
from datetime import date

_VERSION, _VARIANT = 0x80, 0x80  # RFC 9562, section 5.8: version 8, and the variant of the RFC


def new_identifier(day: date) -> uuid.UUID:
    """Return a UUID of version 8 (RFC 9562, section 5.8) with 114 random bits, which nobody can guess.

    Its first byte is the number of the ``day`` it is made on, modulo 256. A credential says that day anyway,
    with the time of its proof; nobody who does not see the credential learns its identifier.
    """
    made = bytearray(os.urandom(16))
    made[0] = day.toordinal() % 256
    made[6] = made[6] & 0x0F | _VERSION
    made[8] = made[8] & 0x3F | _VARIANT
    return uuid.UUID(bytes=bytes(made))
