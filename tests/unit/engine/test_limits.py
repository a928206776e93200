"""Every limit on strangers' input refuses what is one over it, by its name."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.engine_documents import (
    AT,
    badge_document,
    entry,
    issue,
    issue_badge,
    plain_document,
    reason,
    verify,
)
from umiem.engine import (
    InMemorySigner,
    VerificationPolicy,
    limits,
    offline_sources,
    recognise,
    verify_presentation,
)
from umiem.engine.canonical import rdfc, strict_json, to_rdf
from umiem.engine.canonical.rdfc import canonicalize_quads
from umiem.engine.compiled.graph import MAX_COMPILED_QUADS
from umiem.engine.envelopes import issuer_metadata, jws, type_metadata
from umiem.engine.envelopes.base64url import encode_base64url
from umiem.engine.envelopes.jws import parse_compact_jws
from umiem.engine.envelopes.sd_jwt.token import MAX_SIGNATURES, parse_sd_jwt, parse_sd_jwt_json
from umiem.engine.identifiers import did_jwk, did_web, multibase, x509
from umiem.engine.identifiers.jwk import MAX_RSA_BITS, public_key_from_jwk
from umiem.engine.keys import MIN_RSA_BITS
from umiem.engine.legacy import open_badges_2_documents as linked
from umiem.engine.recognition import MAX_INPUT_BYTES
from umiem.engine.status.bitstring import MAX_STATUS_SIZE, read_entry
from umiem.engine.status.token import MAX_INDEX, status_reference
from umiem.errors import UmiemError

ROOT = Path(__file__).parents[3]
Action = Callable[[], object]


class Documents:
    """A source that answers every address with what a function makes of it."""

    def __init__(self, answer: Callable[[str], Any]) -> None:
        self._answer = answer

    def fetch(self, url: str) -> bytes:
        return json.dumps(self._answer(url)).encode()


def rsa_jwk(bits: int) -> dict[str, str]:
    modulus = ((1 << bits) - 1).to_bytes((bits + 7) // 8, "big")
    return {"kty": "RSA", "e": "AQAB", "n": encode_base64url(modulus).decode()}


def ever_new_types(url: str) -> dict[str, str]:
    return {"vct": url, "extends": url + "x"}


def too_many_keys(url: str) -> dict[str, Any]:
    keys = [{"kid": str(number)} for number in range(issuer_metadata.MAX_KEYS + 1)]
    return {"issuer": "https://a.example", "jwks": {"keys": keys}}


def look_up_too_often() -> None:
    documents = linked.LinkedDocuments(Documents(lambda url: {"id": url}))
    for number in range(linked.MAX_FETCHES + 1):
        documents.get(f"https://a.example/{number}")


def tied_nodes(count: int) -> list[Any]:
    return [(f"_:n{number}", "<urn:p>", '"x"', "") for number in range(count)]


def several_signatures(count: int) -> bytes:
    signatures = [{"protected": "e30", "signature": "", "header": {"disclosures": []}}] * count
    return json.dumps({"payload": "e30", "signatures": signatures}).encode()


OVER: list[tuple[str, Action, str]] = [
    (
        "encodedList",
        lambda: strict_json.parse_json(
            json.dumps({"encodedList": "u" * (limits.MAX_STATUS_STRING_BYTES + 1)}).encode()
        ),
        "json-string-too-long",
    ),
    (
        "blank nodes that look alike",
        lambda: canonicalize_quads(tied_nodes(limits.MAX_TIED_BLANK_NODES + 1)),
        "graph-too-complex",
    ),
    (
        "blank nodes",
        lambda: canonicalize_quads(
            [(f"_:n{n}", "<urn:p>", f'"{n}"', "") for n in range(limits.MAX_BLANK_NODES + 1)]
        ),
        "graph-too-complex",
    ),
    (
        "base58",
        lambda: multibase.decode_base58("2" * (multibase.MAX_BASE58_CHARACTERS + 1)),
        "base58-too-long",
    ),
    ("did:web", lambda: did_web.url_of("did:web:" + "a" * did_web.MAX_DID_CHARACTERS), "did-invalid"),
    ("did:jwk", lambda: did_jwk.resolve("did:jwk:" + "a" * did_jwk.MAX_DID_CHARACTERS), "did-invalid"),
    ("token", lambda: parse_compact_jws(b"e" * (jws.MAX_TOKEN_BYTES + 1)), "jws-too-large"),
    ("SD-JWT", lambda: parse_sd_jwt(b"e" * (jws.MAX_TOKEN_BYTES + 1)), "sd-jwt-too-large"),
    ("signatures", lambda: parse_sd_jwt_json(several_signatures(MAX_SIGNATURES + 1)), "sd-jwt-malformed"),
    (
        "header",
        lambda: parse_compact_jws(
            encode_base64url(b'{"a":"' + b"a" * jws.MAX_HEADER_BYTES + b'"}') + b".e30.e30"
        ),
        "json-too-large",
    ),
    ("small RSA", lambda: public_key_from_jwk(rsa_jwk(MIN_RSA_BITS - 1)), "rsa-key-size"),
    ("huge RSA", lambda: public_key_from_jwk(rsa_jwk(MAX_RSA_BITS + 1)), "rsa-key-size"),
    ("certificates", lambda: x509.parse_x5c(["AAAA"] * (x509.MAX_CHAIN + 1)), "x5c-malformed"),
    (
        "certificate",
        lambda: x509.parse_x5c(["A" * (x509.MAX_CERTIFICATE_BYTES * 4 // 3 + 8)]),
        "x5c-malformed",
    ),
    (
        "types that extend types",
        lambda: type_metadata.fetch_type_metadata("https://a.example/t", None, Documents(ever_new_types)),
        "type-metadata-loop",
    ),
    (
        "type metadata",
        lambda: type_metadata.fetch_type_metadata(
            "https://a.example/t", None, Documents(lambda url: ["a" * type_metadata.MAX_METADATA_BYTES])
        ),
        "json-too-large",
    ),
    (
        "keys of an issuer",
        lambda: issuer_metadata.find_published_key("https://a.example", None, Documents(too_many_keys)),
        "issuer-metadata-keys",
    ),
    ("linked documents", look_up_too_often, "linked-documents-too-many"),
    (
        "linked document",
        lambda: linked.LinkedDocuments(Documents(lambda url: ["a" * linked.MAX_LINKED_BYTES])).get(
            "https://a.example/"
        ),
        "json-too-large",
    ),
    ("status size", lambda: read_entry(entry(statusSize=MAX_STATUS_SIZE + 1)), "MALFORMED_VALUE_ERROR"),
    (
        "index in a token",
        lambda: status_reference(
            {"status": {"status_list": {"uri": "https://a.example", "idx": MAX_INDEX + 1}}}
        ),
        "token-status-reference-malformed",
    ),
    ("any input", lambda: recognise(b"{" * (MAX_INPUT_BYTES + 1)), "input-too-large"),
]


@pytest.mark.parametrize(("action", "code"), [row[1:] for row in OVER], ids=[row[0] for row in OVER])
def test_one_over_the_limit_is_refused(action: Action, code: str) -> None:
    with pytest.raises(UmiemError) as caught:
        action()
    assert caught.value.code.startswith(code)


def test_statements_of_one_document(monkeypatch: pytest.MonkeyPatch) -> None:
    badge = issue_badge(id="urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc99")
    monkeypatch.setattr(to_rdf, "MAX_QUADS", 5)
    report = verify(badge | {"name": "Inna nazwa niż ta, którą widziano"} | {"description": "nowa"})
    assert reason(report, "context") == "too-many-quads"
    assert limits.MAX_QUADS > MAX_COMPILED_QUADS


def test_the_work_budget_of_canonicalization(monkeypatch: pytest.MonkeyPatch) -> None:
    ring = [(f"_:n{n}", "<urn:p>", f"_:n{(n + 1) % 6}", "") for n in range(6)]
    assert len(canonicalize_quads(ring).labels) == 6
    for name in ("MAX_N_DEGREE_CALLS", "MAX_N_DEGREE_PERMUTATIONS"):
        with monkeypatch.context() as patch:
            patch.setattr(rdfc, name, 3)
            with pytest.raises(UmiemError, match="graph-too-complex"):
                canonicalize_quads(ring)


def test_proofs_of_one_document() -> None:
    signed = issue(plain_document())
    several = signed | {"proof": [signed["proof"]] * (limits.MAX_PROOFS + 1)}
    assert reason(verify(several), "proof") == "too-many-proofs"


def test_related_resources_of_one_document() -> None:
    resource = {"id": "https://www.w3.org/ns/credentials/v2", "digestSRI": "sha256-AAAA"}
    signed = badge_document(relatedResource=[resource] * (limits.MAX_RELATED_RESOURCES + 1))
    assert reason(verify(signed), "related-resource") == "too-many-related-resources"


def test_credentials_of_one_presentation() -> None:
    holder = InMemorySigner.generate()
    inside = [plain_document(holder.did)] * (limits.MAX_CREDENTIALS_IN_PRESENTATION + 1)
    presentation = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "holder": holder.did,
        "verifiableCredential": inside,
    }
    report = verify_presentation(
        json.dumps(presentation).encode(),
        policy=VerificationPolicy.strict(),
        at=AT,
        sources=offline_sources(),
    )
    assert reason(report, "format") == "too-many-credentials"
    checked = [check for check in report.checks if check.code == "credential"]
    assert len(checked) == limits.MAX_CREDENTIALS_IN_PRESENTATION


def test_no_limit_without_a_test() -> None:
    names = set(re.findall(r"^(M(?:AX|IN)_\w+)", Path(limits.__file__).read_text("utf-8"), re.MULTILINE))
    tests = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("*.py"))
    # These two bound memory, not input: the first is a cache size, the second is tested by its code.
    covered_by_code = {"MAX_DERIVED_CONTEXTS", "MAX_INLINE_CONTEXT_TERMS"}
    assert {name for name in names if name not in tests} <= covered_by_code
