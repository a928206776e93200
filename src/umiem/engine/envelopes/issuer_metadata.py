"""JWT VC Issuer Metadata: where an https issuer publishes its keys (SD-JWT VC draft section 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlunsplit

from umiem.engine.canonical.strict_json import parse_json_object
from umiem.engine.identifiers.jwk import jwk_may_verify, public_key_from_jwk
from umiem.engine.ports import DocumentSource, PublicKey
from umiem.engine.web_addresses import split_address
from umiem.errors import MalformedInputError, NotFoundError

WELL_KNOWN = "/.well-known/jwt-vc-issuer"
MAX_METADATA_BYTES = 64 * 1024
MAX_KEYS = 32


def issuer_metadata_url(issuer: str) -> str:
    """Return where the metadata of ``issuer`` lies: the well-known part goes between host and path.

    >>> issuer_metadata_url("https://example.com/tenant/1234")
    'https://example.com/.well-known/jwt-vc-issuer/tenant/1234'
    """
    parts = split_address(issuer)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment or "@" in parts.netloc:
        raise MalformedInputError("issuer-url-invalid", issuer=issuer[:200])
    return urlunsplit((parts.scheme, parts.netloc, WELL_KNOWN + parts.path.rstrip("/"), "", ""))


def find_published_key(issuer: str, key_id: object, documents: DocumentSource) -> PublicKey:
    """Fetch the issuer's metadata and return the key named ``key_id`` (or the only key).

    Raises ``UnavailableError`` (cannot be fetched), ``MalformedInputError`` (no metadata of this
    issuer) or ``NotFoundError`` (no such key).
    """
    data = documents.fetch(issuer_metadata_url(issuer))
    metadata = parse_json_object(data, max_bytes=MAX_METADATA_BYTES)
    if metadata.get("issuer") != issuer:
        raise MalformedInputError("issuer-metadata-other-issuer", issuer=str(metadata.get("issuer"))[:200])
    keys = _key_set(metadata, documents)
    return public_key_from_jwk(_choose(keys, key_id))


def _key_set(metadata: Mapping[str, Any], documents: DocumentSource) -> Sequence[Any]:
    if ("jwks" in metadata) == ("jwks_uri" in metadata):
        raise MalformedInputError("issuer-metadata-keys")
    key_set = metadata.get("jwks")
    if key_set is None:
        location = metadata["jwks_uri"]
        if not isinstance(location, str) or split_address(location).scheme != "https":
            raise MalformedInputError("issuer-metadata-keys")
        key_set = parse_json_object(documents.fetch(location), max_bytes=MAX_METADATA_BYTES)
    keys = key_set.get("keys") if isinstance(key_set, Mapping) else None
    if not isinstance(keys, list) or not 1 <= len(keys) <= MAX_KEYS:
        raise MalformedInputError("issuer-metadata-keys")
    return keys


def _choose(keys: Sequence[Any], key_id: object) -> Mapping[str, Any]:
    usable = [key for key in keys if isinstance(key, Mapping) and jwk_may_verify(key)]
    named = [key for key in usable if key.get("kid") == key_id] if key_id is not None else usable
    if len(named) != 1:
        raise NotFoundError("verification-method-unknown", key=str(key_id)[:200])
    return named[0]
