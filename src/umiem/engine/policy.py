"""What a verifier insists on, and where it may look things up. Both are always passed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, Protocol

from umiem.engine.ports import DocumentSource, StatusListSource, VerificationMethodResolver
from umiem.engine.report import VerificationReport
from umiem.errors import UnavailableError


@dataclass(frozen=True, kw_only=True)
class VerificationPolicy:
    """Which checks may be left out. Every field's default is the safe one; name what you turn off.

    ``issuer_binding``: the proof's key belongs to the issuer, under the right relationship.
    ``inline_contexts``: accept terms that the document defines for itself; a reader cannot know
    what such a term means, so by default the answer is "could not tell".
    ``unknown_proofs``: a proof of an unknown suite beside a good one does not matter.
    ``status``: read the stated status. ``profile_shapes``: hold Open Badges to their own rules.
    """

    issuer_binding: bool = True
    inline_contexts: bool = False
    unknown_proofs: bool = False
    status: bool = True
    profile_shapes: bool = True

    @classmethod
    def strict(cls) -> VerificationPolicy:
        """The production policy: everything on."""
        return cls()

    @classmethod
    def conformance(cls) -> VerificationPolicy:
        """For public test suites only: their documents are signed by keys of nobody."""
        return cls(issuer_binding=False, inline_contexts=True)


class VerifiedLists(Protocol):
    """Reports on status lists that were found good, by their exact bytes.

    Whoever keeps them answers for the keys: a report may be given out only while the resolver would give
    the same DID documents. The validity period of a list is compared with the clock again each time.
    """

    def find(self, data: bytes, policy: VerificationPolicy) -> VerificationReport | None: ...

    def keep(self, data: bytes, policy: VerificationPolicy, report: VerificationReport) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Sources:
    """Where DID documents and status lists come from, and which issuers somebody vouches for.

    ``known_issuers`` maps a DID to the name under which a registry knows it; None: no registry is
    consulted. ``trust_anchors`` are the roots (DER certificates) that a certificate chain in a
    token may lead to. ``documents`` fetches what a few formats publish beside the credential: issuer
    keys of SD-JWT VC, type metadata, hosted Open Badges 2; None: nothing is fetched.
    ``verified_lists`` remembers status lists that were found good; None: each is verified each time.
    """

    resolver: VerificationMethodResolver
    status_lists: StatusListSource
    known_issuers: Mapping[str, str] | None = None
    trust_anchors: tuple[bytes, ...] = ()
    documents: DocumentSource | None = None
    verified_lists: VerifiedLists | None = None


class _Offline:
    """Answers every look-up with "not now"."""

    def resolve(self, did: str) -> Mapping[str, Any]:
        self._unavailable(did)

    def fetch(self, url: str) -> bytes:
        self._unavailable(url)

    @staticmethod
    def _unavailable(what: str) -> NoReturn:
        raise UnavailableError("offline", what=what)


def offline_sources(known_issuers: Mapping[str, str] | None = None) -> Sources:
    """Return sources that know nothing: what needs a look-up becomes "could not tell"."""
    offline = _Offline()
    return Sources(resolver=offline, status_lists=offline, known_issuers=known_issuers)
