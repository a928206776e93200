"""What requests and answers about dates and prices look like."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal

from ninja import Schema


class OfferIn(Schema):
    """One way to take a micro-credential; without `starts_on` it begins on any day."""

    mode: str
    language: str
    region: str = ""
    place: str = ""
    starts_on: date | None = None
    apply_by: date | None = None
    weeks: int | None = None
    price: Decimal | None = None
    currency: str = "PLN"
    places: int | None = None
    apply_url: str = ""


class OfferOut(OfferIn):
    """An offer with its identifier."""

    id: uuid.UUID
