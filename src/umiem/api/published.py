"""Public files: DID documents and status lists. Anyone may fetch and keep them."""

from __future__ import annotations

import hashlib
import json
import uuid

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import condition, require_safe

from umiem.engine.status.token import MEDIA_TYPE as TOKEN_MEDIA_TYPE
from umiem.services.credential import status
from umiem.services.credential.representations.sd_jwt_learning import VCT, VCT_WITHOUT_LEVEL
from umiem.services.credential.representations.sd_jwt_learning import type_metadata as learning_type_metadata
from umiem.services.key import did_documents, installation_key
from umiem.services.key import signer_log_roots as roots
from umiem.services.organisations import public_organisation
from umiem.services.verifying import trust_lists

DID_SECONDS = 300
STATUS_SECONDS = 15
TYPE_SECONDS = 86_400


@require_safe
def did_document(request: HttpRequest, organisation: str) -> HttpResponse:
    """Return the DID document of an organisation (did:web), also as it was (DID Core 1.0, 3.2.1)."""
    found = public_organisation(organisation)
    number, time = request.GET.get("versionId", ""), request.GET.get("versionTime", "")
    if number or time:
        data = did_documents.version_bytes(found, number=number, time=time)
    else:
        data = did_documents.did_document_bytes(found)
    return _document(request, data, "application/did+json")


@require_safe
def did_history(request: HttpRequest, organisation: str) -> HttpResponse:
    """Return all versions of the DID document, and when each key signed."""
    data = did_documents.history_bytes(public_organisation(organisation))
    return _document(request, data, "application/json")


@require_safe
def signer_log_roots(request: HttpRequest, organisation: str) -> HttpResponse:
    """Return where the chain of signatures stood at the end of each day."""
    data = roots.roots_bytes(public_organisation(organisation))
    return _document(request, data, "application/json")


def _document(request: HttpRequest, data: bytes, media_type: str) -> HttpResponse:
    return _kept(request, data, media_type, seconds=DID_SECONDS)


def _kept(request: HttpRequest, data: bytes, media_type: str, *, seconds: int) -> HttpResponse:
    """Return bytes that caches may keep, or 304 to one that has them."""
    tag = hashlib.sha256(data).hexdigest()
    answer = _open_to_all(HttpResponse(data, content_type=media_type), seconds=seconds, tag=tag)
    found = get_conditional_response(request, etag=f'"{tag}"', response=answer)
    return answer if found is None else found


@require_safe
def installation_did(request: HttpRequest) -> HttpResponse:
    """Return the DID document of the installation itself: the key of its trust list and its records."""
    data = json.dumps(installation_key.did_document(), ensure_ascii=False, indent=2).encode()
    return _document(request, data, "application/did+json")


@require_safe
def trust_list(request: HttpRequest) -> HttpResponse:
    """Return the exact bytes of the installation's own signed trust list (docs/registry.md)."""
    row = trust_lists.own()
    return _document(request, bytes(row.document or b""), "application/jose+json")


def _tag_of(request: HttpRequest, status_list: uuid.UUID) -> str:
    return f'"{status.published(status_list).digest}"'


@require_safe
@condition(etag_func=_tag_of)
def status_list(request: HttpRequest, status_list: uuid.UUID) -> HttpResponse:
    """Return the exact bytes of a signed status list (Bitstring Status List v1.0, section 2.2)."""
    row = status.published(status_list)
    answer = HttpResponse(bytes(row.document or b""), content_type=row.media_type)
    if row.published_at is not None and row.valid_until is not None:
        answer["Last-Modified"] = http_date(row.published_at.timestamp())
        answer["Expires"] = http_date(row.valid_until.timestamp())
    return _open_to_all(answer, seconds=STATUS_SECONDS, tag=row.digest)


def _token_tag_of(request: HttpRequest, status_list: uuid.UUID) -> str:
    return f'"{status.published_token(status_list).token_digest}"'


@require_safe
@condition(etag_func=_token_tag_of)
def token_status_list(request: HttpRequest, status_list: uuid.UUID) -> HttpResponse:
    """Return the signed Token Status List (IETF draft-ietf-oauth-status-list, 8.1)."""
    row = status.published_token(status_list)
    answer = HttpResponse(bytes(row.token or b""), content_type=TOKEN_MEDIA_TYPE)
    if row.published_at is not None and row.valid_until is not None:
        answer["Last-Modified"] = http_date(row.published_at.timestamp())
        answer["Expires"] = http_date(row.valid_until.timestamp())
    return _open_to_all(answer, seconds=STATUS_SECONDS, tag=str(row.token_digest))


@require_safe
def type_metadata(request: HttpRequest) -> HttpResponse:
    """Return the type metadata of the wallet credential (SD-JWT VC, section 6), in both languages."""
    return _type_answer(request, VCT)


@require_safe
def type_without_level_metadata(request: HttpRequest) -> HttpResponse:
    """Return the type metadata of the wallet credential of awards to which no level applies."""
    return _type_answer(request, VCT_WITHOUT_LEVEL)


def _type_answer(request: HttpRequest, vct: str) -> HttpResponse:
    data = json.dumps(learning_type_metadata(vct), ensure_ascii=False, indent=2).encode()
    return _kept(request, data, "application/json", seconds=TYPE_SECONDS)


def _open_to_all(answer: HttpResponse, *, seconds: int, tag: str) -> HttpResponse:
    answer["Cache-Control"] = f"public, max-age={seconds}"
    answer["ETag"] = f'"{tag}"'
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
