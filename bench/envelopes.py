"""Speed of JOSE envelopes on a realistic badge: ``vc+jwt``, ``dc+sd-jwt``, and what they are made of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import cycle
from typing import Any

from umiem.engine import (
    OPEN_BADGES_3,
    InMemorySigner,
    PreparedCredential,
    VerificationPolicy,
    offline_sources,
    prepare_credential,
)
from umiem.engine.envelopes.sd_jwt.issuing import DisclosurePlan
from umiem.engine.envelopes.sd_jwt_vc import sign_sd_jwt_vc, verify_sd_jwt_vc
from umiem.engine.envelopes.vc_jwt import sign_vc_jwt, verify_vc_jwt

Case = tuple[str, Callable[[], object]]
_AT = datetime(2026, 11, 1, tzinfo=UTC)
_DOCUMENTS = 64
"""Different learners and outcomes: nothing is measured on one document alone."""


def cases() -> list[Case]:
    """Return the rows: a name, and one operation to time."""
    rows: list[Case] = []
    for name, algorithm in (("eddsa", "Ed25519"), ("es256", "P-256")):
        rows += _vc_jwt_cases(name, InMemorySigner.generate(algorithm))
        rows += _sd_jwt_cases(name, InMemorySigner.generate(algorithm))
    return rows


def _vc_jwt_cases(name: str, signer: InMemorySigner) -> list[Case]:
    prepared = [_prepared(signer, number) for number in range(_DOCUMENTS)]
    tokens = [sign_vc_jwt(credential, signer).data for credential in prepared]
    policy, sources = VerificationPolicy.strict(), offline_sources()
    next_prepared, next_token = cycle(prepared), cycle(tokens)
    for token in tokens:
        verify_vc_jwt(token, policy=policy, at=_AT, sources=sources).require_valid()
    return [
        (f"issue-vc+jwt-{name}", lambda: sign_vc_jwt(next(next_prepared), signer, check_signature=False)),
        (
            f"verify-vc+jwt-{name}",
            lambda: verify_vc_jwt(next(next_token), policy=policy, at=_AT, sources=sources),
        ),
    ]


def _sd_jwt_cases(name: str, signer: InMemorySigner) -> list[Case]:
    plan = DisclosurePlan.of([(claim,) for claim in _personal_claims(0)])
    claims = [_sd_jwt_claims(signer, number) for number in range(_DOCUMENTS)]
    tokens = [sign_sd_jwt_vc(entry, signer, plan=plan).data for entry in claims]
    policy, sources = VerificationPolicy.strict(), offline_sources()
    next_claims, next_token = cycle(claims), cycle(tokens)
    for token in tokens:
        verify_sd_jwt_vc(token, policy=policy, at=_AT, sources=sources).require_valid()
    return [
        (
            f"issue-dc+sd-jwt-{name}",
            lambda: sign_sd_jwt_vc(next(next_claims), signer, plan=plan, check_signature=False),
        ),
        (
            f"verify-dc+sd-jwt-{name}",
            lambda: verify_sd_jwt_vc(next(next_token), policy=policy, at=_AT, sources=sources),
        ),
    ]


def _personal_claims(number: int) -> dict[str, Any]:
    return {
        "given_name": f"Jadwiga {number}",
        "family_name": "Nowak-Żółkiewska",
        "birthdate": "1999-04-10",
        "email": f"jadwiga{number}@example.com",
        "achievement": "Basics of spatial data analysis",
        "workload": "75 h",
        "eqf_level": 6,
        "grade": "bardzo dobry",
        "assessment": "project and oral examination",
        "supervision": "in-person, identity verified",
    }


def _sd_jwt_claims(signer: InMemorySigner, number: int) -> dict[str, Any]:
    return {
        "iss": signer.did,
        "vct": "https://example.com/types/micro-credential",
        "iat": 1_761_955_200,
        "exp": 1_924_991_999,
        "awarding_country": "PL",
        **_personal_claims(number),
    }


def _prepared(signer: InMemorySigner, number: int) -> PreparedCredential:
    return prepare_credential(_badge(signer.did, number), OPEN_BADGES_3)


def _badge(issuer: str, number: int) -> dict[str, Any]:
    outcome = "https://example.com/achievements/spatial-analysis"
    return {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": f"urn:uuid:00000000-0000-4000-8000-{number:012d}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Basics of spatial data analysis",
        "issuer": {
            "id": issuer,
            "type": ["Profile"],
            "name": "Politechnika Przykładowa",
            "url": "https://example.com",
            "email": "mikroposwiadczenia@example.com",
        },
        "validFrom": "2026-10-01T00:00:00Z",
        "validUntil": "2031-10-01T00:00:00Z",
        "credentialSubject": {
            "id": f"did:example:learner-{number}",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": outcome,
                "type": ["Achievement"],
                "achievementType": "MicroCredential",
                "name": "Podstawy analizy danych przestrzennych",
                "description": "Uczestnik zbiera, łączy i analizuje dane przestrzenne. " * 4,
                "criteria": {"narrative": "Projekt oceniony na co najmniej 60 % i rozmowa. " * 3},
                "resultDescription": [_result_description(outcome, index) for index in range(4)],
                "alignment": [_alignment(index) for index in range(4)],
            },
            "result": [
                {
                    "type": ["Result"],
                    "resultDescription": f"{outcome}#result-{index}",
                    "value": str(60 + (number + index) % 40),
                }
                for index in range(4)
            ],
        },
    }


def _result_description(outcome: str, index: int) -> dict[str, Any]:
    return {
        "id": f"{outcome}#result-{index}",
        "type": ["ResultDescription"],
        "name": f"Efekt uczenia się {index}",
        "resultType": "Percent",
    }


def _alignment(index: int) -> dict[str, Any]:
    return {
        "type": ["Alignment"],
        "targetName": f"geographic information systems {index}",
        "targetUrl": f"http://data.europa.eu/esco/skill/{index:08d}-0000-4000-8000-000000000000",
        "targetType": "ESCO:Skill",
    }
