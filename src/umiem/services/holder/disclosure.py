"""Passing on only some fields of an award: which there are, and the proof that covers just those.

The format that can hide fields is SD-JWT VC (RFC 9901): each field is a disclosure of its own, and what is
not handed over cannot be read. The Open Badge with its Data Integrity proof covers the whole document and
cannot hide anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from umiem.domain.text import LocalizedText
from umiem.engine import parse_json_object, parse_sd_jwt, select_disclosures
from umiem.engine.envelopes.jws import parse_compact_jws
from umiem.engine.envelopes.sd_jwt.processing import process_payload
from umiem.errors import MalformedInputError
from umiem.services.credential.representations.sd_jwt_learning import CLAIMS, LEVEL_CLAIM, NO_LEVEL_CLAIM

# what the holder chooses → the claims of the learning credential that it stands for
FIELDS: Mapping[str, tuple[str, ...]] = {
    "name": ("given_name", "family_name"),
    "identifier": ("learner_identification",),
    "outcomes": ("learning_outcomes",),
    "grade": ("assessment_grade",),
    "workload": ("expected_study_time",),
    "level": (LEVEL_CLAIM, NO_LEVEL_CLAIM),
    "quality": ("types_of_quality_assurance",),
    "other": ("prerequisites_to_enroll", "integration_stackability_options"),
}
USUAL = ("name", "outcomes", "workload", "level", "quality")
YES, NO = "yes", "no"
_LABELS: Mapping[str, LocalizedText] = {claim.name: claim.label for claim in CLAIMS}
_ALWAYS = frozenset(claim.name for claim in CLAIMS if not claim.disclosable)


@dataclass(frozen=True, kw_only=True)
class ShownField:
    """One field as a page shows it: its label in several languages, and its values as text."""

    name: str
    label: LocalizedText
    values: tuple[str, ...]


def check_fields(fields: Iterable[str]) -> tuple[str, ...]:
    """Return the chosen fields in their order; raises ``MalformedInputError`` for an unknown one."""
    chosen = set(fields)
    unknown = sorted(chosen - set(FIELDS))
    if unknown:
        raise MalformedInputError("share-fields-unknown", unknown=", ".join(unknown)[:80])
    return tuple(name for name in FIELDS if name in chosen)


def disclose(token: bytes, fields: Sequence[str]) -> bytes:
    """Return the SD-JWT VC with the disclosures of the chosen fields only; those it lacks are skipped."""
    parsed = parse_sd_jwt(token)
    payload = parse_json_object(parse_compact_jws(parsed.issuer_signed.encode()).payload)
    there = set(process_payload(payload, parsed.disclosures).disclosed.values())
    wanted = {(claim,) for name in fields for claim in FIELDS[name]}
    return select_disclosures(parsed, wanted & there).compact().encode("ascii")


def shown_fields(claims: Mapping[str, Any]) -> tuple[ShownField, ...]:
    """Return the claims of a learning credential for reading, in the order of the type."""
    found = []
    for claim in CLAIMS:
        values = _values(claims.get(claim.name))
        if values:
            found.append(ShownField(name=claim.name, label=_LABELS[claim.name], values=values))
    return tuple(found)


def only(claims: Mapping[str, Any], fields: Sequence[str]) -> dict[str, Any]:
    """Return the claims that a page shows when it shows these fields."""
    kept = _ALWAYS.union(*(FIELDS[name] for name in fields))
    return {name: value for name, value in claims.items() if name in kept}


def fields_in(claims: Mapping[str, Any], fields: Sequence[str]) -> tuple[str, ...]:
    """Return those of the chosen fields of which the claims say anything."""
    return tuple(name for name in fields if any(_values(claims.get(claim)) for claim in FIELDS[name]))


def _values(value: object) -> tuple[str, ...]:
    if value is None or value == "":
        return ()
    if isinstance(value, bool):
        return (YES if value else NO,)
    if isinstance(value, list):
        return tuple(str(part) for part in value if part not in (None, ""))
    return (str(value),)
