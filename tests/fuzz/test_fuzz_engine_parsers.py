"""Every parser of the engine against arbitrary input: only our errors, never anything else."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engine_documents import AT, badge_document, issue_badge, verify
from umiem.engine import Verdict, VerificationPolicy, offline_sources, verify_presentation
from umiem.engine.canonical.rdfc import canonicalize_quads
from umiem.engine.canonical.strict_json import parse_json
from umiem.engine.canonical.to_rdf import document_to_quads
from umiem.engine.data_model import check_credential, check_presentation
from umiem.engine.identifiers import did_key, did_web
from umiem.engine.identifiers.document import find_verification_method
from umiem.engine.identifiers.multikey import decode_multikey
from umiem.engine.profiles import open_badges_3
from umiem.engine.proofs.options import read_options
from umiem.engine.status.bitstring import decode_status_list, read_entry, read_status
from umiem.engine.timestamps import parse_timestamp
from umiem.errors import UmiemError

quick = settings(max_examples=60, suppress_health_check=list(HealthCheck))
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
NAMES = st.sampled_from(
    [
        *("@context", "id", "type", "issuer", "name", "proof", "credentialSubject", "credentialStatus"),
        *("validFrom", "achievement", "@value", "@type", "@language", "verifiableCredential", "holder"),
        *("created", "cryptosuite", "proofValue", "verificationMethod", "relatedResource"),
    ]
)
TERMS = st.sampled_from(["https://www.w3.org/ns/credentials/v2", "VerifiableCredential", "did:key:z6Mk"])
JSON: st.SearchStrategy[Any] = st.recursive(
    SCALARS | TERMS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(NAMES | st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)
OBJECTS = st.dictionaries(NAMES, JSON, max_size=6)
BADGE = issue_badge()
TEXT_BYTES = st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass"))
SOURCES, STRICT = offline_sources(), VerificationPolicy.strict()


def _claims(value: Any) -> Any:
    """Leave out what claims nothing in JSON-LD: null, empty arrays, and arrays of nothing else."""
    if isinstance(value, dict):
        cleaned = {name: _claims(member) for name, member in value.items()}
        return {name: member for name, member in cleaned.items() if member not in (None, [])}
    if isinstance(value, list):
        return [member for member in map(_claims, value) if member not in (None, [])]
    return value


def _expect_only_our_errors(parse: Callable[[], object]) -> None:
    with suppress(UmiemError):
        assert parse() is not None


@quick
@given(st.binary(max_size=300) | TEXT_BYTES)
def test_strict_json(data: bytes) -> None:
    try:
        value = parse_json(data)
    except UmiemError:
        return
    assert json.loads(data) == value or value != value


@quick
@given(OBJECTS)
def test_json_ld_and_data_model(document: dict[str, Any]) -> None:
    with_context = {"@context": ["https://www.w3.org/ns/credentials/v2"]} | document
    for subject in (document, with_context, badge_document() | document):
        assert all(problem.code for problem in check_credential(subject))
        assert all(problem.code for problem in check_presentation(subject))
        assert all(problem.code for problem in open_badges_3.check(subject))
        _expect_only_our_errors(lambda subject=subject: canonicalize_quads(document_to_quads(subject)))


@quick
@given(OBJECTS)
def test_documents_are_never_valid_by_accident(members: dict[str, Any]) -> None:
    mixed = BADGE | members
    data = json.dumps(mixed).encode()
    assert verify(data).verdict is not Verdict.VALID or _claims(mixed) == _claims(BADGE)
    report = verify_presentation(data, policy=STRICT, at=AT, sources=SOURCES)
    assert report.verdict is not Verdict.VALID


@quick
@given(OBJECTS)
def test_proofs(members: dict[str, Any]) -> None:
    proof = BADGE["proof"] | members
    report = verify(json.dumps(BADGE | {"proof": proof}).encode())
    assert report.verdict is not Verdict.VALID or _claims(proof) == BADGE["proof"]
    _expect_only_our_errors(lambda: read_options(proof))


@quick
@given(st.text(max_size=60), OBJECTS)
def test_small_parsers(text: str, members: dict[str, Any]) -> None:
    parsers = (
        lambda: parse_timestamp(text),
        lambda: did_key.resolve("did:key:" + text),
        lambda: did_web.url_of("did:web:" + text),
        lambda: decode_multikey("z" + text),
        lambda: decode_status_list("u" + text),
        lambda: read_entry(members),
        lambda: find_verification_method(members, text, relationship="assertionMethod"),
        lambda: read_status(members, read_entry(members)),
    )
    for parse in parsers:
        _expect_only_our_errors(parse)
