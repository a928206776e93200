"""What was changed, named where it can be: against the stored credential, or the page against the signature.

A stranger must not learn from this what a credential says. The stored credential is compared only for
somebody who shows its signature, which nobody can guess; and even then only the *place* of a difference is
told, never the stored value.
"""

from __future__ import annotations

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
from umiem.errors import UmiemError
from umiem.storage.exact_bytes import signed_bytes
from umiem.storage.models import Credential, CredentialState

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
    presented = _presented(data)
    stored = None if presented is None else _stored(presented)
    if presented is None or stored is None or not _carries_its_signature(presented, stored):
        return ()
    places = islice(different_places(presented, stored), MOST_DIFFERENCES)
    return tuple(
        Difference(kind="changed", place=place, shown=_value_at(presented, place)) for place in places
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


def _presented(data: bytes) -> Mapping[str, Any] | None:
    try:
        return parse_json_object(recognise(data).payload)
    except UmiemError:
        return None  # tokens are one signed text: no part of them can be compared


def _stored(presented: Mapping[str, Any]) -> Mapping[str, Any] | None:
    found = _IDENTIFIER.findall(str(presented.get("id", "")))
    if not found:
        return None
    row = Credential.objects.filter(public_id=found[-1], state=CredentialState.RELEASED).first()
    if row is None or row.data is None:
        return None
    try:
        return parse_json_object(signed_bytes(row))
    except UmiemError:
        return None


def _carries_its_signature(presented: Mapping[str, Any], stored: Mapping[str, Any]) -> bool:
    ours = {value for value in _proof_values(stored) if len(value) >= 64}
    return any(
        hmac.compare_digest(shown.encode(), value.encode())
        for shown in _proof_values(presented)
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
