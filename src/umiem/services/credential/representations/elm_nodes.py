"""The small objects of the European Learning Model: concepts, notes, identifiers, places, pictures.

Each function returns one JSON-LD node as the EDC context has it. ``Names`` gives nodes their
identifiers: one per node, so that RDF never merges two things into one.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from umiem.domain.text import LocalizedText
from umiem.domain.vocabularies import COUNTRIES, LANGUAGES, Concept, Vocabulary

Node = dict[str, Any]

_SNB = "http://data.europa.eu/snb/"
_FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type"
LOCAL = "https://w3id.org/umiem/microcredential#"


class Names:
    """Identifiers ``urn:epass:<kind>:<n>``, counted by kind within one credential."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def next(self, kind: str) -> str:
        number = self._last.get(kind, 0) + 1
        self._last[kind] = number
        return f"urn:epass:{kind}:{number}"


def texts(text: LocalizedText) -> dict[str, str]:
    """Return the language map of a text, blank languages left out."""
    return {tag: value for tag, value in text.items() if value.strip()}


def concept_node(uri: str, scheme: str, labels: Mapping[str, str]) -> Node:
    """A SKOS concept with its list and its labels."""
    return {
        "id": uri,
        "type": "Concept",
        "inScheme": {"id": scheme, "type": "ConceptScheme"},
        "prefLabel": dict(labels),
    }


@lru_cache(maxsize=2048)
def _cached_concept(concept: Concept) -> Node:
    return concept_node(concept.uri, concept.scheme, texts(concept.labels))


def concept(vocabulary: Vocabulary, code: str) -> Node | None:
    """Return the concept ``code`` of a vocabulary, or None when the list has no such entry.

    The node is shared between documents: it must not be changed.
    """
    found = vocabulary.find(code)
    return None if found is None else _cached_concept(found)


def own_concept(list_name: str, code: str, labels: Mapping[str, str]) -> Node:
    """A concept of Umiem's own, for what no European list has."""
    return concept_node(f"{LOCAL}{list_name}-{code}", f"{LOCAL}{list_name}", labels)


def country(code: str) -> Node | None:
    return concept(COUNTRIES, code.upper())


def language(tag: str) -> Node | None:
    return concept(LANGUAGES, tag.partition("-")[0].lower())


def note(names: Names, text: Mapping[str, str], subject: Node | None = None) -> Node:
    """A note; ``subject`` says what it is about, which makes it readable by machines."""
    node: Node = {"id": names.next("note"), "type": "Note", "noteLiteral": dict(text)}
    if subject is not None:
        node["subject"] = subject
    return node


def identifier(
    names: Names, *, scheme_name: str, notation: str, scheme_id: str = "", scheme_version: str = ""
) -> Node:
    node: Node = {"id": names.next("identifier"), "type": "Identifier", "schemeName": scheme_name}
    if scheme_id:
        node["schemeId"] = scheme_id
    if scheme_version:
        node["schemeVersion"] = scheme_version
    node["notation"] = notation
    return node


def legal_identifier(names: Names, *, notation: str, country_code: str, scheme_name: str = "") -> Node:
    node: Node = {
        "id": names.next("legalIdentifier"),
        "type": "LegalIdentifier",
        "notation": notation,
        "spatial": country(country_code),
    }
    if scheme_name:
        node["schemeName"] = scheme_name
    return node


def web_resource(names: Names, url: str, title: Mapping[str, str] | None = None) -> Node:
    node: Node = {"id": names.next("webResource"), "type": "WebResource", "contentURL": url}
    if title:
        node["title"] = dict(title)
    return node


def location(
    names: Names, *, country_code: str, region: Node | None = None, address: Mapping[str, str] | None = None
) -> Node:
    """A place: the country always, region (ATU) and written address where known."""
    place: Node = {
        "id": names.next("address"),
        "type": "Address",
        "countryCode": country(country_code),
    }
    if address:
        place["fullAddress"] = note(names, address)
    node: Node = {"id": names.next("location"), "type": "Location", "address": [place]}
    if region is not None:
        node["spatialCode"] = [region]
    return node


def contact_point(names: Names, email: str) -> Node:
    return {
        "id": names.next("contactPoint"),
        "type": "ContactPoint",
        "emailAddress": [{"id": f"mailto:{email}", "type": "Mailbox"}],
    }


_BASE64 = concept_node(
    f"{_SNB}encoding/6146cde7dd", f"{_SNB}encoding/25831c2", {"en": "base64", "pl": "base64"}
)
_PNG = concept_node(f"{_FILE_TYPE}/PNG", _FILE_TYPE, {"en": "PNG", "pl": "PNG"})


@lru_cache(maxsize=256)
def _encoded(picture: bytes) -> str:
    return base64.b64encode(picture).decode()


def png_picture(names: Names, picture: bytes) -> Node:
    """A PNG inside the credential: EDC holds its pictures itself, so nothing is ever fetched."""
    return {
        "id": names.next("mediaObject"),
        "type": "MediaObject",
        "content": _encoded(picture),
        "contentEncoding": _BASE64,
        "contentType": _PNG,
    }
