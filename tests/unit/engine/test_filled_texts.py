"""Filled texts are what the general way makes: property tests, and values that must not get through."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from umiem.engine import OPEN_BADGES_3, InMemorySigner, prepare_credential, sign_credential
from umiem.engine.canonical.strict_json import parse_json_object
from umiem.engine.compiled.filled import FilledIssuer, FilledKind
from umiem.engine.limits import MAX_STRING_BYTES
from umiem.errors import RefusedError

CREATED = datetime(2026, 5, 4, tzinfo=UTC)
SIGNER = InMemorySigner.generate()
ESCAPES = frozenset('"\\\x7f')


def document(name: str, *, number: int = 1, issuer: str | None = None) -> str:
    made = {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": f"urn:uuid:00000000-0000-4000-8000-{number:012x}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Kurs",
        "issuer": {"id": issuer or SIGNER.did, "type": ["Profile"], "name": "Uczelnia"},
        "validFrom": "2026-05-04T00:00:00Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": name,
                    "identityType": "name",
                }
            ],
            "achievement": {
                "id": "https://example.org/kurs",
                "type": ["Achievement"],
                "name": "Kurs",
                "description": "Opis",
                "criteria": {"narrative": "Egzamin"},
            },
        },
    }
    return json.dumps(made, ensure_ascii=False, separators=(",", ":"))


@pytest.fixture(scope="module")
def kind() -> FilledKind:
    return FilledKind.of(document("G1"), document("G2", number=2), OPEN_BADGES_3)


def values_of(kind: FilledKind, text: str) -> tuple[str, ...]:
    found = kind.find(text)
    assert found is not None
    return found[1]


def filled(kind: FilledKind, name: str, *, number: int = 7):
    identifier = f"urn:uuid:00000000-0000-4000-8000-{number:012x}"
    return kind.fill([identifier if value.startswith("urn:") else name for value in example(kind)])


def example(kind: FilledKind) -> tuple[str, ...]:
    return values_of(kind, document("G1"))


@settings(max_examples=60)
@given(name=st.text(min_size=1, max_size=40))
def test_what_is_filled_and_signed_is_what_the_general_way_signs(name):
    kind = FilledKind.of(document("G1"), document("G2", number=2), OPEN_BADGES_3)
    text = filled(kind, name)
    if text is None:  # the general way is left to write what needs escapes
        assert ESCAPES.intersection(name) or min(name) < " "
        return
    assert text.data == document(name, number=7).encode()
    prepared = prepare_credential(parse_json_object(text.data), OPEN_BADGES_3)
    general = sign_credential(prepared, SIGNER, created=CREATED, cryptosuite="eddsa-rdfc-2022")
    assert text.data[:-1] + FilledIssuer(SIGNER, CREATED).proof(text) == general.data


@pytest.mark.parametrize(
    "name",
    ["", 'a"b', "a\\b", "a\nb", "a\x00b", "a\x7fb", '","name":"x', "a\ud800", "x" * (MAX_STRING_BYTES + 1)],
)
def test_values_that_need_escapes_or_have_no_form_are_not_filled(kind, name):
    assert filled(kind, name) is None


def test_a_generated_value_keeps_its_form(kind):
    wrong = [value.replace("urn:uuid:", "urn:x:") for value in example(kind)]
    assert kind.fill(wrong) is None


def test_one_value_cannot_stand_for_two(kind):
    assert len(example(kind)) == 2
    assert kind.fill(["\n".join(example(kind)), ""]) is None


def test_bytes_are_recognised_like_texts(kind):
    text = kind.recognise(document("Żółć").encode())
    assert text is not None
    assert text.values == values_of(kind, document("Żółć"))
    assert kind.recognise(document('Ż "ó"').encode()) is not None
    assert kind.recognise(document("Żółć").replace("Egzamin", "Nic").encode()) is None


def test_another_issuers_text_is_not_signed():
    other = InMemorySigner.generate().did
    kind = FilledKind.of(document("A", issuer=other), document("B", number=2, issuer=other), OPEN_BADGES_3)
    text = kind.recognise(document("C", issuer=other).encode())
    assert text is not None
    with pytest.raises(RefusedError) as refused:
        FilledIssuer(SIGNER, CREATED).proof(text)
    assert refused.value.code == "issuer-is-not-signer"
