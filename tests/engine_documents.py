"""Signed documents and sources in memory, for the tests of the engine."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from umiem.engine import (
    OPEN_BADGES_3,
    PLAIN_CREDENTIAL,
    InMemorySigner,
    Profile,
    Sources,
    StatusEntry,
    VerificationPolicy,
    VerificationReport,
    offline_sources,
    prepare_credential,
    sign_credential,
    status_list_document,
    verify_credential,
)
from umiem.engine.identifiers.document import did_web_document
from umiem.errors import NotFoundError, UnavailableError

AT = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
SEED = "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq"
SIGNER = InMemorySigner.from_secret(SEED)
LIST_URL = "https://uczelnia.example/status/1"
DID_WEB = "did:web:uczelnia.example"
OB_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"


BADGE_RULES = replace(OPEN_BADGES_3, proof_as_list=False)
"""Open Badges with the one proof as an object, as others issue them; ours put it into a list."""


def plain_document(issuer: str = SIGNER.did, **members: Any) -> dict[str, Any]:
    """A credential without any profile."""
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
        "type": ["VerifiableCredential"],
        "issuer": issuer,
        "name": "Podstawy Pythona",
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:learner", "name": "Żaneta Łąka"},
        **members,
    } | {"credentialSubject": members.get("credentialSubject", {"id": "did:example:learner"})}


def badge_document(issuer: str = SIGNER.did, **members: Any) -> dict[str, Any]:
    """A small Open Badges credential."""
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2", OB_CONTEXT],
        "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc34",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Podstawy Pythona",
        "issuer": {"id": issuer, "type": ["Profile"], "name": "Politechnika Przykładowa"},
        "validFrom": "2026-01-01T00:00:00Z",
        "validUntil": "2030-01-01T00:00:00Z",
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://uczelnia.example/definitions/python",
                "type": ["Achievement"],
                "name": "Podstawy Pythona",
                "description": "Pisze proste programy.",
                "criteria": {"narrative": "Projekt i egzamin."},
                "creditsAvailable": 3.5,
                "alignment": [
                    {
                        "type": ["Alignment"],
                        "targetName": "Python",
                        "targetUrl": "http://data.europa.eu/esco/skill/ccd0a1d9-afda-43d9-b901-96344886e14d",
                    }
                ],
            },
            "result": [{"type": ["Result"], "value": "92"}],
        },
        **members,
    }


def issue(
    document: dict[str, Any],
    *,
    signer: InMemorySigner = SIGNER,
    profile: Profile = PLAIN_CREDENTIAL,
    cryptosuite: str = "eddsa-rdfc-2022",
    bind_issuer: bool = True,
) -> dict[str, Any]:
    """Prepare and sign; return the parsed result."""
    secured = sign_credential(
        prepare_credential(document, profile),
        signer,
        created=datetime(2026, 6, 30, tzinfo=UTC),
        cryptosuite=cryptosuite,
        bind_issuer=bind_issuer,
    )
    parsed: dict[str, Any] = json.loads(secured.data)
    return parsed


def issue_badge(**members: Any) -> dict[str, Any]:
    """Return a signed Open Badges credential."""
    return issue(badge_document(**members), profile=BADGE_RULES)


class World:
    """DID documents and status lists in memory; what is not there is not there."""

    def __init__(self, documents: Mapping[str, Any] = {}, lists: Mapping[str, bytes] = {}) -> None:
        self.documents = dict(documents)
        self.lists = dict(lists)

    def resolve(self, did: str) -> Mapping[str, Any]:
        if did not in self.documents:
            raise NotFoundError("did-not-found", did=did)
        document: Mapping[str, Any] = self.documents[did]
        return document

    def fetch(self, url: str) -> bytes:
        if url not in self.lists:
            raise UnavailableError("no-answer", url=url)
        return self.lists[url]

    @property
    def sources(self) -> Sources:
        return Sources(resolver=self, status_lists=self)


def did_web_signer(name: str = "key-1") -> tuple[InMemorySigner, World]:
    """Return a signer known by did:web, and a world in which its document is published."""
    signer = SIGNER.under(f"{DID_WEB}#{name}")
    return signer, World({DID_WEB: did_web_document(DID_WEB, [(name, signer.public_key)])})


def status_list(bits: bytearray, *, purpose: str = "revocation", issuer: str = SIGNER.did) -> bytes:
    """Return a signed status list."""
    document = status_list_document(
        list_url=LIST_URL,
        issuer=issuer,
        purpose=purpose,
        bits=bits,
        valid_from=datetime(2026, 1, 1, tzinfo=UTC),
        valid_until=datetime(2027, 1, 1, tzinfo=UTC),
    )
    return json.dumps(issue(document, bind_issuer=False)).encode()


def entry(index: int = 94567, **members: Any) -> dict[str, Any]:
    """Return a status entry as JSON."""
    return StatusEntry(purpose="revocation", index=index, list_url=LIST_URL).as_json() | members


def verify(
    document: Any,
    *,
    policy: VerificationPolicy | None = None,
    at: datetime = AT,
    sources: Sources | None = None,
) -> VerificationReport:
    """Verify with the strict policy, offline, at a fixed time, unless told otherwise."""
    data = document if isinstance(document, bytes) else json.dumps(document, ensure_ascii=False).encode()
    return verify_credential(
        data, policy=policy or VerificationPolicy.strict(), at=at, sources=sources or offline_sources()
    )


def outcomes(report: VerificationReport) -> dict[str, str]:
    """Return check code → outcome."""
    return {check.code: check.outcome.value for check in report.checks}


def reason(report: VerificationReport, code: str) -> object:
    """Return why a check did not pass."""
    check = report.check(code)
    return None if check is None else check.params.get("reason")


def changed(document: dict[str, Any], pointer: str, value: Any) -> dict[str, Any]:
    """Return a copy with the value at a JSON pointer replaced; ``...`` deletes it."""
    result = copy.deepcopy(document)
    *parents, last = pointer.strip("/").split("/")
    place: Any = result
    for name in parents:
        place = place[int(name)] if isinstance(place, list) else place[name]
    key: Any = int(last) if isinstance(place, list) else last
    if value is ...:
        del place[key]
    else:
        place[key] = value
    return result
