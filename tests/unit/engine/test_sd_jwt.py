"""SD-JWT beyond the public cases: refusals, recursion, JSON forms, type metadata, joserfc as oracle."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import pytest
from joserfc import jws as joserfc_jws
from joserfc.jwk import ECKey, OKPKey

from tests.envelope_world import AT, STRICT, Published, failed, reason, sources
from tests.signing_keys import new_signer, signer_from_jwk
from umiem.engine.envelopes.base64url import encode_base64url
from umiem.engine.envelopes.jws import (
    compact_json,
    parse_compact_jws,
    sign_compact_jws,
    signature_fault,
)
from umiem.engine.envelopes.sd_jwt.disclosure import MAX_DISCLOSURES, hash_named
from umiem.engine.envelopes.sd_jwt.issuing import DisclosurePlan, conceal
from umiem.engine.envelopes.sd_jwt.presenting import bind_to_key, select_disclosures
from umiem.engine.envelopes.sd_jwt.processing import process_payload
from umiem.engine.envelopes.sd_jwt.token import SdJwt, parse_sd_jwt, parse_sd_jwt_json
from umiem.engine.envelopes.sd_jwt_vc import sign_sd_jwt_vc, verify_sd_jwt_vc
from umiem.engine.envelopes.type_metadata import fetch_type_metadata, integrity_matches
from umiem.engine.limits import MAX_JSON_DEPTH
from umiem.engine.report import Outcome, Verdict
from umiem.errors import MalformedInputError, RefusedError, UmiemError, UnsupportedError


def text(*values: Any) -> str:
    return encode_base64url(compact_json(list(values))).decode()


def digest(disclosure: str) -> str:
    return hash_named("sha-256")(disclosure.encode())


NAME = text("salt", "name", "Jadwiga")
ELEMENT = text("salt", "PL")
REFUSED: list[tuple[str, dict[str, Any], tuple[str, ...], str]] = [
    ("given twice", {"_sd": [digest(NAME)]}, (NAME, NAME), "sd-jwt-disclosure-repeated"),
    ("not referenced", {"_sd": []}, (NAME,), "sd-jwt-disclosure-unreferenced"),
    ("digest twice", {"_sd": [digest(NAME)] * 2}, (NAME,), "sd-jwt-digest-repeated"),
    ("decoy twice", {"_sd": ["x"], "a": [{"...": "x"}]}, (), "sd-jwt-digest-repeated"),
    ("claim exists", {"name": "Ala", "_sd": [digest(NAME)]}, (NAME,), "sd-jwt-claim-exists"),
    ("element as member", {"_sd": [digest(ELEMENT)]}, (ELEMENT,), "sd-jwt-disclosure-malformed"),
    ("member as element", {"a": [{"...": digest(NAME)}]}, (NAME,), "sd-jwt-disclosure-malformed"),
    ("digests no array", {"_sd": "x"}, (), "sd-jwt-digests-malformed"),
    ("digests no texts", {"_sd": [1]}, (), "sd-jwt-digests-malformed"),
    ("placeholder with more", {"a": [{"...": "x", "b": 1}]}, (), "sd-jwt-digests-malformed"),
    ("placeholder no text", {"a": [{"...": 1}]}, (), "sd-jwt-digests-malformed"),
    ("dots as a claim", {"a": {"...": "x"}}, (), "sd-jwt-reserved-name"),
    ("hash inside", {"a": {"_sd_alg": "sha-256"}}, (), "sd-jwt-reserved-name"),
    ("hash no text", {"_sd_alg": 1}, (), "sd-jwt-hash-malformed"),
]


@pytest.mark.parametrize(("name", "payload", "shown", "code"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refused(name: str, payload: dict[str, Any], shown: tuple[str, ...], code: str) -> None:
    with pytest.raises(MalformedInputError) as caught:
        process_payload(payload, shown)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "parts",
    [("salt",), ("salt", "_sd", 1), ("salt", "...", 1), (1, "name", 2), ("salt", 1, 2), ("s", "n", 1, 2), ()],
)
def test_malformed_disclosures(parts: tuple[Any, ...]) -> None:
    disclosure = text(*parts)
    with pytest.raises(MalformedInputError) as caught:
        process_payload({"_sd": [digest(disclosure)]}, (disclosure,))
    assert caught.value.code == "sd-jwt-disclosure-malformed"


def test_limits() -> None:
    with pytest.raises(UnsupportedError):
        process_payload({"_sd_alg": "sha-1"}, ())
    many = tuple(text("salt", f"n{number}", 1) for number in range(MAX_DISCLOSURES + 1))
    with pytest.raises(MalformedInputError):
        process_payload({"_sd": [digest(one) for one in many]}, many)
    with pytest.raises(MalformedInputError):
        parse_sd_jwt(b"a.b.c~" + b"x~" * (MAX_DISCLOSURES + 1))
    chain = [text("salt", "deepest", 1)]
    for _ in range(MAX_JSON_DEPTH + 1):
        chain.append(text("salt", "down", {"_sd": [digest(chain[-1])]}))
    with pytest.raises(MalformedInputError) as caught:
        process_payload({"_sd": [digest(chain[-1])]}, tuple(chain))
    assert caught.value.code == "sd-jwt-too-deep"


@pytest.mark.parametrize(
    "token", [b"", b"~", b"a.b.c", b"~a", b"a.b.c~~", b"a.b.c~x~~y", "a.b.ł~".encode(), b"x" * 1_600_000]
)
def test_malformed_tokens(token: bytes) -> None:
    with pytest.raises(MalformedInputError):
        parse_sd_jwt(token)


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"payload": "e30", "signatures": []},
        {"payload": "e30", "signatures": [1]},
        {"payload": "e30", "signature": "AA"},
        {"payload": "e30", "protected": "e30", "signature": "AA", "signatures": []},
        {"payload": "e30", "protected": "e30", "signature": "AA", "header": {"disclosures": "x"}},
        {"payload": "e30", "protected": "e30", "signature": "AA", "header": {"disclosures": ["a~b"]}},
        {"payload": "e30", "protected": "e30", "signature": "AA", "header": {"kb_jwt": 1}},
        {"payload": "e.0", "protected": "e30", "signature": "AA"},
    ],
)
def test_malformed_json_forms(value: Any) -> None:
    with pytest.raises(MalformedInputError):
        parse_sd_jwt_json(json.dumps(value).encode())


def test_disclosures_belong_to_the_first_signature() -> None:
    entry = {"protected": "e30", "signature": "AA"}
    second = {**entry, "header": {"disclosures": []}}
    with pytest.raises(MalformedInputError) as caught:
        parse_sd_jwt_json(json.dumps({"payload": "e30", "signatures": [entry, second]}).encode())
    assert caught.value.code == "sd-jwt-disclosures-misplaced"


@pytest.mark.parametrize(
    ("claims", "paths"),
    [
        ({"a": 1}, [("b",)]),
        ({"a": 1}, [("a", "b")]),
        ({"a": [1]}, [("a", 1)]),
        ({"_sd": []}, []),
        ({"a": [{"...": 1}]}, []),
        ({"a": {"_sd_alg": 1}}, []),
    ],
)
def test_what_an_issuer_may_not_conceal(claims: dict[str, Any], paths: list[Any]) -> None:
    with pytest.raises(RefusedError):
        conceal(claims, DisclosurePlan.of(paths))


def test_decoys_hide_how_much_is_concealed() -> None:
    claims = {"name": "Jadwiga", "languages": ["pl", "en"]}
    payload, disclosures = conceal(claims, DisclosurePlan.of([("name",), ("languages", 0)], decoys=3))
    assert len(payload["_sd"]) == 4
    assert len(payload["languages"]) == 5
    assert len(disclosures) == 2
    assert process_payload(payload, disclosures).claims == claims
    assert payload["_sd"] == sorted(payload["_sd"])


def test_fresh_salts_for_each_copy() -> None:
    made = {conceal({"a": 1}, DisclosurePlan.of([("a",)]))[1][0] for _ in range(20)}
    assert len(made) == 20


def test_a_holder_reveals_only_what_is_chosen() -> None:
    signer = new_signer("P-256")
    plan = DisclosurePlan.of([("address",), ("address", "city"), ("address", "street"), ("name",)])
    claims = {"name": "Jadwiga", "address": {"city": "Łódź", "street": "Piotrkowska"}}
    payload, disclosures = conceal(claims, plan)
    sd_jwt = SdJwt(sign_compact_jws({}, compact_json(payload), signer).decode(), disclosures)
    shown = select_disclosures(sd_jwt, [("address", "city")])
    assert process_payload(payload, shown.disclosures).claims == {"address": {"city": "Łódź"}}
    with pytest.raises(RefusedError):
        select_disclosures(sd_jwt, [("email",)])
    bound = bind_to_key(shown, signer, audience="v", nonce="n", issued_at=AT)
    with pytest.raises(RefusedError):
        bind_to_key(bound, signer, audience="v", nonce="n", issued_at=AT)


# VC-JOSE-COSE and Open Badges 3.0 name the algorithm EdDSA; joserfc prefers the newer names of RFC 9864.
@pytest.mark.filterwarnings("ignore:EdDSA is deprecated via RFC 9864")
@pytest.mark.parametrize("algorithm", ["EdDSA", "ES256", "ES384"])
def test_joserfc_and_we_read_each_other(algorithm: str) -> None:
    if algorithm == "EdDSA":
        theirs: Any = OKPKey.generate_key("Ed25519")
    else:
        theirs = ECKey.generate_key("P-256" if algorithm == "ES256" else "P-384")
    signer = signer_from_jwk(theirs.as_dict(private=True))
    token = sign_compact_jws({"typ": "vc+jwt"}, b'{"a": "\xc5\x82"}', signer)
    read = joserfc_jws.deserialize_compact(token, theirs, algorithms=[algorithm])
    assert read.payload == b'{"a": "\xc5\x82"}'
    made = joserfc_jws.serialize_compact({"alg": algorithm}, b"{}", theirs, algorithms=[algorithm])
    assert signature_fault(parse_compact_jws(made.encode()), signer.public_key) is None
    der = parse_compact_jws(token[:-8] + b"AAAAAAAA")
    assert signature_fault(der, signer.public_key) == "signature-invalid"


VCT, BASE = "https://types.example/course", "https://types.example/base"


def sri(data: bytes) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(data).digest()).decode()


def published_types(**changes: Any) -> dict[str, Any]:
    base = {"vct": BASE, "claims": [{"path": ["given_name"], "mandatory": True}]}
    derived = {
        "vct": VCT,
        "extends": BASE,
        "extends#integrity": sri(json.dumps(base).encode()),
        "claims": [{"path": ["results", None, "grade"], "mandatory": True}, {"path": ["email"]}],
        **changes,
    }
    return {VCT: derived, BASE: base}


def typed(documents: dict[str, Any] | None, **claims: Any) -> Any:
    issuer = new_signer()
    usual = {"iss": issuer.did, "vct": VCT, "given_name": "Ala", "results": [{"grade": "5"}]}
    token = sign_sd_jwt_vc({**usual, **claims}, issuer, plan=DisclosurePlan()).data
    return verify_sd_jwt_vc(token, policy=STRICT, at=AT, sources=sources(documents), process_type=True)


def test_type_metadata_is_applied() -> None:
    good = typed(published_types())
    assert good.verdict is Verdict.VALID
    assert good.check("type-metadata").params["types"] == [VCT, BASE]
    pinned = sri(json.dumps(published_types()[VCT]).encode())
    assert typed(published_types(), **{"vct#integrity": pinned}).verdict is Verdict.VALID


@pytest.mark.parametrize(
    ("documents", "claims", "why"),
    [
        (published_types(), {"results": []}, "type-metadata-claim-missing"),
        (published_types(), {"vct#integrity": sri(b"x")}, "type-metadata-integrity"),
        (published_types(), {"vct#integrity": "md5-AA"}, "type-metadata-integrity"),
        (published_types(vct=BASE), {}, "type-metadata-other-type"),
        (published_types(**{"extends#integrity": sri(b"x")}), {}, "type-metadata-integrity"),
        (published_types(**{"extends": VCT, "extends#integrity": None}), {}, "type-metadata-loop"),
        (published_types(claims=[{"path": []}]), {}, "type-metadata-malformed"),
        (published_types(claims={}), {}, "type-metadata-malformed"),
        (published_types(extends=7), {}, "type-metadata-not-retrievable"),
    ],
)
def test_type_metadata_that_forbids(documents: dict[str, Any], claims: dict[str, Any], why: str) -> None:
    report = typed(documents, **claims)
    assert failed(report) == {"type-metadata"}
    assert reason(report, "type-metadata") == why


def test_type_metadata_that_cannot_be_had() -> None:
    assert typed({}).check("type-metadata").outcome is Outcome.UNKNOWN
    assert typed(None).check("type-metadata").outcome is Outcome.UNKNOWN
    long_chain = {
        f"https://t.example/{n}": {"vct": f"https://t.example/{n}", "extends": f"https://t.example/{n + 1}"}
        for n in range(9)
    }
    with pytest.raises(UmiemError):
        fetch_type_metadata("https://t.example/0", None, Published(long_chain))


def test_integrity_uses_the_strongest_hash_given() -> None:
    strong = "sha384-" + base64.b64encode(hashlib.sha384(b"x").digest()).decode()
    assert integrity_matches(f"{sri(b'x')} {strong}", b"x")
    assert not integrity_matches(f"{sri(b'x')} sha384-AAAA", b"x")
    assert not integrity_matches(None, b"x")
    assert not integrity_matches("sha256-!!!", b"x")
