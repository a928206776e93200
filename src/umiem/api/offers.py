"""Offers of a definition: dates, mode, price, places and where one applies."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Status

from umiem.api import parameters
from umiem.api.auth import actor
from umiem.api.shapes.offers import OfferIn, OfferOut
from umiem.services.definition import definition_offers
from umiem.services.definition.definition_offers import OfferTerms
from umiem.storage.models import DefinitionOffer

router = Router()


@router.get("/{slug}/offers", response=list[OfferOut], summary="Dates and prices of a definition")
def list_offers(
    request: HttpRequest, organisation: parameters.Organisation, slug: parameters.Slug
) -> list[OfferOut]:
    """Return all offers of a definition, those that are over too."""
    return [_out(row) for row in definition_offers.offers_of(actor(request), organisation, slug)]


@router.post("/{slug}/offers", response=OfferOut, summary="Add a date")
def add_offer(
    request: HttpRequest, organisation: parameters.Organisation, slug: parameters.Slug, body: OfferIn
) -> OfferOut:
    """Add an offer; the very same terms once more change nothing."""
    terms = OfferTerms(**body.dict())
    return _out(definition_offers.add_offer(actor(request), organisation, slug, terms))


@router.delete("/{slug}/offers/{offer}", response={204: None}, summary="Remove a date")
def remove_offer(
    request: HttpRequest,
    organisation: parameters.Organisation,
    slug: parameters.Slug,
    offer: parameters.OfferId,
) -> Status[None]:
    """Remove an offer."""
    definition_offers.remove_offer(actor(request), organisation, slug, offer)
    return Status(204, None)


def _out(row: DefinitionOffer) -> OfferOut:
    values = {name: getattr(row, name) for name in OfferTerms.__dataclass_fields__}
    return OfferOut(id=row.public_id, **values)
