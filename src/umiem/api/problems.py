"""The one table that turns an error into a problem document (RFC 9457)."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language

from umiem.errors import (
    ConfigurationError,
    MalformedInputError,
    NotFoundError,
    RefusedError,
    UmiemError,
    UnavailableError,
    UnsupportedError,
    VerificationError,
)
from umiem.sentences.errors import error_sentence

MEDIA_TYPE = "application/problem+json"
_BY_CODE: dict[str, int] = {
    "sign-in-needed": 401,
    "token-missing": 401,
    "token-unknown": 401,
    "permission-missing": 403,
    "operators-only": 403,
    "role-missing": 403,
    "form-expired": 403,
    "method-not-allowed": 405,
    "form-only": 405,
    "request-malformed": 400,
    "upload-too-large": 413,
    "list-too-large": 413,
    "request-too-large": 413,
    "too-many-requests": 429,
    "unexpected": 500,
    "request-not-as-described": 422,
}
_ELSEWHERE = (
    *("host-unknown", "host-lookup-slow", "no-answer", "no-connection", "server-answered"),
    *("answer-cut-short", "redirect-to-nowhere", "too-many-redirects", "look-ups-too-slow"),
)
"""Another server, named in the request, did not give what was asked for: no fault of this one (RFC 4918)."""
_BY_CODE |= dict.fromkeys(_ELSEWHERE, 424)
_BY_ERROR: dict[type[UmiemError], int] = {
    MalformedInputError: 422,
    UnsupportedError: 422,
    VerificationError: 422,
    UnavailableError: 503,
    RefusedError: 409,
    NotFoundError: 404,
    ConfigurationError: 500,
}


def status_of(error: UmiemError) -> int:
    """Return the HTTP status for an error: by its code, else by its kind."""
    if error.code in _BY_CODE:
        return _BY_CODE[error.code]
    return next((status for kind, status in _BY_ERROR.items() if isinstance(error, kind)), 500)


def problem_document(error: UmiemError) -> dict[str, Any]:
    """Return the RFC 9457 members: ``type`` is stable, ``title`` is a sentence in the reader's language."""
    return {
        "type": f"urn:umiem:problem:{error.code}",
        "title": error_sentence(error, get_language() or "en"),
        "status": status_of(error),
        "code": error.code,
        "params": {name: _plain(value) for name, value in error.params.items()},
    }


def problem_answer(error: UmiemError) -> HttpResponse:
    """Return the whole answer; a 401 says how to sign in (RFC 9110, 11.6.1), a 429 when to come back."""
    answer = HttpResponse(
        json.dumps(problem_document(error), ensure_ascii=False),
        status=status_of(error),
        content_type=MEDIA_TYPE,
    )
    if answer.status_code == 401:
        answer["WWW-Authenticate"] = 'Bearer realm="umiem"'
    if answer.status_code in (424, 429, 503):
        answer["Retry-After"] = str(error.params.get("seconds", 60))
    return answer


def _plain(value: object) -> Any:
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    code = getattr(value, "code", None)
    return code if isinstance(code, str) else str(value)
