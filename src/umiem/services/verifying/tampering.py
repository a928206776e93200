"""What was changed, named where it can be: against the stored credential, or the page against the signature.

A stranger must not learn from this what a credential says. The stored credential is compared only for
somebody who shows its signature, which nobody can guess; and even then only the *place* of a difference is
told, never the stored value.
"""

from __future__ import annotations

import base64
import hmac
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from umiem.domain.differences import MOST_DIFFERENCES, bare_text, different_places, is_printed
from umiem.domain.text import LocalizedText
from umiem.engine import parse_json_object
from umiem.engine.containers import pdf
from umiem.engine.recognition import recognise
from umiem.engine.report import Outcome, VerificationReport
from umiem.engine.seals.verification import MAX_SEALED_BYTES
from umiem.errors import UmiemError
from umiem.storage.exact_bytes import signed_bytes
from umiem.storage.models import Credential, CredentialState

_SIGNED_READINGS = ("ob3-jwt", "sd-jwt", "edc-sealed")
_PARTS_OF_A_TOKEN = 3
_SHORTEST_SIGNATURE = 64  # nobody guesses one
_IDENTIFIER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One thing that is not as it was signed.

    ``kind`` is ``changed`` (the document differs from the stored one at ``place``) or ``not-printed`` (the
    page does not show what was signed; ``place`` is person, title, grade or outcome). ``shown`` is what
    the visitor presented there, or what the signature covers; it is never a stored value they did not bring.
    """

    kind: str
    place: str
    shown: str = ""


def changed_places(data: bytes, report: VerificationReport) -> tuple[Difference, ...]:
    """Say what was changed in a credential of this installation whose signature no longer fits."""
    proof = report.check("proof")
    if proof is None or proof.outcome is not Outcome.FAILED:
        return ()
    presented = _opened(data)
    stored = None if presented is None else _stored(presented)
    if presented is None or stored is None:
        return ()
    places = islice(different_places(presented.claims, stored.claims), MOST_DIFFERENCES)
    return tuple(
        Difference(kind="changed", place=place, shown=_value_at(presented.claims, place)) for place in places
    )


def unprinted_texts(data: bytes, report: VerificationReport) -> tuple[Difference, ...]:
    """Say which signed texts a PDF does not show on its pages; nothing for other files.

    Only what is missing is told: that a text is there does not make the page right.
    """
    if not data.startswith(pdf.SIGNATURE) or report.secured_claims is None:
        return ()
    try:
        page = bare_text(pdf.printed_text(data))
    except UmiemError:
        return (Difference(kind="not-printed", place="page"),)
    return tuple(
        Difference(kind="not-printed", place=place, shown=texts[0])
        for place, texts in _signed_texts(report.secured_claims)
        if not any(is_printed(text, page) for text in texts)
    )


@dataclass(frozen=True, kw_only=True)
class _Opened:
    """What a document says and the signatures that it carries, none of them believed."""

    claims: Mapping[str, Any]
    signatures: tuple[str, ...]


def _opened(data: bytes) -> _Opened | None:
    try:
        payload = recognise(data).payload
        if not payload.lstrip().startswith(b"{"):
            return _opened_token(payload)
        document = parse_json_object(payload, max_bytes=MAX_SEALED_BYTES, max_string_bytes=MAX_SEALED_BYTES)
        if isinstance(document.get("payload"), str):
            return _opened_seal(document)
    except (UmiemError, ValueError):
        return None
    return _Opened(claims=document, signatures=tuple(_proof_values(document)))


def _opened_seal(envelope: Mapping[str, Any]) -> _Opened:
    """Open a sealed European credential (JAdES, payload in clear)."""
    entries = envelope.get("signatures")
    seals = [envelope, *(entries if isinstance(entries, list) else [])]
    values = (seal.get("signature") for seal in seals if isinstance(seal, Mapping))
    claims = parse_json_object(envelope["payload"].encode(), max_bytes=MAX_SEALED_BYTES)
    return _Opened(claims=claims, signatures=tuple(value for value in values if isinstance(value, str)))


def _opened_token(data: bytes) -> _Opened | None:
    """Open a JWT, or an SD-JWT with whatever stands behind it."""
    parts = data.strip().partition(b"~")[0].split(b".")
    if len(parts) != _PARTS_OF_A_TOKEN:
        return None
    claims = parse_json_object(base64.urlsafe_b64decode(parts[1] + b"=" * (-len(parts[1]) % 4)))
    return _Opened(claims=claims, signatures=(parts[2].decode("ascii", "replace"),))


def _stored(presented: _Opened) -> _Opened | None:
    """Return the stored credential, or the stored reading of it, that bears a signature of what was shown."""
    names = (str(presented.claims.get(member, "")) for member in ("id", "jti"))
    found = [name for text in names for name in _IDENTIFIER.findall(text)]
    row = (
        Credential.objects.filter(public_id=found[-1], state=CredentialState.RELEASED).first()
        if found
        else None
    )
    if row is None or row.data is None:
        return None
    try:
        kept = [signed_bytes(row)]
    except UmiemError:
        return None
    kept += [bytes(one.data) for one in row.representations.filter(format__in=_SIGNED_READINGS)]
    opened = (_opened(data) for data in kept)
    return next((one for one in opened if one is not None and _share_a_signature(presented, one)), None)


def _share_a_signature(presented: _Opened, stored: _Opened) -> bool:
    ours = [value for value in stored.signatures if len(value) >= _SHORTEST_SIGNATURE]
    return any(
        hmac.compare_digest(shown.encode(), value.encode())
        for shown in presented.signatures
        for value in ours
    )


def _proof_values(document: Mapping[str, Any]) -> Iterator[str]:
    proofs = document.get("proof")
    for proof in proofs if isinstance(proofs, list) else [proofs]:
        value = proof.get("proofValue") if isinstance(proof, Mapping) else None
        if isinstance(value, str):
            yield value


def _value_at(document: Any, place: str) -> str:
    """Return what the visitor's own document says at a place, shortened."""
    found = document
    for name, index in re.findall(r"([^.\[\]]+)|\[(\d+)\]", place):
        if name and isinstance(found, Mapping) and name in found:
            found = found[name]
        elif index and isinstance(found, list) and int(index) < len(found):
            found = found[int(index)]
        else:
            return ""
    text = found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)
    return text[:200]


def _signed_texts(claims: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Yield each text that a certificate prints, with its translations: one of them must be on the page."""
    subject = _first(claims.get("credentialSubject"))
    achievement = _first(subject.get("achievement"))
    about = _first(achievement.get("microcredential"))
    award = _first(subject.get("microcredentialAward"))
    yield from _texts("person", _person(subject))
    yield from _texts("title", about.get("title") or achievement.get("name"))
    yield from _texts("grade", award.get("grade"))
    for outcome in about.get("learningOutcome", []) if isinstance(about.get("learningOutcome"), list) else []:
        yield from _texts("outcome", _first(outcome).get("statement"))


def _person(subject: Mapping[str, Any]) -> object:
    identifiers = subject.get("identifier")
    for entry in identifiers if isinstance(identifiers, list) else [identifiers]:
        if isinstance(entry, Mapping) and entry.get("identityType") == "name" and not entry.get("hashed"):
            return entry.get("identityHash")
    return subject.get("name")


def _texts(place: str, value: object) -> Iterator[tuple[str, list[str]]]:
    if isinstance(value, str):
        texts = [value]
    elif isinstance(value, Mapping):
        texts = [text for text in LocalizedText(value).values() if isinstance(text, str)]
    elif isinstance(value, list):
        texts = [str(part["@value"]) for part in value if isinstance(part, Mapping) and "@value" in part]
    else:
        texts = []
    if any(text.strip() for text in texts):
        yield place, texts


def _first(value: object) -> Mapping[str, Any]:
    found = value[0] if isinstance(value, list) and value else value
    return found if isinstance(found, Mapping) else {}
