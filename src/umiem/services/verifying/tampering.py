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

from umiem.domain.differences import (
    MOST_DIFFERENCES,
    SHORTEST_COMPARED,
    bare_text,
    different_places,
    is_printed,
)
from umiem.domain.text import LocalizedText
from umiem.engine import parse_json_object
from umiem.engine.containers import pdf, svg
from umiem.engine.envelopes.jws import parse_compact_jws
from umiem.engine.envelopes.sd_jwt.processing import UNREFERENCED, unreferenced_disclosures
from umiem.engine.envelopes.sd_jwt.token import parse_sd_jwt
from umiem.engine.recognition import recognise
from umiem.engine.report import Outcome, VerificationReport
from umiem.engine.seals.verification import MAX_SEALED_BYTES
from umiem.errors import UmiemError
from umiem.storage.exact_bytes import signed_bytes
from umiem.storage.models import Credential, CredentialState

_SIGNED_READINGS = ("ob3-jwt", "sd-jwt", "edc-sealed")
_PARTS_OF_A_TOKEN = 3
_LONGEST_SHOWN = 200
_NOTHING = object()
_BEFORE_XML = b"\xef\xbb\xbf \t\r\n"
_SHORTEST_SIGNATURE = 64  # nobody guesses one
_IDENTIFIER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One thing that is not as it was signed.

    ``kind`` is ``changed`` (the document differs from what was signed at ``place``), ``added`` (nothing was
    signed at ``place``), ``left-out`` (the document lacks what was signed there), ``not-printed`` (the
    page does not show what was signed; ``place`` is person, title, grade or outcome), ``not-signed`` (the
    picture or page shows a text that the signed data do not hold), ``redrawn`` (it is not the one that was
    made here) or ``not-compared`` (nothing is kept here to compare it with). ``shown`` is what the visitor
    presented there, or what the signature covers; it is never a stored value they did not bring.
    """

    kind: str
    place: str
    shown: str = ""


def changed_places(data: bytes, report: VerificationReport) -> tuple[Difference, ...]:
    """Say what was changed in a credential whose signature no longer fits.

    Of a credential of this installation everything can be told, of a stranger's only which disclosures of an
    SD-JWT its signature does not cover.
    """
    proof = report.check("proof")
    if proof is None or proof.outcome is not Outcome.FAILED:
        return ()
    if proof.params.get("reason") == UNREFERENCED:
        return tuple(_unsigned_fields(recognise(data).payload))
    presented = _opened(data)
    stored = None if presented is None else _stored(presented)
    if presented is None or stored is None:
        return ()
    places = islice(different_places(presented.claims, stored.claims), MOST_DIFFERENCES)
    return tuple(_difference(place, presented.claims, stored.claims) for place in places)


def unprinted_texts(data: bytes, report: VerificationReport) -> tuple[Difference, ...]:
    """Say which signed texts a PDF does not show on its pages; nothing for other files.

    Only what is missing is told: that a text is there does not make the page right.
    """
    if not data.startswith(pdf.SIGNATURE) or report.secured_claims is None:
        return ()
    try:
        page = pdf.printed_text(data)
    except UmiemError:
        return (Difference(kind="not-printed", place="page"),)
    return tuple(
        Difference(kind="not-printed", place=place, shown=texts[0])
        for place, texts in _signed_texts(report.secured_claims)
        if not any(is_printed(text, page) for text in texts)
    )


def unsigned_texts(data: bytes, report: VerificationReport) -> tuple[Difference, ...]:
    """Say which texts the picture of a badge of ours shows though nobody signed them.

    A badge that Umiem makes shows signed texts only; what others write on theirs is their matter.
    """
    claims = report.secured_claims
    if claims is None or not data.lstrip(_BEFORE_XML).startswith(b"<") or not _is_ours(claims):
        return ()
    try:
        drawn = svg.drawn_texts(data)
    except UmiemError:
        return ()
    signed = tuple(_strings(claims))
    unsigned = (text for text in drawn if not _is_signed(text, signed))
    return tuple(
        Difference(kind="not-signed", place="picture", shown=text[:_LONGEST_SHOWN])
        for text in islice(unsigned, MOST_DIFFERENCES)
    )


def _is_ours(claims: Mapping[str, Any]) -> bool:
    return bool(
        _first(_first(_first(claims.get("credentialSubject")).get("achievement")).get("microcredential"))
    )


def _is_signed(text: str, signed: tuple[str, ...]) -> bool:
    bare = bare_text(text)
    return len(bare) < SHORTEST_COMPARED or any(bare in each for each in signed)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield bare_text(value)
    elif isinstance(value, Mapping | list):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _strings(inner)


def _unsigned_fields(token: bytes) -> Iterator[Difference]:
    """Name the disclosures of an SD-JWT that were changed or added after signing."""
    sd_jwt = parse_sd_jwt(token)
    payload = parse_json_object(parse_compact_jws(sd_jwt.issuer_signed.encode()).payload)
    for each in islice(unreferenced_disclosures(payload, sd_jwt.disclosures), MOST_DIFFERENCES):
        yield Difference(kind="changed", place=(each.name or "")[:_LONGEST_SHOWN], shown=_as_text(each.value))


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
    found = _found_at(document, place)
    return "" if found is _NOTHING else _as_text(found)


def _is_at(document: Any, place: str) -> bool:
    return _found_at(document, place) is not _NOTHING


def _found_at(document: Any, place: str) -> Any:
    found = document
    for name, index in re.findall(r"([^.\[\]]+)|\[(\d+)\]", place):
        if name and isinstance(found, Mapping) and name in found:
            found = found[name]
        elif index and isinstance(found, list) and int(index) < len(found):
            found = found[int(index)]
        else:
            return _NOTHING
    return found


def _difference(place: str, presented: Any, stored: Any) -> Difference:
    here, there = _is_at(presented, place), _is_at(stored, place)
    kind = "changed" if here and there else "added" if here else "left-out"
    return Difference(kind=kind, place=place, shown=_value_at(presented, place))


def _as_text(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text[:_LONGEST_SHOWN]


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
