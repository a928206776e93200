"""What a conformant European Digital Credential must hold: ELM 3, application profile, VCDM 1.1.

The rules are those of the SHACL shapes ``edc-generic-full`` and ``edc-generic-no-cv`` together, read
from the JSON form, plus what SHACL never sees: keys that the JSON-LD context does not know (they
vanish without a word), keys that context and shapes spell differently, one identifier for two
things, and language maps. NOT checked: Annex I completeness (domain gate), and whether a concept
exists in its list (the issuing side takes them from ``domain.vocabularies``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from umiem.engine.profiles.european_digital_credential_rules import REQUIRED, RULES, Rule
from umiem.errors import MalformedInputError

CONTEXTS = ("https://www.w3.org/2018/credentials/v1", "http://data.europa.eu/snb/model/context/edc-ap")
TYPES = ("VerifiableCredential", "EuropeanDigitalCredential")
SCHEMA = "http://data.europa.eu/snb/model/ap/edc-generic-full"
SPEC = "ELM 3, EDC application profile 1.1.0"
MAXIMUM_FAULTS = 50

_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?\Z")
_DURATION = re.compile(r"P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?\Z")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*\Z")
_IDENTIFIERS = ("urn:credential:", "urn:uuid:", "http://", "https://", "did:")
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
    inspection = _Inspection()
    inspection.head(document)
    inspection.walk(document, (), "EuropeanDigitalCredential")
    return tuple(inspection.faults[:MAXIMUM_FAULTS])


def require_conformant(document: Mapping[str, Any]) -> None:
    """Raise ``MalformedInputError`` ("edc-not-conformant") naming the faults, if there are any."""
    faults = faults_of(document)
    if faults:
        raise MalformedInputError("edc-not-conformant", faults=[f"{one.code} {one.path}" for one in faults])


def is_european_digital_credential(document: Mapping[str, Any]) -> bool:
    """Say whether the document claims to be one, by its types."""
    types = document.get("type")
    return isinstance(types, list) and "EuropeanDigitalCredential" in types


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


_Path = tuple[str | int, ...]


class _Inspection:
    """One pass over a document: collects faults and remembers which identifier names what."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self._nodes: dict[str, Mapping[str, Any]] = {}

    def _add(self, code: str, path: _Path, **params: object) -> None:
        text = ""
        for step in path:
            text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
        self.faults.append(Fault(code, text, params))

    def head(self, document: Mapping[str, Any]) -> None:
        if document.get("@context") != list(CONTEXTS):
            self._add("edc-context", ("@context",), wanted=list(CONTEXTS))
        if not is_european_digital_credential(document) or "VerifiableCredential" not in document["type"]:
            self._add("edc-type", ("type",), wanted=list(TYPES))
        if not str(document.get("id", "")).startswith(_IDENTIFIERS):
            self._add("edc-identifier", ("id",))
        issuer = document.get("issuer")
        if isinstance(issuer, dict) and len(_values(issuer.get("eIDASIdentifier"))) != 1:
            self._add("edc-issuer-legal-identifier", ("issuer", "eIDASIdentifier"))
        schemas = _values(document.get("credentialSchema"))
        if not any(isinstance(one, dict) and one.get("type") == "ShaclValidator2017" for one in schemas):
            self._add("edc-schema", ("credentialSchema",))

    def walk(self, node: Mapping[str, Any], path: _Path, kind: str) -> None:
        """Inspect one node of the class ``kind`` and everything below it."""
        if self._seen(node, path, kind):
            return
        rules, known = RULES.get(kind, {}), _known_keys()
        for name in REQUIRED.get(kind, ()):
            if node.get(name) in (None, [], {}):
                self._add("edc-missing", (*path, name))
        for key, value in node.items():
            rule = rules.get(key)
            if rule is None:
                if key not in known and kind != "ShaclValidator2017":
                    self._add("edc-unknown-term", (*path, key), key=key)
            elif rule.is_text:
                self._text(value, rule, (*path, key))
                continue
            else:
                self._property(value, rule, (*path, key))
            if isinstance(value, dict | list):
                self._children(value, (*path, key))

    def _seen(self, node: Mapping[str, Any], path: _Path, kind: str) -> bool:
        """One identifier names one thing: RDF merges what shares an identifier, and counts go wrong."""
        name = node.get("id")
        if not isinstance(name, str):
            return False
        if name not in self._nodes:
            self._nodes[name] = node
            return False
        if self._nodes[name] == node:
            return True
        if kind not in ("Concept", "ConceptScheme"):
            self._add("edc-identifier-reused", (*path, "id"), id=name)
        return False

    def _children(self, value: dict[str, Any] | list[Any], path: _Path) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("type"), str):
                self.walk(value, path, value["type"])
            return
        for index, member in enumerate(value):
            if isinstance(member, dict) and isinstance(member.get("type"), str):
                self.walk(member, (*path, index), member["type"])

    def _property(self, value: object, rule: Rule, path: _Path) -> None:
        members = _values(value)
        if rule.maximum is not None and len(members) > rule.maximum:
            self._add("edc-too-many", path, maximum=rule.maximum)
        for member in members:
            if rule.literal is not None:
                if not _literal_fits(member, rule.literal):
                    self._add("edc-literal", path, kind=rule.literal)
            elif isinstance(member, dict):
                self._object(member, rule, path)
            elif not isinstance(member, str):  # a text refers by identifier to what stands elsewhere
                self._add("edc-not-an-object", path)

    def _object(self, member: Mapping[str, Any], rule: Rule, path: _Path) -> None:
        kind = member.get("type")
        if kind is None and set(member) == {"id"}:
            return
        if not isinstance(kind, str) or kind not in rule.kinds:
            self._add("edc-class", path, type=str(kind)[:60], wanted=sorted(rule.kinds))
        elif kind == "Concept":
            schemes = [one.get("id") for one in _values(member.get("inScheme")) if isinstance(one, dict)]
            if not isinstance(member.get("id"), str):
                self._add("edc-concept-identifier", path)
            if rule.scheme is not None and rule.scheme not in schemes:
                self._add("edc-concept-scheme", path, wanted=rule.scheme)

    def _text(self, value: object, rule: Rule, path: _Path) -> None:
        if value is None:
            return
        if not isinstance(value, dict):
            self._add("edc-not-a-language-map", path)
            return
        for tag, text in value.items():
            texts = text if isinstance(text, list) else (text,)
            if not _LANGUAGE.match(tag) or not all(isinstance(one, str) for one in texts):
                self._add("edc-not-a-language-map", path, tag=tag[:20])
        if rule.maximum == 1 and len(value) > 1:
            self._add("edc-too-many", path, maximum=1)


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
