"""The compressed form of credentials, read by many at once."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

from umiem.storage.exact_bytes import Packer

THREADS = 8
TEXTS = 2_000


def test_threads_that_read_at_once_each_get_their_own_bytes() -> None:
    chance = random.Random(7)
    shared = chance.randbytes(6_000)
    texts = [chance.randbytes(50) + shared * 60 for _ in range(4)]
    packer = Packer.of(shared)
    packed = [packer.pack(text) for text in texts]
    assert max(map(len, packed)) < 2_000

    def is_read(number: int) -> bool:
        place = number % len(texts)
        return packer.unpack(packed[place]) == texts[place] and packer.pack(texts[place]) == packed[place]

    with ThreadPoolExecutor(THREADS) as pool:
        assert all(pool.map(is_read, range(TEXTS)))
