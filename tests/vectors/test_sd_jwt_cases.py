"""The public SD-JWT cases (sd-jwt-python, RFC 9901, SD-JWT VC draft): issue, reveal, process, bind.

Origin and licence: see the ORIGIN file of each folder (Apache-2.0; IETF Trust).
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
import yaml
from jwcrypto.jwk import JWK
from sd_jwt.common import SDObj
from sd_jwt.holder import SDJWTHolder
from sd_jwt.issuer import SDJWTIssuer
from sd_jwt.verifier import SDJWTVerifier

from tests.shared_data import SHARED, shared_path
from tests.signing_keys import signer_from_jwk
from tests.vectors.sd_jwt_specification import SdJwtCase, read_case
from umiem.engine.canonical.strict_json import parse_json_object
from umiem.engine.envelopes.jws import compact_json, parse_compact_jws, sign_compact_jws, signature_fault
from umiem.engine.envelopes.sd_jwt.issuing import DisclosurePlan, conceal
from umiem.engine.envelopes.sd_jwt.presenting import (
    KeyBindingExpectation,
    bind_to_key,
    key_binding_fault,
    select_disclosures,
)
from umiem.engine.envelopes.sd_jwt.processing import process_payload
from umiem.engine.envelopes.sd_jwt.token import (
    SdJwt,
    flattened_json,
    general_json,
    parse_sd_jwt,
    parse_sd_jwt_json,
)

pytestmark = pytest.mark.vectors

ROOTS = (
    "vectors/sd-jwt-testcases/tests/testcases",
    "vectors/sd-jwt-rfc9901-examples/examples",
    "vectors/sd-jwt-vc-examples/examples",
)
CASES = [f"{root}/{file.parent.name}" for root in ROOTS for file in sorted((SHARED / root).glob("*/*.yml"))]
_READ = {case: read_case(SHARED / case) for case in CASES}
KEY_BOUND = [case for case, read in _READ.items() if read.key_binding] or ["missing"]
IN_JSON = [case for case, read in _READ.items() if read.serialisation == "json"] or ["missing"]
NOW = datetime(2026, 11, 1, tzinfo=UTC)
VERIFIER, NONCE = "https://verifier.example.org", "1234567890"


@pytest.fixture(params=CASES or ["missing"])
def case(request: pytest.FixtureRequest) -> SdJwtCase:
    return read_case(shared_path(request.param))


@pytest.fixture
def keys() -> dict[str, Any]:
    settings = yaml.safe_load(shared_path(f"{ROOTS[0]}/settings.yml").read_text())
    return settings["key_settings"]


def issue(case: SdJwtCase, keys: dict[str, Any]) -> SdJwt:
    plan = DisclosurePlan.of(case.concealed, decoys=2 if case.decoys else 0)
    holder = {name: value for name, value in keys["holder_key"].items() if name != "d"}
    extra = {"cnf": {"jwk": holder}} if case.key_binding else {}
    payload, disclosures = conceal({**case.claims, **extra}, plan)
    signer = signer_from_jwk(keys["issuer_keys"][0])
    header = {**case.header, "typ": case.header.get("typ", "example+sd-jwt")}
    return SdJwt(sign_compact_jws(header, compact_json(payload), signer).decode(), disclosures)


def processed(sd_jwt: SdJwt) -> dict[str, Any]:
    payload = parse_json_object(parse_compact_jws(sd_jwt.issuer_signed.encode()).payload)
    claims = process_payload(payload, sd_jwt.disclosures).claims
    return without_key(claims)


def without_key(claims: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in claims.items() if name != "cnf"}


def as_their_claims(value: Any, concealed: set[tuple[Any, ...]], path: tuple[Any, ...] = ()) -> Any:
    """Mark the concealed places the way the reference implementation wants them."""
    if isinstance(value, dict):
        return {
            SDObj(name) if (*path, name) in concealed else name: as_their_claims(
                member, concealed, (*path, name)
            )
            for name, member in value.items()
        }
    if isinstance(value, list):
        elements = [as_their_claims(element, concealed, (*path, at)) for at, element in enumerate(value)]
        return [
            SDObj(element) if (*path, at) in concealed else element for at, element in enumerate(elements)
        ]
    return value


def test_revealing_everything_gives_the_claims_back(case: SdJwtCase, keys: dict[str, Any]) -> None:
    sd_jwt = issue(case, keys)
    assert len(sd_jwt.disclosures) == len(case.concealed)
    key = signer_from_jwk(keys["issuer_keys"][0]).public_key
    assert signature_fault(parse_compact_jws(sd_jwt.issuer_signed.encode()), key) is None
    assert processed(sd_jwt) == without_key(case.claims)


def test_the_holder_reveals_what_the_case_says(case: SdJwtCase, keys: dict[str, Any]) -> None:
    presented = select_disclosures(issue(case, keys), case.reveal)
    assert len(presented.disclosures) == len(set(case.reveal))
    if case.expected is not None:
        assert processed(presented) == case.expected


def test_the_reference_implementation_reads_what_we_issue(case: SdJwtCase, keys: dict[str, Any]) -> None:
    presented = select_disclosures(issue(case, keys), case.reveal)
    issuer_key = JWK(**keys["issuer_keys"][0])
    theirs = SDJWTVerifier(presented.compact(), lambda *_: issuer_key).get_verified_payload()
    assert without_key(theirs) == processed(presented)


def test_we_read_what_the_reference_implementation_issues(case: SdJwtCase, keys: dict[str, Any]) -> None:
    claims = as_their_claims(case.claims, set(case.concealed))
    key = JWK(**keys["issuer_keys"][0])
    issued = SDJWTIssuer(claims, key, None, add_decoy_claims=case.decoys).sd_jwt_issuance
    ours = parse_sd_jwt(issued.encode())
    assert processed(ours) == without_key(case.claims)
    presented = select_disclosures(ours, case.reveal)
    if case.expected is not None:
        assert processed(presented) == case.expected


@pytest.mark.parametrize("case", KEY_BOUND, indirect=True)
def test_key_binding(case: SdJwtCase, keys: dict[str, Any]) -> None:
    presented = select_disclosures(issue(case, keys), case.reveal)
    holder = signer_from_jwk(keys["holder_key"])
    bound = bind_to_key(presented, holder, audience=VERIFIER, nonce=NONCE, issued_at=NOW)
    payload = parse_json_object(parse_compact_jws(bound.issuer_signed.encode()).payload)
    expected = KeyBindingExpectation(audience=VERIFIER, nonce=NONCE)
    assert key_binding_fault(parse_sd_jwt(bound.compact().encode()), payload, expected, at=NOW) is None
    issuer_key = JWK(**keys["issuer_keys"][0])
    theirs = SDJWTVerifier(bound.compact(), lambda *_: issuer_key, VERIFIER, NONCE).get_verified_payload()
    assert theirs["cnf"] == payload["cnf"]


@pytest.mark.parametrize("case", KEY_BOUND, indirect=True)
def test_their_key_binding_is_accepted(case: SdJwtCase, keys: dict[str, Any]) -> None:
    issued = issue(case, keys).compact()
    holder = SDJWTHolder(issued)
    holder.create_presentation({}, NONCE, VERIFIER, JWK(**keys["holder_key"]))
    ours = parse_sd_jwt(holder.sd_jwt_presentation.encode())
    payload = parse_json_object(parse_compact_jws(ours.issuer_signed.encode()).payload)
    expected = KeyBindingExpectation(audience=VERIFIER, nonce=NONCE)
    assert key_binding_fault(ours, payload, expected, at=datetime.now(UTC)) is None


@pytest.mark.parametrize("case", IN_JSON, indirect=True)
def test_json_serialisations_round_trip(case: SdJwtCase, keys: dict[str, Any]) -> None:
    presented = select_disclosures(issue(case, keys), case.reveal)
    holder = signer_from_jwk(keys["holder_key"])
    bound = bind_to_key(presented, holder, audience=VERIFIER, nonce=NONCE, issued_at=NOW)
    assert parse_sd_jwt_json(flattened_json(bound, {"kid": "issuer-key-1"})) == (bound,)
    second_key = case.settings.get("key_settings", keys)["issuer_keys"][-1]
    payload = parse_compact_jws(bound.issuer_signed.encode()).payload
    second = sign_compact_jws({"typ": "example+sd-jwt"}, payload, signer_from_jwk(second_key))
    both = parse_sd_jwt_json(general_json([bound, SdJwt(second.decode())]))
    assert [sd_jwt.disclosures for sd_jwt in both] == [bound.disclosures] * 2
    for sd_jwt, jwk in zip(both, (keys["issuer_keys"][0], second_key), strict=True):
        token = parse_compact_jws(sd_jwt.issuer_signed.encode())
        assert signature_fault(token, signer_from_jwk(jwk).public_key) is None


def test_disclosures_stand_in_the_unprotected_header(keys: dict[str, Any]) -> None:
    payload, disclosures = conceal({"name": "Jadwiga", "city": "Łódź"}, DisclosurePlan.of([("name",)]))
    signer = signer_from_jwk(keys["issuer_keys"][0])
    token = sign_compact_jws({"typ": "example+sd-jwt"}, compact_json(payload), signer)
    flattened = json.loads(flattened_json(SdJwt(token.decode(), disclosures)))
    assert flattened["header"] == {"disclosures": list(disclosures)}
    assert set(flattened) == {"payload", "protected", "signature", "header"}
