"""An e-mail address as it is kept: without blanks around it, in small letters."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from umiem.errors import MalformedInputError

_MOST_SHOWN = 80


def checked_email(text: str) -> str:
    """Return the address in ``text``; raises ``MalformedInputError`` email-invalid (``value``).

    Whether there is such a mailbox is not asked.
    """
    address = text.strip().casefold()
    try:
        validate_email(address)
    except ValidationError as problem:
        raise MalformedInputError("email-invalid", value=text[:_MOST_SHOWN]) from problem
    return address
