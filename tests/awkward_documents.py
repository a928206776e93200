"""Five thousand documents with awkward texts, numbers and structures, the same at every run."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from tests.engine_documents import badge_document

DOCUMENTS = 5_000
KINDS = 50


TEXTS = (
    "",
    " ",
    'cudzy"słów',
    "ukośnik \\ i \\\\",
    "\t\n\r\b\f",
    "\x01\x02\x1f",
    "\x7f",
    "\x85\xa0\u2028\u2029\ufeff",
    "𝄞 🎓 \U0010ffff",
    "zażółć gęślą jaźń",
    "e\u0301",
    "https://example.org/x",
    "did:example:1",
    "urn:uuid:1",
    "_:b0",
    "_:c14n0",
    "@type",
    "type",
    "Result",
    "name",
    "VerifiableCredential",
    "%s %d %% {0}",
    "<x> <y> _:z .",
    '"^^<http://www.w3.org/2001/XMLSchema#integer>',
    "\\u0041",
    "true",
    "12",
    "2026-01-01T00:00:00Z",
    "x" * 400,
)
IRIS = (
    "https://example.org/",
    "http://data.europa.eu/esco/skill/ccd0a1d9?x=1&y=%20#f",
    "https://uczelnia.example/ścieżka",
    "urn:uuid:3f1b0001-5a1e-4c3e-9d2a-000000000001",
    "did:web:example.org:a",
    "mailto:jan@example.org",
    "tag:example.org,2026:x",
)
IRI_NAMES = frozenset(("id", "targetUrl", "resultDescription", "url"))


FIXED_NAMES = frozenset(
    (
        "@context",
        "type",
        "issuer",
        "identityType",
        "resultType",
        "achievementType",
        "validFrom",
        "validUntil",
        "@language",
        "@direction",
    )
)


def _changed(value: Any, chance: random.Random, name: str = "") -> Any:
    """Return a copy with texts, links, numbers and optional members changed at random."""
    if name in FIXED_NAMES:
        return value
    if isinstance(value, dict):
        return {key: _changed(member, chance, key) for key, member in value.items()}
    if isinstance(value, list):
        return [_changed(member, chance, name) for member in value]
    if isinstance(value, str) and chance.random() < 0.1:
        return chance.choice(IRIS if name in IRI_NAMES else TEXTS)
    return value


def _kind(chance: random.Random) -> dict[str, Any]:
    """Return a document of a new kind: members missing, repeated, of other types."""
    document = badge_document()
    subject = document["credentialSubject"]
    achievement = subject["achievement"]
    if chance.random() < 0.5:
        document["description"] = {"@value": "opis", "@language": "pl"}
    if chance.random() < 0.3:
        document["description"] = [
            {"@value": "opis", "@language": "pl"},
            {"@value": "text", "@language": "en", "@direction": "ltr"},
        ]
    alignment = achievement["alignment"][0]
    achievement["alignment"] = [
        alignment | {"targetName": f"umiejętność {number}"} for number in range(chance.randint(0, 5))
    ]
    subject["result"] = [{"type": ["Result"], "value": str(n)} for n in range(chance.randint(0, 4))]
    achievement["creditsAvailable"] = chance.choice([0, 1, 3.5, -2, 1e21, 1.5e-7, True])
    if chance.random() < 0.3:
        del subject["id"]
        subject["identifier"] = [
            {"type": "IdentityObject", "hashed": False, "identityHash": str(n), "identityType": "name"}
            for n in range(chance.randint(1, 3))
        ]
    if chance.random() < 0.3:
        achievement["tag"] = ["a", "b", "a"][: chance.randint(1, 3)]
    if chance.random() < 0.2:
        achievement["version"] = None
    return document


def awkward_documents() -> Iterator[list[dict[str, Any]]]:
    """Yield the documents kind by kind: those of one kind have the same members with other texts."""
    chance = random.Random(1948)
    for _ in range(KINDS):
        kind = _kind(chance)
        yield [_changed(kind, chance) for _ in range(DOCUMENTS // KINDS)]
