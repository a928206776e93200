"""The three states of a credential: claims, prepared claims, and a secured document."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import InitVar, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from umiem.engine.data_model import issuer_id

if TYPE_CHECKING:
    from umiem.engine.profiles.profile import Profile

MEDIA_TYPE_CREDENTIAL = "application/vc"
MEDIA_TYPE_PRESENTATION = "application/vp"

_PREPARED = object()


@dataclass(frozen=True)
class Credential:
    """Claims as a JSON object, not secured and not yet checked."""

    document: Mapping[str, Any]


@dataclass(frozen=True)
class PreparedCredential:
    """Claims that passed every check of the data model and of ``profile``.

    Only ``prepare_credential`` makes one. ``digest`` is the SHA-256 (hex) of the RFC 8785 form of
    the document, so that the intent can be recorded before anything is signed; ``canonical`` is that
    form, which envelopes sign. ``text`` is the JSON with its members in their order, as embedded
    proofs are written into it. The document must not be changed afterwards: ``sign_credential``
    compares the digest again.
    """

    document: Mapping[str, Any]
    profile: Profile
    digest: str
    canonical: bytes = field(repr=False)
    text: str = field(repr=False)
    issuer: str | None
    made_by: InitVar[object] = None

    def __post_init__(self, made_by: object) -> None:
        if made_by is not _PREPARED:
            raise TypeError("a PreparedCredential comes from prepare_credential() only")


@dataclass(frozen=True)
class SecuredCredential:
    """The exact bytes that were signed or received; they are kept and never written anew."""

    data: bytes
    media_type: str = MEDIA_TYPE_CREDENTIAL

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of ``data`` in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


def mark_prepared(
    document: Mapping[str, Any], profile: Profile, *, canonical: bytes, text: str
) -> PreparedCredential:
    """Make a ``PreparedCredential``; for ``prepare_credential`` and its compiled twin alone."""
    digest = hashlib.sha256(canonical).hexdigest()
    return PreparedCredential(document, profile, digest, canonical, text, issuer_id(document), _PREPARED)
