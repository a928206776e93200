"""Claim codes: what a person types, and what a slip of the finger does."""

from __future__ import annotations

import secrets
import time
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from umiem.domain.claim_code import (
    ALPHABET,
    LENGTH,
    RANDOM_CHARACTERS,
    make_claim_code,
    read_claim_code,
    written,
)

CODES = st.text(ALPHABET, min_size=RANDOM_CHARACTERS, max_size=RANDOM_CHARACTERS).map(
    lambda body: make_claim_code(_from(body))
)


def _from(body: str):  # type: ignore[no-untyped-def]
    left = iter(body)
    return lambda _alphabet: next(left)


@given(CODES)
def test_what_is_printed_can_be_typed(code: str) -> None:
    assert len(code) == LENGTH
    assert read_claim_code(written(code)) == code
    assert read_claim_code(f"  {written(code).lower().replace('-', ' ')} ") == code
    assert read_claim_code(code.replace("0", "O").replace("1", "l")) == code


@given(CODES, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(code: str, place: int, other: str) -> None:
    changed = code[:place] + other + code[place + 1 :]
    assert (read_claim_code(changed) is None) == (changed != code)


def test_nearly_every_exchange_of_neighbours_is_noticed() -> None:
    choose = Random(7).choice
    codes = [make_claim_code(choose) for _ in range(2_000)]
    places = range(LENGTH - 1)
    changed = {code[:at] + code[at + 1] + code[at] + code[at + 2 :] for code in codes for at in places}
    exchanged = changed - set(codes)
    unnoticed = sum(read_claim_code(code) is not None for code in exchanged)
    assert 0 < unnoticed < len(exchanged) / 400


def test_codes_hold_enough_chance() -> None:
    assert RANDOM_CHARACTERS * 5 >= 64
    assert len({make_claim_code(secrets.choice) for _ in range(1_000)}) == 1_000


def test_nonsense_is_no_code() -> None:
    for text in ("", "-", "K7QM", "K7QM-2XRD-9T4W-8HJU", "K7QM-2XRD-9T4W-8HJ\0", "ż" * 16, "A" * 10_000):
        assert read_claim_code(text) is None


def test_a_long_text_is_no_code_and_takes_no_time() -> None:
    code = make_claim_code(Random(7).choice)
    assert read_claim_code(f"  {' '.join(code)}  ") == code
    started = time.process_time()
    assert read_claim_code(" ".join(code) + "-" * 5_000_000) is None
    assert time.process_time() - started < 0.05
