"""What a conformant European Digital Credential must hold: ELM 3, application profile, VCDM 1.1.

The rules are those of the SHACL shapes ``edc-generic-full`` and ``edc-generic-no-cv`` together, read
from the JSON form, plus what SHACL never sees: keys that the JSON-LD context does not know (they
vanish without a word), keys that context and shapes spell differently, one identifier for two
things, and language maps. NOT checked: Annex I completeness (domain gate), and whether a concept
exists in its list (the issuing side takes them from ``domain.vocabularies``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from umiem.engine.profiles.european_digital_credential_rules import RULES, Rule
from umiem.errors import MalformedInputError

CONTEXTS = ("https://www.w3.org/2018/credentials/v1", "http://data.europa.eu/snb/model/context/edc-ap")
TYPES = ("VerifiableCredential", "EuropeanDigitalCredential")
SCHEMA = "http://data.europa.eu/snb/model/ap/edc-generic-full"
SPEC = "ELM 3, EDC application profile 1.1.0"
MAXIMUM_FAULTS = 50

_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?\Z")
_DURATION = re.compile(r"P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?\Z")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*\Z")
_LITERALS = {"string", "dateTime", "duration", "integer", "number", "boolean"}
_ALWAYS = frozenset({"id", "type", "@context", "proof", "credentialStatus", "termsOfUse", "refreshService"})


@dataclass(frozen=True)
class Fault:
    """One thing that keeps a document from conforming: a code, where, and parameters."""

    code: str
    path: str
    params: Mapping[str, object] = field(default_factory=dict)


def faults_of(document: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Return what keeps ``document`` from being a conformant European Digital Credential, at most 50.

    An empty answer means: the head is right (contexts, types, schema, issuer with a legal identifier)
    and every part holds what its class demands.
    """
    return tuple(fault for fault, _ in zip(_walk_all(document), range(MAXIMUM_FAULTS), strict=False))


def require_conformant(document: Mapping[str, Any]) -> None:
    """Raise ``MalformedInputError`` ("edc-not-conformant") naming the faults, if there are any."""
    faults = faults_of(document)
    if faults:
        raise MalformedInputError("edc-not-conformant", faults=[f"{one.code} {one.path}" for one in faults])


def is_european_digital_credential(document: Mapping[str, Any]) -> bool:
    """Say whether the document claims to be one, by its types."""
    types = document.get("type")
    return isinstance(types, list) and "EuropeanDigitalCredential" in types


def _walk_all(document: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _head(document)
    nodes: dict[str, Mapping[str, Any]] = {}
    yield from _walk(document, "", "EuropeanDigitalCredential", nodes)


def _head(document: Mapping[str, Any]) -> Iterator[Fault]:
    if document.get("@context") != list(CONTEXTS):
        yield Fault("edc-context", "@context", {"wanted": list(CONTEXTS)})
    if not is_european_digital_credential(document) or "VerifiableCredential" not in document["type"]:
        yield Fault("edc-type", "type", {"wanted": list(TYPES)})
    if not str(document.get("id", "")).startswith(
        ("urn:credential:", "urn:uuid:", "http://", "https://", "did:")
    ):
        yield Fault("edc-identifier", "id")
    issuer = document.get("issuer")
    if isinstance(issuer, dict) and len(_values(issuer.get("eIDASIdentifier"))) != 1:
        yield Fault("edc-issuer-legal-identifier", "issuer.eIDASIdentifier")
    schemas = _values(document.get("credentialSchema"))
    if not any(isinstance(one, dict) and one.get("type") == "ShaclValidator2017" for one in schemas):
        yield Fault("edc-schema", "credentialSchema")


@cache
def _known_keys() -> frozenset[str]:
    """Every JSON key that the two contexts of the profile give a meaning."""
    from umiem.engine.contexts import load_context

    terms = load_context(CONTEXTS[1])
    credential = {
        "credentialSubject",
        "credentialSchema",
        "evidence",
        "expirationDate",
        "holder",
        "issuanceDate",
        "issued",
        "issuer",
        "validFrom",
        "validUntil",
    }
    return _ALWAYS | credential | {name for name, value in terms.items() if isinstance(value, dict)}


def _walk(
    node: Mapping[str, Any], path: str, kind: str, nodes: dict[str, Mapping[str, Any]]
) -> Iterator[Fault]:
    name = node.get("id")
    if isinstance(name, str) and name in nodes:
        yield from _again(node, path, kind, nodes[name])
        if nodes[name] == node:
            return
    elif isinstance(name, str):
        nodes[name] = node
    if kind != "ShaclValidator2017":
        for key in node.keys() - _known_keys():
            yield Fault("edc-unknown-term", _join(path, key), {"key": key})
    rules = RULES.get(kind, {})
    for rule in rules.values():
        yield from _property(node, rule, path)
    for key, value in node.items():
        if isinstance(value, dict | list) and not (key in rules and "text" in rules[key].kinds):
            yield from _children(value, _join(path, key), nodes)


def _children(value: object, place: str, nodes: dict[str, Mapping[str, Any]]) -> Iterator[Fault]:
    for index, member in enumerate(_values(value)):
        if isinstance(member, dict) and isinstance(member.get("type"), str):
            spot = f"{place}[{index}]" if isinstance(value, list) else place
            yield from _walk(member, spot, member["type"], nodes)


def _again(node: Mapping[str, Any], path: str, kind: str, before: Mapping[str, Any]) -> Iterator[Fault]:
    """One identifier names one thing: RDF merges what shares an identifier, and counts go wrong."""
    if before != node and kind not in ("Concept", "ConceptScheme"):
        yield Fault("edc-identifier-reused", _join(path, "id"), {"id": node["id"]})


def _property(node: Mapping[str, Any], rule: Rule, path: str) -> Iterator[Fault]:
    place = _join(path, rule.name)
    value = node.get(rule.name)
    members = _values(value)
    if "text" in rule.kinds:
        yield from _text(value, rule, place)
        return
    if len(members) < rule.minimum:
        yield Fault("edc-missing", place, {"minimum": rule.minimum})
    if rule.maximum is not None and len(members) > rule.maximum:
        yield Fault("edc-too-many", place, {"maximum": rule.maximum})
    for member in members:
        yield from _member(member, rule, place)


def _member(member: object, rule: Rule, place: str) -> Iterator[Fault]:
    literal = next(iter(rule.kinds & _LITERALS), None)
    if literal is not None:
        if not _literal_fits(member, literal):
            yield Fault("edc-literal", place, {"kind": literal})
        return
    if isinstance(member, str):
        return  # a reference by identifier: what it names is checked where it stands
    if not isinstance(member, dict):
        yield Fault("edc-not-an-object", place)
        return
    kind = member.get("type")
    if kind is None and set(member) == {"id"}:
        return
    if kind not in rule.kinds:
        yield Fault("edc-class", place, {"type": str(kind)[:60], "wanted": sorted(rule.kinds)})
    elif kind == "Concept":
        yield from _concept(member, rule, place)


def _concept(concept: Mapping[str, Any], rule: Rule, place: str) -> Iterator[Fault]:
    schemes = [one.get("id") for one in _values(concept.get("inScheme")) if isinstance(one, dict)]
    if not isinstance(concept.get("id"), str):
        yield Fault("edc-concept-identifier", place)
    if rule.scheme is not None and rule.scheme not in schemes:
        yield Fault("edc-concept-scheme", place, {"wanted": rule.scheme})


def _text(value: object, rule: Rule, place: str) -> Iterator[Fault]:
    if value is None or value == {}:
        if rule.minimum:
            yield Fault("edc-missing", place, {"minimum": rule.minimum})
        return
    if not isinstance(value, dict):
        yield Fault("edc-not-a-language-map", place)
        return
    for tag, text in value.items():
        texts = text if isinstance(text, list) else [text]
        if not _LANGUAGE.match(tag) or not all(isinstance(one, str) for one in texts):
            yield Fault("edc-not-a-language-map", place, {"tag": tag[:20]})
    if rule.maximum == 1 and len(value) > 1:
        yield Fault("edc-too-many", place, {"maximum": 1})


def _literal_fits(value: object, kind: str) -> bool:
    if kind == "dateTime":
        return isinstance(value, str) and _DATE_TIME.match(value) is not None
    if kind == "duration":
        return isinstance(value, str) and _DURATION.match(value) is not None
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if kind == "boolean":
        return isinstance(value, bool)
    return isinstance(value, str)


def _values(value: object) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
