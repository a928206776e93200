"""Speed of Data Integrity credentials against the raw signature rates of this machine.

The document is a realistic badge: 3.6 kB, about 100 quads, 12 blank nodes. ``verify-…`` makes all
checks but remote ones; ``…-unseen`` has no compiled shape to help; ``…-double`` has twice the learning
outcomes; ``…-checked`` verifies every signature before it is released.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import cycle

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256

from bench import envelopes
from bench.documents import open_badge
from bench.measure import Case
from umiem.engine import (
    OPEN_BADGES_3,
    CompiledTemplate,
    InMemorySigner,
    VerificationPolicy,
    offline_sources,
    verify_credential,
)
from umiem.engine.limits import MAX_SIGHTINGS

_AT = datetime(2026, 11, 1, tzinfo=UTC)
_DOCUMENTS = 64
_SUITES = {
    "eddsa-rdfc-2022": "Ed25519",
    "eddsa-jcs-2022": "Ed25519",
    "ecdsa-rdfc-2019": "P-256",
    "ecdsa-jcs-2019": "P-256",
}
_RAW = {"Ed25519": "ed25519", "P-256": "p256", "eddsa": "ed25519", "es256": "p256"}


def cases() -> list[Case]:
    """Return the rows: a name, and one operation to time."""
    signers = {name: InMemorySigner.generate(name) for name in ("Ed25519", "P-256")}
    rows = [case for name, signer in signers.items() for case in _raw_cases(_RAW[name], signer)]
    for suite, key in _SUITES.items():
        rows += _suite_cases(suite, signers[key])
    return [*rows, *envelopes.cases()]


def limits() -> dict[str, str]:
    """Return row → the raw row that bounds it."""
    bounds: dict[str, str] = {}
    for name, _ in cases():
        for family, raw in (("eddsa", "ed25519"), ("ecdsa", "p256"), ("es256", "p256")):
            if family in name:
                bounds[name] = f"raw-{raw}-{'sign' if name.startswith('issue') else 'verify'}"
    return bounds


def _raw_cases(name: str, signer: InMemorySigner) -> list[Case]:
    """Signing and verifying as ``cryptography`` does it, with nothing of ours around it."""
    data, key = bytes(64), signer.private_key
    options = () if isinstance(key, Ed25519PrivateKey) else (ECDSA(SHA256()),)
    signature = key.sign(data, *options)
    public = key.public_key()
    return [
        (f"raw-{name}-sign", lambda: key.sign(data, *options)),
        (f"raw-{name}-verify", lambda: public.verify(signature, data, *options)),
    ]


def _suite_cases(suite: str, signer: InMemorySigner) -> list[Case]:
    rows = [
        (f"issue-{suite}", _issuing(suite, signer, outcomes=6, verify_each=False)),
        (f"issue-{suite}-checked", _issuing(suite, signer, outcomes=6, verify_each=True)),
        (f"verify-{suite}", _verifying(suite, signer, outcomes=6)),
    ]
    if suite == "eddsa-rdfc-2022":
        rows += [
            (f"verify-{suite}-unseen", _verifying(suite, signer, outcomes=6, seen=False)),
            (f"issue-{suite}-double", _issuing(suite, signer, outcomes=12, verify_each=False)),
            (f"verify-{suite}-double", _verifying(suite, signer, outcomes=12)),
        ]
    return rows


def _issuing(suite: str, signer: InMemorySigner, *, outcomes: int, verify_each: bool) -> Callable[[], object]:
    template = CompiledTemplate(signer, _AT, suite, verify_each=verify_each)
    documents = (open_badge(signer.did, number, outcomes=outcomes) for number in range(_DOCUMENTS))
    prepared = [template.prepare(document, OPEN_BADGES_3) for document in documents]
    for credential in prepared:
        template.sign(credential)
    following = cycle(prepared)
    return lambda: template.sign(next(following))


def _verifying(
    suite: str, signer: InMemorySigner, *, outcomes: int, seen: bool = True
) -> Callable[[], object]:
    template = CompiledTemplate(signer, _AT, suite)
    documents = (open_badge(signer.did, number, outcomes=outcomes) for number in range(_DOCUMENTS))
    secured = [template.sign(template.prepare(document, OPEN_BADGES_3)).data for document in documents]
    policy, sources = VerificationPolicy.strict(), offline_sources()
    for data in secured:
        verify_credential(data, policy=policy, at=_AT, sources=sources).require_valid()
    following = cycle(secured if seen else _never_seen(secured[0]))
    return lambda: verify_credential(next(following), policy=policy, at=_AT, sources=sources)


def _never_seen(data: bytes) -> list[bytes]:
    """Return the document in more kinds than are remembered, by white space at both ends."""
    side = range(1, 2 + int(MAX_SIGHTINGS**0.5))
    return [b"{" + b" " * left + data[1:-1] + b" " * right + b"}" for left in side for right in side]


if __name__ == "__main__":
    print(json.dumps(limits(), indent=1))
