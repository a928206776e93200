"""Which key a token was signed with, and for whom that key may speak.

VC-JOSE-COSE section 4 "Key Discovery"; SD-JWT VC draft section 2.5. The key always comes from the
issuer (its DID document, its metadata, or a certificate chain that leads to a trusted root), never
from the token alone: ``jwk``, ``jku`` and ``x5u`` in a header are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from umiem.engine.envelopes.issuer_metadata import find_published_key
from umiem.engine.identifiers import did_jwk, did_key
from umiem.engine.identifiers.document import VerificationMethod, find_verification_method
from umiem.engine.identifiers.jwk import jwk_thumbprint
from umiem.engine.identifiers.x509 import (
    certificate_names,
    chain_fault,
    leaf_key,
    load_trust_anchors,
    parse_x5c,
)
from umiem.engine.policy import Sources
from umiem.engine.ports import PublicKey
from umiem.engine.proof_checks import resolve_did
from umiem.engine.timestamps import parse_timestamp
from umiem.engine.web_addresses import split_address
from umiem.errors import (
    MalformedInputError,
    NotFoundError,
    UmiemError,
    UnavailableError,
    UnsupportedError,
)


@dataclass(frozen=True, kw_only=True)
class SigningKey:
    """A key that was found, the name of its verification method, and whom it may speak for."""

    public_key: PublicKey
    method: str
    controllers: frozenset[str]
    """DIDs and URLs; empty: the token brought the key itself, and nobody vouches for it."""
    by_host: bool = False
    """An ``https://host`` among the controllers covers all issuers of that host."""

    def speaks_for(self, issuer: str) -> bool:
        """Return whether ``issuer`` controls this key."""
        if issuer in self.controllers:
            return True
        if not self.by_host:
            return False
        parts = split_address(issuer)
        return parts.scheme == "https" and f"https://{parts.hostname}" in self.controllers


def find_signing_key(
    header: Mapping[str, Any],
    issuer: str | None,
    *,
    relationship: str,
    sources: Sources,
    at: datetime,
) -> SigningKey:
    """Find the key that the header points to, among the keys of ``issuer`` (or holder).

    ``issuer`` None: only a certificate chain or a full key name can say who signed. Raises
    ``MalformedInputError``, ``NotFoundError``, ``UnsupportedError`` or ``UnavailableError``. Whether
    the key speaks for the issuer is asked afterwards (``speaks_for``).
    """
    key_id = header.get("kid")
    if key_id is not None and not isinstance(key_id, str):
        raise MalformedInputError("jws-key-id-malformed")
    by_certificate = "x5c" in header and not (issuer or "").startswith("did:")
    if by_certificate:
        return _certified_key(header["x5c"], sources, at)
    if key_id is not None and "#" in key_id and ":" in key_id:
        return _named_key(key_id, relationship, sources, at)
    if issuer is None:
        raise MalformedInputError("issuer-missing")
    if issuer.startswith("https:") and sources.documents is not None:
        key = find_published_key(issuer, key_id, sources.documents)
        method = f"{issuer}#{key_id or ''}"
        return SigningKey(public_key=key, method=method, controllers=frozenset({issuer}))
    document = _controller_document(issuer, sources)
    url = _method_url(document, issuer, key_id, relationship)
    return _usable(find_verification_method(document, url, relationship=relationship), at)


def issuer_jwks(
    issuer: str, *, relationship: str, sources: Sources
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the verification methods of ``issuer`` that may serve ``relationship``, with their names."""
    yield from _methods(_controller_document(issuer, sources), issuer, relationship)


def _named_key(url: str, relationship: str, sources: Sources, at: datetime) -> SigningKey:
    controller = url.split("#", 1)[0]
    if controller.startswith((did_key.PREFIX, did_jwk.PREFIX)):
        return _self_contained_key(url, relationship)
    document = _controller_document(controller, sources)
    return _usable(find_verification_method(document, url, relationship=relationship), at)


# A did:key or did:jwk never changes or expires: what it resolves to is a pure function of its text.
@lru_cache(maxsize=512)
def _self_contained_key(url: str, relationship: str) -> SigningKey:
    did = url.split("#", 1)[0]
    document = did_key.resolve(did) if did.startswith(did_key.PREFIX) else did_jwk.resolve(did)
    return _key_of(find_verification_method(document, url, relationship=relationship))


def _usable(method: VerificationMethod, at: datetime) -> SigningKey:
    if method.controller != method.id.split("#", 1)[0]:
        raise MalformedInputError("verification-method-controller", controller=method.controller)
    for code, text in (("expired", method.expires), ("revoked", method.revoked)):
        if text is not None and parse_timestamp(text) <= at:
            raise MalformedInputError(f"verification-method-{code}", since=text)
    return _key_of(method)


def _key_of(method: VerificationMethod) -> SigningKey:
    return SigningKey(
        public_key=method.public_key, method=method.id, controllers=frozenset({method.controller})
    )


def _controller_document(controller: str, sources: Sources) -> Mapping[str, Any]:
    if controller.startswith("https:"):
        return sources.resolver.resolve(controller)
    return resolve_did(controller, sources)


def _method_url(document: Mapping[str, Any], issuer: str, key_id: str | None, relationship: str) -> str:
    """Return the full name of the method that a bare ``kid`` means: its fragment, JWK name or thumbprint."""
    found = {
        url
        for url, method in _methods(document, issuer, relationship)
        if key_id is None or key_id in _short_names(url, method)
    }
    if len(found) != 1:
        raise NotFoundError("verification-method-unknown", key=str(key_id)[:200])
    return found.pop()


def _methods(
    document: Mapping[str, Any], issuer: str, relationship: str
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    listed = document.get("verificationMethod", [])
    allowed = document.get(relationship, [])
    entries = [*(listed if isinstance(listed, list) else []), *(allowed if isinstance(allowed, list) else [])]
    names = {
        entry if isinstance(entry, str) else entry.get("id")
        for entry in (allowed if isinstance(allowed, list) else [])
        if isinstance(entry, str | Mapping)
    }
    for method in entries:
        name = method.get("id") if isinstance(method, Mapping) else None
        if isinstance(method, Mapping) and isinstance(name, str) and name in names:
            yield (issuer + name if name.startswith("#") else name), method


def _short_names(url: str, method: Mapping[str, Any]) -> set[str]:
    fragment = url.partition("#")[2]
    names = {url, fragment, f"#{fragment}"}
    jwk = method.get("publicKeyJwk")
    if isinstance(jwk, Mapping):
        names.add(str(jwk.get("kid")))
        try:
            names.add(jwk_thumbprint(jwk))
        except UmiemError:
            return names
    return names


def _certified_key(value: object, sources: Sources, at: datetime) -> SigningKey:
    chain = parse_x5c(value)
    if not sources.trust_anchors:
        raise UnavailableError("trust-anchors-missing")
    fault = chain_fault(chain, load_trust_anchors(sources.trust_anchors), at=at)
    if fault == "certificate-not-trusted":
        # A root that we do not know says nothing about the credential, neither good nor bad.
        raise UnsupportedError(fault)
    if fault is not None:
        raise MalformedInputError(fault)
    leaf = chain[0]
    subject = leaf.subject.rfc4514_string()
    return SigningKey(
        public_key=leaf_key(leaf),
        method=f"x5c:{subject}",
        controllers=frozenset({subject, *certificate_names(leaf)}),
        by_host=True,
    )
