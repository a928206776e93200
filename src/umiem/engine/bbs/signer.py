"""A BBS key in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from umiem.engine.bbs import scheme
from umiem.engine.identifiers import did_key
from umiem.engine.ports import PublicKey


@dataclass(frozen=True)
class BbsKey:
    """A BBS secret key; ``verification_method`` is the did:key URL of its public key."""

    secret_key: bytes = field(repr=False)
    public_key: PublicKey = field(init=False)
    verification_method: str = field(init=False)

    def __post_init__(self) -> None:
        public_key = PublicKey(algorithm="BLS12-381-G2", raw=scheme.public_key_of(self.secret_key))
        object.__setattr__(self, "public_key", public_key)
        object.__setattr__(self, "verification_method", did_key.verification_method(public_key))

    @classmethod
    def generate(cls) -> BbsKey:
        """Make a new key."""
        return cls(scheme.generate_secret_key())

    @property
    def did(self) -> str:
        """The DID before the fragment of the verification method."""
        return self.verification_method.split("#", 1)[0]

    def sign(self, data: bytes) -> bytes:
        """Sign ``data`` as a single message with an empty header."""
        return self.sign_messages(header=b"", messages=[data])

    def sign_messages(self, *, header: bytes, messages: Sequence[bytes]) -> bytes:
        """Return the 80 byte BBS signature over ``header`` and ``messages``."""
        return scheme.sign(self.secret_key, header=header, messages=messages)
