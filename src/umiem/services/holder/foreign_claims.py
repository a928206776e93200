"""What a credential of any format says in short: title, issuer, person, dates, skills."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from umiem.domain.text import LocalizedText
from umiem.services.credential.representations.reading import shared_identifier
from umiem.services.credential.representations.reading.nodes import Node, child, string

LONGEST_TEXT = 400
MOST_SKILLS = 60
_ESCO_SKILL = re.compile(r"https?://data\.europa\.eu/esco/skill/([0-9A-Za-z.-]{1,80})")
_ADDRESSES = ("targetUrl", "concept", "id", "@id", "uri")
_LABELS = ("targetName", "label", "prefLabel", "title", "name")


@dataclass(frozen=True, kw_only=True)
class ForeignClaims:
    """The few claims by which a person recognises a credential, cut to lengths that fit a page."""

    title: LocalizedText
    issuer_id: str
    issuer_name: LocalizedText
    person: str
    credential_id: str
    achievement_id: str
    valid_from: str
    valid_until: str
    skills: Mapping[str, LocalizedText]


def read_claims(document: Node, *, with_skills: bool = True) -> ForeignClaims:
    """Read Open Badges 2 and 3, ELM and SD-JWT VC claims; what is not as expected is simply absent.

    Skills are looked for in every part of the document: who does not show them leaves them out.
    """
    subject = child(document, "credentialSubject")
    achievement = child(subject, "achievement") or child(document, "badge") or child(subject, "hasClaim")
    issuer = child(document, "issuer") or child(achievement, "issuer")
    return ForeignClaims(
        title=_first_text(
            (achievement, "name"),
            (achievement, "title"),
            (document, "achievement_title"),
            (child(document, "displayParameter"), "title"),
            (document, "name"),
            (document, "vct"),
        ),
        issuer_id=_short(string(document, "issuer") or string(issuer, "id") or string(document, "iss")),
        issuer_name=_first_text(
            (issuer, "name"), (issuer, "legalName"), (issuer, "prefLabel"), (document, "issuing_authority")
        ),
        person=_short(_person(document, subject)),
        credential_id=shared_identifier(_short(string(document, "id") or string(document, "jti"))),
        achievement_id=_short(string(achievement, "id") or string(document, "vct")),
        valid_from=_moment(
            document, "validFrom", "issuanceDate", "issuedOn", "date_of_issuance", "nbf", "iat"
        ),
        valid_until=_moment(document, "validUntil", "expirationDate", "expires", "date_of_expiry", "exp"),
        skills=dict(islice(_skills([subject, achievement]), MOST_SKILLS)) if with_skills else {},
    )


def _skills(value: object) -> Iterator[tuple[str, LocalizedText]]:
    """Yield every ESCO skill that a part names by its address, wherever the format puts it, the fullest last.

    Alignments of Open Badges, the outcomes of the extension and of ELM: all of them are objects with the
    address of the concept and what it is called.
    """
    if isinstance(value, Mapping):
        found = next(
            (hit for key in _ADDRESSES if (hit := _ESCO_SKILL.fullmatch(_plain(value.get(key))))), None
        )
        if found is not None:
            label = next((text for key in _LABELS if (text := _text(value.get(key)))), LocalizedText({}))
            yield f"http://data.europa.eu/esco/skill/{found[1]}", label
    if isinstance(value, Mapping | list):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _skills(inner)


def _person(document: Node, subject: Node) -> str:
    for entry in _nodes(subject.get("identifier")):
        if entry.get("identityType") == "name" and entry.get("hashed") is not True:
            return string(entry, "identityHash")
    full = next(iter(_text(subject.get("name") or subject.get("fullName")).values()), "")
    if full:
        return full
    parts = (
        (subject, "givenName"),
        (subject, "familyName"),
        (document, "given_name"),
        (document, "family_name"),
    )
    return " ".join(word for node, key in parts if (word := _any_text(node.get(key))))


def _any_text(value: object) -> str:
    return next(iter(_text(value).values()), "")


def _nodes(value: object) -> Iterator[Node]:
    for member in value if isinstance(value, list) else [value]:
        if isinstance(member, dict):
            yield member


def _first_text(*places: tuple[Node, str]) -> LocalizedText:
    for node, key in places:
        found = _text(node.get(key))
        if found:
            return found
    return LocalizedText({})


def _text(value: object) -> LocalizedText:
    """Read a string, a language map (also with lists), or value objects."""
    if isinstance(value, str):
        return LocalizedText({"und": _short(value)}) if value.strip() else LocalizedText({})
    if isinstance(value, Mapping) and "@value" in value:
        return LocalizedText({str(value.get("@language") or "und")[:20]: _short(str(value["@value"]))})
    if isinstance(value, Mapping):
        texts = {str(tag)[:20]: _short(_plain(text)) for tag, text in list(value.items())[:30]}
        return LocalizedText({tag: text for tag, text in texts.items() if text})
    if isinstance(value, list) and value:
        return _text(value[0])
    return LocalizedText({})


def _plain(value: object) -> str:
    first = value[0] if isinstance(value, list) and value else value
    return first if isinstance(first, str) else ""


def _short(text: str) -> str:
    return text.replace("\0", "").strip()[:LONGEST_TEXT]


def _moment(document: Node, *keys: str) -> str:
    for key in keys:
        value: Any = document.get(key)
        if isinstance(value, str) and value:
            return value[:40]
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 253_402_300_800:
            return datetime.fromtimestamp(value, UTC).isoformat().replace("+00:00", "Z")
    return ""
