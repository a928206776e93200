"""A small world for envelope tests: an issuer, a holder, a credential, and published documents in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from tests.signing_keys import new_signer
from umiem.engine import (
    PLAIN_CREDENTIAL,
    InMemorySigner,
    PreparedCredential,
    Sources,
    VerificationPolicy,
    VerificationReport,
    prepare_credential,
)
from umiem.engine.envelopes.base64url import decode_base64url, encode_base64url
from umiem.engine.envelopes.jws import compact_json, sign_compact_jws
from umiem.engine.report import Outcome
from umiem.errors import NotFoundError, UnavailableError

AT = datetime(2026, 11, 1, 12, tzinfo=UTC)
STRICT = VerificationPolicy.strict()


class Published:
    """Documents by URL and DID documents by DID; everything else cannot be had."""

    def __init__(self, documents: Mapping[str, bytes | dict[str, Any]] | None = None) -> None:
        self.documents = dict(documents or {})
        self.fetched: list[str] = []

    def fetch(self, url: str) -> bytes:
        self.fetched.append(url)
        if url not in self.documents:
            raise UnavailableError("offline", what=url)
        document = self.documents[url]
        return document if isinstance(document, bytes) else json.dumps(document).encode()

    def resolve(self, did: str) -> Mapping[str, Any]:
        document = self.documents.get(did)
        if not isinstance(document, dict):
            raise NotFoundError("did-not-found", did=did)
        return document


def sources(
    documents: Mapping[str, bytes | dict[str, Any]] | None = None, *, anchors: tuple[bytes, ...] = ()
) -> Sources:
    """Return sources that serve ``documents`` for every purpose."""
    published = Published(documents)
    return Sources(
        resolver=published,
        status_lists=published,
        trust_anchors=anchors,
        documents=published if documents is not None else None,
    )


def credential(issuer: str, **more: Any) -> dict[str, Any]:
    """Return a small VCDM 2.0 credential."""
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": "urn:uuid:7f8a2c1e-0000-4000-8000-000000000001",
        "type": ["VerifiableCredential"],
        "issuer": issuer,
        "validFrom": "2026-01-01T00:00:00Z",
        "validUntil": "2031-01-01T00:00:00Z",
        "name": "Podstawy analizy danych",
        "description": "Łączy i analizuje dane przestrzenne",
        "credentialSubject": {"id": "did:example:learner"},
        **more,
    }


def prepared(signer: InMemorySigner, **more: Any) -> PreparedCredential:
    """Return a prepared credential of ``signer``'s DID."""
    return prepare_credential(credential(signer.did, **more), PLAIN_CREDENTIAL)


def failed(report: VerificationReport) -> set[str]:
    """Return the codes of the checks that failed or stayed open."""
    return {check.code for check in report.checks if check.outcome in (Outcome.FAILED, Outcome.UNKNOWN)}


def reason(report: VerificationReport, code: str) -> str | None:
    """Return why the check ``code`` failed or stayed open."""
    check = report.check(code)
    return None if check is None else check.params.get("reason")


def resigned(signer: InMemorySigner, claims: Mapping[str, Any], **header: Any) -> bytes:
    """Sign any claims under any header."""
    return sign_compact_jws(header, compact_json(claims), signer)


def parts(token: bytes) -> tuple[dict[str, Any], dict[str, Any], bytes]:
    """Take a compact JWS apart without the product's parser."""
    header, payload, signature = token.split(b".")
    return json.loads(decode_base64url(header)), json.loads(decode_base64url(payload)), signature


def joined(header: Mapping[str, Any], payload: Mapping[str, Any], signature: bytes) -> bytes:
    """Put a compact JWS together again, whatever it says."""
    encoded = (encode_base64url(json.dumps(part).encode()) for part in (header, payload))
    return b".".join((*encoded, signature))


def spoilt(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the value with one leaf changed, one member dropped or one added, and where."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield f"without /{name}", {key: kept for key, kept in value.items() if key != name}
            for place, changed in spoilt(member):
                yield f"/{name}{place}", {**value, name: changed}
        yield " with another member", {**value, "extra": 1}
    elif isinstance(value, list):
        for index, element in enumerate(value):
            for place, changed in spoilt(element):
                yield f"/{index}{place}", [*value[:index], changed, *value[index + 1 :]]
    elif isinstance(value, str):
        yield "", value + "x"
    elif isinstance(value, int):
        yield "", value + 1


def issuer_and_holder(algorithm: str = "Ed25519") -> tuple[InMemorySigner, InMemorySigner]:
    """Return two new keys."""
    return new_signer(algorithm), new_signer("P-256")
