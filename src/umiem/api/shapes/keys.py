"""What requests and answers about signing keys look like."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from umiem.api.shapes.fields import Answer, Request, Text, example


class RotateIn(Request):
    """Which key the caller believes to be active."""

    model_config = example(instead_of="key-1")
    instead_of: Annotated[Text, Field(min_length=1, max_length=60)]
    """The name of the key that is to be retired; 409 when another one is active."""


class KeyOut(Answer):
    """A signing key."""

    key: str
    """Its name in the organisation's DID document."""
    algorithm: str
    """What it signs with."""
    store: str
    """Where the private half lies: `file`, or `pkcs11` for a hardware token."""
    state: str
    """`active`, `retired` or `compromised`."""
    signed: int
    """How many signatures the signer log counts."""
    created_at: datetime
    """When it was made."""
    valid_until: datetime | None
    """The planned end; what it signed stays verifiable after it."""
    retired_at: datetime | None
    """When another one took its place."""
    compromised_since: datetime | None
    """Since when what it signed counts no more."""
