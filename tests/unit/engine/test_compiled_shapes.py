"""The compiled path against the general one: byte for byte the same, over awkward documents."""

from __future__ import annotations

import json
import random
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from bench.documents import open_badge
from tests.awkward_documents import (
    DOCUMENTS,
    IRIS,
    TEXTS,
    awkward_documents,
)
from tests.engine_documents import AT, BADGE_RULES, SIGNER, badge_document, issue, outcomes, verify
from umiem.engine import (
    OPEN_BADGES_3,
    CompiledTemplate,
    InMemorySigner,
    Verdict,
    issue_many,
    prepare_credential,
    sign_credential,
)
from umiem.engine.canonical.strict_json import parse_json_object
from umiem.engine.compiled.cache import ShapeCache, bucket_of, process_shapes
from umiem.engine.compiled.graph import number_leaves
from umiem.engine.compiled.inert import _collect
from umiem.engine.compiled.known import read_known
from umiem.engine.compiled.shape import ShapedDocument, compact, compile_shape
from umiem.engine.data_model import check_credential
from umiem.engine.limits import MAX_SHAPES, MAX_SHAPES_PER_KEY, MAX_SIGHTINGS
from umiem.engine.profiles import open_badges_3
from umiem.engine.proofs.suite import UnsecuredDocument
from umiem.engine.recognition import Kind, recognise
from umiem.errors import MalformedInputError, RefusedError, UmiemError


def test_five_thousand_documents_have_the_same_canonical_forms() -> None:
    compiled = 0
    chance = random.Random(7)
    for documents in awkward_documents():
        text = json.dumps(documents[0])
        shape = compile_shape(text, parse_json_object(text.encode()))
        for document in documents if shape else ():
            raw = shape.match(json.dumps(document, ensure_ascii=chance.random() < 0.3))
            if raw is None:
                continue
            plain, quick = UnsecuredDocument(document), ShapedDocument(document, shape=shape, raw=raw)
            compiled += quick.quick_digest("sha256") is not None
            assert quick.rdf_digest("sha256") == plain.rdf_sha256.digest()
            assert quick.json == plain.json
            assert quick.quad_count >= len(set(plain.quads))
    assert compiled > DOCUMENTS * 0.5, compiled


def test_what_a_shape_calls_faultless_has_no_fault() -> None:
    chance, called, faulty = random.Random(11), 0, 0
    texts = ("name", "value", "identityHash", "narrative", "description", "targetName")
    for number in range(40):
        document = open_badge(SIGNER.did, number)
        del document["issuer"]["url"]
        text = json.dumps(document)
        paths: dict[int, tuple[str | int, ...]] = {}
        _collect(number_leaves(document)[0], (), paths)
        vary = {leaf for leaf, path in paths.items() if path[0] != "issuer" and path[-1] in (*texts, "id")}
        shape = compile_shape(
            text, parse_json_object(text.encode()), may_vary=vary.__contains__, faultless=True
        )
        assert shape is not None
        for _ in range(40):
            other = _with_texts(document, chance, texts)
            raw = shape.match(json.dumps(other))
            if raw is None:
                continue
            problems = [*check_credential(other), *open_badges_3.check(other)]
            faulty += bool(problems)
            if ShapedDocument(other, shape=shape, raw=raw).is_faultless:
                called += 1
                assert problems == []
    assert called > 100
    assert faulty > 5


def _with_texts(value: Any, chance: random.Random, names: tuple[str, ...], name: str = "") -> Any:
    if name == "issuer":
        return value
    if isinstance(value, dict):
        return {key: _with_texts(member, chance, names, key) for key, member in value.items()}
    if isinstance(value, list):
        return [_with_texts(member, chance, names, name) for member in value]
    if isinstance(value, str) and name in (*names, "id") and chance.random() < 0.02:
        bad = ("", "urn:x:", "did:a:b:")
        return chance.choice((*TEXTS, *bad) if name in names else (*IRIS, *bad))
    return value


@pytest.mark.parametrize("algorithm", ["Ed25519", "P-256", "P-384"])
@pytest.mark.parametrize("family", ["rdfc", "jcs"])
@pytest.mark.parametrize("verify_each", [True, False])
def test_bulk_issuing_signs_the_same_bytes(algorithm: str, family: str, verify_each: bool) -> None:
    signer = SIGNER if algorithm == "Ed25519" else InMemorySigner.generate(algorithm)
    suite = f"eddsa-{family}-2022" if algorithm == "Ed25519" else f"ecdsa-{family}-2019"
    created = datetime(2026, 6, 30, tzinfo=UTC)
    template = CompiledTemplate(signer, created, suite, verify_each=verify_each)
    for learner in range(24):
        # Two kinds in turn: what their proofs share is kept apart.
        document = open_badge(signer.did, learner, outcomes=4 + learner % 2)
        prepared = template.prepare(document, OPEN_BADGES_3)
        assert prepared == prepare_credential(document, OPEN_BADGES_3)
        signed = template.sign(prepared)
        if algorithm == "Ed25519":
            expected = sign_credential(prepared, signer, created=created, cryptosuite=suite)
            assert signed.data == expected.data
        report = verify(signed.data)
        assert report.verdict is Verdict.VALID, outcomes(report)


def test_issue_many_keeps_the_order_and_refuses_another_issuer() -> None:
    prepared = [prepare_credential(open_badge(SIGNER.did, n), OPEN_BADGES_3) for n in range(5)]
    results = [json.loads(s.data)["id"] for s in issue_many(prepared, SIGNER, created=AT)]
    assert results == [credential.document["id"] for credential in prepared]
    other = InMemorySigner.generate()
    with pytest.raises(RefusedError, match="issuer-is-not-signer"):
        list(issue_many(prepared, other, created=AT))


def test_a_known_shape_still_fails_every_check() -> None:
    badges = [issue(open_badge(SIGNER.did, learner), profile=BADGE_RULES) for learner in range(4)]
    for badge in badges:
        assert verify(badge).verdict is Verdict.VALID
    before = len(process_shapes())
    badge = badges[0]
    subject = badge["credentialSubject"]
    spoilt = [
        badge | {"id": "urn:uuid:1"},
        badge | {"credentialSubject": subject | {"id": "did:example:other"}},
        badge | {"credentialSubject": subject | {"id": "kto:"}},
        badge | {"proof": badge["proof"] | {"proofValue": badges[1]["proof"]["proofValue"]}},
        badge | {"proof": badge["proof"] | {"created": "2026-06-29T00:00:00Z"}},
    ]
    for document in spoilt:
        assert verify(document).verdict is Verdict.INVALID
    assert len(process_shapes()) == before


@pytest.mark.parametrize("escape", ["\\ud800", "\\u0000", "\\x", "\\u12", "\\"])
def test_a_known_shape_does_not_loosen_json(escape: str) -> None:
    texts = [
        json.dumps(
            issue(open_badge(SIGNER.did, n), profile=BADGE_RULES), separators=(",", ":"), ensure_ascii=False
        )
        for n in range(4)
    ]
    for text in texts:
        assert verify(text.encode()).verdict is Verdict.VALID
    broken = texts[3].replace("Żaneta", escape)
    assert broken != texts[3]
    report = verify(broken.encode())
    assert outcomes(report) == {"format": "failed"}


def test_floods_do_not_grow_the_cache() -> None:
    cache = ShapeCache()
    for number in range(MAX_SIGHTINGS + 50):
        text = json.dumps({"issuer": f"did:example:{number}", f"n{number}": "x"})
        assert cache.learn(text, json.loads(text), "sha256") is None
    assert len(cache) == 0
    assert len(cache._sightings) == MAX_SIGHTINGS
    for number in range(MAX_SHAPES + 20):
        document = {
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "type": ["VerifiableCredential"],
            "issuer": f"did:example:{number}",
            "name": "x",
        }
        for name in ("x", "y"):
            text = json.dumps(document | {"name": name})
            cache.learn(text, parse_json_object(text.encode()), "sha256")
    assert len(cache) == MAX_SHAPES


@pytest.mark.parametrize(
    ("text", "signer"),
    [
        ('{"issuer":"did:a:1","x":"issuer"}', "did:a:1"),
        ('{"issuer" : { "id" : "did:a:2"}}', "did:a:2"),
        ('{"id":"urn:x","issuer":{"email":"a@b.example","id":"did:a:3","name":"id"}}', "did:a:3"),
        ('{"issuer":{"id":7},"proof":{"verificationMethod":"did:a:4#k"}}', "did:a:4#k"),
        ('{"iss":"did:a:5"}', "did:a:5"),
        ('{"name":"x"}', ""),
    ],
)
def test_shapes_are_kept_by_signer_however_the_issuer_is_written(text: str, signer: str) -> None:
    assert bucket_of(text) == signer


def test_one_signer_cannot_push_out_others() -> None:
    cache = ShapeCache()

    def learn(issuer: str, members: int) -> None:
        for name in ("x", "y"):
            document = {
                "@context": ["https://www.w3.org/ns/credentials/v2"],
                "type": ["VerifiableCredential"],
                "issuer": issuer,
                "name": [f"{name}{n}" for n in range(members)],
            }
            cache.learn(json.dumps(document), parse_json_object(json.dumps(document).encode()), "sha256")

    learn("did:example:honest", 1)
    for members in range(2, MAX_SHAPES_PER_KEY + 10):
        learn("did:example:flood", members)
    assert len(cache) == MAX_SHAPES_PER_KEY + 1, len(cache)


def test_values_that_fall_together_take_the_general_path() -> None:
    document = badge_document()
    alignment = document["credentialSubject"]["achievement"]["alignment"][0]
    document["credentialSubject"]["achievement"]["alignment"] = [
        alignment,
        alignment | {"targetName": "inna"},
    ]
    text = json.dumps(document)
    shape = compile_shape(text, parse_json_object(text.encode()))
    assert shape is not None
    same = json.dumps(document).replace("inna", "Python")
    raw = shape.match(same)
    assert raw is not None
    parsed = json.loads(same)
    quick = ShapedDocument(parsed, shape=shape, raw=raw)
    assert quick.quick_digest("sha256") is None
    assert quick.rdf_digest("sha256") == UnsecuredDocument(parsed).rdf_sha256.digest()


def test_a_text_with_a_lone_surrogate_is_refused_in_bulk() -> None:
    template = CompiledTemplate(SIGNER, AT)
    for learner in range(4):
        template.sign(template.prepare(open_badge(SIGNER.did, learner), OPEN_BADGES_3))
    document = open_badge(SIGNER.did, 9)
    document["credentialSubject"]["identifier"][0]["identityHash"] = "\ud800"
    with pytest.raises(MalformedInputError, match="json-lone-surrogate"):
        template.prepare(document, OPEN_BADGES_3)
    document["credentialSubject"]["identifier"][0]["identityHash"] = ""
    with pytest.raises(UmiemError, match="member-invalid"):
        template.prepare(document, OPEN_BADGES_3)


def test_white_space_makes_no_other_shape() -> None:
    badges = [issue(open_badge(SIGNER.did, n), profile=BADGE_RULES) for n in range(3)]
    forms: tuple[dict[str, Any], ...] = ({"indent": 1}, {"indent": "\t"}, {"separators": (" ,\r\n", " : ")})
    for badge in badges:
        for form in forms:
            assert verify(json.dumps(badge, **form).encode()).verdict is Verdict.VALID
    before = len(process_shapes())
    for pad in ("  ", "\t\r\n ", " \n\n"):
        text = json.dumps(badges[0]).replace("{", "{" + pad, 1)
        assert read_known(text.encode()) is not None
        assert verify(text.encode()).verdict is Verdict.VALID
    assert len(process_shapes()) == before


@pytest.mark.parametrize(
    ("place", "broken"), [("3.5", "3 .5"), ("3.5", "3.5 1"), ("3.5", "3.5\u00a0"), ("}", " } }")]
)
def test_white_space_inside_a_token_is_not_forgiven(place: str, broken: str) -> None:
    for number in range(3):
        document = badge_document() | {"id": f"urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc3{number}"}
        text = json.dumps(issue(document, profile=BADGE_RULES))
        assert verify(text.encode()).verdict is Verdict.VALID
    spoilt = text.replace(place, broken, 1)
    assert spoilt != text
    assert verify(spoilt.encode()).verdict is Verdict.INVALID


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("ascii_only", [True, False])
def test_compacting_changes_no_value(text: str, ascii_only: bool) -> None:
    value = {text: [text, {f"{text}\\": f'"{text}"', " ": 1.5, "": [True, None, "a b\t"]}], '\\"': text * 2}
    shortest = json.dumps(value, ensure_ascii=ascii_only, separators=(",", ":"))
    for indent in (1, "\t", " \t "):
        assert compact(json.dumps(value, ensure_ascii=ascii_only, indent=indent)) == shortest
    with_controls = shortest.replace(r"\u0001", "\x01")  # no JSON, but nothing is taken for something else
    assert compact(with_controls) == with_controls


def test_a_known_credential_is_read_while_it_is_recognised() -> None:
    badges = [issue(open_badge(SIGNER.did, n), profile=BADGE_RULES) for n in range(4)]
    for badge in badges[:3]:
        as_issued = json.dumps(badge, separators=(",", ":"))
        assert verify(as_issued.encode()).verdict is Verdict.VALID
    found = recognise(json.dumps(badges[3], indent=2).encode())
    assert found.kind is Kind.CREDENTIAL
    assert found.known is not None
    assert found.known.document == badges[3]
    doubled = json.dumps(badges[3]).replace('"id"', '"id": "urn:x", "id"', 1).encode()
    with pytest.raises(MalformedInputError, match="json-duplicate-member"):
        recognise(doubled)


@pytest.mark.parametrize("text", ['"' * 20_000, '"\\"' * 20_000, '{"a' + "\\" * 20_001, " " * 100_000, '"'])
def test_compacting_takes_no_quadratic_time(text: str) -> None:
    started = time.process_time()
    compact(text)
    assert time.process_time() - started < 0.5
