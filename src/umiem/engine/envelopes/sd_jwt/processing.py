"""What is done with an SD-JWT whose signature is right (RFC 9901 section 7.1, steps 3 to 5).

Digests are replaced by the claims they stand for. The algorithm is followed to the letter, and any
doubt rejects the whole token: claims of a rejected token are never shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from umiem.engine.envelopes.sd_jwt.disclosure import (
    DEFAULT_HASH,
    MAX_DISCLOSURES,
    Disclosure,
    hash_named,
    parse_disclosure,
)
from umiem.engine.limits import MAX_JSON_DEPTH
from umiem.errors import MalformedInputError

Path = tuple[str | int, ...]
UNREFERENCED = "sd-jwt-disclosure-unreferenced"
"""The code of the refusal of a disclosure that was changed or added after signing."""


@dataclass(frozen=True, slots=True)
class ProcessedPayload:
    """The processed payload, and where in it each disclosure (by its text) has gone.

    An array element's place is its position in the signed array, placeholders counted.
    """

    claims: dict[str, Any]
    disclosed: Mapping[str, Path]


def process_payload(payload: Mapping[str, Any], disclosures: Sequence[str]) -> ProcessedPayload:
    """Replace the digests in ``payload`` by the disclosed claims.

    Raises ``MalformedInputError``: a disclosure that is malformed, given twice or not referenced, a
    digest that occurs twice, a claim that exists already, a reserved name, more than
    ``MAX_DISCLOSURES``, or a result deeper than strict JSON allows. ``UnsupportedError``: the hash.
    Not checked: the signature, and the claims themselves.
    """
    claims, unpacking = _unpacked(payload, disclosures)
    if len(unpacking.disclosed) != len(unpacking.available):
        raise MalformedInputError(UNREFERENCED)
    return ProcessedPayload(claims, unpacking.disclosed)


def unreferenced_disclosures(
    payload: Mapping[str, Any], disclosures: Sequence[str]
) -> tuple[Disclosure, ...]:
    """Return the disclosures to which nothing in ``payload`` refers: changed, or added, after signing.

    Raises what ``process_payload`` raises, but for these.
    """
    _, unpacking = _unpacked(payload, disclosures)
    return tuple(one for one in unpacking.available.values() if one.text not in unpacking.disclosed)


def _unpacked(payload: Mapping[str, Any], disclosures: Sequence[str]) -> tuple[dict[str, Any], _Unpacking]:
    digest_of = hash_named(payload.get("_sd_alg", DEFAULT_HASH))
    if len(disclosures) > MAX_DISCLOSURES:
        raise MalformedInputError("sd-jwt-too-many-disclosures", limit=MAX_DISCLOSURES)
    parsed = [parse_disclosure(text, digest_of) for text in disclosures]
    available = {disclosure.digest: disclosure for disclosure in parsed}
    if len(available) != len(parsed):
        raise MalformedInputError("sd-jwt-disclosure-repeated")
    unpacking = _Unpacking(available)
    top = {name: value for name, value in payload.items() if name != "_sd_alg"}
    return unpacking.unpack_object(top, ()), unpacking


class _Unpacking:
    """One run over one payload: which digests were met, and where disclosures went."""

    def __init__(self, available: Mapping[str, Disclosure]) -> None:
        self.available = available
        self.met: set[str] = set()
        self.disclosed: dict[str, Path] = {}

    def unpack(self, value: Any, path: Path) -> Any:
        if isinstance(value, dict):
            return self.unpack_object(value, path)
        if isinstance(value, list):
            return self.unpack_array(value, path)
        return value

    def unpack_object(self, source: Mapping[str, Any], path: Path) -> dict[str, Any]:
        if len(path) >= MAX_JSON_DEPTH:
            raise MalformedInputError("sd-jwt-too-deep", limit=MAX_JSON_DEPTH)
        if "..." in source or "_sd_alg" in source:
            raise MalformedInputError("sd-jwt-reserved-name")
        result = {
            name: self.unpack(value, (*path, name)) if isinstance(value, dict | list) else value
            for name, value in source.items()
            if name != "_sd"
        }
        for digest in _digests(source.get("_sd", [])):
            disclosure = self.meet(digest)
            if disclosure is None:
                continue
            name = disclosure.name
            if name is None:
                raise MalformedInputError("sd-jwt-disclosure-malformed")
            if name in result:
                raise MalformedInputError("sd-jwt-claim-exists", claim=name)
            place = (*path, name)
            self.disclosed[disclosure.text] = place
            result[name] = self.unpack(disclosure.value, place)
        return result

    def unpack_array(self, source: list[Any], path: Path) -> list[Any]:
        if len(path) >= MAX_JSON_DEPTH:
            raise MalformedInputError("sd-jwt-too-deep", limit=MAX_JSON_DEPTH)
        result = []
        for position, element in enumerate(source):
            place = (*path, position)
            if not (isinstance(element, dict) and "..." in element):
                result.append(self.unpack(element, place))
                continue
            disclosure = self.meet(_placeholder(element))
            if disclosure is None:
                continue
            if disclosure.name is not None:
                raise MalformedInputError("sd-jwt-disclosure-malformed")
            self.disclosed[disclosure.text] = place
            result.append(self.unpack(disclosure.value, place))
        return result

    def meet(self, digest: str) -> Disclosure | None:
        if digest in self.met:
            raise MalformedInputError("sd-jwt-digest-repeated")
        self.met.add(digest)
        return self.available.get(digest)


def _digests(value: Any) -> list[str]:
    if not isinstance(value, list) or any(not isinstance(digest, str) for digest in value):
        raise MalformedInputError("sd-jwt-digests-malformed")
    return value


def _placeholder(element: Mapping[str, Any]) -> str:
    digest = element["..."]
    if len(element) != 1 or not isinstance(digest, str):
        raise MalformedInputError("sd-jwt-digests-malformed")
    return digest
