"""Where an organisation is, and the number by which the law knows it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from umiem.domain.vocabularies import REGIONS
from umiem.errors import MalformedInputError, RefusedError
from umiem.storage.models import Organisation

LONGEST_TOWN = 100
LEGAL_ID_SCHEMES = ("VAT", "REGON", "KRS", "LEI", "PIC")
"""Kinds of numbers by which an organisation is known; the Polish NIP is the VAT number."""

_LEGAL_ID = re.compile(r"[A-Z0-9][A-Z0-9 ./-]{3,38}[A-Z0-9]")


@dataclass(frozen=True, kw_only=True)
class Place:
    """The region (``domain.vocabularies.regions``), the town and the legal identifier of an organisation.

    ``legal_id_scheme`` is one of ``LEGAL_ID_SCHEMES``. That the number is its own is not checked.
    """

    region: str = ""
    town: str = ""
    legal_id_scheme: str = ""
    legal_id: str = ""


def checked_place(place: Place, country: str) -> dict[str, str]:
    """Return the columns of a place; raises ``MalformedInputError`` for what cannot be one."""
    value = place.legal_id.strip().upper()
    if value and (place.legal_id_scheme not in LEGAL_ID_SCHEMES or not _LEGAL_ID.fullmatch(value)):
        raise MalformedInputError("legal-identifier-wrong", value=value[:80])
    if place.region and not _is_region(place.region, country):
        raise MalformedInputError("organisation-region-wrong", value=place.region[:20])
    return {
        "region": place.region,
        "address": " ".join(place.town.split())[:LONGEST_TOWN],
        "legal_id_scheme": place.legal_id_scheme if value else "",
        "legal_id": value,
    }


def _is_region(code: str, country: str) -> bool:
    """Say whether it is a region of the country; where none is listed here, any code may be."""
    if any(each.code.startswith(f"{country}-") for each in REGIONS.concepts):
        return code in REGIONS and code.startswith(f"{country}-")
    return re.fullmatch(rf"{re.escape(country)}-[A-Z0-9]{{1,3}}", code) is not None


def refuse_taken_identifier(value: str, *, but: Organisation | None) -> None:
    """A number names one legal person: no second organisation of this site may claim it."""
    others = Organisation.objects.all() if but is None else Organisation.objects.exclude(pk=but.pk)
    if value and others.filter(legal_id=value).exists():
        raise RefusedError("legal-identifier-taken", value=value)
