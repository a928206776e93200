"""BBS: sign many messages at once, then prove knowledge of the signature on chosen ones.

BBS draft, sections 3.5 (interface) and 3.6 (core). Octet strings come in and go out; every decoding
checks lengths, ranges and subgroups (section 4.2.4.2).
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from py_arkworks_bls12381 import GT, G1Point, G2Point, Scalar

from umiem.engine.bbs.ciphersuite import (
    API_ID,
    BP2,
    CIPHERSUITE_ID,
    ORDER,
    P1,
    PLAIN,
    POINT_BYTES,
    PUBLIC_KEY_BYTES,
    SCALAR_BYTES,
    Interface,
    domain,
    generators,
    hash_to_scalar,
    linear_combination,
    message_scalars,
    scalar_bytes,
    serialise,
)
from umiem.engine.limits import MAX_SIGNED_STATEMENTS
from umiem.errors import MalformedInputError

SIGNATURE_BYTES = POINT_BYTES + SCALAR_BYTES
_PROOF_FIXED_BYTES = 3 * POINT_BYTES + 4 * SCALAR_BYTES


def generate_secret_key() -> bytes:
    """Return a fresh secret key: 32 bytes, an integer in [1, r - 1]."""
    return key_from_material(secrets.token_bytes(32))


def key_from_material(material: bytes, key_info: bytes = b"") -> bytes:
    """Derive a secret key from at least 32 bytes of secret material (KeyGen, section 3.4.1)."""
    if len(material) < 32:
        raise MalformedInputError("bbs-key-material-too-short", length=len(material))
    data = material + len(key_info).to_bytes(2) + key_info
    return scalar_bytes(hash_to_scalar(data, CIPHERSUITE_ID + b"KEYGEN_DST_"))


def public_key_of(secret_key: bytes) -> bytes:
    """Return the 96 byte public key, a compressed point of G2 (SkToPk, section 3.4.2)."""
    return bytes((BP2 * _secret_scalar(secret_key)).to_compressed_bytes())


def sign(secret_key: bytes, *, header: bytes, messages: Sequence[bytes]) -> bytes:
    """Return the 80 byte signature on ``header`` and ``messages`` (Sign, section 3.5.1)."""
    _refuse_too_many(len(messages))
    secret = _secret_scalar(secret_key)
    public_key = public_key_of(secret_key)
    scalars = message_scalars(messages)
    base, bound = _commit(public_key, scalars, header)
    e = hash_to_scalar(serialise(secret, *scalars, bound), API_ID + b"H2S_")
    return serialise(base * (secret + e).inverse(), e)


def verify(public_key: bytes, signature: bytes, *, header: bytes, messages: Sequence[bytes]) -> bool:
    """Say whether ``signature`` is good (Verify, section 3.5.2).

    Raises ``MalformedInputError`` when key or signature are not what they must be.
    """
    _refuse_too_many(len(messages))
    w = _public_point(public_key)
    a, e = _decode_signature(signature)
    base, _ = _commit(public_key, message_scalars(messages), header)
    return bool(GT.pairing_check([a, base], [w + BP2 * e, -BP2]))


@dataclass(frozen=True, kw_only=True)
class Randomness:
    """The random scalars of one proof: fresh for every proof, fixed in test vectors only."""

    scalars: tuple[Scalar, ...]

    @classmethod
    def fresh(cls, undisclosed: int) -> Randomness:
        return cls(scalars=tuple(Scalar(secrets.randbelow(ORDER - 1) + 1) for _ in range(undisclosed + 5)))


def prove(
    public_key: bytes,
    signature: bytes,
    *,
    header: bytes,
    presentation_header: bytes,
    messages: Sequence[bytes],
    disclosed: Sequence[int],
    randomness: Randomness | None = None,
) -> bytes:
    """Return a proof that discloses the messages at the indexes ``disclosed`` (ProofGen, 3.5.3).

    The signature is not checked here: a proof from a bad one does not verify. ``randomness`` is for
    test vectors only.
    """
    _refuse_too_many(len(messages))
    shown = _checked_indexes(disclosed, len(messages))
    hidden = [index for index in range(len(messages)) if index not in set(shown)]
    a, e = _decode_signature(signature)
    scalars = message_scalars(messages)
    r1, r2, e_blind, r1_blind, r3_blind, *message_blinds = (
        randomness or Randomness.fresh(len(hidden))
    ).scalars
    # 1. Blind the signature, commit to the blinding factors (ProofInit, 3.7.1).
    base, bound = _commit(public_key, scalars, header)
    d = base * r2
    a_bar = a * (r1 * r2)
    b_bar = d * r1 - a_bar * e
    points = generators(len(messages) + 1)
    t1 = a_bar * e_blind + d * r1_blind
    t2 = linear_combination([d, *(points[index + 1] for index in hidden)], [r3_blind, *message_blinds])
    # 2. Derive the challenge from everything that is shown (3.7.4).
    revealed = {index: scalars[index] for index in shown}
    commitments = (a_bar, b_bar, d, t1, t2)
    c = _challenge(commitments, bound=bound, revealed=revealed, presentation_header=presentation_header)
    # 3. Answer it (ProofFinalize, 3.7.2).
    answers = [e_blind + e * c, r1_blind - r1 * c, r3_blind - r2.inverse() * c]
    answers += [blind + scalars[index] * c for index, blind in zip(hidden, message_blinds, strict=True)]
    return serialise(a_bar, b_bar, d, *answers, c)


def verify_proof(
    public_key: bytes,
    proof: bytes,
    *,
    header: bytes,
    presentation_header: bytes,
    disclosed: Mapping[int, bytes],
    interface: Interface = PLAIN,
) -> bool:
    """Say whether ``proof`` shows a signature that covers ``disclosed``: index to message (3.5.4).

    ``interface`` is that of the signature. How many messages were signed follows from the proof's
    length. Raises ``MalformedInputError`` for a key, proof or index that cannot be right.
    """
    w = _public_point(public_key)
    a_bar, b_bar, d, (e_hat, r1_hat, r3_hat, *message_hats, c) = _decode_proof(proof)
    count = len(message_hats) + len(disclosed)
    _refuse_too_many(count)
    shown = _checked_indexes(sorted(disclosed), count)
    hidden = [index for index in range(count) if index not in disclosed]
    scalars = message_scalars([disclosed[index] for index in shown], interface.api_id)
    revealed = dict(zip(shown, scalars, strict=True))
    # 1. Rebuild the commitments from the answers (ProofVerifyInit, 3.7.3).
    points = interface.points(count)
    bound = domain(public_key, points, header, interface.api_id)
    t1 = b_bar * c + a_bar * e_hat + d * r1_hat
    known = linear_combination(
        [P1, points[0], *(points[index + 1] for index in shown)], [Scalar(1), bound, *revealed.values()]
    )
    t2 = linear_combination([known, d, *(points[index + 1] for index in hidden)], [c, r3_hat, *message_hats])
    # 2. The challenge must come out the same, and the blinded signature must fit the key.
    expected = _challenge(
        (a_bar, b_bar, d, t1, t2),
        bound=bound,
        revealed=revealed,
        presentation_header=presentation_header,
        api_id=interface.api_id,
    )
    if c != expected:
        return False
    return bool(GT.pairing_check([a_bar, b_bar], [w, -BP2]))


def _commit(public_key: bytes, scalars: Sequence[Scalar], header: bytes) -> tuple[G1Point, Scalar]:
    """Return B = P1 + Q_1 * domain + sum of H_i * msg_i, and the domain."""
    points = generators(len(scalars) + 1)
    bound = domain(public_key, points, header)
    return P1 + linear_combination(points, [bound, *scalars]), bound


def _challenge(
    commitments: tuple[G1Point, ...],
    *,
    bound: Scalar,
    revealed: Mapping[int, Scalar],
    presentation_header: bytes,
    api_id: bytes = API_ID,
) -> Scalar:
    pairs = [part for pair in revealed.items() for part in pair]
    data = serialise(len(revealed), *pairs, *commitments, bound)
    data += len(presentation_header).to_bytes(8) + presentation_header
    return hash_to_scalar(data, api_id + b"H2S_")


def _checked_indexes(indexes: Sequence[int], count: int) -> list[int]:
    if len(set(indexes)) != len(indexes) or any(not 0 <= index < count for index in indexes):
        raise MalformedInputError("bbs-index-out-of-range", count=count)
    return sorted(indexes)


def _refuse_too_many(count: int) -> None:
    if count > MAX_SIGNED_STATEMENTS:
        raise MalformedInputError("bbs-too-many-messages", count=count, limit=MAX_SIGNED_STATEMENTS)


def _secret_scalar(secret_key: bytes) -> Scalar:
    value = int.from_bytes(secret_key)
    if len(secret_key) != SCALAR_BYTES or not 0 < value < ORDER:
        raise MalformedInputError("bbs-secret-key-malformed")
    return Scalar(value)


def _public_point(public_key: bytes) -> G2Point:
    if len(public_key) != PUBLIC_KEY_BYTES:
        raise MalformedInputError("bbs-public-key-malformed", length=len(public_key))
    try:
        point = G2Point.from_compressed_bytes(public_key)
    except ValueError as error:
        raise MalformedInputError("bbs-public-key-malformed") from error
    if point == G2Point.identity() or not point.is_in_subgroup():
        raise MalformedInputError("bbs-public-key-malformed")
    return point


def _decode_signature(signature: bytes) -> tuple[G1Point, Scalar]:
    if len(signature) != SIGNATURE_BYTES:
        raise MalformedInputError("bbs-signature-malformed", length=len(signature))
    return _decode_point(signature[:POINT_BYTES]), _decode_scalar(signature[POINT_BYTES:])


def _decode_proof(proof: bytes) -> tuple[G1Point, G1Point, G1Point, list[Scalar]]:
    """Return the three points and all scalars, the challenge last (octets_to_proof, 4.2.4.5)."""
    variable = len(proof) - _PROOF_FIXED_BYTES
    if variable < 0 or variable % SCALAR_BYTES or variable // SCALAR_BYTES > MAX_SIGNED_STATEMENTS:
        raise MalformedInputError("bbs-proof-malformed", length=len(proof))
    points = [
        _decode_point(proof[start : start + POINT_BYTES]) for start in range(0, 3 * POINT_BYTES, POINT_BYTES)
    ]
    rest = proof[3 * POINT_BYTES :]
    scalars = [
        _decode_scalar(rest[start : start + SCALAR_BYTES]) for start in range(0, len(rest), SCALAR_BYTES)
    ]
    return points[0], points[1], points[2], scalars


def _decode_point(octets: bytes) -> G1Point:
    try:
        point = G1Point.from_compressed_bytes(octets)
    except ValueError as error:
        raise MalformedInputError("bbs-point-malformed") from error
    if point == G1Point.identity() or not point.is_in_subgroup():
        raise MalformedInputError("bbs-point-malformed")
    return point


def _decode_scalar(octets: bytes) -> Scalar:
    value = int.from_bytes(octets)
    if not 0 < value < ORDER:
        raise MalformedInputError("bbs-scalar-malformed")
    return Scalar(value)
