"""The rules of the Verifiable Credentials Data Model, 2.0 and 1.1, that a document must follow.

Only the shape is judged here. Undefined terms, protected terms and unknown contexts show when the
document is converted to RDF; signatures, times and status are checked by ``verify``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from umiem.engine.canonical.terms import is_absolute_iri
from umiem.engine.problems import Problem
from umiem.engine.timestamps import parse_timestamp
from umiem.errors import MalformedInputError

CONTEXT_V2 = "https://www.w3.org/ns/credentials/v2"
CONTEXT_V1 = "https://www.w3.org/2018/credentials/v1"

_TYPED_V2 = {
    "credentialStatus": ("4.10", False),
    "credentialSchema": ("4.11", True),
    "refreshService": ("5.4", False),
    "termsOfUse": ("5.5", False),
    "evidence": ("5.6", False),
    "renderMethod": ("5.9", False),
    "confidenceMethod": ("5.9", False),
}
"""Property → (section of VCDM 2.0, whether ``id`` is required)."""

_V1_ONLY = ("issuanceDate", "expirationDate")
_V2_ONLY = ("validFrom", "validUntil")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`\x7f-\xa0]*(?<!:)\Z")
_LANGUAGE_VALUE = frozenset(("@value", "@language", "@direction"))


def version_of(document: Mapping[str, Any]) -> str | None:
    """Return "2.0" or "1.1" by the first context, or None when it is neither."""
    context = document.get("@context")
    first = context[0] if isinstance(context, list) and context else context
    if first == CONTEXT_V2:
        return "2.0"
    return "1.1" if first == CONTEXT_V1 else None


def is_presentation(document: Mapping[str, Any]) -> bool:
    """Say whether the document calls itself a verifiable presentation."""
    return "VerifiablePresentation" in _as_list(document.get("type"))


def check_credential(document: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what is wrong with a credential, secured or not, of either version."""
    version = version_of(document)
    yield from check_context(document)
    yield from _check_types(document, "VerifiableCredential")
    yield from _check_id(document, "", spec="VCDM 2.0, 4.4")
    yield from _check_issuer(document)
    yield from _check_subjects(document)
    yield from (_check_v1(document) if version == "1.1" else _check_v2(document))
    yield from check_proof_shapes(document)


def check_presentation(document: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what is wrong with a presentation; its credentials are judged one by one elsewhere."""
    yield from check_context(document)
    yield from _check_types(document, "VerifiablePresentation")
    yield from _check_id(document, "", spec="VCDM 2.0, 4.13")
    if "holder" in document:
        yield from _check_agent(document["holder"], "/holder", "holder-invalid", "VCDM 2.0, 4.13")
    if "verifiableCredential" in document:
        for index, member in enumerate(_as_list(document["verifiableCredential"])):
            if not isinstance(member, dict):
                yield Problem(
                    code="credential-not-an-object",
                    path=f"/verifiableCredential/{index}",
                    spec="VCDM 2.0, 4.13",
                )
    yield from check_proof_shapes(document)


def check_context(document: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what is wrong with ``@context``: its form and its first entry, not its content."""
    context, spec = document.get("@context"), "VCDM 2.0, 4.3"
    if not isinstance(context, list) or not context:
        yield Problem(code="context-missing", path="/@context", spec=spec)
        return
    if context[0] not in (CONTEXT_V2, CONTEXT_V1):
        yield Problem(code="context-first", path="/@context/0", spec=spec)
    if CONTEXT_V2 in context and CONTEXT_V1 in context:
        yield Problem(code="context-versions-mixed", path="/@context", spec=spec)
    for index, entry in enumerate(context):
        if not (isinstance(entry, dict) or (isinstance(entry, str) and is_absolute_iri(entry))):
            yield Problem(code="context-invalid", path=f"/@context/{index}", spec=spec)


def check_proof_shapes(document: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield proofs that are no objects or have no type."""
    if "proof" not in document:
        return
    proofs = _as_list(document["proof"])
    if not proofs:
        yield Problem(code="proof-missing", path="/proof", spec="VC Data Integrity 1.0, 2.1")
    for index, proof in enumerate(proofs):
        if not isinstance(proof, dict) or not isinstance(proof.get("type"), str):
            yield Problem(
                code="proof-type-missing", path=f"/proof/{index}", spec="VC Data Integrity 1.0, 2.1"
            )


def issuer_id(document: Mapping[str, Any]) -> str | None:
    """Return the identifier of the issuer, whichever way it is written."""
    issuer = document.get("issuer")
    identifier = issuer.get("id") if isinstance(issuer, dict) else issuer
    return identifier if isinstance(identifier, str) else None


def is_url(value: object) -> bool:
    """Say whether ``value`` is a URL in the sense of VCDM: an absolute IRI with something after ``:``."""
    return isinstance(value, str) and _URL.match(value) is not None


def _check_types(document: Mapping[str, Any], required: str) -> Iterator[Problem]:
    types = _as_list(document.get("type"))
    if not all(isinstance(entry, str) and entry for entry in types) or required not in types:
        yield Problem(code="type-missing", path="/type", params={"required": required}, spec="VCDM 2.0, 4.5")


def _check_id(entry: Mapping[str, Any], path: str, *, spec: str, required: bool = False) -> Iterator[Problem]:
    if ("id" in entry or required) and not is_url(entry.get("id")):
        yield Problem(code="id-not-a-url", path=f"{path}/id", spec=spec)


def _check_agent(agent: Any, path: str, code: str, spec: str) -> Iterator[Problem]:
    """An issuer or holder: a URL, or an object with one."""
    identifier = agent.get("id") if isinstance(agent, dict) else agent
    if not is_url(identifier):
        yield Problem(code=code, path=path, spec=spec)


def _check_issuer(document: Mapping[str, Any]) -> Iterator[Problem]:
    if "issuer" not in document:
        yield Problem(code="issuer-missing", path="/issuer", spec="VCDM 2.0, 4.7")
        return
    issuer = document["issuer"]
    yield from _check_agent(issuer, "/issuer", "issuer-invalid", "VCDM 2.0, 4.7")
    if isinstance(issuer, dict) and version_of(document) == "2.0":
        yield from _check_texts(issuer, "/issuer")


def _check_subjects(document: Mapping[str, Any]) -> Iterator[Problem]:
    subjects, spec = _as_list(document.get("credentialSubject")), "VCDM 2.0, 4.8"
    if not subjects:
        yield Problem(code="subject-missing", path="/credentialSubject", spec=spec)
    for index, subject in enumerate(subjects):
        path = f"/credentialSubject/{index}"
        if not isinstance(subject, dict) or not subject:
            yield Problem(code="subject-empty", path=path, spec=spec)
        else:
            yield from _check_id(subject, path, spec=spec)


def _check_v2(document: Mapping[str, Any]) -> Iterator[Problem]:
    for name in _V1_ONLY:
        if name in document:
            yield Problem(code="property-of-other-version", path=f"/{name}", spec="VCDM 2.0, 4.9")
    yield from _check_texts(document, "")
    yield from _check_period(document, "validFrom", "validUntil", spec="VCDM 2.0, 4.9")
    for name, (section, id_required) in _TYPED_V2.items():
        if name in document:
            spec = f"VCDM 2.0, {section}"
            yield from _check_typed(document[name], f"/{name}", spec, id_required=id_required)
    if "relatedResource" in document:
        yield from _check_related_resources(document["relatedResource"])


def _check_v1(document: Mapping[str, Any]) -> Iterator[Problem]:
    for name in _V2_ONLY:
        if name in document and not _is_european(document):
            yield Problem(code="property-of-other-version", path=f"/{name}", spec="VCDM 1.1, 4.6")
    if "issuanceDate" not in document:
        yield Problem(code="issuance-date-missing", path="/issuanceDate", spec="VCDM 1.1, 4.6")
    yield from _check_period(document, "issuanceDate", "expirationDate", spec="VCDM 1.1, 4.6")
    for name in ("credentialStatus", "credentialSchema", "refreshService"):
        if name in document:
            yield from _check_typed(document[name], f"/{name}", "VCDM 1.1, 4.9", id_required=True)
    for name in ("termsOfUse", "evidence"):
        if name in document:
            yield from _check_typed(document[name], f"/{name}", "VCDM 1.1, 5.5", id_required=False)


def _is_european(document: Mapping[str, Any]) -> bool:
    """European Digital Credentials are VCDM 1.1 documents that define ``validFrom`` themselves."""
    return "EuropeanDigitalCredential" in _as_list(document.get("type"))


def _check_typed(value: Any, path: str, spec: str, *, id_required: bool) -> Iterator[Problem]:
    entries = _as_list(value)
    if not entries:
        yield Problem(code="property-empty", path=path, spec=spec)
    for index, entry in enumerate(entries):
        here = f"{path}/{index}"
        if not isinstance(entry, dict):
            yield Problem(code="property-not-an-object", path=here, spec=spec)
            continue
        types = _as_list(entry.get("type"))
        if not types or not all(isinstance(kind, str) and kind for kind in types):
            yield Problem(code="type-missing", path=f"{here}/type", spec=spec)
        yield from _check_id(entry, here, spec=spec, required=id_required)


def _check_period(document: Mapping[str, Any], start: str, end: str, *, spec: str) -> Iterator[Problem]:
    moments = []
    for name in (start, end):
        if name in document:
            try:
                moments.append(parse_timestamp(document[name]))
            except MalformedInputError:
                yield Problem(code="timestamp-invalid", path=f"/{name}", spec=spec)
    if len(moments) == 2 and moments[0] > moments[1]:
        yield Problem(code="period-reversed", path=f"/{end}", spec=spec)


def _check_texts(entry: Mapping[str, Any], path: str) -> Iterator[Problem]:
    """``name`` and ``description``: a string, or language value objects (VCDM 2.0, 11.1)."""
    for name in ("name", "description"):
        for text in _as_list(entry[name]) if name in entry else ():
            if not isinstance(text, str) and not _is_language_value(text):
                yield Problem(code="text-invalid", path=f"{path}/{name}", spec="VCDM 2.0, 11.1")


def _is_language_value(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() <= _LANGUAGE_VALUE
        and all(isinstance(member, str) for member in value.values())
        and "@value" in value
        and value.get("@direction", "ltr") in ("ltr", "rtl")
    )


def _check_related_resources(value: Any) -> Iterator[Problem]:
    spec, seen = "VCDM 2.0, 5.3", set()
    for index, resource in enumerate(_as_list(value)):
        path = f"/relatedResource/{index}"
        if not isinstance(resource, dict):
            yield Problem(code="related-resource-invalid", path=path, spec=spec)
            continue
        yield from _check_id(resource, path, spec=spec, required=True)
        identifier = resource.get("id")
        if isinstance(identifier, str) and identifier in seen:
            yield Problem(code="related-resource-twice", path=path, spec=spec)
        seen.add(str(identifier))
        digests = [resource[name] for name in ("digestSRI", "digestMultibase") if name in resource]
        if not digests or not all(isinstance(digest, str) and digest for digest in digests):
            yield Problem(code="related-resource-digest-missing", path=path, spec=spec)


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
