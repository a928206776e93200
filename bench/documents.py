"""A realistic Open Badges credential of one kind, for as many learners as wanted."""

from __future__ import annotations

from typing import Any

_CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
_BASE = "https://uczelnia.example"
_NAMES = ("Zażółć Gęślą", "Świętosława Łąka-Źrebięcka", "Jan Nowak", "Żaneta Ćwikła", "Óscar Dąbrowski")


def open_badge(issuer: str, learner: int = 0, *, outcomes: int = 6) -> dict[str, Any]:
    """Return an unsigned credential of about 3.6 kB with ``outcomes`` results and alignments."""
    achievement = f"{_BASE}/definitions/podstawy-jezyka-python"
    return {
        "@context": _CONTEXT,
        "id": f"urn:uuid:3f1b{learner:04x}-5a1e-4c3e-9d2a-{learner:012x}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Podstawy języka Python",
        "issuer": {
            "id": issuer,
            "type": ["Profile"],
            "name": "Politechnika Przykładowa",
            "url": _BASE,
            "email": "mikro@uczelnia.example",
        },
        "validFrom": "2026-06-30T12:00:00Z",
        "validUntil": "2036-06-30T12:00:00Z",
        "credentialSubject": _subject(achievement, learner, outcomes),
    }


def _subject(achievement: str, learner: int, outcomes: int) -> dict[str, Any]:
    return {
        "id": f"did:example:learner:{learner:08x}",
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": False,
                "identityHash": f"{_NAMES[learner % len(_NAMES)]} {learner}",
                "identityType": "name",
            }
        ],
        "achievement": {
            "id": achievement,
            "type": ["Achievement"],
            "achievementType": "MicroCredential",
            "name": "Podstawy języka Python",
            "description": "Uczestnik pisze, uruchamia i testuje proste programy w języku Python.",
            "criteria": {"narrative": "Projekt zaliczeniowy i egzamin praktyczny pod nadzorem."},
            "creditsAvailable": 3,
            "inLanguage": "pl",
            "alignment": [_alignment(number) for number in range(outcomes)],
            "resultDescription": [_description(achievement, number) for number in range(outcomes - 2)],
        },
        "result": [_result(achievement, number, learner) for number in range(outcomes - 2)],
    }


def _alignment(number: int) -> dict[str, Any]:
    return {
        "type": ["Alignment"],
        "targetCode": f"S{number}",
        "targetName": f"umiejętność {number}: stosować konstrukcje języka",
        "targetFramework": "ESCO v1.1.1",
        "targetUrl": f"http://data.europa.eu/esco/skill/ccd0a1d9-afda-43d9-b901-96344886e14{number % 10}",
    }


def _description(achievement: str, number: int) -> dict[str, Any]:
    return {
        "id": f"{achievement}#wynik-{number}",
        "type": ["ResultDescription"],
        "name": f"Efekt uczenia się {number}",
        "resultType": "Percent",
    }


def _result(achievement: str, number: int, learner: int) -> dict[str, Any]:
    return {
        "type": ["Result"],
        "resultDescription": f"{achievement}#wynik-{number}",
        "value": str(50 + (learner + number) % 50),
    }
