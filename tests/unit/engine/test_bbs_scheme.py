"""The BBS signature scheme: what it proves, and what it refuses."""

from __future__ import annotations

import time

import pytest
from py_arkworks_bls12381 import G1Point, G2Point

from umiem.engine.bbs import scheme
from umiem.engine.bbs.ciphersuite import ORDER, expand_message
from umiem.engine.bbs.signer import BbsKey
from umiem.engine.limits import MAX_SIGNED_STATEMENTS
from umiem.errors import MalformedInputError

SECRET = scheme.key_from_material(bytes(range(32)))
PUBLIC = scheme.public_key_of(SECRET)
MESSAGES = [f"message {number}".encode() for number in range(6)]
HEADER = b"header"
SIGNATURE = scheme.sign(SECRET, header=HEADER, messages=MESSAGES)


def proof_of(disclosed: list[int], header: bytes = HEADER, presentation: bytes = b"now") -> bytes:
    return scheme.prove(
        PUBLIC,
        SIGNATURE,
        header=header,
        presentation_header=presentation,
        messages=MESSAGES,
        disclosed=disclosed,
    )


def verified(
    proof: bytes, disclosed: dict[int, bytes], header: bytes = HEADER, presentation: bytes = b"now"
) -> bool:
    return scheme.verify_proof(
        PUBLIC, proof, header=header, presentation_header=presentation, disclosed=disclosed
    )


def test_expand_message_equals_rfc_9380_appendix_k_1() -> None:
    dst = b"QUUX-V01-CS02-with-expander-SHA256-128"
    expected = "68a985b87eb6b46952128911f2a4412bbc302a9d759667f87f7a21d803f07235"
    assert expand_message(b"", dst, 0x20).hex() == expected


def test_a_signature_covers_header_messages_and_their_order() -> None:
    assert scheme.verify(PUBLIC, SIGNATURE, header=HEADER, messages=MESSAGES)
    assert not scheme.verify(PUBLIC, SIGNATURE, header=b"other", messages=MESSAGES)
    assert not scheme.verify(PUBLIC, SIGNATURE, header=HEADER, messages=MESSAGES[::-1])
    assert not scheme.verify(PUBLIC, SIGNATURE, header=HEADER, messages=MESSAGES[:-1])


@pytest.mark.parametrize("disclosed", [[], [0], [1, 4], [5, 0], list(range(6))])
def test_a_proof_shows_exactly_the_chosen_messages(disclosed: list[int]) -> None:
    assert verified(proof_of(disclosed), {index: MESSAGES[index] for index in disclosed})


def test_a_proof_binds_messages_positions_header_and_presentation() -> None:
    proof = proof_of([1, 3])
    shown = {1: MESSAGES[1], 3: MESSAGES[3]}
    assert verified(proof, shown)
    assert not verified(proof, {1: MESSAGES[1], 3: b"changed"})
    assert not verified(proof, {1: MESSAGES[1], 4: MESSAGES[3]})
    assert not verified(proof, shown, header=b"other")
    assert not verified(proof, shown, presentation=b"later")


def test_a_proof_under_another_key_fails() -> None:
    other = scheme.public_key_of(scheme.generate_secret_key())
    assert not scheme.verify_proof(
        other, proof_of([0]), header=HEADER, presentation_header=b"now", disclosed={0: MESSAGES[0]}
    )


def test_a_proof_for_a_signature_of_other_messages_fails() -> None:
    proof = scheme.prove(
        PUBLIC,
        SIGNATURE,
        header=HEADER,
        presentation_header=b"now",
        messages=[b"forged", *MESSAGES[1:]],
        disclosed=[0],
    )
    assert not verified(proof, {0: b"forged"})


def test_every_bit_flip_in_a_proof_is_noticed() -> None:
    proof = proof_of([2])
    for position in range(0, len(proof), 7):
        spoilt = bytearray(proof)
        spoilt[position] ^= 1
        try:
            good = verified(bytes(spoilt), {2: MESSAGES[2]})
        except MalformedInputError:
            good = False
        assert not good, position


IDENTITY = bytes(G1Point.identity().to_compressed_bytes())


@pytest.mark.parametrize(
    "signature",
    [
        b"",
        SIGNATURE[:-1],
        SIGNATURE + b"\x00",
        IDENTITY + SIGNATURE[48:],
        SIGNATURE[:48] + bytes(32),
        SIGNATURE[:48] + ORDER.to_bytes(32),
        b"\xff" * 80,
    ],
)
def test_malformed_signatures_are_refused(signature: bytes) -> None:
    with pytest.raises(MalformedInputError):
        scheme.verify(PUBLIC, signature, header=HEADER, messages=MESSAGES)


@pytest.mark.parametrize(
    "key", [b"", PUBLIC[:-1], bytes(G2Point.identity().to_compressed_bytes()), b"\xff" * 96, bytes(96)]
)
def test_malformed_public_keys_are_refused(key: bytes) -> None:
    with pytest.raises(MalformedInputError, match="bbs-public-key-malformed"):
        scheme.verify(key, SIGNATURE, header=HEADER, messages=MESSAGES)


@pytest.mark.parametrize("proof", [b"", bytes(272), b"\xff" * 272, IDENTITY * 3 + bytes(128)])
def test_malformed_proofs_are_refused(proof: bytes) -> None:
    with pytest.raises(MalformedInputError):
        verified(proof, {})


@pytest.mark.parametrize("disclosed", [{-1: b"x"}, {6: b"x"}, {10**9: b"x"}])
def test_indexes_outside_the_messages_are_refused(disclosed: dict[int, bytes]) -> None:
    with pytest.raises(MalformedInputError):
        verified(proof_of([0]), disclosed)


def test_too_many_messages_are_refused_at_once() -> None:
    started = time.monotonic()
    with pytest.raises(MalformedInputError, match="bbs-too-many-messages"):
        scheme.sign(SECRET, header=b"", messages=[b""] * (MAX_SIGNED_STATEMENTS + 1))
    with pytest.raises(MalformedInputError, match="bbs-proof-malformed"):
        verified(proof_of([0]) + bytes(32) * (MAX_SIGNED_STATEMENTS + 1), {})
    assert time.monotonic() - started < 0.5


@pytest.mark.parametrize("secret", [b"", bytes(32), ORDER.to_bytes(32), b"\x01" * 33])
def test_malformed_secret_keys_are_refused(secret: bytes) -> None:
    with pytest.raises(MalformedInputError, match="bbs-secret-key-malformed"):
        scheme.public_key_of(secret)


def test_key_material_must_be_long_enough() -> None:
    with pytest.raises(MalformedInputError, match="bbs-key-material-too-short"):
        scheme.key_from_material(bytes(31))


def test_a_key_in_memory_has_a_did_and_hides_its_secret() -> None:
    key = BbsKey.generate()
    assert key.did.startswith("did:key:zUC7")
    assert key.secret_key.hex() not in repr(key)
    assert scheme.verify(key.public_key.raw, key.sign(b"data"), header=b"", messages=[b"data"])
