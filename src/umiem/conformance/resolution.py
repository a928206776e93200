"""DID resolution over HTTP, in both vocabularies of errors that the public suites expect.

DID Resolution 0.3 (``application/did-resolution``): errors are problem details with the URLs of the
specification. The older vocabulary (``application/ld+json;profile="…did-resolution"``), which
did:key 0.7 uses: short names, and a DID URL answers with the verification method itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from umiem.engine.identifiers import did_jwk, did_key
from umiem.errors import MalformedInputError, NotFoundError, UmiemError, UnsupportedError

CONTEXT = "https://w3id.org/did-resolution/v1"
RESOLUTION = "application/did-resolution"
OLDER = "application/ld+json"
DOCUMENT_TYPES = ("application/did+json", "application/did+ld+json", "application/did")
_ERROR_BASE = "https://www.w3.org/ns/did#"
_DID = re.compile(r"did:[a-z0-9]+:(?:[A-Za-z0-9._:-]|%[0-9A-Fa-f]{2})*(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})\Z")
_FRAGMENT = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*\Z")
_KEY_VERSION = re.compile(r"did:key:([^:]+):")
_FORMATS = ("Multikey", "JsonWebKey2020", "Ed25519VerificationKey2020", "X25519KeyAgreementKey2020")
_EXPERIMENTAL_FORMATS = ("Ed25519VerificationKey2018", "X25519KeyAgreementKey2019", "P256Key2021")
_METHODS = {"key": did_key.resolve, "jwk": did_jwk.resolve}


@dataclass(frozen=True)
class Failure(Exception):
    """Why a DID does not resolve: name in each vocabulary, and the HTTP status."""

    newer: str
    older: str
    status: int


INVALID_DID = Failure("INVALID_DID", "invalidDid", 400)
INVALID_DID_URL = Failure("INVALID_DID_URL", "invalidDidUrl", 400)
METHOD_NOT_SUPPORTED = Failure("METHOD_NOT_SUPPORTED", "methodNotSupported", 501)
NOT_FOUND = Failure("NOT_FOUND", "notFound", 404)
KEY_LENGTH = Failure("INVALID_DID", "invalidPublicKeyLength", 400)
KEY_INVALID = Failure("INVALID_DID", "invalidPublicKey", 400)
FORMAT_UNKNOWN = Failure("INVALID_OPTIONS", "unsupportedPublicKeyType", 400)
FORMAT_NOT_ALLOWED = Failure("INVALID_OPTIONS", "invalidPublicKeyType", 400)
REPRESENTATION = Failure("REPRESENTATION_NOT_SUPPORTED", "representationNotSupported", 406)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An HTTP status, its media type and the JSON body."""

    status: int
    media_type: str
    body: dict[str, Any]


def resolve(did_url: str, *, accept: str, parameters: Mapping[str, str]) -> Answer:
    """Answer ``GET /1.0/identifiers/{did_url}``; ``accept`` chooses vocabulary and representation."""
    kinds = [part.split(";")[0].strip().lower() for part in accept.split(",")]
    if OLDER in kinds:
        return _older(did_url, parameters)
    document_type = next((kind for kind in kinds if kind in DOCUMENT_TYPES), None)
    try:
        if not {RESOLUTION, "*/*", "application/json", "", *DOCUMENT_TYPES} & set(kinds):
            raise REPRESENTATION
        document = _document(did_url)
    except Failure as failure:
        return _failed(failure)
    if document_type is not None and RESOLUTION not in kinds:
        return Answer(status=200, media_type=document_type, body=document)
    body = _result(document, {"contentType": RESOLUTION})
    return Answer(status=200, media_type=RESOLUTION, body=body)


def _failed(failure: Failure) -> Answer:
    error = {"type": _ERROR_BASE + failure.newer, "title": failure.newer.replace("_", " ").capitalize()}
    body = _result(None, {"contentType": RESOLUTION, "error": error})
    return Answer(status=failure.status, media_type=RESOLUTION, body=body)


def _result(document: dict[str, Any] | None, metadata: dict[str, Any]) -> dict[str, Any]:
    return {
        "@context": CONTEXT,
        "didDocument": document,
        "didResolutionMetadata": metadata,
        "didDocumentMetadata": {},
    }


def _older(did_url: str, parameters: Mapping[str, str]) -> Answer:
    metadata_name = "didDereferencingMetadata" if "#" in did_url else "didResolutionMetadata"
    body: dict[str, Any] = {"@context": CONTEXT, "didDocument": {}, "didDocumentMetadata": {}}
    media_type = f'{OLDER};profile="https://w3id.org/did-resolution"'
    try:
        _check_format(parameters)
        found = _method(did_url) if "#" in did_url else _document(did_url)
    except Failure as failure:
        metadata = {"error": failure.older}
        return Answer(status=failure.status, media_type=media_type, body={**body, metadata_name: metadata})
    body |= {"didDocument": found, metadata_name: {"contentType": "application/did+ld+json"}}
    return Answer(status=200, media_type=media_type, body=body)


def _check_format(parameters: Mapping[str, str]) -> None:
    """Keys are always written as Multikey; other known formats are refused by their own name."""
    wanted = parameters.get("publicKeyFormat", "Multikey")
    if wanted in _EXPERIMENTAL_FORMATS and parameters.get("enableExperimentalPublicKeyTypes") != "true":
        raise FORMAT_NOT_ALLOWED
    if wanted not in _FORMATS:
        raise FORMAT_UNKNOWN


def _method(did_url: str) -> dict[str, Any]:
    did, fragment = did_url.split("#", 1)
    if not _DID.match(did) or not _FRAGMENT.match(fragment):
        raise INVALID_DID_URL
    for method in _document(did)["verificationMethod"]:
        if method["id"] == did_url:
            return dict(method)
    raise NOT_FOUND


def _document(did: str) -> dict[str, Any]:
    if not did:
        raise NOT_FOUND
    if not _DID.match(did):
        raise INVALID_DID
    method = did.split(":", 2)[1]
    if method not in _METHODS:
        raise METHOD_NOT_SUPPORTED
    version = _KEY_VERSION.match(did)
    if version and version[1] != "1":
        raise INVALID_DID
    try:
        return _METHODS[method](did)
    except UmiemError as error:
        raise _failure_of(error) from error


def _failure_of(error: UmiemError) -> Failure:
    if isinstance(error, NotFoundError):
        return NOT_FOUND
    if isinstance(error, UnsupportedError):
        return METHOD_NOT_SUPPORTED
    if isinstance(error, MalformedInputError) and error.code == "public-key-length":
        return KEY_LENGTH
    if isinstance(error, MalformedInputError) and error.code.startswith("public-key"):
        return KEY_INVALID
    return INVALID_DID
