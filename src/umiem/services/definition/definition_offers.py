"""Offers of a definition: when, how and for how much it can be taken; staff keeps them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

from django.db import transaction

from umiem.domain.vocabularies import LANGUAGES, REGIONS
from umiem.errors import MalformedInputError, NotFoundError, RefusedError
from umiem.services import audit
from umiem.services.access import Actor, Permission, authorise
from umiem.storage.models import OFFER_MODES, Definition, DefinitionOffer, Organisation

MOST_OFFERS = 200
MOST_WEEKS = 520
MOST_PLACES = 1_000_000
MOST_PRICE = Decimal(1_000_000)
LONGEST_PLACE = 120
LONGEST_ADDRESS = 500


@dataclass(frozen=True, kw_only=True)
class OfferTerms:
    """One way to take a micro-credential. Without ``starts_on`` it begins on any day."""

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


def offers_of(actor: Actor, organisation: str, slug: str) -> tuple[DefinitionOffer, ...]:
    """Return all offers of a definition, those that are over too, for the staff."""
    found = authorise(actor, organisation, Permission.READ)
    return tuple(_definition(found, slug).offers.all())


def add_offer(actor: Actor, organisation: str, slug: str, terms: OfferTerms) -> DefinitionOffer:
    """Add an offer; the very same terms once more change nothing.

    Raises ``MalformedInputError`` ``offer-terms-wrong`` with the ``field``.
    """
    found = authorise(actor, organisation, Permission.DEFINE)
    _refuse_wrong(terms)
    with transaction.atomic():
        definition = _definition(found, slug)
        Definition.objects.select_for_update(no_key=True).get(pk=definition.pk)
        values = {name: getattr(terms, name) for name in OfferTerms.__dataclass_fields__}
        same = definition.offers.filter(**values).first()
        if same is not None:
            return same
        if definition.offers.count() >= MOST_OFFERS:
            raise RefusedError("too-many-offers", limit=MOST_OFFERS)
        row = DefinitionOffer.objects.create(organisation=found, definition=definition, **values)
        audit.record(actor, found, "offer-added", slug, offer=str(row.public_id))
    return row


def remove_offer(actor: Actor, organisation: str, slug: str, offer_id: uuid.UUID) -> None:
    """Remove an offer; raises ``NotFoundError`` when it is not there."""
    found = authorise(actor, organisation, Permission.DEFINE)
    with transaction.atomic():
        row = _definition(found, slug).offers.filter(public_id=offer_id).first()
        if row is None:
            raise NotFoundError("offer-unknown")
        row.delete()
        audit.record(actor, found, "offer-removed", slug, offer=str(offer_id))


def _definition(organisation: Organisation, slug: str) -> Definition:
    found = organisation.definitions.filter(slug=slug).first()
    if found is None:
        raise NotFoundError("definition-unknown", slug=slug)
    return found


def _refuse_wrong(terms: OfferTerms) -> None:
    currency = terms.currency
    wrong = {
        "mode": terms.mode not in OFFER_MODES,
        "language": terms.language not in LANGUAGES,
        "region": bool(terms.region) and terms.region not in REGIONS,
        "place": len(terms.place) > LONGEST_PLACE or "\0" in terms.place,
        "apply_by": bool(terms.apply_by and terms.starts_on and terms.apply_by > terms.starts_on),
        "weeks": terms.weeks is not None and not 1 <= terms.weeks <= MOST_WEEKS,
        "price": terms.price is not None and not 0 <= terms.price <= MOST_PRICE,
        "currency": not (len(currency) == 3 and currency.isascii() and currency.isupper()),
        "places": terms.places is not None and not 0 <= terms.places <= MOST_PLACES,
        "apply_url": bool(terms.apply_url) and not _is_web_address(terms.apply_url),
    }
    for name, is_wrong in wrong.items():
        if is_wrong:
            raise MalformedInputError("offer-terms-wrong", field=name)


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return (
        len(text) <= LONGEST_ADDRESS
        and parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and not any(letter.isspace() or ord(letter) < 32 for letter in text)
    )
