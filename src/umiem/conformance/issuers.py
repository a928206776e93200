"""The issuers of a conformance instance: one per cryptosuite and key, each with a fresh key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from umiem.engine import BbsKey, InMemorySigner

JWT = "vc+jwt"

# Name as the suites' configuration uses it → kind of key, and how the issuer secures.
ISSUERS: Mapping[str, tuple[str, str]] = {
    "eddsa-rdfc-2022": ("Ed25519", "eddsa-rdfc-2022"),
    "eddsa-jcs-2022": ("Ed25519", "eddsa-jcs-2022"),
    "ecdsa-rdfc-2019-p256": ("P-256", "ecdsa-rdfc-2019"),
    "ecdsa-rdfc-2019-p384": ("P-384", "ecdsa-rdfc-2019"),
    "ecdsa-jcs-2019-p256": ("P-256", "ecdsa-jcs-2019"),
    "ecdsa-jcs-2019-p384": ("P-384", "ecdsa-jcs-2019"),
    "ecdsa-sd-2023": ("P-256", "ecdsa-sd-2023"),
    "bbs-2023": ("BLS12-381-G2", "bbs-2023"),
    "status": ("Ed25519", "eddsa-rdfc-2022"),
    "jwt": ("Ed25519", JWT),
}


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """A name, a key that lives as long as the process, and the way of securing."""

    name: str
    signer: InMemorySigner | BbsKey
    secures_with: str

    @property
    def did(self) -> str:
        """The did:key that the issuer signs as."""
        return self.signer.did


def new_issuers() -> dict[str, Issuer]:
    """Return all issuers with fresh keys."""
    return {
        name: Issuer(name=name, signer=_new_key(algorithm), secures_with=secures_with)
        for name, (algorithm, secures_with) in ISSUERS.items()
    }


def _new_key(algorithm: str) -> InMemorySigner | BbsKey:
    return BbsKey.generate() if algorithm == "BLS12-381-G2" else InMemorySigner.generate(algorithm)
