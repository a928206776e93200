"""Does a credential name the organisation that a certificate names? Legal identifiers in both spellings.

A certificate writes type, country and number in one text, ``NTREE-12345678`` (ETSI EN 319 412-1, 5.1.4). ELM
writes the same as notation, or the number alone as notation and the country as ``spatial``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from umiem.engine.seals.certificates import SealHolder

_SEMANTICS = re.compile(r"(?:[A-Z]{3}|[A-Z]{2}:)([A-Z]{2})-(.+)")
_COUNTRY = "http://publications.europa.eu/resource/authority/country/"
# ISO 3166-1, two letters → three: the Union, the EEA, candidates and neighbours whose seals are met in ELM
_PAIRS = (
    "AT-AUT BE-BEL BG-BGR HR-HRV CY-CYP CZ-CZE DK-DNK EE-EST FI-FIN FR-FRA DE-DEU GR-GRC EL-GRC HU-HUN "
    "IE-IRL IT-ITA LV-LVA LT-LTU LU-LUX MT-MLT NL-NLD PL-POL PT-PRT RO-ROU SK-SVK SI-SVN ES-ESP SE-SWE "
    "IS-ISL LI-LIE NO-NOR CH-CHE GB-GBR UA-UKR MD-MDA RS-SRB ME-MNE MK-MKD AL-ALB BA-BIH TR-TUR GE-GEO"
)
_THREE_LETTERS = {pair[:2]: pair[3:] for pair in _PAIRS.split(" ")}


def names_holder(issuer: Mapping[str, Any], holder: SealHolder) -> bool:
    """Say whether ``issuer`` (an ``elm:Organisation``) is the organisation of the certificate.

    The whole identifier, letter by letter; or its number, with the same country and the same legal name,
    because a number alone may be another organisation's in another register.
    """
    identifier = _mapping(issuer.get("eIDASIdentifier"))
    stated = identifier.get("notation")
    if not isinstance(stated, str) or not stated or holder.identifier is None:
        return False
    if stated == holder.identifier:
        return True
    parts = _SEMANTICS.fullmatch(holder.identifier)
    if parts is None or stated != parts[2]:
        return False
    country = f"{_COUNTRY}{_THREE_LETTERS.get(parts[1], '')}"
    return _mapping(identifier.get("spatial")).get("id") == country and _plain(holder.name) in _names(issuer)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _names(issuer: Mapping[str, Any]) -> set[str]:
    found = _mapping(issuer.get("legalName")).values()
    texts = (text for value in found for text in (value if isinstance(value, list) else [value]))
    return {_plain(text) for text in texts if isinstance(text, str)} - {""}


def _plain(name: str) -> str:
    """A name without case, accents and signs: certificates often hold capitals without accents."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in letters if letter.isalnum())
