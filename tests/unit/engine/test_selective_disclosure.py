"""What the selective disclosure suites share: pointers, skolemisation, proof values."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from typing import Any

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from umiem.engine.bbs.signer import BbsKey
from umiem.engine.canonical.rdfc import canonicalize_quads
from umiem.engine.canonical.to_rdf import document_to_quads
from umiem.engine.limits import (
    MAX_CBOR_DEPTH,
    MAX_CBOR_ITEMS,
    MAX_JSON_POINTER_CHARACTERS,
    MAX_JSON_POINTERS,
    MAX_PRESENTATION_HEADER_BYTES,
    MAX_SIGNED_STATEMENTS,
    MAX_STRING_BYTES,
)
from umiem.engine.proofs import bbs_2023, ecdsa_sd_2023
from umiem.engine.proofs.selective import (
    canonicalise_and_group,
    given_labels,
    hmac_labels,
    shuffled_labels,
)
from umiem.engine.proofs.selective_cbor import decode_proof_value, encode_proof_value
from umiem.engine.proofs.selective_pointers import check_pointers, parse_pointer, select
from umiem.engine.proofs.selective_skolem import skolemise
from umiem.engine.signers import InMemorySigner
from umiem.errors import MalformedInputError, UmiemError

DOCUMENT: dict[str, Any] = {
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
    "type": ["VerifiableCredential"],
    "issuer": {"id": "https://uczelnia.example", "name": {"@value": "Uczelnia", "@language": "pl"}},
    "credentialSubject": [
        {"alumniOf": {"name": "A"}, "degree": {"type": "ExampleBachelorDegree", "name": "B"}},
        {"id": "did:example:two", "alumniOf": {"name": "A"}},
        {"alumniOf": {}},
    ],
}
KEY = bytes(32)


@pytest.mark.parametrize(
    ("pointer", "tokens"),
    [
        ("", ()),
        ("/a", ("a",)),
        ("/", ("",)),
        ("/a~1b/m~0n", ("a/b", "m~n")),
        ("/~01", ("~1",)),
        ("/0", ("0",)),
    ],
)
def test_pointers_unescape_as_rfc_6901_says(pointer: str, tokens: tuple[str, ...]) -> None:
    assert parse_pointer(pointer) == tokens


@pytest.mark.parametrize(
    "pointer", ["a", "a/b", "/~", "/~2", "/" + "x" * MAX_JSON_POINTER_CHARACTERS, 7, None, b"/a"]
)
def test_malformed_pointers_are_refused(pointer: object) -> None:
    with pytest.raises(MalformedInputError, match="json-pointer-malformed"):
        parse_pointer(pointer)


@pytest.mark.parametrize("pointers", ["/a", {"a": 1}, None, ["/a"] * (MAX_JSON_POINTERS + 1)])
def test_lists_of_pointers_are_lists_and_short(pointers: object) -> None:
    with pytest.raises(MalformedInputError):
        check_pointers(pointers)


@pytest.mark.parametrize(
    "pointer",
    ["/nothing", "/credentialSubject/3", "/credentialSubject/01", "/credentialSubject/-", "/issuer/id/x",
     "/credentialSubject/99999999999999999999", "/type/0/0"],
)  # fmt: skip
def test_a_pointer_that_leads_nowhere_is_an_error(pointer: str) -> None:
    with pytest.raises(MalformedInputError, match="json-pointer-no-match"):
        select(DOCUMENT, [pointer])


def test_a_selection_keeps_contexts_identifiers_and_types_on_the_way() -> None:
    selected = select(DOCUMENT, ["/credentialSubject/0/degree/name", "/credentialSubject/1/alumniOf"])
    assert selected == {
        "@context": DOCUMENT["@context"],
        "type": ["VerifiableCredential"],
        "credentialSubject": [
            {"degree": {"type": "ExampleBachelorDegree", "name": "B"}},
            {"id": "did:example:two", "alumniOf": {"name": "A"}},
        ],
    }


def test_the_whole_wins_over_a_part_in_any_order() -> None:
    whole = select(DOCUMENT, ["/credentialSubject/0"])
    assert select(DOCUMENT, ["/credentialSubject/0/degree/name", "/credentialSubject/0"]) == whole
    assert select(DOCUMENT, ["/credentialSubject/0", "/credentialSubject/0/degree/name"]) == whole
    assert select(DOCUMENT, [""]) == DOCUMENT
    assert select(DOCUMENT, []) is None


def test_a_selection_shares_nothing_with_the_document() -> None:
    selected = select(DOCUMENT, ["/credentialSubject/0"])
    assert selected is not None
    selected["credentialSubject"][0]["degree"]["name"] = "changed"
    assert DOCUMENT["credentialSubject"][0]["degree"]["name"] == "B"


def test_skolemisation_does_not_change_what_is_said() -> None:
    plain = canonicalize_quads(document_to_quads(DOCUMENT))
    named = skolemise(DOCUMENT)
    assert named.canonical.lines == plain.lines
    assert "@id" in named.document["credentialSubject"][0]["degree"]
    assert "@id" not in named.document["issuer"]["name"]
    assert "@id" not in named.document["credentialSubject"][1]


def test_every_part_of_a_document_is_found_in_the_whole() -> None:
    pointers = {"all": [""], "subject": ["/credentialSubject/0"], "none": []}
    grouped = canonicalise_and_group(DOCUMENT, groups=pointers, maker=hmac_labels(KEY))
    assert grouped.groups["all"] == tuple(range(len(grouped.lines)))
    assert grouped.groups["none"] == ()
    assert 0 < len(grouped.groups["subject"]) < len(grouped.lines)
    assert set(grouped.outside("subject")) | set(grouped.groups["subject"]) == set(grouped.groups["all"])


def test_labels_do_not_tell_the_canonical_order() -> None:
    canonical = {f"_:n{number}": f"_:c14n{number}" for number in range(12)}
    first, second = (shuffled_labels(bytes([value]) * 32)(canonical) for value in (1, 2))
    assert sorted(first.values()) == sorted(second.values()) == sorted(f"_:b{number}" for number in range(12))
    assert first != second


@pytest.mark.parametrize(
    "labels",
    [{}, {"_:c14n0": "_:a"}, {"_:c14n0": "_:a", "_:c14n1": "_:a"}, {"_:c14n0": "_:a", "_:c14n7": "_:b"}],
)
def test_labels_brought_along_must_fit_exactly(labels: dict[str, str]) -> None:
    with pytest.raises(MalformedInputError, match="label-map"):
        given_labels(labels)({"_:x": "_:c14n0", "_:y": "_:c14n1"})


def text_of(body: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(body).rstrip(b"=").decode()


HEADER = b"\xd9\x5d\x01"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        HEADER,
        HEADER + b"\x84\x01\x02",
        HEADER + cbor2.dumps([1]) + b"\x00",
        HEADER + b"\x9f\x01\xff",
        HEADER + b"\x81\x18\x01",
        HEADER + b"\x81\xc0\x61a",
        HEADER + b"\x81\xfb\x3f\xf0\x00\x00\x00\x00\x00\x00",
        HEADER + b"\x81\x20",
        HEADER + b"\x81\xf6",
        HEADER + b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff",
        HEADER + b"\x5b\x7f\xff\xff\xff\xff\xff\xff\xff",
        HEADER + b"\x81" * 5000,
        HEADER + b"\x81\xa2\x01\x01\x01\x02",
        HEADER + b"\x81\xa1\x61a\x01",
        HEADER + b"\x81\x62\xff\xff",
        HEADER + b"\x81\x1f",
        cbor2.dumps([1]),
    ],
)
def test_hostile_cbor_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedInputError):
        decode_proof_value(text_of(body), header=HEADER, kinds=(int,))


@pytest.mark.parametrize(
    "text", [None, 7, "", "z2x", "u", "u=", "uAB=", "uA", "uAB", "u A", "u2V0BgQE=", "u2V0BgQF"]
)
def test_hostile_multibase_is_refused(text: object) -> None:
    with pytest.raises(MalformedInputError):
        decode_proof_value(text, header=HEADER, kinds=(list,))


def test_what_is_written_reads_back() -> None:
    components = [b"\x00" * 64, {0: b"x", 1: b"y"}, [1, 24, 256, 65536, 2**32], "text", 7]
    text = encode_proof_value(HEADER, components)
    kinds = (bytes, dict, list, str, int)
    assert decode_proof_value(text, header=HEADER, kinds=kinds) == components


@settings(max_examples=300)
@given(st.binary(max_size=200))
def test_random_proof_values_never_raise_anything_else(body: bytes) -> None:
    for header, parse in (
        (ecdsa_sd_2023.BASE_HEADER, ecdsa_sd_2023.parse_base_proof),
        (ecdsa_sd_2023.DERIVED_HEADER, ecdsa_sd_2023.parse_derived_proof),
        (bbs_2023.BASE_HEADER, bbs_2023.parse_base_proof),
        (bbs_2023.DERIVED_HEADER, bbs_2023.parse_derived_proof),
    ):
        with pytest.raises(MalformedInputError):
            parse(text_of(header + body))


def outcome(parse: Callable[[object], object], text: str) -> str:
    try:
        parse(text)
    except UmiemError:
        return "refused"
    return "read"


PLAIN: st.SearchStrategy[Any] = st.recursive(
    st.integers(0, 2**40) | st.binary(max_size=70) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.integers(0, 9), inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=150)
@given(st.lists(PLAIN, min_size=4, max_size=6))
def test_well_formed_cbor_of_other_shapes_never_raises_anything_else(components: list[Any]) -> None:
    for module in (ecdsa_sd_2023, bbs_2023):
        for header, parse in (
            (module.BASE_HEADER, module.parse_base_proof),
            (module.DERIVED_HEADER, module.parse_derived_proof),
        ):
            assert outcome(parse, encode_proof_value(header, components)) in ("read", "refused")


def test_indexes_must_ascend_and_stay_small() -> None:
    for indexes in ([1, 1], [2, 1], [10**9], [0, b"1"], ["0"]):
        components = [b"\x01" * 64, b"\x80\x24" + bytes(33), [], {}, indexes]
        with pytest.raises(UmiemError):
            ecdsa_sd_2023.parse_derived_proof(encode_proof_value(ecdsa_sd_2023.DERIVED_HEADER, components))


def test_proof_values_stay_within_their_limits() -> None:
    nested: Any = 0
    for _ in range(MAX_CBOR_DEPTH + 1):
        nested = [nested]
    for components in (nested, [[0] * (MAX_CBOR_ITEMS + 1)]):
        with pytest.raises(MalformedInputError, match="too-complex"):
            decode_proof_value(encode_proof_value(HEADER, components), header=HEADER, kinds=(list,))
    with pytest.raises(MalformedInputError, match="proof-value-too-long"):
        encode_proof_value(HEADER, [bytes(MAX_STRING_BYTES)])
    signatures = [bytes([1]) * 64] * MAX_SIGNED_STATEMENTS
    assert encode_proof_value(HEADER, [bytes(64), bytes(35), bytes(32), signatures, ["/issuer"]])


def test_a_presentation_header_has_a_limit() -> None:
    header, longest = bbs_2023.DERIVED_HEADER, MAX_PRESENTATION_HEADER_BYTES
    fits, too_long = (
        encode_proof_value(header, [b"", {}, [], [], bytes(length)]) for length in (longest, longest + 1)
    )
    assert len(bbs_2023.parse_derived_proof(fits).presentation_header) == longest
    with pytest.raises(MalformedInputError, match="presentation-header"):
        bbs_2023.parse_derived_proof(too_long)


@pytest.mark.parametrize("suite", [ecdsa_sd_2023, bbs_2023])
def test_too_many_statements_are_not_signed_one_by_one(suite: Any) -> None:
    names = [f"name {number}" for number in range(MAX_SIGNED_STATEMENTS + 1)]
    document = {**DOCUMENT, "credentialSubject": {"id": "did:example:one", "names": names}}
    signer = InMemorySigner.generate("P-256") if suite is ecdsa_sd_2023 else BbsKey.generate()
    with pytest.raises(MalformedInputError, match="too-many"):
        suite.create_base_proof(document, {}, mandatory_pointers=[], signer=signer)


def test_a_document_of_many_nodes_stays_cheap() -> None:
    subjects = [{"id": f"did:example:{number}", "alumniOf": {"name": str(number)}} for number in range(200)]
    started = time.monotonic()
    grouped = canonicalise_and_group(
        {**DOCUMENT, "credentialSubject": subjects},
        groups={"one": ["/credentialSubject/7"]},
        maker=hmac_labels(KEY),
    )
    assert len(grouped.groups["one"]) == 4
    assert time.monotonic() - started < 2
