"""Trust lists: who vouches for which issuers, signed, with a version and an end.

The format is documented in docs/registry.md. A list is a JWS in general JSON form (RFC 7515, 7.2.1); its
payload names its own root keys and how many of them must sign. The rules against old and foreign lists
are those of The Update Framework: versions only grow, a list ends, and new root keys count only when the
old ones signed them in.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from umiem.engine.canonical.strict_json import parse_json_object
from umiem.engine.envelopes.algorithms import algorithm_name
from umiem.engine.envelopes.base64url import decode_base64url, encode_base64url
from umiem.engine.envelopes.jws import CompactJws, compact_json, signature_fault
from umiem.engine.identifiers.multikey import decode_multikey
from umiem.engine.ports import PublicKey, Signer
from umiem.engine.timestamps import iso_text, parse_timestamp
from umiem.errors import MalformedInputError, RefusedError, UmiemError

LIST_TYPE = "UmiemTrustList"
TOKEN_TYPE = "trust-list"  # noqa: S105 - a media type
MAX_LIST_BYTES = 1_500_000
MAX_ISSUERS = 1_000
"""With all their members they fit into the limits of strict JSON; an installation may use many lists."""
MAX_KEYS = 16
MAX_TEXT = 1_000


@dataclass(frozen=True, kw_only=True)
class ListedIssuer:
    """An issuer for whom the list vouches, from ``since`` on; ``until`` None: as long as it is listed."""

    id: str
    names: Mapping[str, str]
    since: date
    until: date | None = None
    website: str = ""
    country: str = ""
    evidence: str = ""


@dataclass(frozen=True, kw_only=True)
class TrustList:
    """What a list says. ``keys`` maps the name of a root key to its Multikey text."""

    id: str
    names: Mapping[str, str]
    version: int
    issued_at: datetime
    expires_at: datetime
    keys: Mapping[str, str]
    threshold: int
    issuers: tuple[ListedIssuer, ...]


@dataclass(frozen=True, kw_only=True)
class SignedTrustList:
    """A list that was read: ``signed_by`` are the names of its own root keys whose signatures are good."""

    content: TrustList
    data: bytes
    digest: str
    signed_by: frozenset[str]

    def signed_with(self, keys: Mapping[str, str]) -> int:
        """Count how many different keys of ``keys`` signed it."""
        return len({keys[name] for name in keys if _signature_of(self.data, name, keys[name])})


def read_trust_list(data: bytes) -> SignedTrustList:
    """Read a signed list; raises ``MalformedInputError`` for what is no list.

    Signatures that do not fit are left out of ``signed_by``; whether there are enough, whether it is in
    date and whether it may replace another one is said by ``accept_trust_list``.
    """
    envelope = parse_json_object(data, max_bytes=MAX_LIST_BYTES, max_string_bytes=MAX_LIST_BYTES)
    payload = _payload(envelope)
    content = _content(parse_json_object(payload))
    good = {name for name, key in content.keys.items() if _signature_of(data, name, key)}
    return SignedTrustList(
        content=content, data=data, digest=hashlib.sha256(data).hexdigest(), signed_by=frozenset(good)
    )


def accept_trust_list(
    found: SignedTrustList, *, at: datetime, previous: SignedTrustList | None, trusted_key: str | None = None
) -> None:
    """Say whether ``found`` may be used from now on; raises ``RefusedError`` with the rule that it breaks.

    ``trusted_key`` is a Multikey that the importer got another way: for the first list it must be among
    the root keys that signed. A list with other root keys must be signed by the threshold of the previous
    ones too.
    """
    content = found.content
    if found.signed_with(content.keys) < content.threshold:
        raise RefusedError("trust-list-not-signed", list=content.id, threshold=content.threshold)
    if content.expires_at <= at:
        raise RefusedError("trust-list-expired", list=content.id, until=iso_text(content.expires_at))
    if previous is None:
        signing = {content.keys[name] for name in found.signed_by}
        if trusted_key is not None and trusted_key not in signing:
            raise RefusedError("trust-list-other-key", list=content.id)
        return
    before = previous.content
    if content.version < before.version:
        raise RefusedError("trust-list-older", list=content.id, version=content.version, known=before.version)
    if content.version == before.version and found.digest != previous.digest:
        raise RefusedError("trust-list-two-of-a-version", list=content.id, version=content.version)
    if found.signed_with(before.keys) < before.threshold:
        raise RefusedError("trust-list-other-root", list=content.id, threshold=before.threshold)


def sign_trust_list(content: TrustList, signers: Mapping[str, Signer]) -> bytes:
    """Return the signed list; ``signers`` maps names of root keys to the keys (RFC 7515, 7.2.1)."""
    payload = encode_base64url(compact_json(_document(content)))
    signatures = []
    for name, signer in signers.items():
        header = {"alg": algorithm_name(signer.public_key), "kid": name, "typ": TOKEN_TYPE}
        protected = encode_base64url(compact_json(header))
        signature = encode_base64url(signer.sign(protected + b"." + payload))
        signatures.append({"protected": protected.decode(), "signature": signature.decode()})
    return json.dumps({"payload": payload.decode(), "signatures": signatures}, indent=1).encode()


def _payload(envelope: Mapping[str, Any]) -> bytes:
    payload = envelope.get("payload")
    if not isinstance(payload, str) or not isinstance(envelope.get("signatures"), list):
        raise MalformedInputError("trust-list-malformed", member="payload")
    return decode_base64url(payload.encode("ascii", errors="replace"))


def _signature_of(data: bytes, name: str, multikey: str) -> bool:
    """Whether one of the signatures names this key and is good."""
    envelope = parse_json_object(data, max_bytes=MAX_LIST_BYTES, max_string_bytes=MAX_LIST_BYTES)
    payload = str(envelope["payload"]).encode("ascii", errors="replace")
    key = decode_multikey(multikey)
    for entry in envelope["signatures"][:MAX_KEYS]:
        try:
            if _is_good(entry, payload, name, key):
                return True
        except UmiemError:
            continue  # a signature that cannot be read is none; another one may be good
    return False


def _is_good(entry: object, payload: bytes, name: str, key: PublicKey) -> bool:
    if not isinstance(entry, Mapping):
        return False
    protected = str(entry.get("protected")).encode("ascii", errors="replace")
    header = parse_json_object(decode_base64url(protected))
    if header.get("kid") != name or header.get("typ") != TOKEN_TYPE:
        return False
    signature = decode_base64url(str(entry.get("signature")).encode("ascii", errors="replace"))
    jws = CompactJws(header, b"", signature, protected + b"." + payload)
    return signature_fault(jws, key) is None


def _content(document: Mapping[str, Any]) -> TrustList:
    if document.get("type") != LIST_TYPE:
        raise MalformedInputError("trust-list-malformed", member="type")
    version, root = document.get("version"), document.get("root")
    if not isinstance(version, int) or isinstance(version, bool) or not 1 <= version < 2**31:
        raise MalformedInputError("trust-list-malformed", member="version")
    keys, threshold = _root(root)
    issuers = document.get("issuers")
    if not isinstance(issuers, list) or len(issuers) > MAX_ISSUERS:
        raise MalformedInputError("trust-list-malformed", member="issuers")
    listed = tuple(_issuer(entry) for entry in issuers)
    if len({entry.id for entry in listed}) != len(listed):
        raise MalformedInputError("trust-list-malformed", member="issuers.id")
    return TrustList(
        id=_short(document, "id"),
        names=_names(document),
        version=version,
        issued_at=parse_timestamp(document.get("issuedAt")),
        expires_at=parse_timestamp(document.get("expiresAt")),
        keys=keys,
        threshold=threshold,
        issuers=listed,
    )


def _root(root: object) -> tuple[dict[str, str], int]:
    keys = root.get("keys") if isinstance(root, Mapping) else None
    threshold = root.get("threshold") if isinstance(root, Mapping) else None
    if not isinstance(keys, Mapping) or not 1 <= len(keys) <= MAX_KEYS:
        raise MalformedInputError("trust-list-malformed", member="root.keys")
    for text in keys.values():
        decode_multikey(text)
    if not isinstance(threshold, int) or isinstance(threshold, bool) or not 1 <= threshold <= len(keys):
        raise MalformedInputError("trust-list-malformed", member="root.threshold")
    return {str(name): str(key) for name, key in keys.items()}, threshold


def _issuer(entry: object) -> ListedIssuer:
    if not isinstance(entry, Mapping):
        raise MalformedInputError("trust-list-malformed", member="issuers")
    until = entry.get("until")
    return ListedIssuer(
        id=_short(entry, "id"),
        names=_names(entry),
        since=_day(entry.get("since"), "since"),
        until=None if until is None else _day(until, "until"),
        website=_short(entry, "website", required=False),
        country=_short(entry, "country", required=False)[:2],
        evidence=_short(entry, "evidence", required=False),
    )


def _names(node: Mapping[str, Any]) -> dict[str, str]:
    names = node.get("names")
    if not isinstance(names, Mapping) or not names or len(names) > 50:
        raise MalformedInputError("trust-list-malformed", member="names")
    if not all(isinstance(text, str) and 0 < len(text.strip()) <= MAX_TEXT for text in names.values()):
        raise MalformedInputError("trust-list-malformed", member="names")
    return {str(tag): text.strip() for tag, text in names.items()}


def _short(node: Mapping[str, Any], member: str, *, required: bool = True) -> str:
    value = node.get(member, None if required else "")
    if not isinstance(value, str) or len(value) > MAX_TEXT or (required and not value):
        raise MalformedInputError("trust-list-malformed", member=member)
    return value


def _day(value: object, member: str) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError as problem:
        raise MalformedInputError("trust-list-malformed", member=member) from problem


def _document(content: TrustList) -> dict[str, Any]:
    return {
        "type": LIST_TYPE,
        "id": content.id,
        "names": dict(content.names),
        "version": content.version,
        "issuedAt": iso_text(content.issued_at),
        "expiresAt": iso_text(content.expires_at),
        "root": {"keys": dict(content.keys), "threshold": content.threshold},
        "issuers": _listed(content.issuers),
    }


def _listed(issuers: Sequence[ListedIssuer]) -> list[dict[str, Any]]:
    written = []
    for entry in issuers:
        node: dict[str, Any] = {"id": entry.id, "names": dict(entry.names), "since": entry.since.isoformat()}
        if entry.until is not None:
            node["until"] = entry.until.isoformat()
        node |= {
            name: value for name in ("website", "country", "evidence") if (value := getattr(entry, name))
        }
        written.append(node)
    return written
