"""What requests and answers about dates and prices look like."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal

from umiem.api.shapes.fields import Answer, Request, Text, example


class OfferIn(Request):
    """One way to take a micro-credential."""

    model_config = example(
        mode="hybrid",
        language="pl",
        region="PL-LD",
        place="Łódź",
        starts_on="2027-03-01",
        apply_by="2027-02-15",
        weeks=6,
        price="450.00",
        places=24,
        apply_url="https://uczelnia.example/zapisy",
    )
    mode: Text
    """`online`, `onsite` or `hybrid`."""
    language: Text
    """The language of teaching, for instance pl."""
    region: Text = ""
    """The region where it takes place, by the code of the catalogue, for instance PL-LD."""
    place: Text = ""
    """The town or campus."""
    starts_on: date | None = None
    """The first day; without one it begins on any day."""
    apply_by: date | None = None
    """The last day to apply."""
    weeks: int | None = None
    """How long it takes."""
    price: Decimal | None = None
    """What it costs; null when the provider does not say, 0 when it costs nothing."""
    currency: Text = "PLN"
    """The currency of the price (ISO 4217)."""
    places: int | None = None
    """How many people can take part."""
    apply_url: Text = ""
    """Where one applies."""


class OfferOut(Answer):
    """A way to take a micro-credential, with its identifier."""

    id: uuid.UUID
    """The identifier."""
    mode: str
    """`online`, `onsite` or `hybrid`."""
    language: str
    """The language of teaching."""
    region: str
    """The region where it takes place, by the code of the catalogue."""
    place: str
    """The town or campus."""
    starts_on: date | None
    """The first day; null when it begins on any day."""
    apply_by: date | None
    """The last day to apply."""
    weeks: int | None
    """How long it takes."""
    price: Decimal | None
    """What it costs; null when the provider does not say."""
    currency: str
    """The currency of the price."""
    places: int | None
    """How many people can take part."""
    apply_url: str
    """Where one applies."""
