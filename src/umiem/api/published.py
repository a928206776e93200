"""Public files: DID documents and status lists. Anyone may fetch and keep them."""

from __future__ import annotations

import hashlib
import json
import uuid

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date
from django.views.decorators.http import condition, require_safe

from umiem.services import installation_key, keys, status, trust_lists
from umiem.services.organisations import public_organisation

DID_SECONDS = 300
STATUS_SECONDS = 15


@require_safe
def did_document(request: HttpRequest, organisation: str) -> HttpResponse:
    """Return the DID document of an organisation (did:web)."""
    data = keys.did_document_bytes(public_organisation(organisation))
    answer = HttpResponse(data, content_type="application/did+json")
    return _open_to_all(answer, seconds=DID_SECONDS, tag=hashlib.sha256(data).hexdigest())


@require_safe
def installation_did(request: HttpRequest) -> HttpResponse:
    """Return the DID document of the installation itself: the key of its trust list and its records."""
    data = json.dumps(installation_key.did_document(), ensure_ascii=False, indent=2).encode()
    answer = HttpResponse(data, content_type="application/did+json")
    return _open_to_all(answer, seconds=DID_SECONDS, tag=hashlib.sha256(data).hexdigest())


@require_safe
def trust_list(request: HttpRequest) -> HttpResponse:
    """Return the exact bytes of the installation's own signed trust list (docs/registry.md)."""
    row = trust_lists.own()
    answer = HttpResponse(bytes(row.document or b""), content_type="application/jose+json")
    return _open_to_all(answer, seconds=DID_SECONDS, tag=row.digest)


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


def _open_to_all(answer: HttpResponse, *, seconds: int, tag: str) -> HttpResponse:
    answer["Cache-Control"] = f"public, max-age={seconds}"
    answer["ETag"] = f'"{tag}"'
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
